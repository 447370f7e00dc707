/**
 * JSON with duplicate keys refused, at the speed of the engine's own parser. Pure. Source: RFC 8259; RFC 7493 §2.3.
 *
 * An index page holds thousands of files, and `base/strict-json` would spend half of a small command on it. The engine's parser checks
 * the grammar but lets the last of two equal keys win. So the keys written in the text are counted and compared with the keys that
 * arrived in the objects: they are equal exactly when no object held a key twice.
 *
 * A key with an escape in it is refused. No index writes one, and V8 reads some of them wrongly once it has seen a key that is a single
 * backslash (nodejs/node#63785).
 */
import { isUtf8 } from "node:buffer";
import { Fault } from "../../base/fault.ts";

/** Objects and arrays within one another. */
const DEPTH = 32;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** The value in UTF-8 `bytes`. Throws Fault TW-JSON-MALFORMED or TW-JSON-DUPLICATE-KEY. Objects are as `JSON.parse` makes them: read own keys only. */
export function parseUniqueJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new Fault("TW-JSON-MALFORMED", "not valid JSON: the document is not UTF-8");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message would quote a piece of the document.
    throw new Fault("TW-JSON-MALFORMED", "not valid JSON: the document breaks the grammar or ends early");
  }
  // Counted in the text first: a value that V8 read wrongly is not looked at.
  if (keysWritten(text) !== keysOf(value, DEPTH))
    throw new Fault("TW-JSON-DUPLICATE-KEY", "a key occurs twice in one object");
  return value;
}

/** How many keys stand in valid JSON: strings that a colon follows. Throws TW-JSON-MALFORMED for a key with an escape. */
function keysWritten(text: string): number {
  let keys = 0;
  for (let open = text.indexOf('"'); open !== -1; ) {
    const end = afterString(text, open);
    let next = end;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === COLON) {
      if (holdsBackslash(text, open, end))
        throw new Fault("TW-JSON-MALFORMED", "not valid JSON for an index: a key holds an escape");
      keys += 1;
    }
    open = text.indexOf('"', next);
  }
  return keys;
}

/** Index after the closing quote of the string that opens at `open`; a quote is inside when an odd number of backslashes stands before it. */
function afterString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1)) {
    // Cannot happen in text that was parsed before; here so that a mistake never loops.
    if (close === -1) return text.length;
    let before = close - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((close - before) % 2 === 1) return close + 1;
  }
}

/** Keys are short, so this costs less than a search in the whole text would. */
function holdsBackslash(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === BACKSLASH) return true;
  return false;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

function keysOf(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth === 0) throw new Fault("TW-JSON-MALFORMED", "not valid JSON for an index: nested too deeply");
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object") keys += keysOf(item, depth - 1);
    return keys;
  }
  // An own `__proto__` made by JSON.parse is enumerable like any other key.
  for (const item of Object.values(value)) {
    keys += 1;
    if (typeof item === "object") keys += keysOf(item, depth - 1);
  }
  return keys;
}
