/**
 * A file of the store that holds a wheel's unpacked files and what was written down of them:
 *
 *     unpacked files, one after another · index, UTF-8 · seal over wheel and index, 32 bytes · length of the index, 4 bytes, big-endian
 *
 * The index is at the end because it is known last. Only what the seal covers is believed; each unpacked file is held against its digest
 * in the index by whoever reads it.
 */
import { fs } from "../node-fs.ts";
import { SEAL_LENGTH } from "./seals.ts";

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL } = fs.constants;
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = fs.constants.O_NONBLOCK ?? 0;
const TAIL = SEAL_LENGTH + 4;
/** Largest index, in bytes: some 500,000 files. */
const LARGEST_INDEX = 2 ** 26;
/** Read at once from the end: the whole index of most wheels. */
const GUESS = 2 ** 16;
/** Read at once from the unpacked files, which are mostly small and asked for in order. */
const WINDOW = 2 ** 17;
/** Written at once. */
const BATCH = 2 ** 18;

/** What stands at the end of such a file; nothing in it is believed yet. */
export interface SealedEnd {
  readonly index: Buffer;
  readonly seal: Buffer;
  /** Bytes before the index. */
  readonly unpacked: number;
}

/** The end of the file at `path`; undefined when nothing is there, "damaged" when it is no such file. */
export function readSealedEnd(path: string): SealedEnd | "damaged" | undefined {
  let handle: number;
  try {
    handle = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : "damaged";
  }
  try {
    const found = fs.fstatSync(handle);
    if (!found.isFile() || found.size < TAIL) return "damaged";
    let end = readAt(handle, Math.max(0, found.size - GUESS), Math.min(found.size, GUESS));
    if (end === undefined) return "damaged";
    const length = end.readUInt32BE(end.length - 4);
    if (length > LARGEST_INDEX || length + TAIL > found.size) return "damaged";
    if (length + TAIL > end.length) end = readAt(handle, found.size - length - TAIL, length + TAIL);
    if (end === undefined) return "damaged";
    const start = end.length - TAIL - length;
    return {
      index: end.subarray(start, start + length),
      seal: end.subarray(-TAIL, -4),
      unpacked: found.size - TAIL - length,
    };
  } catch {
    return "damaged";
  } finally {
    fs.closeSync(handle);
  }
}

/** Exactly `length` bytes, or undefined. */
function readAt(handle: number, at: number, length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const count = fs.readSync(handle, bytes, done, length - done, at + done);
    if (count === 0) return undefined;
    done += count;
  }
  return bytes;
}

/** The one file that is open for reading: an installation takes wheel by wheel, and hundreds need no more than one. */
let open: { readonly reader: UnpackedReader; readonly handle: number } | undefined;

/** What was read last, of whichever file: pages that are used again and again stay in the processor's cache. */
let window = Buffer.alloc(0);
let last: UnpackedReader | undefined;

/** Reads parts of the unpacked files at `path`, `total` bytes in all. Unverified. */
export class UnpackedReader {
  private readonly path: string;
  private readonly total: number;
  /** Where the window's first byte stands, and how many are read. */
  private start = 0;
  private length = 0;

  constructor(path: string, total: number) {
    this.path = path;
    this.total = total;
  }

  /** `size` bytes from `at` on, or undefined when they cannot be read. The next call, of any reader, may overwrite them. */
  read(at: number, size: number): Uint8Array | undefined {
    if (at + size > this.total) return undefined;
    try {
      if (last !== this || at < this.start || at + size > this.start + this.length) this.slide(at, size);
      const from = at - this.start;
      return from + size <= this.length ? window.subarray(from, from + size) : undefined;
    } catch {
      return undefined;
    }
  }

  private slide(at: number, size: number): void {
    const length = Math.min(Math.max(WINDOW, size), this.total - at);
    if (window.length < length) window = Buffer.allocUnsafeSlow(length);
    last = this;
    this.start = at;
    this.length = 0;
    while (this.length < length) {
      const rest = length - this.length;
      const count = fs.readSync(this.handle(), window, this.length, rest, at + this.length);
      if (count === 0) return;
      this.length += count;
    }
  }

  private handle(): number {
    if (open?.reader === this) return open.handle;
    if (open !== undefined) fs.closeSync(open.handle);
    open = undefined;
    const handle = fs.openSync(this.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    open = { reader: this, handle };
    return handle;
  }
}

/** Writes such a file. Throws what Node throws. */
export class SealedWriter {
  private readonly handle: number;
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private size = 0;

  /** `path` must be new. */
  constructor(path: string, mode: number) {
    this.handle = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  }

  /** Adds one unpacked file; the offset at which it begins. `bytes` must not change afterwards. */
  append(bytes: Uint8Array): number {
    const at = this.size;
    this.size += bytes.length;
    if (bytes.length > 0) this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes >= BATCH) this.flush();
    return at;
  }

  /** Adds the index and its seal, and closes the file. */
  end(index: Uint8Array, seal: Uint8Array): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(index.length);
    for (const part of [index, seal, length]) this.append(part);
    this.flush();
    this.close();
  }

  /** Closes the file as it is. */
  close(): void {
    fs.closeSync(this.handle);
  }

  private flush(): void {
    const all = Buffer.concat(this.waiting);
    let at = 0;
    while (at < all.length) at += fs.writeSync(this.handle, all, at, all.length - at);
    this.waiting = [];
    this.waitingBytes = 0;
  }
}
