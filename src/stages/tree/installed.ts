/** What an environment has, with what each distribution says that it needs. Reads only. Source: recording installed projects. */
import { recordDigest } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import type { AcceptedDistribution, Sites } from "../../model/installed.ts";
import type { Evidence } from "../../model/report.ts";
import type { Files } from "../../ports/files.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import type { Requirement } from "../../standards/pep508-requirement/requirement.ts";
import { parseMetadata } from "../../standards/pep658-core-metadata/metadata.ts";

/** One distribution. */
export interface Package {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  readonly requirements: readonly Requirement[];
  readonly evidence: Evidence;
}

const METADATA_LIMIT = 1 << 24;
const INFO = /^(.+?)-([^-]+)\.dist-info$/;

/** Every registered distribution by its name; of two of one name the first. `ledger` is our own record of the environment. */
export function installedPackages(
  sites: Sites,
  ledger: readonly AcceptedDistribution[] | "absent" | "damaged",
  files: Files,
): ReadonlyMap<string, Package> {
  const packages = new Map<string, Package>();
  for (const site of new Set([sites.purelib, sites.platlib])) {
    if (files.status(site)?.kind !== "directory") continue;
    for (const { name: info, kind } of files.list(site)) {
      const [, project = "", version = ""] = INFO.exec(info) ?? [];
      const name = normalizeName(project);
      if (kind !== "directory" || name === "" || packages.has(name)) continue;
      const read = requirementsOf(`${site}/${info}`, files);
      const evidence =
        typeof read === "string"
          ? ({ standing: "failed", because: read } as const)
          : evidenceFor(name, info, `${site}/${info}`, ledger, files);
      packages.set(name, { name, version, requirements: typeof read === "string" ? [] : read, evidence });
    }
  }
  return packages;
}

/** What it needs, or why nobody knows. */
function requirementsOf(directory: string, files: Files): readonly Requirement[] | string {
  try {
    const bytes = files.read(`${directory}/METADATA`, METADATA_LIMIT);
    return parseMetadata(Buffer.from(bytes).toString("utf8")).requirements;
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING") return "it has no METADATA";
    if (!(error instanceof Fault)) throw error;
    return error.message;
  }
}

function evidenceFor(
  name: string,
  info: string,
  directory: string,
  ledger: readonly AcceptedDistribution[] | "absent" | "damaged",
  files: Files,
): Evidence {
  if (ledger === "damaged") return { standing: "unchecked", because: "our own record is damaged" };
  const entry =
    ledger === "absent" ? undefined : ledger.find((each) => each.name === name && each.info === info);
  if (entry === undefined) return { standing: "not offered", because: "unknown: not installed by truewheel" };
  if (!hasRecord(directory, entry, files))
    return { standing: "failed", because: "its RECORD is not the one that was accepted" };
  const { level, by } = entry;
  const isFull = level === "PINNED" || level === "VOUCHED";
  return { standing: isFull ? "verified" : "waived", because: by, level };
}

function hasRecord(directory: string, entry: AcceptedDistribution, files: Files): boolean {
  try {
    const bytes = files.read(`${directory}/RECORD`, entry.record.length);
    return recordDigest("sha256", bytes) === entry.recordDigest;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
