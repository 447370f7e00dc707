/** SHA256SUMS, the list that `sha256sum --check` reads. Pure. Source: coreutils manual, "md5sum invocation", for names without special characters. */
import { asSha256, type Sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { sortedByCodePoint } from "../../base/order.ts";

/** Digests by file name. */
export type Sums = ReadonlyMap<string, Sha256>;

/** Largest list read, in bytes. */
export const SUMS_LIMIT = 1_000_000;

const NAME = /^(?!\.)[\w.+!-]+$/;

/** The list's text: one line a file, in the order of the names; throws Fault TW-SCRIPT-SUMS for a name that such a list cannot hold. */
export function formatSums(sums: Sums): string {
  for (const name of sums.keys())
    if (!NAME.test(name))
      throw new Fault("TW-SCRIPT-SUMS", `${JSON.stringify(name)} is no name for a list of digests`);
  return sortedByCodePoint([...sums], ([name]) => name)
    .map(([name, digest]) => `${digest}  ${name}\n`)
    .join("");
}

/** Reads a list of files in its own directory; throws Fault TW-SCRIPT-SUMS for anything else. */
export function readSums(text: string, path: string): Sums {
  const sums = new Map<string, Sha256>();
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const digest = asSha256(line.slice(0, 64));
    const name = line.slice(66);
    if (digest === undefined || !/^ [ *]$/.test(line.slice(64, 66)) || !NAME.test(name) || sums.has(name))
      throw new Fault(
        "TW-SCRIPT-SUMS",
        `${path} has a line that is no digest and name: ${JSON.stringify(line.slice(0, 100))}`,
      );
    sums.set(name, digest);
  }
  return sums;
}
