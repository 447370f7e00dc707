/** Files in folders given by `--find-links`. */
import { join } from "node:path";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Artifact, Wanted } from "../../model/artifact.ts";
import type { FindLinks } from "../../model/sources.ts";
import type { Files } from "../../ports/files.ts";
import type { Progress } from "../../ports/progress.ts";
import { isWanted, otherBytes } from "./check.ts";

/** True for a path that names a page of links and not a folder. */
export function isPage(path: string): boolean {
  return /\.html?$/i.test(path);
}

/** The first file with the wanted name; throws TW-FETCH-OTHER-SIZE or TW-FETCH-OTHER-BYTES when it is another one. */
export function fromFolders(
  wanted: Wanted,
  places: readonly FindLinks[],
  ports: { readonly files: Files; readonly progress: Pick<Progress, "detail"> },
): Artifact | undefined {
  for (const place of places) {
    if (place.kind !== "local" || isPage(place.path)) continue;
    const path = join(place.path, wanted.filename);
    const bytes = readLocal(wanted, path, ports.files);
    if (bytes !== undefined) return localArtifact(wanted, bytes, path, new Map());
  }
  return undefined;
}

/** The bytes at `path`, links followed since the folder is the user's own; undefined when nothing is there. Throws TW-FETCH-OTHER-SIZE. */
export function readLocal(wanted: Wanted, path: string, files: Files): Uint8Array | undefined {
  try {
    return files.read(files.realPath(path), wanted.size);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === "TW-DISK-MISSING") return undefined;
    if (code !== "TW-DISK-TOO-LARGE") throw thrown;
    throw new Fault(
      "TW-FETCH-OTHER-SIZE",
      `${path} is larger than the ${wanted.size} bytes that are expected`,
    );
  }
}

/** The artifact; throws TW-FETCH-OTHER-SIZE or TW-FETCH-OTHER-BYTES when the bytes are others. */
export function localArtifact(
  wanted: Wanted,
  bytes: Uint8Array,
  path: string,
  told: ReadonlyMap<string, string>,
): Artifact {
  if (!isWanted(wanted, bytes)) throw otherBytes(wanted, bytes, path);
  return { wanted, bytes, origin: { from: "find-links", url: path }, told };
}
