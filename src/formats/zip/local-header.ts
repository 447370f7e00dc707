/** Local headers: the reading from the start, held against the central directory. Pure. Source: APPNOTE 4.3.7, 4.3.9. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import type { CentralHeader } from "./central-directory.ts";
import { malformed, readUint64 } from "./end-record.ts";
import { readExtra } from "./extra-field.ts";

const SIGNATURE = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const FIXED = 30;
const HAS_DESCRIPTOR = 8;
const ZIP64_VERSION = 45;

/** Checks that the local header at `header.offset` says what `header` says and that its data ends exactly at `next`; returns the packed bytes. */
export function checkLocalHeader(file: Buffer, header: CentralHeader, next: number): Uint8Array {
  const at = header.offset;
  if (at + FIXED > next) throw overlap(header);
  if (next > file.length || file.readUInt32LE(at) !== SIGNATURE) {
    throw malformed(`${shownPath(header.path)} has no local header`);
  }
  const nameEnd = at + FIXED + file.readUInt16LE(at + 26);
  const dataStart = nameEnd + file.readUInt16LE(at + 28);
  const dataEnd = dataStart + header.packedSize;
  if (dataEnd > next) throw overlap(header);
  const same =
    sameNeed(file.readUInt16LE(at + 4), header.needed) &&
    file.readUInt16LE(at + 6) === header.flags &&
    file.readUInt16LE(at + 8) === (header.method === "deflated" ? 8 : 0) &&
    file.readUInt32LE(at + 10) === header.time &&
    file.subarray(at + FIXED, nameEnd).equals(header.rawName);
  if (!same) throw differ(header);
  const wide = checkSizes(file.subarray(at, dataStart), nameEnd - at, header);
  if ((header.flags & HAS_DESCRIPTOR) === 0) {
    if (dataEnd !== next)
      throw new Fault("TW-ZIP-EXTRA-BYTES", `bytes that belong to no file follow ${shownPath(header.path)}`);
  } else checkDescriptor(file.subarray(dataEnd, next), header, wide);
  return file.subarray(dataStart, dataEnd);
}

/** The version a reader needs is the same, but for 4.5: a writer may learn too late, or fear too early, that ZIP64 is needed. */
function sameNeed(local: number, central: number): boolean {
  return local === central || (Math.max(local, central) === ZIP64_VERSION && Math.min(local, central) <= 20);
}

/** With a descriptor the local numbers may be zero, since the writer did not know them yet; otherwise they are the same. Returns whether they are ZIP64's. */
function checkSizes(local: Buffer, nameEnd: number, header: CentralHeader): boolean {
  const rawName = local.subarray(FIXED, nameEnd);
  const small = { size: local.readUInt32LE(22), packedSize: local.readUInt32LE(18), offset: 0 };
  const sizes = readExtra(local.subarray(nameEnd), rawName, small);
  const crc32 = local.readUInt32LE(14);
  const same = crc32 === header.crc32 && sizes.size === header.size && sizes.packedSize === header.packedSize;
  const unknown = crc32 === 0 && sizes.size === 0 && sizes.packedSize === 0;
  if (!same && !((header.flags & HAS_DESCRIPTOR) !== 0 && unknown)) throw differ(header);
  return sizes.wide;
}

/** The descriptor, marked or not, repeats the central directory's numbers; they are wide when the local header has a ZIP64 field, as a reader in stream order takes them. */
function checkDescriptor(bytes: Buffer, header: CentralHeader, wide: boolean): void {
  const length = wide ? 20 : 12;
  const marked = bytes.length === length + 4;
  if (!marked && bytes.length !== length) {
    throw new Fault("TW-ZIP-EXTRA-BYTES", `bytes that belong to no file follow ${shownPath(header.path)}`);
  }
  const body = marked ? bytes.subarray(4) : bytes;
  const same =
    // Without the mark, a checksum that looks like it would be taken for it.
    marked === (bytes.readUInt32LE(0) === DESCRIPTOR) &&
    body.readUInt32LE(0) === header.crc32 &&
    (wide ? readUint64(body, 4) : body.readUInt32LE(4)) === header.packedSize &&
    (wide ? readUint64(body, 12) : body.readUInt32LE(8)) === header.size;
  if (!same) throw differ(header);
}

function overlap(header: CentralHeader): Fault {
  return new Fault("TW-ZIP-OVERLAP", `${shownPath(header.path)} runs into what follows it`);
}

function differ(header: CentralHeader): Fault {
  return new Fault(
    "TW-ZIP-TWO-READINGS",
    `${shownPath(header.path)} reads differently from the start of the archive and from its end`,
  );
}
