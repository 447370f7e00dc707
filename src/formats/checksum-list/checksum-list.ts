/**
 * Lists of checksums, as sha256sum and BSD's sha256 write them. Pure. Source: GNU coreutils, "md5sum invocation"; OpenBSD cksum(1).
 *
 *     DIGEST  NAME            DIGEST *NAME            \DIGEST  NA\nME        (GNU: text, binary, and a name with escapes)
 *     SHA256 (NAME) = DIGEST                                                 (BSD)
 *
 * Each line must be one of these. A name stands for itself: nothing is stripped, joined or decoded beyond GNU's escapes.
 */
import { Fault } from "../../base/fault.ts";
import { fromUtf8 } from "../../base/utf8.ts";
import { foldPath, shownPath } from "../portable-path/portable-path.ts";

/** Largest list, in bytes, and most lines of one. */
const LARGEST = 16 * 1024 * 1024;
const MOST = 200_000;

/** A digest that counts. */
export type ListedAlgorithm = "sha256" | "sha384" | "sha512";

/** What a list says of one name. */
export type ListedDigests = ReadonlyMap<ListedAlgorithm, string>;

const GNU = /^(\\?)([0-9a-f]+) [ *](.+)$/;
const BSD = /^(\\?)(SHA256|SHA384|SHA512) \((.+)\) = ([0-9a-f]+)$/;
const BY_LENGTH: Readonly<Record<number, ListedAlgorithm>> = { 64: "sha256", 96: "sha384", 128: "sha512" };
const BY_NAME: Readonly<Record<string, ListedAlgorithm>> = {
  SHA256: "sha256",
  SHA384: "sha384",
  SHA512: "sha512",
};
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/**
 * Reads a list: name → digests, lower-case hex. Throws Fault TW-SUMS-MALFORMED, and TW-SUMS-DUPLICATE for a name that occurs twice for one digest,
 * or that some file system would take for another name of the list.
 */
export function parseChecksumList(document: Uint8Array): ReadonlyMap<string, ListedDigests> {
  const text = document.length > LARGEST ? undefined : fromUtf8(document);
  if (text === undefined) throw malformed(0, `it is no UTF-8 of at most ${LARGEST} bytes`);
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  if (lines.length > MOST) throw malformed(0, `it has more than ${MOST} lines`);
  const list = new ChecksumListing();
  for (const [at, line] of lines.entries()) list.add(entry(line, at + 1));
  return list.digests;
}

/** One digest of one name. */
export interface ListedEntry {
  readonly name: string;
  readonly algorithm: ListedAlgorithm;
  readonly digest: string;
}

/** Gathers entries; each name once for each digest. */
export class ChecksumListing {
  readonly digests = new Map<string, Map<ListedAlgorithm, string>>();
  private readonly folded = new Map<string, string>();

  /** Throws Fault TW-SUMS-DUPLICATE. */
  add({ name, algorithm, digest }: ListedEntry): void {
    const folded = foldPath(name);
    const same = this.folded.get(folded) ?? name;
    const known = this.digests.get(name) ?? new Map<ListedAlgorithm, string>();
    if (same !== name || known.has(algorithm))
      throw new Fault("TW-SUMS-DUPLICATE", `the list names ${shownPath(name)} twice`);
    this.folded.set(folded, name);
    this.digests.set(name, known.set(algorithm, digest));
  }
}

function entry(line: string, at: number): ListedEntry {
  const bsd = BSD.exec(line);
  const [, mark = "", digest = "", written = ""] = GNU.exec(line) ?? [];
  const found =
    bsd === null
      ? { mark, digest, written }
      : { mark: bsd[1] ?? "", digest: bsd[4] ?? "", written: bsd[3] ?? "" };
  const algorithm = BY_LENGTH[found.digest.length];
  if (algorithm === undefined || (bsd !== null && BY_NAME[bsd[2] ?? ""] !== algorithm))
    throw malformed(at, "it is neither `DIGEST  NAME` nor `SHA256 (NAME) = DIGEST`, of SHA-256 or better");
  const name = found.mark === "" ? found.written : unescaped(found.written, at);
  if (DECEPTIVE.test(found.written)) throw malformed(at, "its name holds a character that is not shown");
  return { name, algorithm, digest: found.digest };
}

function unescaped(name: string, at: number): string {
  if (!/^(?:[^\\]|\\[\\nr])*$/.test(name)) throw malformed(at, "its name holds an escape that means nothing");
  return name.replace(/\\([\\nr])/g, (_, letter: string) =>
    letter === "n" ? "\n" : letter === "r" ? "\r" : "\\",
  );
}

function malformed(line: number, why: string): Fault {
  return new Fault(
    "TW-SUMS-MALFORMED",
    line === 0 ? `no list of checksums: ${why}` : `line ${line} of the list cannot be read: ${why}`,
  );
}
