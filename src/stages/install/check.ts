/** Is a planned distribution there already, byte for byte? Reads only; every file is hashed again. */
import type { Files } from "../../ports/files.ts";
import type { PlannedDistribution } from "./plan.ts";

/** True when RECORD is the planned one and every file has the planned bytes and mode. */
export function isInPlace(planned: PlannedDistribution, files: Files): boolean {
  return [planned.record, ...planned.files].every((file) =>
    files.holds(file.path, {
      size: file.size,
      mode: file.mode,
      algorithm: file.hash.algorithm,
      digest: file.hash.digest,
    }),
  );
}
