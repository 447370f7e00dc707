/** The end of central directory record, with its ZIP64 form. Pure. Source: APPNOTE 4.3.14 to 4.3.16. */
import { Fault } from "../../base/fault.ts";

/** Where the central directory lies. */
export interface EndRecord {
  readonly directoryOffset: number;
  /** Bytes. */
  readonly directorySize: number;
  readonly entries: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const END64 = 0x06064b50;
const END64_SIZE = 56;

/**
 * Reads the one end record, at the very end of `file`; an archive comment is refused, since a second record can hide in it. `file` may be the archive
 * from byte `base` on.
 */
export function readEndRecord(file: Buffer, mostEntries: number, base = 0): EndRecord {
  const at = file.length - END_SIZE;
  if (at < 0 || file.readUInt32LE(at) !== END) throw noEnd(file);
  if (file.readUInt16LE(at + 20) !== 0)
    throw malformed("the end record announces a comment that is not there");
  const small = {
    disks: file.readUInt16LE(at + 4) + file.readUInt16LE(at + 6),
    here: file.readUInt16LE(at + 8),
    entries: file.readUInt16LE(at + 10),
    directorySize: file.readUInt32LE(at + 12),
    directoryOffset: file.readUInt32LE(at + 16),
  };
  if (small.disks !== 0 || small.here !== small.entries)
    throw malformed("the archive is split over several disks");
  const large = readEnd64(file, at, base);
  const end = large === undefined ? small : merge(small, large);
  const stop = end.directoryOffset + end.directorySize;
  if (stop !== base + (large?.at ?? at))
    throw malformed("the central directory does not end where the end record begins");
  if (end.entries > mostEntries)
    throw new Fault("TW-ZIP-TOO-LARGE", `the archive holds more than ${mostEntries} files`);
  return { directoryOffset: end.directoryOffset, directorySize: end.directorySize, entries: end.entries };
}

interface End64 extends EndRecord {
  readonly at: number;
}

/** The ZIP64 end record, when a locator stands right before the end record. */
function readEnd64(file: Buffer, end: number, base: number): End64 | undefined {
  const locator = end - LOCATOR_SIZE;
  if (locator < 0 || file.readUInt32LE(locator) !== LOCATOR) return undefined;
  const at = locator - END64_SIZE;
  if (at < 0 || file.readUInt32LE(at) !== END64)
    throw malformed("the ZIP64 locator follows no ZIP64 end record");
  const whole =
    file.readUInt32LE(locator + 4) === 0 &&
    readUint64(file, locator + 8) === base + at &&
    file.readUInt32LE(locator + 16) === 1 &&
    readUint64(file, at + 4) === END64_SIZE - 12 &&
    file.readUInt32LE(at + 16) === 0 &&
    file.readUInt32LE(at + 20) === 0 &&
    readUint64(file, at + 24) === readUint64(file, at + 32);
  if (!whole) throw malformed("the ZIP64 end record and its locator contradict one another");
  return {
    at,
    entries: readUint64(file, at + 32),
    directorySize: readUint64(file, at + 40),
    directoryOffset: readUint64(file, at + 48),
  };
}

/** Each small field either says the same as the ZIP64 one or is the mark that sends the reader there. */
function merge(small: EndRecord, large: End64): EndRecord {
  const agree =
    (small.entries === 0xffff || small.entries === large.entries) &&
    (small.directorySize === 0xffffffff || small.directorySize === large.directorySize) &&
    (small.directoryOffset === 0xffffffff || small.directoryOffset === large.directoryOffset);
  if (!agree) throw malformed("the end record and the ZIP64 end record contradict one another");
  return large;
}

/** An unsigned 64-bit little-endian number; refused past 2^53. */
export function readUint64(file: Buffer, at: number): number {
  const value = file.readUInt32LE(at + 4) * 2 ** 32 + file.readUInt32LE(at);
  if (!Number.isSafeInteger(value)) throw malformed("a 64-bit number is out of range");
  return value;
}

/** Fault TW-ZIP-MALFORMED. */
export function malformed(why: string): Fault {
  return new Fault("TW-ZIP-MALFORMED", `not a well-formed ZIP archive: ${why}`);
}

function noEnd(file: Buffer): Fault {
  const earlier = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (earlier < 0) return malformed("it has no end record");
  if (earlier + END_SIZE > file.length) return malformed("its end record is cut short");
  return new Fault("TW-ZIP-EXTRA-BYTES", "bytes follow the end record: a comment, or something else");
}
