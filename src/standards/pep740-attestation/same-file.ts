/** Whether two names are of one distribution file. Pure. Source: PEP 740, "Attestation objects": names are compared as they are read, not as they are written. */
import { Fault } from "../../base/fault.ts";
import { parseWheelFilename } from "../pep427-wheel/filename.ts";
import { compareVersions } from "../pep440-version/version.ts";
import { parseSdistFilename } from "../pep625-sdist/filename.ts";

/** Whether `a` and `b` are names of wheels or sdists that mean one file: for a wheel name, version, build and tags, for an sdist name, version and form. */
export function isSameFile(a: string, b: string): boolean {
  try {
    return a.endsWith(".whl") ? isSameWheel(a, b) : isSameSdist(a, b);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

function isSameWheel(a: string, b: string): boolean {
  const first = parseWheelFilename(a);
  const second = parseWheelFilename(b);
  return (
    first.name === second.name &&
    compareVersions(first.version, second.version) === 0 &&
    JSON.stringify(first.build) === JSON.stringify(second.build) &&
    JSON.stringify(first.tags.toSorted()) === JSON.stringify(second.tags.toSorted())
  );
}

function isSameSdist(a: string, b: string): boolean {
  const first = parseSdistFilename(a);
  const second = parseSdistFilename(b);
  return (
    a.endsWith(".zip") === b.endsWith(".zip") &&
    first.name === second.name &&
    compareVersions(first.version, second.version) === 0
  );
}
