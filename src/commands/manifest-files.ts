/** Reads manifests that a person names, and writes a new one whole or not at all. */
import { dirname } from "node:path";
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { NamedManifest } from "../model/repin.ts";
import type { World } from "../ports/world.ts";
import { MANIFEST_LIMIT, readManifest } from "../stages/read/manifest.ts";
import { absolute } from "./cache-directory.ts";

/** The name of a new manifest when a person gives none. */
export const NEW_NAME = "bootstrap-manifest.json";

/** The manifest at `path`, or the one inside truewheel. Throws TW-MANIFEST-MALFORMED, TW-MANIFEST-INCOMPLETE, TW-DISK-.... */
export function namedManifest(path: string | undefined, world: World): NamedManifest {
  const bytes =
    path === undefined
      ? world.packageData(NEW_NAME)
      : world.files.read(world.files.realPath(absolute(path, world.directory)), MANIFEST_LIMIT);
  return {
    madeBy: path === undefined ? `the manifest inside truewheel ${world.version}` : `the manifest ${path}`,
    sha256: sha256(bytes),
    manifest: readManifest(Buffer.from(bytes).toString("utf8")),
  };
}

/** Writes `text` where `asked` says, else to a new file; the path, as a person would write it. Throws TW-MANIFEST-EXISTS, TW-DISK-.... */
export function writeNew(text: string, asked: string | undefined, world: World): string {
  const shown = asked ?? NEW_NAME;
  const path = absolute(shown, world.directory);
  if (holds(path, text, world)) return shown;
  if (asked === undefined && world.files.status(path) !== undefined)
    throw new Fault("TW-MANIFEST-EXISTS", `${NEW_NAME} is there already and says something else`, {
      hint: `Replace it with --output ${NEW_NAME}, or name another file.`,
    });
  replace(path, text, world);
  return shown;
}

function holds(path: string, text: string, { files }: World): boolean {
  const status = files.status(path);
  const bytes = Buffer.from(text);
  return (
    status?.kind === "file" &&
    status.size === bytes.length &&
    sha256(files.read(path, bytes.length)) === sha256(bytes)
  );
}

/** Temporary file, flushed, renamed over what is there, and the directory flushed: a power cut leaves the old file or the new one. */
function replace(path: string, text: string, { files, random }: World): void {
  const draft = `${path}.${random.token()}`;
  try {
    files.create(draft, Buffer.from(text), 0o644);
    files.sync(draft);
    files.rename(draft, path);
  } catch (error) {
    files.remove(draft);
    throw error;
  }
  files.sync(dirname(path));
}
