/** Comma-separated values as Python's csv module writes them by default. Pure. Source: Python library reference, "csv", dialect `excel`; PEP 376, "RECORD". */
import { type Code, Fault } from "../../base/fault.ts";

const BARE = /[^",\r\n]*/y;
const QUOTED = /"((?:[^"]|"")*)"/y;

/**
 * The rows of `text`, each with its fields; empty lines have no fields and are left out. A quote may only enclose a whole field, else
 * Fault `code`. Line ends are LF, CRLF or CR.
 */
export function parseCsv(text: string, code: Code): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const pattern = quoted ? QUOTED : BARE;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) throw new Fault(code, `line ${rows.length + 1} has a quote that is not closed`);
    at += found[0].length;
    row.push(quoted ? (found[1] ?? "").replaceAll('""', '"') : found[0]);
    const next = text[at];
    if (next === '"' || (quoted && next !== undefined && !",\r\n".includes(next)))
      throw new Fault(code, `line ${rows.length + 1} has a quote inside a field`);
    if (next === ",") {
      at += 1;
      if (at === text.length || text[at] === "\r" || text[at] === "\n") row.push("");
      else continue;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    if (row.length > 1 || row[0] !== "" || quoted) rows.push(row);
    row = [];
  }
  return rows;
}

/** One row without its line end; fields are quoted only where they must be. */
export function formatCsvRow(fields: readonly string[]): string {
  if (fields.length === 1 && fields[0] === "") return '""';
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",");
}
