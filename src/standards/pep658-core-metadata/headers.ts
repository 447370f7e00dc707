/**
 * Header fields of METADATA, PKG-INFO and WHEEL. Pure. Source: core metadata specifications, introduction; the reading is that of
 * Python's `email.parser` with the policy `compat32`, and `problem` says where that reading guesses.
 */

/** One header field. */
export interface HeaderField {
  /** As written. */
  readonly name: string;
  /** Without leading blanks and final line ends; continuation lines keep their line ends and blanks. */
  readonly value: string;
}

/** A text of header fields and a body. */
export interface Headers {
  /** In the order written. */
  readonly fields: readonly HeaderField[];
  /** What follows the first empty line; empty when there is none. */
  readonly body: string;
  /** Why two readers could read it differently, or undefined: it is well-formed. */
  readonly problem: string | undefined;
}

const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/y;
const FIELD = /^[!-9;-~]*:/;
const ENVELOPE = "From ";

/** Reads `text`; never refuses. */
export function parseHeaders(text: string): Headers {
  const { lines, rest, problem } = headerLines(text);
  // A line like an mbox envelope's at the end of the fields is read as the body's first.
  const stray = lines.length > 1 && lines.at(-1)?.startsWith(ENVELOPE) === true ? (lines.pop() ?? "") : "";
  const body = stray + rest;
  const fields: { name: string; value: string }[] = [];
  let current: { name: string; value: string } | undefined;
  let found = stray === "" ? problem : "a line among the fields is no field";
  for (const line of lines) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (current === undefined) found ??= "a continuation line continues nothing";
      else current.value += line;
      continue;
    }
    current = undefined;
    const colon = line.indexOf(":");
    if (colon < 1 || line.startsWith(ENVELOPE)) {
      found ??= "a line has no field name";
      continue;
    }
    current = { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^[ \t]+/, "") };
    fields.push(current);
  }
  return {
    fields: fields.map(({ name, value }) => ({ name, value: withoutLineEnds(value) })),
    body,
    problem: found,
  };
}

/** The lines up to the first that is neither a field nor a continuation, and what follows. */
function headerLines(text: string): {
  readonly lines: string[];
  readonly rest: string;
  readonly problem: string | undefined;
} {
  const lines: string[] = [];
  let at = 0;
  while (at < text.length) {
    LINE.lastIndex = at;
    const line = LINE.exec(text)?.[0] ?? "";
    if (!isHeaderLine(line)) {
      const empty = /^(?:\r\n|\r|\n)$/.test(line);
      return {
        lines,
        rest: text.slice(empty ? at + line.length : at),
        problem: empty ? undefined : "a line among the fields is no field",
      };
    }
    lines.push(line);
    at += line.length;
  }
  return { lines, rest: "", problem: undefined };
}

function isHeaderLine(line: string): boolean {
  return line.startsWith(" ") || line.startsWith("\t") || line.startsWith(ENVELOPE) || FIELD.test(line);
}

function withoutLineEnds(value: string): string {
  let end = value.length;
  while (end > 0 && (value[end - 1] === "\n" || value[end - 1] === "\r")) end--;
  return value.slice(0, end);
}
