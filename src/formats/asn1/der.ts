/** DER: the one encoding of an ASN.1 value. Pure. Source: ITU-T X.690 §8, §10, §11. */
import { Fault } from "../../base/fault.ts";

/** Tags that are read. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content, as they stand in the document. */
  readonly raw: Uint8Array;
}

/** Reads the elements of one content, first to last. Every mistake is Fault TW-DER-MALFORMED. */
export class DerReader {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next element, which must have `tag` when one is given. */
  next(tag?: number): DerElement {
    const { bytes, at } = this;
    const found = bytes[at];
    if (found === undefined || (found & 0x1f) === 0x1f)
      throw malformed("an element is missing or has a long tag");
    if (tag !== undefined && found !== tag) throw malformed(`an element has the tag ${found}, not ${tag}`);
    const { length, start } = this.length(at + 1);
    const end = start + length;
    if (end > bytes.length) throw malformed("an element ends beyond the end");
    this.at = end;
    return { tag: found, content: bytes.subarray(start, end), raw: bytes.subarray(at, end) };
  }

  /** The next element when it has `tag`. */
  optional(tag: number): DerElement | undefined {
    return this.bytes[this.at] === tag ? this.next() : undefined;
  }

  /** A reader of the next element, a SEQUENCE unless `tag` says otherwise. */
  inside(tag: number = TAG.sequence): DerReader {
    return new DerReader(this.next(tag).content);
  }

  /** True when nothing is left. */
  get done(): boolean {
    return this.at === this.bytes.length;
  }

  /** Throws unless everything was read. */
  end(): void {
    if (!this.done) throw malformed("something follows the last element");
  }

  private length(at: number): { readonly length: number; readonly start: number } {
    const first = this.bytes[at];
    if (first === undefined) throw malformed("a length is missing");
    if (first < 0x80) return { length: first, start: at + 1 };
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw malformed("a length is indefinite or enormous");
    let length = 0;
    for (let i = 1; i <= count; i++) length = length * 256 + (this.bytes[at + i] ?? Number.NaN);
    if (!(length >= (count === 1 ? 0x80 : 256 ** (count - 1))))
      throw malformed("a length is not written shortest");
    return { length, start: at + 1 + count };
  }
}

/** The only element of `bytes`. */
export function onlyElement(bytes: Uint8Array, tag?: number): DerElement {
  const reader = new DerReader(bytes);
  const element = reader.next(tag);
  reader.end();
  return element;
}

/** An object identifier in dots. */
export function oidText(content: Uint8Array): string {
  const parts: number[] = [];
  let value = 0;
  let fresh = true;
  for (const byte of content) {
    if (fresh && byte === 0x80) throw malformed("an identifier is not written shortest");
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 128) throw malformed("an identifier is enormous");
    fresh = byte < 0x80;
    if (fresh) {
      parts.push(value);
      value = 0;
    }
  }
  const [first] = parts;
  if (!fresh || first === undefined) throw malformed("an identifier ends early");
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...parts.slice(1)].join(".");
}

/** The bytes of a BIT STRING without unused bits. */
export function bitString(content: Uint8Array): Uint8Array {
  if (content[0] !== 0) throw malformed("a string of bits is not whole bytes");
  return content.subarray(1);
}

/** A BOOLEAN. */
export function booleanOf(content: Uint8Array): boolean {
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    throw malformed("a truth value is neither");
  return content[0] === 0xff;
}

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{0,8}[1-9]))?Z$/;

/** A UTCTime or GeneralizedTime, in milliseconds since the epoch. Source: RFC 5280 §4.1.2.5; RFC 3161 §2.4.2 for fractions. */
export function timeOf({ tag, content }: DerElement): number {
  const text = Buffer.from(content).toString("latin1");
  const [, year = "", ...rest] = (tag === TAG.utcTime ? UTC : GENERALIZED).exec(text) ?? [];
  if (year === "" || (tag !== TAG.utcTime && tag !== TAG.generalizedTime)) throw malformed("a time is none");
  const [month, day, hour, minute, second, fraction = "0"] = rest;
  const full = tag === TAG.utcTime ? `${Number(year) < 50 ? "20" : "19"}${year}` : year;
  const iso = `${full}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const value = Date.parse(iso);
  if (Number.isNaN(value) || new Date(value).toISOString() !== iso) throw malformed("a time does not exist");
  return value + Math.floor(Number(`0.${fraction}`) * 1000);
}

/** An element of `tag` around `parts`. */
export function derElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const hex = length.toString(16);
  const size = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}

function malformed(why: string): Fault {
  return new Fault("TW-DER-MALFORMED", `a part in DER cannot be read: ${why}`);
}
