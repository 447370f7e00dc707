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
    file.readUInt16LE(at + 6) === header.flags &&
    file.readUInt16LE(at + 8) === (header.method === "deflated" ? 8 : 0) &&
    file.readUInt32LE(at + 10) === header.time &&
    file.subarray(at + FIXED, nameEnd).equals(header.rawName);
  if (!same) throw differ(header);
  checkSizes(file.subarray(at, dataStart), nameEnd - at, header);
  if ((header.flags & HAS_DESCRIPTOR) === 0) {
    if (dataEnd !== next)
      throw new Fault("TW-ZIP-EXTRA-BYTES", `bytes that belong to no file follow ${shownPath(header.path)}`);
  } else checkDescriptor(file.subarray(dataEnd, next), header);
  return file.subarray(dataStart, dataEnd);
}

/** With a descriptor the local numbers may be zero, since the writer did not know them yet; otherwise they are the same. */
function checkSizes(local: Buffer, nameEnd: number, header: CentralHeader): void {
  const rawName = local.subarray(FIXED, nameEnd);
  const small = { size: local.readUInt32LE(22), packedSize: local.readUInt32LE(18), offset: 0 };
  const sizes = readExtra(local.subarray(nameEnd), rawName, small);
  const crc32 = local.readUInt32LE(14);
  const same = crc32 === header.crc32 && sizes.size === header.size && sizes.packedSize === header.packedSize;
  const unknown = crc32 === 0 && sizes.size === 0 && sizes.packedSize === 0;
  if (!same && !((header.flags & HAS_DESCRIPTOR) !== 0 && unknown)) throw differ(header);
}

/** The descriptor, in one of its four forms, repeats the central directory's numbers. */
function checkDescriptor(bytes: Buffer, header: CentralHeader): void {
  const signed = bytes.length === 16 || bytes.length === 24;
  const body = signed ? bytes.subarray(4) : bytes;
  if (body.length !== 12 && body.length !== 20) {
    throw new Fault("TW-ZIP-EXTRA-BYTES", `bytes that belong to no file follow ${shownPath(header.path)}`);
  }
  const wide = body.length === 20;
  const packedSize = wide ? readUint64(body, 4) : body.readUInt32LE(4);
  const size = wide ? readUint64(body, 12) : body.readUInt32LE(8);
  const marked = !signed || bytes.readUInt32LE(0) === DESCRIPTOR;
  if (
    !marked ||
    body.readUInt32LE(0) !== header.crc32 ||
    packedSize !== header.packedSize ||
    size !== header.size
  )
    throw differ(header);
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
