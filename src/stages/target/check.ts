/** Whether a target's directories can be written at all; what only a write can tell is left to the transaction. */
import { Fault } from "../../base/fault.ts";
import type { Scheme } from "../../model/interpreter.ts";
import type { FileStatus, Files } from "../../ports/files.ts";
import { pathsOf } from "./paths.ts";

/** Directories may be missing, but what stands nearest above must be a directory that somebody may write. Throws `TW-TARGET-...`. */
export function checkWritable(scheme: Scheme, platform: string, files: Files): void {
  for (const directory of new Set([scheme.purelib, scheme.platlib, scheme.scripts])) {
    const { path, status } = nearest(directory, platform, files);
    if (status.kind !== "directory") {
      throw new Fault("TW-TARGET-NOT-A-DIRECTORY", `${path} is not a directory`, {
        hint: `Packages would go to ${directory}; name another target.`,
      });
    }
    if (platform !== "win32" && (status.mode & 0o222) === 0) {
      throw new Fault("TW-TARGET-READ-ONLY", `${path} is read-only for everybody`, {
        hint: "Use --venv DIR for an environment elsewhere, or --target DIR.",
      });
    }
  }
}

/** The directory itself, or what stands nearest above it; links followed. */
function nearest(
  directory: string,
  platform: string,
  files: Files,
): { readonly path: string; readonly status: FileStatus } {
  const { dirname } = pathsOf(platform);
  for (let path = directory; ; path = dirname(path)) {
    const status = files.status(path);
    const real = status?.kind === "link" ? files.status(files.realPath(path)) : status;
    if (real !== undefined) return { path, status: real };
    if (dirname(path) === path)
      throw new Fault("TW-TARGET-NOT-A-DIRECTORY", `nothing stands above ${directory}`);
  }
}
