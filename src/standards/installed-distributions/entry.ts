/**
 * What the name of an entry of a site directory says about an installed distribution. Pure. Source: recording installed projects, "The
 * .dist-info directory"; setuptools' documentation, "Packages and formats" for eggs; what counts is what `importlib.metadata` finds.
 */
import { normalizeName } from "../pep503-name/name.ts";

/**
 * How a distribution lies there: `dist-info` a directory of its metadata; `egg-info` a directory, or, from distutils, the metadata itself;
 * `egg` a directory or archive with an EGG-INFO; `egg-link` a file that names a project's own directory.
 */
export type InstalledForm = "dist-info" | "egg-info" | "egg" | "egg-link";

/** What a name says. */
export interface InstalledEntry {
  readonly form: InstalledForm;
  /** As written, up to the first dash. */
  readonly name: string;
  /** Its normal form. */
  readonly normalized: string;
  /** As written; undefined where the name holds none. What the metadata says comes first. */
  readonly version: string | undefined;
}

const FORM = /\.(dist-info|egg-info|egg|egg-link)$/i;

/** Reads the name of a directory or file; undefined when it is none of an installed distribution. */
export function installedEntry(fileName: string): InstalledEntry | undefined {
  const ending = FORM.exec(fileName);
  if (ending === null) return undefined;
  const form = ending[1]?.toLowerCase() as InstalledForm;
  const stem = fileName.slice(0, ending.index);
  const [name = "", version] = stem.split("-");
  if (name === "") return undefined;
  return { form, name, normalized: normalizeName(name), version: form === "egg-link" ? undefined : version };
}

/** Where the metadata of an entry may lie, below it and best first; an empty path is the entry itself. */
export function metadataPaths(form: InstalledForm): readonly string[] {
  switch (form) {
    case "dist-info":
      return ["METADATA"];
    case "egg-info":
      return ["PKG-INFO", ""];
    case "egg":
      return ["EGG-INFO/PKG-INFO"];
    case "egg-link":
      return [];
  }
}
