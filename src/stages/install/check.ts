/** Is a planned distribution there already, byte for byte? Reads only; every file is hashed again. */
import type { Files } from "../../ports/files.ts";
import type { PlannedDistribution, PlannedFile } from "./plan.ts";

/** True when RECORD is the planned one and every file has the planned bytes and mode. */
export function isInPlace(planned: PlannedDistribution, files: Files): boolean {
  return [planned.record, ...planned.files].every((file) => isThere(file, files));
}

/** True when one file has the planned bytes and mode. */
export function isThere(file: PlannedFile, files: Files): boolean {
  const { size, mode, hash } = file;
  return files.holds(file.path, { size, mode, algorithm: hash.algorithm, digest: hash.digest });
}
