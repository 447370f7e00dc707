/** Writes small ZIP archives for tests: honest ones, and ones whose every part can be bent. */
import { crc32, deflateRawSync } from "node:zlib";

/** One entry; every field but name and body has an honest default. */
export interface Entry {
  readonly name: string | Buffer;
  readonly body?: Buffer | string;
  readonly stored?: boolean;
  readonly mode?: number;
  readonly flags?: number;
  readonly descriptor?: boolean;
  /** Overrides what the central directory says. */
  readonly central?: Partial<Fields>;
  /** Overrides what the local header says. */
  readonly local?: Partial<Fields>;
  /** Bytes put before the local header. */
  readonly before?: Buffer;
  /** Bytes put after the compressed data, counted in its size. */
  readonly hidden?: Buffer;
}

/** Numbers a header repeats. */
export interface Fields {
  readonly name: Buffer;
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
  readonly madeOn: number;
}

/** The archive of `entries`; `tail` is put after the end record, `comment` announced in it. */
export function zip(
  entries: readonly Entry[],
  more: { readonly tail?: Buffer; readonly comment?: Buffer; readonly count?: number } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    push(entry.before ?? Buffer.alloc(0));
    const fields = fieldsOf(entry, at);
    const local = {
      ...fields.honest,
      ...(entry.descriptor === true ? { crc: 0, packed: 0, size: 0 } : {}),
      ...entry.local,
    };
    push(localHeader(local));
    push(fields.data);
    if (entry.descriptor === true)
      push(u32(0x08074b50, fields.honest.crc, fields.honest.packed, fields.honest.size));
    directory.push(centralHeader({ ...fields.honest, ...entry.central }));
  }
  const central = Buffer.concat(directory);
  const count = more.count ?? entries.length;
  const comment = more.comment ?? Buffer.alloc(0);
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0, 0, count, count),
    u32(central.length, at),
    u16(comment.length),
    comment,
  ]);
  return Buffer.concat([...parts, central, end, more.tail ?? Buffer.alloc(0)]);
}

function fieldsOf(entry: Entry, offset: number): { readonly honest: Fields; readonly data: Buffer } {
  const body = Buffer.from(entry.body ?? "");
  const name = Buffer.from(entry.name);
  const stored = entry.stored === true || name.at(-1) === 0x2f;
  const data = Buffer.concat([stored ? body : deflateRawSync(body), entry.hidden ?? Buffer.alloc(0)]);
  const utf8 = name.some((byte) => byte > 0x7f) ? 0x800 : 0;
  const mode = entry.mode ?? (name.at(-1) === 0x2f ? 0o040755 : 0o100644);
  const honest: Fields = {
    name,
    flags: (entry.flags ?? utf8) | (entry.descriptor === true ? 8 : 0),
    method: stored ? 0 : 8,
    time: 0x00210000,
    crc: crc32(body),
    packed: data.length,
    size: body.length,
    offset,
    extra: Buffer.alloc(0),
    comment: Buffer.alloc(0),
    attributes: (mode << 16) >>> 0,
    madeOn: 3,
  };
  return { honest, data };
}

function localHeader(fields: Fields): Buffer {
  return Buffer.concat([
    u32(0x04034b50),
    u16(20, fields.flags, fields.method),
    u32(fields.time, fields.crc, fields.packed, fields.size),
    u16(fields.name.length, fields.extra.length),
    fields.name,
    fields.extra,
  ]);
}

function centralHeader(fields: Fields): Buffer {
  return Buffer.concat([
    u32(0x02014b50),
    Buffer.from([20, fields.madeOn]),
    u16(20, fields.flags, fields.method),
    u32(fields.time, fields.crc, fields.packed, fields.size),
    u16(fields.name.length, fields.extra.length, fields.comment.length, 0, 0),
    u32(fields.attributes, fields.offset),
    fields.name,
    fields.extra,
    fields.comment,
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
