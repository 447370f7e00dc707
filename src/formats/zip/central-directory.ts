/** The central directory: the reading from the end. Pure. Source: APPNOTE 4.3.12, 4.4, 4.5.3. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import { type EndRecord, malformed } from "./end-record.ts";
import { readExtra } from "./extra-field.ts";

/** One entry as the central directory tells it. */
export interface CentralHeader {
  /** Without the final slash of a directory. */
  readonly path: string;
  readonly rawName: Buffer;
  readonly directory: boolean;
  /** Version of the format that a reader needs, tenfold. */
  readonly needed: number;
  readonly flags: number;
  readonly method: "stored" | "deflated";
  readonly time: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header lies. */
  readonly offset: number;
  readonly executable: boolean;
}

const SIGNATURE = 0x02014b50;
const FIXED = 46;
/** Deflate's two option bits, data descriptor, UTF-8 names: everything else is encryption, patches or masking. */
const KNOWN_FLAGS = 0b1000_0000_1110;
const UTF8 = 0x800;
/** 4.5 brought ZIP64; what came later is encryption and other methods. */
const NEWEST = 45;
/** Attributes of DOS and Windows: volume label, device, reparse point (which a symbolic link is). */
const NEVER_OF_A_FILE = 0x448;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** All headers, in the directory's order; they fill it exactly. `file` may be the archive from byte `base` on. */
export function readCentralDirectory(file: Buffer, end: EndRecord, base = 0): readonly CentralHeader[] {
  const stop = end.directoryOffset + end.directorySize - base;
  const headers: CentralHeader[] = [];
  let at = end.directoryOffset - base;
  for (let index = 0; index < end.entries; index++) {
    if (at + FIXED > stop || file.readUInt32LE(at) !== SIGNATURE)
      throw malformed("the central directory ends early");
    const length =
      FIXED + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    if (at + length > stop) throw malformed("an entry runs past the central directory");
    headers.push(readHeader(file.subarray(at, at + length)));
    at += length;
  }
  if (at !== stop) throw malformed("the central directory holds more than it announces");
  return headers;
}

function readHeader(header: Buffer): CentralHeader {
  const nameEnd = FIXED + header.readUInt16LE(28);
  const extraEnd = nameEnd + header.readUInt16LE(30);
  const rawName = header.subarray(FIXED, nameEnd);
  const flags = header.readUInt16LE(8);
  const name = readName(rawName, flags);
  if (header.length !== extraEnd) throw malformed(`${shownPath(name)} carries a comment`);
  if (header.readUInt16LE(34) !== 0) throw malformed("the archive is split over several disks");
  const sizes = readExtra(header.subarray(nameEnd, extraEnd), rawName, {
    size: header.readUInt32LE(24),
    packedSize: header.readUInt32LE(20),
    offset: header.readUInt32LE(42),
  });
  const directory = name.endsWith("/");
  const kind = readKind(header, name, directory);
  if (directory && (sizes.size !== 0 || sizes.packedSize > 2))
    throw malformed(`the directory ${shownPath(name)} holds data`);
  return {
    path: directory ? name.slice(0, -1) : name,
    rawName,
    directory,
    needed: readNeeded(header.readUInt16LE(6), name),
    flags,
    method: readMethod(header.readUInt16LE(10), flags, name),
    time: header.readUInt32LE(12),
    crc32: header.readUInt32LE(16),
    packedSize: sizes.packedSize,
    size: sizes.size,
    offset: sizes.offset,
    executable: kind.executable,
  };
}

/** Without the UTF-8 flag only ASCII has one reading: cp437 and UTF-8 differ above it. */
function readName(raw: Buffer, flags: number): string {
  if ((flags & ~KNOWN_FLAGS) !== 0) {
    throw new Fault(
      "TW-ZIP-UNSUPPORTED",
      "an entry is encrypted, patched or masked: its flags are not allowed",
    );
  }
  if (raw.length === 0) throw malformed("an entry has no name");
  const latin1 = raw.toString("latin1");
  if (/^[\u0000-\u007f]*$/.test(latin1)) return latin1;
  if ((flags & UTF8) === 0) throw malformed(`the name ${shownPath(latin1)} has no stated encoding`);
  try {
    return utf8.decode(raw);
  } catch {
    throw malformed(`the name ${shownPath(latin1)} is not UTF-8`);
  }
}

function readNeeded(needed: number, name: string): number {
  if (needed > NEWEST)
    throw new Fault(
      "TW-ZIP-UNSUPPORTED",
      `${shownPath(name)} asks for a reader of version ${needed / 10}; files of wheels need at most ${NEWEST / 10}`,
    );
  return needed;
}

function readMethod(method: number, flags: number, name: string): "stored" | "deflated" {
  if (method === 8) return "deflated";
  if (method !== 0)
    throw new Fault(
      "TW-ZIP-UNSUPPORTED",
      `${shownPath(name)} is packed with method ${method}; only stored and deflated are allowed`,
    );
  // A reader in stream order cannot find the end of stored data whose size comes after it.
  if ((flags & 8) !== 0) throw malformed(`${shownPath(name)} is stored with its size after its data`);
  return "stored";
}

/**
 * Regular files and directories only. The upper half of the attributes is a Unix mode whoever made the entry: Python's zipfile, and what is
 * built on it, reads it so on every system. The lower half is that of DOS and Windows.
 */
function readKind(header: Buffer, name: string, directory: boolean): { readonly executable: boolean } {
  const attributes = header.readUInt32LE(38);
  const mode = attributes >>> 16;
  const type = mode & 0o170000;
  const special =
    (type !== 0 && type !== 0o100000 && type !== 0o040000) || (attributes & NEVER_OF_A_FILE) !== 0;
  if (special) throw new Fault("TW-ZIP-NOT-A-FILE", `${shownPath(name)} is a link, a device or a pipe`);
  const says = type === 0o040000 || (type === 0 && (attributes & 0x10) !== 0);
  if (type !== 0 && says !== directory)
    throw malformed(`${shownPath(name)} is a directory by its mode or by its name, not by both`);
  if (type === 0 && says && !directory)
    throw malformed(`${shownPath(name)} is a directory by its attributes but not by its name`);
  return { executable: (mode & 0o111) !== 0 };
}
