/** Which options make no sense together. Pure. */
import { Fault } from "../base/fault.ts";
import type { Arguments } from "./command.ts";

const EXCLUSIVE = [
  ["venv", "target", "it says where to install already"],
  ["venv", "prefix", "it says where to install already"],
  ["venv", "root", "an environment knows its own path"],
  ["offline", "extra-index-url", "no index is asked offline"],
  ["require-hashes", "no-require-hashes", "one asks for digests and the other does without"],
  ["quiet", "verbose", "one asks for less and one for more"],
] as const;

/** Throws Fault TW-USAGE for two options that contradict one another. */
export function checkOptions(given: Arguments): void {
  for (const [one, other, why] of EXCLUSIVE) {
    if (given.flag(one) && given.flag(other))
      throw new Fault("TW-USAGE", `--${one} and --${other} cannot be given together: ${why}`);
  }
}
