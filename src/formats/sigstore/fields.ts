/** Fields of JSON documents of Sigstore, by exact types. Pure. Source: protobuf's JSON mapping, in which 64-bit numbers are texts and bytes are base64. */
import { fromBase64 } from "../../base/base64.ts";
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, type JsonObject, parseStrictJson } from "../../base/strict-json.ts";
import { fromUtf8 } from "../../base/utf8.ts";

/** Most elements of one list. */
const MOST = 256;

/** One object; every mistake is Fault TW-SIGSTORE-MALFORMED with the field's name. */
export class Fields {
  private readonly object: JsonObject;
  private readonly what: string;

  constructor(object: JsonObject, what: string) {
    this.object = object;
    this.what = what;
  }

  /** Whether the field is there and not null. */
  has(name: string): boolean {
    return (this.object.get(name) ?? null) !== null;
  }

  /** A field as it is. */
  value(name: string): Json | undefined {
    return this.object.get(name);
  }

  /** A text. */
  text(name: string): string {
    const value = this.object.get(name);
    if (typeof value !== "string") throw malformed(`\`${name}\` of ${this.what} is no text`);
    return value;
  }

  /** Bytes in base64. */
  bytes(name: string): Uint8Array {
    const bytes = fromBase64(this.text(name));
    if (bytes === undefined || bytes.length === 0)
      throw malformed(`\`${name}\` of ${this.what} is no base64 of anything`);
    return bytes;
  }

  /** A number that is not negative, 0 when left out. */
  integer(name: string): bigint {
    const value = this.object.get(name) ?? 0;
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string" || !/^(?:0|[1-9][0-9]{0,18})$/.test(text))
      throw malformed(`\`${name}\` of ${this.what} is no whole number`);
    return BigInt(text);
  }

  /** An object. */
  inside(name: string): Fields {
    const value = this.object.get(name);
    if (!isObject(value)) throw malformed(`\`${name}\` of ${this.what} is no object`);
    return new Fields(value, name);
  }

  /** An object that may be missing. */
  optional(name: string): Fields | undefined {
    return this.has(name) ? this.inside(name) : undefined;
  }

  /** A list of objects, empty when left out. */
  list(name: string): readonly Fields[] {
    return this.values(name).map((each) => {
      if (!isObject(each)) throw malformed(`\`${name}\` of ${this.what} is no list of objects`);
      return new Fields(each, name);
    });
  }

  /** A list, empty when left out. */
  values(name: string): readonly Json[] {
    const value = this.object.get(name) ?? [];
    if (!isArray(value) || value.length > MOST)
      throw malformed(`\`${name}\` of ${this.what} is no list of at most ${MOST}`);
    return value;
  }

  /** Throws when there is a field besides these: it could say something that is not understood. */
  only(...names: readonly string[]): void {
    for (const key of this.object.keys())
      if (!names.includes(key))
        throw malformed(`${this.what} has a field ${JSON.stringify(key.slice(0, 60))}, which is not known`);
  }
}

/** The top object of a document of at most `largest` bytes. Throws Fault TW-SIGSTORE-MALFORMED. */
export function topFields(document: Uint8Array, what: string, largest: number): Fields {
  const text = document.length > largest ? undefined : fromUtf8(document);
  if (text === undefined) throw malformed(`${what} is no UTF-8 of at most ${largest} bytes`);
  try {
    const top = parseStrictJson(text);
    if (isObject(top)) return new Fields(top, what);
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault("TW-SIGSTORE-MALFORMED", `${what}: ${cause.message}`, { cause });
  }
  throw malformed(`${what} is no object`);
}

/** Fault TW-SIGSTORE-MALFORMED. */
export function malformed(why: string): Fault {
  return new Fault("TW-SIGSTORE-MALFORMED", `a document of Sigstore cannot be read: ${why}`);
}
