/**
 * From the bytes of a requirements file to its logical lines. Pure. Source: pip's documentation, "Requirements File Format": encoding, comments,
 * line continuations, "Using environment variables"; pip 26.3 is the reference for what that page leaves open.
 *
 *     pkg==1 \                 a backslash at the very end joins the next line, also between words
 *       --hash=sha256:...  # c `#` begins a comment at the start of a line or behind white space
 *     -i https://${TOKEN}@h/   ${NAME} of A-Z, 0-9 and _ is replaced when the variable is set and not empty, after comments are gone
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { SPACES, strip, stripEnd } from "../python-language/space.ts";
import { shownFile } from "./origin.ts";

/** Values of environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** One line that says something. */
export interface LogicalLine {
  /** From 1: the first physical line. */
  readonly number: number;
  /** Variables replaced, no comment, no white space at the ends. */
  readonly text: string;
  /** True when a variable was replaced: the text may hold a secret and is not shown. */
  readonly expanded: boolean;
}

/** Largest file read, in bytes. */
export const REQUIREMENTS_LIMIT = 16 * 1024 * 1024;
/** Longest logical line, in UTF-16 units. */
const LONGEST_LINE = 1_000_000;

/** Python's `str.splitlines`. */
const LINE_ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const SPACE = new RegExp(`[${SPACES}]`);
const VARIABLE = /\$\{([A-Z0-9_]+)\}/g;
/** PEP 263, as pip looks for it in the first two lines. */
const CODING = /coding[:=][ \t\n\r\f\v]*([-\w.]+)/;
const CODECS: ReadonlyMap<string, "utf-8" | "latin1" | "ascii"> = new Map([
  ...(["utf-8", "utf8", "utf-8-sig", "u8"] as const).map((name) => [name, "utf-8"] as const),
  ...(["latin-1", "latin1", "latin", "iso-8859-1", "iso8859-1", "l1"] as const).map(
    (name) => [name, "latin1"] as const,
  ),
  ...(["ascii", "us-ascii", "646"] as const).map((name) => [name, "ascii"] as const),
]);

/** The text of `bytes`; `file` is for the message. Throws Fault TW-REQUIREMENTS-ENCODING, TW-REQUIREMENTS-LIMIT. */
export function decodeRequirements(bytes: Uint8Array, file: string): string {
  if (bytes.length > REQUIREMENTS_LIMIT)
    throw new Fault(
      "TW-REQUIREMENTS-LIMIT",
      `${shownFile(file)} has more than ${REQUIREMENTS_LIMIT} bytes, the most that are read`,
    );
  const refuse = (why: string) =>
    new Fault("TW-REQUIREMENTS-ENCODING", `${shownFile(file)} cannot be read as text: ${why}`);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8(bytes.subarray(3), refuse);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw refuse("it begins as UTF-16 or UTF-32 does; only UTF-8, Latin-1 and ASCII are read");
  const declared = declaredCoding(bytes);
  const codec = CODECS.get((declared ?? "utf-8").toLowerCase().replaceAll("_", "-"));
  if (codec === undefined)
    throw refuse(`it declares ${shownPath(declared ?? "")}; only UTF-8, Latin-1 and ASCII are read`);
  if (codec === "ascii" && bytes.some((byte) => byte > 0x7f))
    throw refuse("it declares ASCII and holds other bytes");
  if (codec !== "utf-8") return Buffer.from(bytes).toString("latin1");
  return utf8(bytes, refuse);
}

function declaredCoding(bytes: Uint8Array): string | undefined {
  let start = 0;
  for (let line = 0; line < 2; line++) {
    const end = bytes.indexOf(0x0a, start);
    const head = bytes.subarray(start, end < 0 ? bytes.length : end).subarray(0, LONGEST_LINE);
    if (head[0] === 0x23) {
      const found = CODING.exec(Buffer.from(head).toString("latin1"))?.[1];
      if (found !== undefined) return found;
    }
    if (end < 0) return undefined;
    start = end + 1;
  }
  return undefined;
}

function utf8(bytes: Uint8Array, refuse: (why: string) => Fault): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse("it is not UTF-8 and declares no other encoding in its first two lines");
  }
}

/** The logical lines of `text`; throws Fault TW-REQUIREMENTS-LIMIT for one that is too long. */
export function logicalLines(text: string, variables: Variables, file: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  for (const { number, text: joined } of joinLines(text.split(LINE_ENDS))) {
    if (joined.length > LONGEST_LINE)
      throw new Fault(
        "TW-REQUIREMENTS-LIMIT",
        `${shownFile(file)}:${number}: a line has more than ${LONGEST_LINE} characters`,
      );
    const bare = strip(withoutComment(joined));
    if (bare === "") continue;
    const expanded = expandVariables(bare, variables);
    lines.push({ number, text: expanded, expanded: expanded !== bare });
  }
  return lines;
}

function joinLines(physical: readonly string[]): readonly { number: number; text: string }[] {
  const joined: { number: number; text: string }[] = [];
  let open: string[] = [];
  let first = 0;
  physical.forEach((line, index) => {
    const comment = strip(line).startsWith("#");
    if (open.length === 0) first = index + 1;
    if (line.endsWith("\\") && !comment) {
      open.push(withoutBackslashes(line));
      return;
    }
    // The space keeps a comment a comment behind what it is joined to.
    open.push(comment ? ` ${line}` : line);
    joined.push({ number: first, text: open.join("") });
    open = [];
  });
  if (open.length > 0) joined.push({ number: first, text: open.join("") });
  return joined;
}

/** Backslashes go at both ends, as pip does it. */
function withoutBackslashes(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === "\\") end--;
  return line.slice(0, end).replace(/^\\+/, "");
}

function withoutComment(line: string): string {
  for (let sharp = line.indexOf("#"); sharp >= 0; sharp = line.indexOf("#", sharp + 1)) {
    if (sharp === 0 || SPACE.test(line.charAt(sharp - 1))) return stripEnd(line.slice(0, sharp));
  }
  return line;
}

/** Every `${NAME}` that stood in the line at first, one after another; one that is not set stays as it is. */
function expandVariables(line: string, variables: Variables): string {
  let text = line;
  for (const [whole, name = ""] of line.matchAll(VARIABLE)) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined && value !== "") text = text.replaceAll(whole, () => value);
    if (text.length > LONGEST_LINE) return text.slice(0, LONGEST_LINE + 1);
  }
  return text;
}
