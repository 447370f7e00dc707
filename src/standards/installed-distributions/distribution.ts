/**
 * An installed distribution as `importlib.metadata` and `pip list` see it, from the texts that lie there. Pure: who reads them is somebody
 * else. Source: recording installed projects (PEP 376, 610, 627). Nothing here is proof of anything: the environment wrote it.
 */

import { normalizeName } from "../pep503-name/name.ts";
import { parseHeaders } from "../pep658-core-metadata/headers.ts";
import { groupFields } from "../pep658-core-metadata/metadata.ts";
import { strip } from "../python-language/space.ts";
import type { InstalledEntry, InstalledForm } from "./entry.ts";
import { eggRequirements } from "./requires-txt.ts";

/** What lies in an installed distribution's directory; each undefined when it is not there. */
export interface InstalledTexts {
  /** METADATA, or PKG-INFO of an egg. */
  readonly metadata?: string | undefined;
  /** INSTALLER. */
  readonly installer?: string | undefined;
  /** REQUESTED; its content means nothing. */
  readonly requested?: string | undefined;
  /** direct_url.json. */
  readonly directUrl?: string | undefined;
  /** requires.txt of an egg. */
  readonly requires?: string | undefined;
  /** RECORD. */
  readonly record?: string | undefined;
}

/** One installed distribution. */
export interface InstalledDistribution {
  readonly form: InstalledForm;
  /** As the metadata spells it, else as the entry does. */
  readonly name: string;
  /** The name's normal form. */
  readonly normalized: string;
  /** As the metadata spells it, else as the entry does; undefined when neither says. Not checked to be a version. */
  readonly version: string | undefined;
  /** Dependency specifiers, as written and not checked. */
  readonly requires: readonly string[];
  /** Version specifier, as written and not checked. */
  readonly requiresPython: string | undefined;
  /** Names of extras, as written. */
  readonly extras: readonly string[];
  readonly summary: string | undefined;
  /** The command that installed it; undefined when there is none, or none in one line of plain text. */
  readonly installer: string | undefined;
  /** True when somebody asked for it by name, and no other distribution only. */
  readonly requested: boolean;
  /** direct_url.json, not parsed. */
  readonly directUrl: string | undefined;
  /** False when nobody can say which files are its own: then it is neither upgraded nor removed. */
  readonly hasRecord: boolean;
}

/** Longest metadata read, in UTF-16 units. */
const LONGEST = 10_000_000;

/** The distribution at `entry`; undefined when its metadata names another project than the entry, or is too long, and nothing can be said of it. */
export function installedDistribution(
  entry: InstalledEntry,
  texts: InstalledTexts,
): InstalledDistribution | undefined {
  const metadata = texts.metadata ?? "";
  if (metadata.length > LONGEST) return undefined;
  const fields = groupFields(parseHeaders(metadata).fields);
  const first = (name: string): string | undefined => fields.get(name)?.[0];
  const name = first("name") || entry.name;
  const normalized = normalizeName(name);
  // A directory tells the name with `_` for `-`, in any case, which is the same in the normal form.
  if (entry.form === "dist-info" && normalized !== entry.normalized) return undefined;
  return {
    form: entry.form,
    name,
    normalized,
    version: first("version") || entry.version,
    requires:
      fields.get("requires-dist") ?? (texts.requires === undefined ? [] : eggRequirements(texts.requires)),
    requiresPython: first("requires-python"),
    extras: fields.get("provides-extra") ?? [],
    summary: first("summary"),
    installer: installerName(texts.installer),
    requested: texts.requested !== undefined,
    directUrl: texts.directUrl,
    hasRecord: texts.record !== undefined,
  };
}

/** PEP 376: the name of a command in one line. */
function installerName(text: string | undefined): string | undefined {
  const line = strip(text ?? "");
  return /^[\p{L}\p{N}\p{P}\p{S} ]{1,200}$/u.test(line) ? line : undefined;
}

/** The first of each name, in their order: what an earlier directory of `sys.path` holds hides what a later one does. */
export function visible<Item extends Pick<InstalledDistribution, "normalized">>(
  distributions: Iterable<Item>,
): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const each of distributions) if (!found.has(each.normalized)) found.set(each.normalized, each);
  return found;
}
