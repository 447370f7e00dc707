/**
 * METADATA out of the end of a wheel, in one request or two or three. The wheel is not hashed by that: what is read is the word of the server, until
 * the whole wheel is judged. Source: APPNOTE 4.3; binary distribution format specification (PEP 427), "Archivers are encouraged to place the .dist-info
 * files physically at the end".
 */
import { Fault } from "../../base/fault.ts";
import { type CentralHeader, readCentralDirectory } from "../../formats/zip/central-directory.ts";
import { readEndRecord } from "../../formats/zip/end-record.ts";
import { checkLocalHeader } from "../../formats/zip/local-header.ts";
import { unpackEntry } from "../../formats/zip/unpack.ts";
import { wheelLimits } from "../../formats/zip/zip.ts";

/** Bytes asked for at first. */
const FIRST = 32 * 1024;
/** Largest METADATA, and largest central directory, in bytes. */
const LARGEST = 16 * 2 ** 20;

/** Reads the bytes from `start` to `end`; undefined when the server gives no parts. */
export type ReadPart = (start: number, end: number) => Promise<Uint8Array | undefined>;

/** The bytes of METADATA in the wheel of `size` bytes; undefined when the server gives no parts. Throws Fault TW-ZIP-..., TW-WHEEL-LAYOUT. */
export async function metadataOfEnd(size: number, read: ReadPart): Promise<Uint8Array | undefined> {
  const start = Math.max(0, size - FIRST);
  const tail = await read(start, size);
  if (tail === undefined) return undefined;
  const end = new WheelEnd(asBuffer(tail), start, read);
  return end.metadata();
}

class WheelEnd {
  private bytes: Buffer;
  private start: number;
  private readonly read: ReadPart;

  constructor(bytes: Buffer, start: number, read: ReadPart) {
    this.bytes = bytes;
    this.start = start;
    this.read = read;
  }

  async metadata(): Promise<Uint8Array | undefined> {
    const end = readEndRecord(this.bytes, wheelLimits.entries, this.start);
    if (!(await this.reach(end.directoryOffset))) return undefined;
    const headers = readCentralDirectory(this.bytes, end, this.start);
    const header = metadataHeader(headers);
    const later = headers.map(({ offset }) => offset).filter((offset) => offset > header.offset);
    const next = later.reduce((a, b) => Math.min(a, b), end.directoryOffset);
    if (next - header.offset > LARGEST || header.size > LARGEST) throw layout("its METADATA is too large");
    const at =
      header.offset < this.start ? await this.apart(header.offset, next) : this.within(header.offset, next);
    if (at === undefined) return undefined;
    const packed = checkLocalHeader(at, { ...header, offset: 0 }, next - header.offset);
    return unpackEntry({ ...header, packed });
  }

  /** Takes more of the file, from `offset` on. */
  private async reach(offset: number): Promise<boolean> {
    if (offset >= this.start) return true;
    if (this.start - offset > LARGEST) throw layout("its central directory is too large");
    const more = await this.read(offset, this.start);
    if (more === undefined) return false;
    this.bytes = Buffer.concat([more, this.bytes]);
    this.start = offset;
    return true;
  }

  private async apart(from: number, to: number): Promise<Buffer | undefined> {
    const bytes = await this.read(from, to);
    return bytes === undefined ? undefined : asBuffer(bytes);
  }

  private within(from: number, to: number): Buffer {
    return this.bytes.subarray(from - this.start, to - this.start);
  }
}

/** The one METADATA in a `.dist-info` at the top. */
function metadataHeader(headers: readonly CentralHeader[]): CentralHeader {
  const found = headers.filter(({ path }) => /^[^/]+\.dist-info\/METADATA$/i.test(path));
  const [only] = found;
  if (only === undefined || found.length > 1) throw layout("it must hold exactly one METADATA");
  return only;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function layout(why: string): Fault {
  return new Fault("TW-WHEEL-LAYOUT", `this is no wheel that can be installed: ${why}`);
}
