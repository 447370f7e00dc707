/** RECORD of a wheel, read strictly. Pure. Source: recording installed projects, "The RECORD file"; wheel specification, "The .dist-info directory". */
import type { StrongAlgorithm } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";

/** A digest as RECORD writes it. */
export interface RecordHash {
  readonly algorithm: StrongAlgorithm;
  /** Unpadded URL-safe base64. */
  readonly digest: string;
}

/** One row. */
export interface RecordRow {
  readonly path: string;
  readonly hash?: RecordHash;
  /** Bytes. */
  readonly size?: number;
}

/** Characters of an unpadded digest. */
const LENGTHS: Readonly<Record<string, number>> = { sha256: 43, sha384: 64, sha512: 86 };

/** The rows of `text`; throws Fault TW-RECORD-MALFORMED, -DUPLICATE, -WEAK-HASH, -PATH. */
export function parseRecord(text: string): readonly RecordRow[] {
  const rows: RecordRow[] = [];
  const seen = new Set<string>();
  for (const fields of readCsv(text)) {
    if (fields.length !== 3) throw malformed("a row does not have three fields");
    const row = readRow(fields[0] ?? "", fields[1] ?? "", fields[2] ?? "");
    if (seen.has(row.path))
      throw new Fault("TW-RECORD-DUPLICATE", `RECORD lists ${JSON.stringify(row.path)} twice`);
    seen.add(row.path);
    rows.push(row);
  }
  if (rows.length === 0) throw malformed("it is empty");
  return rows;
}

function readRow(path: string, hash: string, size: string): RecordRow {
  if (
    path === "" ||
    path.startsWith("/") ||
    path.includes("\\") ||
    path.split("/").some((part) => part === ".." || part === "." || part === "")
  ) {
    throw new Fault(
      "TW-RECORD-PATH",
      `RECORD lists ${JSON.stringify(path)}, which is no path inside the wheel`,
    );
  }
  if (size !== "" && !/^(?:0|[1-9][0-9]{0,14})$/.test(size))
    throw malformed(`the size of ${JSON.stringify(path)} is no number`);
  return {
    path,
    ...(hash === "" ? {} : { hash: readHash(path, hash) }),
    ...(size === "" ? {} : { size: Number(size) }),
  };
}

function readHash(path: string, text: string): RecordHash {
  const [algorithm = "", digest = "", ...rest] = text.split("=");
  if (algorithm !== "sha256" && algorithm !== "sha384" && algorithm !== "sha512") {
    throw new Fault(
      "TW-RECORD-WEAK-HASH",
      `RECORD hashes ${JSON.stringify(path)} with ${JSON.stringify(algorithm)}; SHA-256 or better is needed`,
    );
  }
  if (rest.length > 0 || digest.length !== LENGTHS[algorithm] || !/^[A-Za-z0-9_-]+$/.test(digest)) {
    throw malformed(`the digest of ${JSON.stringify(path)} is no unpadded URL-safe base64`);
  }
  return { algorithm, digest };
}

/** Rows as text: LF, quotes where Python's csv writer puts them. */
export function formatRecord(rows: readonly RecordRow[]): string {
  return rows
    .map(
      (row) =>
        `${quoted(row.path)},${row.hash === undefined ? "" : `${row.hash.algorithm}=${row.hash.digest}`},${row.size ?? ""}\n`,
    )
    .join("");
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** CSV as Python's csv reads it by default, quotes strict. */
function* readCsv(text: string): Generator<readonly string[]> {
  const field = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  let at = 0;
  while (at < text.length) {
    const fields: string[] = [];
    for (;;) {
      field.lastIndex = at;
      const match = field.exec(text);
      if (match === null) throw malformed("a field has a stray quote");
      fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
      at = field.lastIndex;
      if (text[at] !== ",") break;
      at += 1;
    }
    const end = /\r\n|\r|\n|$/y;
    end.lastIndex = at;
    if (end.exec(text) === null) throw malformed("a field has a stray quote");
    at = end.lastIndex;
    yield fields;
  }
}

function malformed(why: string): Fault {
  return new Fault("TW-RECORD-MALFORMED", `RECORD cannot be read: ${why}`);
}
