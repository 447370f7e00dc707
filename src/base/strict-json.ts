/** JSON for hostile input: duplicate keys refused, depth and size bounded, `__proto__` an ordinary key. Pure. Source: RFC 8259; I-JSON (RFC 7493) §2.3. */
import { Fault } from "./fault.ts";

/** A parsed JSON value. Objects are Maps, so no key has a meaning of its own. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A parsed JSON object, in document order. */
export type JsonObject = ReadonlyMap<string, Json>;

/** True for an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** True for an array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Parses `text`; throws Fault TW-JSON-MALFORMED (not JSON) or TW-JSON-DUPLICATE-KEY. `depth` bounds the nesting. */
export function parseStrictJson(text: string, depth = 64): Json {
  return parseCanonical(text, depth) ?? new Parser(text, depth).document();
}

/**
 * The value of a text that is exactly what JSON.stringify writes of it, compact or in two columns: then no key can have been there twice and
 * no number was bent, and the engine's own reader is several times faster. Undefined for any other text, the malformed included.
 */
function parseCanonical(text: string, depth: number): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const spaces = text.startsWith("\n", 1) ? 2 : 0;
    const end = text.endsWith("\n") ? text.length - 1 : text.length;
    const written = JSON.stringify(value, null, spaces);
    return written.length === end && text.startsWith(written) ? strictForm(value, depth) : undefined;
  } catch {
    // Not JSON, or nested past what the engine takes: the strict reader says where.
    return undefined;
  }
}

/** Undefined past `depth`, like every nested value that is. */
function strictForm(value: unknown, depth: number): Json | undefined {
  if (depth === 0) return undefined;
  if (typeof value !== "object" || value === null) return value as Json;
  const parts = Object.entries(value).map(([key, inner]) => [key, strictForm(inner, depth - 1)] as const);
  if (parts.some(([, inner]) => inner === undefined)) return undefined;
  return Array.isArray(value) ? parts.map(([, inner]) => inner as Json) : new Map(parts as [string, Json][]);
}

class Parser {
  private at = 0;
  private readonly text: string;
  private readonly depth: number;

  constructor(text: string, depth: number) {
    this.text = text;
    this.depth = depth;
  }

  document(): Json {
    const value = this.value(this.depth);
    this.take(SPACE);
    if (this.at !== this.text.length) this.malformed("something follows the value");
    return value;
  }

  private value(depth: number): Json {
    if (depth === 0) this.malformed("nested too deeply");
    this.take(SPACE);
    const first = this.text[this.at];
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const number = this.take(NUMBER);
    if (number === "") this.malformed("no value here");
    return Number(number);
  }

  private object(depth: number): JsonObject {
    const map = new Map<string, Json>();
    this.at += 1;
    if (this.next("}")) return map;
    do {
      this.take(SPACE);
      if (this.text[this.at] !== '"') this.malformed("a key must be a string");
      const key = this.string();
      if (map.has(key))
        throw new Fault("TW-JSON-DUPLICATE-KEY", `the key ${JSON.stringify(key)} occurs twice in one object`);
      if (!this.next(":")) this.malformed("no colon after a key");
      map.set(key, this.value(depth - 1));
    } while (this.next(","));
    if (!this.next("}")) this.malformed("an object does not end");
    return map;
  }

  private array(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.at += 1;
    if (this.next("]")) return items;
    do items.push(this.value(depth - 1));
    while (this.next(","));
    if (!this.next("]")) this.malformed("an array does not end");
    return items;
  }

  private string(): string {
    this.at += 1;
    let out = "";
    for (;;) {
      out += this.take(PLAIN);
      const stop = this.text[this.at];
      this.at += 1;
      if (stop === '"') return out;
      if (stop !== "\\") this.malformed("a string does not end or holds a control character");
      out += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if (letter !== "u") return ESCAPES[letter] ?? this.malformed("an unknown escape");
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.malformed("a broken \\u escape");
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private next(mark: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private malformed(why: string): never {
    throw new Fault("TW-JSON-MALFORMED", `not valid JSON at character ${this.at}: ${why}`);
  }
}
