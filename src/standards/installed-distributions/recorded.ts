/**
 * RECORD of an installed distribution with what it says of each file. Pure. Source: recording installed projects, "The RECORD file".
 * Unlike a wheel's, it may climb, be absolute, and leave digests out; a row in which something cannot be understood says so, and proves nothing.
 */
import type { StrongAlgorithm } from "../../base/digest.ts";
import { codeOf } from "../../base/fault.ts";
import { parseCsv } from "../pep427-wheel/csv.ts";

/** One row. Nothing in it is believed. */
export interface RecordedFile {
  /** As written, with `/` for `\`: relative to the directory that holds `.dist-info`, or absolute. */
  readonly path: string;
  /** Undefined when the row names no digest that is strong enough to prove anything. */
  readonly algorithm: StrongAlgorithm | undefined;
  /** Unpadded URL-safe base64; empty without `algorithm`. */
  readonly digest: string;
  /** Bytes; undefined when the row names none. */
  readonly size: number | undefined;
  /** True when the row has a digest that nothing can be proved with: MD5, SHA-1, unknown, misspelt. */
  readonly isWeak: boolean;
}

const MOST_ROWS = 1_000_000;
const DIGEST = /^(sha256|sha384|sha512)=([A-Za-z0-9_-]{43,86})=*$/;
/** `sha256=` and 32 bytes in base64. */
const USUAL = 50;
const SIZE = /^(?:0|[1-9][0-9]{0,14})$/;

/** The rows of `text`, or why it is no RECORD: a clause without a full stop. */
export function parseRecorded(text: string): readonly RecordedFile[] | string {
  const rows: RecordedFile[] = [];
  if (text.includes('"')) return quoted(text);
  for (let at = 0, next = 0; at < text.length; at = next) {
    const newline = text.indexOf("\n", at);
    next = newline < 0 ? text.length : newline + 1;
    const whole = newline < 0 ? text.length : newline;
    const end = text[whole - 1] === "\r" ? whole - 1 : whole;
    if (end <= at) continue;
    const first = text.indexOf(",", at);
    const second = first < 0 || first >= end ? -1 : text.indexOf(",", first + 1);
    const third = second < 0 || second >= end ? at : text.indexOf(",", second + 1);
    if (first === at || second < 0 || second >= end || (third >= 0 && third < end))
      return "a row has not three fields";
    const row = rowOf(text.slice(at, first), text.slice(first + 1, second), text.slice(second + 1, end));
    if (typeof row === "string") return row;
    if (rows.push(row) > MOST_ROWS) return "it has too many rows";
  }
  return rows;
}

/** A name with a comma or a quote in it is rare, and so is the careful way of reading it. */
function quoted(text: string): readonly RecordedFile[] | string {
  let table: readonly (readonly string[])[];
  try {
    table = parseCsv(text, "TW-INSTALLED-RECORD");
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return "a quote stands where none may";
  }
  if (table.length > MOST_ROWS) return "it has too many rows";
  const rows: RecordedFile[] = [];
  for (const [path = "", hash = "", size = "", ...more] of table) {
    if (path === "" || more.length > 0) return "a row has not three fields";
    const row = rowOf(path, hash, size);
    if (typeof row === "string") return row;
    rows.push(row);
  }
  return rows;
}

function rowOf(path: string, hash: string, size: string): RecordedFile | string {
  if (path.includes("\0")) return "a path holds a NUL";
  const at = path.includes("\\") ? path.replaceAll("\\", "/") : path;
  if (size !== "" && !SIZE.test(size)) return "a size is no number of bytes";
  const bytes = size === "" ? undefined : Number(size);
  // Nearly every row: a digest that is misspelt equals none, so its letters need no look.
  if (hash.length === USUAL && hash.startsWith("sha256="))
    return { path: at, algorithm: "sha256", digest: hash.slice(7), size: bytes, isWeak: false };
  const [, algorithm, digest = ""] = DIGEST.exec(hash) ?? [];
  if (algorithm === "sha256" || algorithm === "sha384" || algorithm === "sha512")
    return { path: at, algorithm, digest, size: bytes, isWeak: false };
  return { path: at, algorithm: undefined, digest: "", size: bytes, isWeak: hash !== "" };
}
