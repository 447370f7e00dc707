/** The needs of a whole source distribution. Pure; apart, so that what reads archives is loaded only when one is read. */
import { Fault } from "../../base/fault.ts";
import { parseToml } from "../../formats/toml/toml.ts";
import { readSdist } from "../../standards/pep625-sdist/sdist.ts";
import { type Stated, statedBySdist } from "./static-sdist.ts";

/** What it says for sure, or why it says nothing, a clause. */
export function needsOfSdist(bytes: Uint8Array, filename: string): Stated | string {
  try {
    const stated = statedBySdist(readSdist(bytes, filename), (text) => parseToml(text, "pyproject.toml"));
    return stated ?? DYNAMIC;
  } catch (error) {
    if (error instanceof Fault) return `has an sdist that cannot be read: ${error.message}`;
    throw error;
  }
}

/** The clause for an sdist whose needs only its build backend knows. */
export const DYNAMIC =
  "has no wheel, and its sdist does not say what it needs without being built, which runs code of the package and is not done here";
