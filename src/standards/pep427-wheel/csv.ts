/** Comma-separated values as Python's csv module writes them by default. Pure. Source: Python library reference, "csv", dialect `excel`; PEP 376, "RECORD". */
import { type Code, Fault } from "../../base/fault.ts";

const BARE_END = /[",\r\n]/g;

/**
 * The rows of `text`, each with its fields; empty lines have no fields and are left out. A quote may only enclose a whole field, else
 * Fault `code`. Line ends are LF, CRLF or CR.
 */
export function parseCsv(text: string, code: Code): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const refused = (why: string) => new Fault(code, `row ${rows.length + 1} has a quote ${why}`);
  while (at <= text.length) {
    const quoted = text[at] === '"';
    const end = quoted ? quotedEnd(text, at) : bareEnd(text, at);
    if (end === undefined) throw refused("that does not end");
    row.push(quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end));
    const next = text[end];
    if (next !== undefined && !",\r\n".includes(next)) throw refused("inside a field");
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    if (next === ",") continue;
    if (row.length > 1 || row[0] !== "" || quoted) rows.push(row);
    row = [];
  }
  return rows;
}

function bareEnd(text: string, start: number): number {
  BARE_END.lastIndex = start;
  return BARE_END.exec(text)?.index ?? text.length;
}

/** Behind the closing quote; a doubled quote stands for one. */
function quotedEnd(text: string, start: number): number | undefined {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    if (text[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

/** One row without its line end; fields are quoted only where they must be. */
export function formatCsvRow(fields: readonly string[]): string {
  if (fields.length === 1 && fields[0] === "") return '""';
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",");
}
