/** Names of source distributions. Pure. Source: source distribution format specification (PEP 625), "Source distribution file name"; `.zip` is its older form. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { asVersion, type Version } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";

/** What an sdist's name says. */
export interface SdistFilename {
  /** The project's name in its normal form; not checked to be a valid one. */
  readonly name: string;
  readonly version: Version;
}

const LONGEST = 20_000;

/** Reads `filename`; throws Fault TW-SDIST-FILENAME. The version is what follows the last dash. */
export function parseSdistFilename(filename: string): SdistFilename {
  if (filename.length > LONGEST) throw refused(filename, `it has more than ${LONGEST} characters`);
  const ending = [".tar.gz", ".zip"].find((each) => filename.endsWith(each));
  if (ending === undefined) throw refused(filename, "it ends neither in .tar.gz nor in .zip");
  const stem = filename.slice(0, -ending.length);
  const dash = stem.lastIndexOf("-");
  if (dash < 1) throw refused(filename, "it has no project and version with a dash between them");
  const version = asVersion(stem.slice(dash + 1));
  if (version === undefined) throw refused(filename, "what follows the last dash is no version");
  return { name: normalizeName(stem.slice(0, dash)), version };
}

function refused(filename: string, why: string): Fault {
  return new Fault("TW-SDIST-FILENAME", `${shownPath(filename)} is no name of a source distribution: ${why}`);
}
