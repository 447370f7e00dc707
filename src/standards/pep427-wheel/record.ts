/** RECORD of a wheel: every file with its digest and size. Pure. Source: binary distribution format specification (PEP 427), "The .dist-info directory"; PEP 376, "RECORD". */
import type { StrongAlgorithm } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { formatCsvRow, parseCsv } from "./csv.ts";

/** A file's digest. */
export interface RecordHash {
  readonly algorithm: StrongAlgorithm;
  /** URL-safe base64 without padding. */
  readonly digest: string;
}

/** One row. Hash and size are left out for RECORD itself and its signatures. */
export interface RecordRow {
  /** `/`-separated, relative to the directory that holds `.dist-info`. */
  readonly path: string;
  readonly hash?: RecordHash;
  /** In bytes. */
  readonly size?: number;
}

/** Digests that are written in one way only: the last character has no bits beyond the digest. */
const DIGESTS: ReadonlyMap<string, RegExp> = new Map([
  ["sha256", /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/],
  ["sha384", /^[A-Za-z0-9_-]{64}$/],
  ["sha512", /^[A-Za-z0-9_-]{85}[AQgw]$/],
]);
const WEAK = /^(?:md5|sha1)$/i;

/**
 * The rows of `text` in their order. Throws Faults TW-RECORD-CSV, TW-RECORD-COLUMNS, TW-RECORD-PATH, TW-RECORD-DUPLICATE, TW-RECORD-WEAK,
 * TW-RECORD-ALGORITHM, TW-RECORD-DIGEST, TW-RECORD-SIZE.
 */
export function parseRecord(text: string): readonly RecordRow[] {
  const seen = new Set<string>();
  return parseCsv(text, "TW-RECORD-CSV").map((fields, index) => {
    const { length, 0: path = "", 1: hash = "", 2: size = "" } = fields;
    if (length !== 3)
      throw new Fault("TW-RECORD-COLUMNS", `row ${index + 1} of RECORD has ${length} columns, not 3`);
    if (SUSPECT.test(path)) checkPath(path);
    if (seen.has(path)) throw new Fault("TW-RECORD-DUPLICATE", `RECORD lists ${shownPath(path)} twice`);
    seen.add(path);
    if (hash === "") return size === "" ? { path } : { path, size: parseSize(size, path) };
    const parsed = parseHash(hash, path);
    return size === "" ? { path, hash: parsed } : { path, hash: parsed, size: parseSize(size, path) };
  });
}

/** Finds every path that `checkPath` refuses: one look for each of thousands, the reason only for the few. */
const SUSPECT = /^$|^\/|^[A-Za-z]:|[\\\u0000-\u001f\u007f]|(?:^|\/)\.{0,2}(?:\/|$)/;

/** The text of RECORD: the rows in the order given, LF line ends, fields quoted only where they must be. */
export function formatRecord(rows: readonly RecordRow[]): string {
  let text = "";
  // Neither a digest nor a size ever needs quotes.
  for (const { path, hash, size } of rows)
    text += `${formatCsvRow([path])},${hash === undefined ? "" : `${hash.algorithm}=${hash.digest}`},${size ?? ""}\n`;
  return text;
}

function checkPath(path: string): void {
  const why = pathFault(path);
  if (why !== undefined) throw new Fault("TW-RECORD-PATH", `RECORD lists ${shownPath(path)}, which ${why}`);
}

function pathFault(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  if (path.includes("\\")) return "holds a backslash";
  if (/[\u0000-\u001f\u007f]/.test(path)) return "holds a control character";
  const parts = path.split("/");
  if (parts.includes("..")) return "climbs with `..`";
  return parts.includes("") || parts.includes(".") ? "has an empty component or `.`" : undefined;
}

function parseHash(hash: string, path: string): RecordHash {
  const equals = hash.indexOf("=");
  const algorithm = hash.slice(0, Math.max(equals, 0));
  const digest = hash.slice(equals + 1);
  if (WEAK.test(algorithm))
    throw new Fault("TW-RECORD-WEAK", `RECORD has only a digest by ${algorithm} for ${shownPath(path)}`);
  const form = DIGESTS.get(algorithm);
  if (form === undefined)
    throw new Fault("TW-RECORD-ALGORITHM", `RECORD names no digest that is known for ${shownPath(path)}`);
  if (!form.test(digest))
    throw new Fault(
      "TW-RECORD-DIGEST",
      `RECORD has no ${algorithm} digest in URL-safe base64 without padding for ${shownPath(path)}`,
    );
  return { algorithm: algorithm as StrongAlgorithm, digest };
}

function parseSize(size: string, path: string): number {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new Fault("TW-RECORD-SIZE", `RECORD has no size in bytes for ${shownPath(path)}`);
  return Number(size);
}
