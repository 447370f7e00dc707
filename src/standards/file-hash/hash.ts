/**
 * Digests by which files are pinned: `--hash=sha256:...`, `#sha256=...`, the `hashes` tables of locks. Pure.
 * Source: pip's documentation, "Secure installs"; PEP 751, `hashes`. Only SHA-256 and longer members of SHA-2 count.
 */
import type { StrongAlgorithm } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";

/** One digest a file may have. */
export interface FileHash {
  readonly algorithm: StrongAlgorithm;
  /** Lower-case hex of the algorithm's full length. */
  readonly digest: string;
}

/** Hex digits of each algorithm. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

/** True for the name of an algorithm that counts; names are exact. */
export function isStrongAlgorithm(name: string): name is StrongAlgorithm {
  return DIGITS.has(name);
}

/** `digest` in hex of either case; throws Fault TW-HASH-WEAK for any other algorithm, TW-HASH-FORM for a digest of the wrong form. */
export function readFileHash(algorithm: string, digest: string): FileHash {
  if (!isStrongAlgorithm(algorithm))
    throw new Fault(
      "TW-HASH-WEAK",
      `${shownPath(algorithm)} does not count as a hash: only sha256, sha384 and sha512 do`,
    );
  if (digest.length !== DIGITS.get(algorithm) || !/^[0-9a-fA-F]+$/.test(digest))
    throw new Fault(
      "TW-HASH-FORM",
      `${shownPath(digest)} is no ${algorithm} digest: it has ${DIGITS.get(algorithm)} hex digits`,
    );
  return { algorithm, digest: digest.toLowerCase() };
}

/** Reads `algorithm:digest`, the form of pip's `--hash`; throws as `readFileHash`, and TW-HASH-FORM without a colon. */
export function parseFileHash(text: string): FileHash {
  const colon = text.indexOf(":");
  if (colon < 0) throw new Fault("TW-HASH-FORM", `${shownPath(text)} is no hash: it must read sha256:DIGEST`);
  return readFileHash(text.slice(0, colon), text.slice(colon + 1));
}

/** `algorithm:digest`. */
export function formatFileHash(hash: FileHash): string {
  return `${hash.algorithm}:${hash.digest}`;
}

/** `hashes` without repetitions, in the order given. */
export function distinctHashes(hashes: readonly FileHash[]): readonly FileHash[] {
  return [...new Map(hashes.map((hash) => [formatFileHash(hash), hash])).values()];
}

/**
 * What two lists of allowed digests allow together: no list allows anything, two lists allow the digests that stand in both. Undefined
 * when that leaves nothing. As pip's `Hashes.__and__`, but for two lists without a common algorithm: pip then goes on unhashed.
 */
export function commonHashes(
  left: readonly FileHash[],
  right: readonly FileHash[],
): readonly FileHash[] | undefined {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const allowed = new Set(right.map(formatFileHash));
  const common = left.filter((hash) => allowed.has(formatFileHash(hash)));
  return common.length === 0 ? undefined : common;
}
