/** Which entry of a trust file may vouch for which file, and whether it still may. Pure. */
import type { Code } from "../../base/fault.ts";
import { Fault } from "../../base/fault.ts";
import { matchesPattern } from "../../formats/sshsig/allowed-signers.ts";
import type { Grant } from "../../model/trust.ts";
import { parseWheelFilename } from "../../standards/pep427-wheel/filename.ts";
import { parseSdistFilename } from "../../standards/pep625-sdist/filename.ts";
import { day } from "./said.ts";

/** The entry that may vouch, or why none of them may. */
export type Chosen<Entry> =
  | { readonly entry: Entry; readonly why?: undefined }
  | { readonly entry?: undefined; readonly code: Code; readonly why: string };

/** Of `entries`, which all trust the one signer that was found, the first that covers `filename` at `now`. At least one is given. */
export function choose<Entry extends Grant>(
  entries: readonly Entry[],
  filename: string,
  now: number,
): Chosen<Entry> {
  const covering = entries.filter((entry) => covers(entry, filename));
  const entry = covering.find((each) => now < each.until);
  if (entry !== undefined) return { entry };
  const [ended] = covering;
  if (ended !== undefined)
    return { code: "TW-TRUST-ENDED", why: `trust in ${ended.owner} ended on ${day(ended.until - 1)}` };
  const owners = [...new Set(entries.map(({ owner }) => owner))].join(" and ");
  return { code: "TW-TRUST-OTHER-FILE", why: `${owners} is trusted for other files, not for ${filename}` };
}

/** Whether `grant` is for a file of this name: by a pattern, or as a wheel or sdist of a project. */
export function covers(grant: Grant, filename: string): boolean {
  if (grant.files.some((pattern) => matchesPattern(filename, pattern))) return true;
  const project = grant.projects.length > 0 ? projectOf(filename) : undefined;
  return project !== undefined && grant.projects.includes(project);
}

/** Normalised name of the project whose wheel or sdist is called `filename`; undefined for any other file. */
export function projectOf(filename: string): string | undefined {
  try {
    return filename.endsWith(".whl") ? parseWheelFilename(filename).name : parseSdistFilename(filename).name;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
