/**
 * `._pth` files, which replace the whole computation of `sys.path`. Pure.
 * Source: CPython's documentation, "Finding modules" (Windows) and getpath, which reads them on every platform since 3.11.
 */

/** What a `._pth` file says. */
export interface Pth {
  /** Entries of `sys.path` as written, relative to the file's folder. */
  readonly paths: readonly string[];
  /** True when `import site` stands in it: then `site` runs, and adds its site-packages. */
  readonly importSite: boolean;
}

/** Reads a `._pth`: `#` begins a comment, other `import` lines mean nothing. Never fails. */
export function parsePth(text: string): Pth {
  const lines = text.split(LINE_BREAK).map(meaning);
  return {
    paths: lines.filter((line) => line !== "" && line !== IMPORT_SITE && !line.startsWith("import ")),
    importSite: lines.includes(IMPORT_SITE),
  };
}

/** A changed `._pth`. */
export interface PthFix {
  /** The whole new text: every old line, comment and the order kept, the file's own line ends used. */
  readonly text: string;
  /** The lines that are new in it, as a person would type them. */
  readonly lines: readonly string[];
}

/** The text with `folder` among its paths and with `import site`; lines already there are left alone, a commented `#import site` is uncommented. */
export function fixPth(text: string, folder: string): PthFix {
  const known = parsePth(text);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const old = text === "" ? [] : text.split(LINE_BREAK);
  if (old.at(-1) === "") old.pop();
  const wantsFolder = !known.paths.some((path) => samePath(path, folder));
  const lines = wantsFolder ? withFolder(old, folder) : old;
  const whole = known.importSite ? lines : withSite(lines);
  return {
    text: whole.map((line) => line + eol).join(""),
    lines: [...(wantsFolder ? [folder] : []), ...(known.importSite ? [] : [IMPORT_SITE])],
  };
}

const LINE_BREAK = /\r\n|\n/;
const IMPORT_SITE = "import site";

function meaning(line: string): string {
  return (line.split("#")[0] ?? "").trim();
}

/** Behind the last path, so that the standard library stays in front. */
function withFolder(lines: readonly string[], folder: string): readonly string[] {
  const at = lines.findLastIndex((line) => meaning(line) !== "" && !meaning(line).startsWith("import ")) + 1;
  return [...lines.slice(0, at), folder, ...lines.slice(at)];
}

/** In the place of the first commented `#import site` (the embeddable distribution has one), else at the end. */
function withSite(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => /^\s*#\s*import site\s*$/.test(line));
  return at < 0 ? [...lines, IMPORT_SITE] : lines.with(at, IMPORT_SITE);
}

function samePath(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(path: string): string {
  return path
    .replace(/[\\/]+/g, "/")
    .replace(/^(\.\/)+/, "")
    .replace(/\/$/, "");
}
