/**
 * One gzip file, read strictly: a single member from the first byte to the last. Pure. Source: RFC 1952.
 *
 *     1f 8b · method 8 · flags · time · extra flags · system · (file name, NUL) · deflate data · CRC-32 · size
 *
 * Further members, comments, extra fields and bytes behind the end are refused: readers differ in what they make of them.
 */
import { crc32, inflateRawSync } from "node:zlib";
import { Fault } from "../../base/fault.ts";

/** Bounds that keep a small file from filling the memory. Bytes. */
export interface GzipLimits {
  /** Most unpacked bytes; below 4 GiB, since gzip tells the size modulo that. */
  readonly size: number;
  /** Past `ratioFrom` unpacked bytes, the most unpacked bytes for each packed byte. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

const FIXED = 10;
const TRAILER = 8;
const DEFLATE = 8;
/** File name, and the hint that it is text, which nobody heeds. */
const NAME = 8;
const KNOWN_FLAGS = NAME | 1;
/** Longest file name. */
const LONGEST_NAME = 1024;

/** The unpacked bytes; throws Faults TW-GZIP-MALFORMED, TW-GZIP-DATA, TW-GZIP-TOO-LARGE. The size is judged before anything is unpacked. */
export function readGzip(bytes: Uint8Array, limits: GzipLimits): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = headerEnd(file);
  const stop = file.length - TRAILER;
  if (stop < start) throw malformed("it ends before its data");
  const size = file.readUInt32LE(stop + 4);
  if (size > limits.size) throw tooLarge(`more than ${limits.size} bytes`);
  if (size > limits.ratioFrom && size > limits.ratio * file.length)
    throw tooLarge(`more than ${limits.ratio} times its own size`);
  const unpacked = inflate(file.subarray(start, stop), size);
  if (unpacked.length !== size) throw damaged("its data has another size than it says");
  if (crc32(unpacked) !== file.readUInt32LE(stop)) throw damaged("its checksum is wrong");
  return unpacked;
}

function headerEnd(file: Buffer): number {
  if (file.length < FIXED || file.readUInt16BE(0) !== 0x1f8b) throw malformed("it does not begin like one");
  const flags = file.readUInt8(3);
  if (file.readUInt8(2) !== DEFLATE) throw malformed("its method is not deflate");
  if ((flags & ~KNOWN_FLAGS) !== 0)
    throw malformed("it carries a comment, an extra field or something newer");
  if ((flags & NAME) === 0) return FIXED;
  const end = file.subarray(0, FIXED + LONGEST_NAME + 1).indexOf(0, FIXED);
  if (end < 0) throw malformed(`its file name does not end within ${LONGEST_NAME} bytes`);
  return end + 1;
}

/** Exactly `packed`, no byte more or less, into at most `size` bytes. */
function inflate(packed: Buffer, size: number): Buffer {
  try {
    // `info` is how zlib tells how much of its input it took: data may end early, with something hidden behind it.
    const answer = inflateRawSync(packed, { info: true, maxOutputLength: Math.max(size, 1) });
    const { buffer, engine } = answer as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (engine.bytesWritten !== packed.length) throw damaged("something follows its data");
    return buffer;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw damaged("its data is damaged, or longer than it says", error);
  }
}

function malformed(why: string): Fault {
  return new Fault("TW-GZIP-MALFORMED", `not a well-formed gzip file: ${why}`);
}

function damaged(why: string, cause?: unknown): Fault {
  return new Fault("TW-GZIP-DATA", `the gzip file cannot be unpacked: ${why}`, { cause });
}

function tooLarge(why: string): Fault {
  return new Fault("TW-GZIP-TOO-LARGE", `the gzip file is refused for its size: it unpacks to ${why}`);
}
