/** Is a planned distribution there already, byte for byte? Reads only; every file is hashed again. */
import { recordDigest, sha256 } from "../../base/digest.ts";
import { codeOf } from "../../base/fault.ts";
import type { Files } from "../../ports/files.ts";
import type { PlannedDistribution, PlannedFile } from "./plan.ts";

/** True when RECORD is the planned one and every file has the planned bytes and mode. */
export function isInPlace(planned: PlannedDistribution, files: Files): boolean {
  return [planned.record, ...planned.files].every((file) => isFileInPlace(file, files));
}

function isFileInPlace(file: PlannedFile, files: Files): boolean {
  const status = files.status(file.path);
  if (status?.kind !== "file" || status.size !== file.size || !sameMode(status.mode, file.mode)) return false;
  try {
    const bytes = files.read(file.path, file.size);
    return recordDigest(file.hash.algorithm, bytes) === file.hash.digest;
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING" || codeOf(error) === "TW-DISK-TOO-LARGE") return false;
    throw error;
  }
}

/** Windows knows no modes: it reports every file as 0o666 or 0o444. */
function sameMode(found: number, planned: number): boolean {
  return found === planned || found === 0o666 || found === 0o444;
}

/** A short name of a state, for messages and tests. */
export function stateDigest(planned: readonly PlannedDistribution[]): string {
  return sha256(planned.map((each) => each.record.hash.digest).join("\n"));
}
