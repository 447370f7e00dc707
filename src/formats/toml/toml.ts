/**
 * TOML from outside. Pure; a thin layer over the library smol-toml, loaded by whoever needs it with `import()`. Source: TOML 1.0 and 1.1 (toml.io).
 * What the library leaves open is closed here: UTF-8 only, bounded size and depth, no integer that a number would round, every key a plain key.
 */
import { parse, TomlDate, TomlError } from "smol-toml";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import { TomlFloat, type TomlTable, TomlTime, type TomlValue } from "./value.ts";

/** Bounds of one document. */
export interface TomlLimits {
  /** Bytes. */
  readonly size: number;
  /** Tables and arrays within one another. */
  readonly depth: number;
}

/** Bounds that every honest lock and project file keeps. */
export const TOML_LIMITS: TomlLimits = { size: 64 * 1024 * 1024, depth: 32 };

/**
 * `document` as a table; `what` names it in messages. Throws Fault TW-TOML-MALFORMED (no UTF-8, no TOML, a key twice), TW-TOML-LIMIT (too large, too deep, an
 * integer beyond 2^53 - 1).
 */
export function parseToml(document: Uint8Array | string, what: string, limits = TOML_LIMITS): TomlTable {
  const size = typeof document === "string" ? Buffer.byteLength(document) : document.length;
  if (size > limits.size)
    throw new Fault(
      "TW-TOML-LIMIT",
      `${shown(what)} has more than ${limits.size} bytes, the most that are read`,
    );
  const text = typeof document === "string" ? document : decode(document, what);
  return table(read(text, what, limits), what, limits.depth);
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed(what, "it is not UTF-8");
  }
}

/** The library takes 31 for a day of every month and turns it into a day of the next one. Looked for in the text, so in comments too. */
const DATE = /[=[,][ \t\r\n]*([0-9]{4})-([0-9]{2})-([0-9]{2})/g;

function read(text: string, what: string, limits: TomlLimits): object {
  for (const [, year, month, day] of text.matchAll(DATE)) {
    const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    if (Number(day) > days) throw malformed(what, `${year}-${month}-${day} is no day`);
  }
  if (!text.isWellFormed()) throw malformed(what, "it holds half of a surrogate pair");
  try {
    return parse(text, {
      integersAsBigInt: true,
      useLegacyDate: true,
      unsafeKeyBehaviour: "keep",
      maxDepth: limits.depth,
    });
  } catch (thrown) {
    if (!(thrown instanceof TomlError)) throw thrown;
    const [first = ""] = thrown.message.replace(/^Invalid TOML document: /, "").split("\n");
    throw malformed(what, `line ${thrown.line}, column ${thrown.column}: ${first.replace(/\.$/, "")}`);
  }
}

function table(value: object, what: string, depth: number): TomlTable {
  return new Map(Object.entries(value).map(([key, each]) => [key, convert(each, what, depth - 1)]));
}

function convert(value: unknown, what: string, depth: number): TomlValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return integer(value, what);
  if (typeof value === "number") return new TomlFloat(value);
  if (value instanceof TomlDate) return new TomlTime(kindOf(value), value.toISOString());
  if (typeof value !== "object" || value === null) throw malformed(what, "it holds a value of no known kind");
  if (depth === 0) throw new Fault("TW-TOML-LIMIT", `${shown(what)} is nested too deeply`);
  if (Array.isArray(value)) return value.map((each) => convert(each, what, depth - 1));
  return table(value, what, depth);
}

function integer(value: bigint, what: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER))
    throw new Fault(
      "TW-TOML-LIMIT",
      `${shown(what)} holds the integer ${value}, which is beyond what is read exactly`,
    );
  return Number(value);
}

function kindOf(date: TomlDate): TomlTime["kind"] {
  if (date.isDate()) return "local date";
  if (date.isTime()) return "local time";
  return date.isLocal() ? "local date-time" : "offset date-time";
}

function malformed(what: string, why: string): Fault {
  return new Fault("TW-TOML-MALFORMED", `${shown(what)} is no TOML document: ${why}`);
}

function shown(what: string): string {
  return shownPath(what).slice(1, -1);
}
