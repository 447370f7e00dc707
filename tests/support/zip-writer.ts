/** Writes small ZIP archives for tests: honest ones, and ones whose every part can be bent. Layout: PKWARE APPNOTE 4.3. */
import { crc32, deflateRawSync } from "node:zlib";

/** One entry; every field but name and body has an honest default. */
export interface Entry {
  readonly name: string | Buffer;
  readonly body?: Buffer | string;
  readonly stored?: boolean;
  readonly mode?: number;
  readonly flags?: number;
  /** True for the usual marked descriptor of 16 bytes; else the bytes, made from the honest numbers. */
  readonly descriptor?: boolean | ((honest: Fields) => Buffer);
  /** Overrides what the central directory says. */
  readonly central?: Partial<Fields>;
  /** Overrides what the local header says. */
  readonly local?: Partial<Fields>;
  /** Bytes put before the local header. */
  readonly before?: Buffer;
  /** Bytes put after the compressed data, counted in its size. */
  readonly hidden?: Buffer;
  /** Replaces the data between local header and descriptor, its length counted as packed size. */
  readonly data?: Buffer;
}

/** Numbers a header repeats. */
export interface Fields {
  readonly name: Buffer;
  /** Version of the format needed, tenfold. */
  readonly needed: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly extra: Buffer;
  readonly comment: Buffer;
  readonly attributes: number;
  readonly internal: number;
  readonly madeOn: number;
  readonly disk: number;
  readonly signature: number;
}

/** Numbers of the end record, or of its ZIP64 form. */
export interface EndFields {
  readonly disk: number;
  readonly directoryDisk: number;
  readonly here: number;
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

/** Numbers of the ZIP64 end record and its locator. */
export interface End64Fields extends EndFields {
  /** What the record says of its own length. */
  readonly length: number;
  readonly locatorOffset: number;
  readonly disks: number;
  /** Behind the record. */
  readonly extensible: Buffer;
}

/** What stands around the entries. */
export interface Around {
  /** Put after the end record. */
  readonly tail?: Buffer;
  /** Announced in the end record, and put there. */
  readonly comment?: Buffer;
  /** Both counts of the end record. */
  readonly count?: number;
  /** Put between the last entry and the central directory. */
  readonly gap?: Buffer;
  /** Put behind the last central header, counted in the directory's size. */
  readonly directoryTail?: Buffer;
  readonly end?: Partial<EndFields>;
  /** Writes the ZIP64 end record and locator as well. */
  readonly zip64?: Partial<End64Fields>;
}

/** The archive of `entries`. */
export function zip(entries: readonly Entry[], more: Around = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    push(entry.before ?? Buffer.alloc(0));
    const { honest, data } = fieldsOf(entry, at);
    const later = entry.descriptor !== undefined && entry.descriptor !== false;
    push(localHeader({ ...honest, ...(later ? { crc: 0, packed: 0, size: 0 } : {}), ...entry.local }));
    push(data);
    if (later) push(entry.descriptor === true ? descriptor(honest) : entry.descriptor(honest));
    directory.push(centralHeader({ ...honest, ...entry.central }));
  }
  push(more.gap ?? Buffer.alloc(0));
  const central = Buffer.concat([...directory, more.directoryTail ?? Buffer.alloc(0)]);
  const count = more.count ?? entries.length;
  const end: EndFields = {
    disk: 0,
    directoryDisk: 0,
    here: count,
    count,
    size: central.length,
    offset: at,
  };
  const end64 = more.zip64 === undefined ? Buffer.alloc(0) : end64Record(end, more.zip64);
  return Buffer.concat([
    ...parts,
    central,
    end64,
    endRecord({ ...end, ...more.end }, more.comment ?? Buffer.alloc(0)),
    more.tail ?? Buffer.alloc(0),
  ]);
}

/** The usual marked descriptor. */
export function descriptor({ crc, packed, size }: Fields): Buffer {
  return u32(0x08074b50, crc, packed, size);
}

/** An extra field of one record. */
export function extra(id: number, body: Buffer): Buffer {
  return Buffer.concat([u16(id, body.length), body]);
}

function fieldsOf(entry: Entry, offset: number): { readonly honest: Fields; readonly data: Buffer } {
  const body = Buffer.from(entry.body ?? "");
  const name = Buffer.from(entry.name);
  const stored = entry.stored === true || name.at(-1) === 0x2f;
  const data =
    entry.data ?? Buffer.concat([stored ? body : deflateRawSync(body), entry.hidden ?? Buffer.alloc(0)]);
  const utf8 = name.some((byte) => byte > 0x7f) ? 0x800 : 0;
  const mode = entry.mode ?? (name.at(-1) === 0x2f ? 0o040755 : 0o100644);
  const later = entry.descriptor !== undefined && entry.descriptor !== false;
  const honest: Fields = {
    name,
    needed: 20,
    flags: (entry.flags ?? utf8) | (later ? 8 : 0),
    method: stored ? 0 : 8,
    time: 0x00210000,
    crc: crc32(body),
    packed: data.length,
    size: body.length,
    offset,
    extra: Buffer.alloc(0),
    comment: Buffer.alloc(0),
    attributes: (mode << 16) >>> 0,
    internal: 0,
    madeOn: 3,
    disk: 0,
    signature: 0,
  };
  return { honest, data };
}

function localHeader(fields: Fields): Buffer {
  return Buffer.concat([
    u32(fields.signature === 0 ? 0x04034b50 : fields.signature),
    u16(fields.needed, fields.flags, fields.method),
    u32(fields.time, fields.crc, fields.packed, fields.size),
    u16(fields.name.length, fields.extra.length),
    fields.name,
    fields.extra,
  ]);
}

function centralHeader(fields: Fields): Buffer {
  return Buffer.concat([
    u32(fields.signature === 0 ? 0x02014b50 : fields.signature),
    Buffer.from([20, fields.madeOn]),
    u16(fields.needed, fields.flags, fields.method),
    u32(fields.time, fields.crc, fields.packed, fields.size),
    u16(fields.name.length, fields.extra.length, fields.comment.length, fields.disk, fields.internal),
    u32(fields.attributes, fields.offset),
    fields.name,
    fields.extra,
    fields.comment,
  ]);
}

function endRecord({ disk, directoryDisk, here, count, size, offset }: EndFields, comment: Buffer): Buffer {
  return Buffer.concat([
    u32(0x06054b50),
    u16(disk, directoryDisk, here, count),
    u32(size, offset),
    u16(comment.length),
    comment,
  ]);
}

function end64Record(end: EndFields, more: Partial<End64Fields>): Buffer {
  const behind = more.extensible ?? Buffer.alloc(0);
  const honest = { length: 44 + behind.length, locatorOffset: end.offset + end.size, disks: 1 };
  const all = { ...end, ...honest, ...more };
  return Buffer.concat([
    u32(0x06064b50),
    u64(all.length),
    u16(45, 45),
    u32(all.disk, all.directoryDisk),
    u64(all.here, all.count, all.size, all.offset),
    behind,
    u32(0x07064b50, 0),
    u64(all.locatorOffset),
    u32(all.disks),
  ]);
}

/** Little-endian 16-bit numbers. */
export function u16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) buffer.writeUInt16LE(value, index * 2);
  return buffer;
}

/** Little-endian 32-bit numbers. */
export function u32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
}

/** Little-endian 64-bit numbers. */
export function u64(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) buffer.writeBigUInt64LE(BigInt(value), index * 8);
  return buffer;
}
