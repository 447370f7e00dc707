/**
 * RECORD of an installed distribution, whoever wrote it: paths may climb or be absolute, digests may be missing or old.
 * Pure. Source: recording installed projects, "The RECORD file"; CSV as Python's `csv` reads it by default.
 */
import { Fault } from "../../base/fault.ts";

/** One row. Nothing in it is believed: see `ownedFiles` for where a path may lead. */
export interface InstalledRow {
  /** As written: relative to the directory that holds `.dist-info`, or absolute. */
  readonly path: string;
}

const MOST_ROWS = 1_000_000;
/** Characters; no system takes more. */
const LONGEST_PATH = 4096;

/** The rows of `text`; throws Fault TW-INSTALLED-RECORD when a row has no path that can be or more than three fields, or a quote does not end. */
export function parseInstalledRecord(text: string): readonly InstalledRow[] {
  const rows: InstalledRow[] = [];
  let at = 0;
  while (at < text.length) {
    const { fields, next } = readRow(text, at);
    at = next;
    if (fields.length === 1 && fields[0] === "") continue;
    const [path] = fields;
    if (path === undefined || path === "" || fields.length > 3)
      throw malformed("a row has no path or too many fields");
    if (path.length > LONGEST_PATH || path.includes("\0")) throw malformed("a row has no path that can be");
    if (rows.length === MOST_ROWS) throw malformed("it has too many rows");
    rows.push({ path: path.replaceAll("\\", "/") });
  }
  return rows;
}

/** One CSV row from `start`, and where the next begins. */
function readRow(text: string, start: number): { readonly fields: readonly string[]; readonly next: number } {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const { value, next } = text[at] === '"' ? quoted(text, at + 1) : plain(text, at);
    fields.push(value);
    at = next;
    if (text[at] === ",") at += 1;
    else break;
  }
  if (text[at] === "\r") at += 1;
  if (text[at] === "\n") at += 1;
  else if (at < text.length && text[at - 1] !== "\r") throw malformed("something follows a closing quote");
  return { fields, next: at };
}

function plain(text: string, start: number): { readonly value: string; readonly next: number } {
  let at = start;
  while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return { value: text.slice(start, at), next: at };
}

/** Up to the closing quote; a doubled quote stands for one. */
function quoted(text: string, start: number): { readonly value: string; readonly next: number } {
  let value = "";
  let at = start;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) throw malformed("a quote does not end");
    value += text.slice(at, end);
    if (text[end + 1] !== '"') return { value, next: end + 1 };
    value += '"';
    at = end + 2;
  }
}

function malformed(why: string): Fault {
  return new Fault("TW-INSTALLED-RECORD", `an installed RECORD cannot be read: ${why}`);
}
