/**
 * Distributions already in a target: found by their `.dist-info`, owned file by file through RECORD. Reads only.
 * Source: recording installed projects. A RECORD is somebody else's word: it never leads outside the target or to the interpreter.
 */
import { codeOf, Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Target } from "../../model/target.ts";
import type { Files } from "../../ports/files.ts";
import { parseInstalledRecord } from "../../standards/installed-distributions/record.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { isEnvironmentOwn, isStandardLibrary } from "./environment.ts";
import { checkNoLink } from "./links.ts";
import { isInside, join, parent, resolve } from "./paths.ts";

/** One distribution found. */
export interface InstalledDistribution {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  /** Absolute path of `.dist-info` (or of what stands in its place). */
  readonly distInfo: string;
}

/** Largest RECORD read, in bytes. */
const RECORD_LIMIT = 64 * 2 ** 20;
const INFO = /^(.+?)(?:-([^-]+))?(?:-py[0-9.]+)?\.(dist-info|egg-info|egg-link)$/;

/** Distributions in the target's site directories: of the given (normalised) names, or all. */
export function findInstalled(
  target: Target,
  names: ReadonlySet<string> | "all",
  files: Files,
): readonly InstalledDistribution[] {
  const found: InstalledDistribution[] = [];
  for (const site of new Set([target.scheme.purelib, target.scheme.platlib])) {
    if (files.status(site)?.kind !== "directory") continue;
    for (const entry of files.list(site)) {
      const match = INFO.exec(entry.name);
      const name = match === null ? "" : normalizeName(match[1] ?? "");
      const distInfo = join(site, entry.name);
      const asked = match !== null && (names === "all" || names.has(name));
      if (asked && isRegistered(distInfo, files)) found.push({ name, version: match?.[2] ?? "", distInfo });
    }
  }
  return found;
}

/** A `.dist-info` directory with neither METADATA nor RECORD is what somebody left behind, not a distribution. */
function isRegistered(distInfo: string, files: Files): boolean {
  if (!distInfo.endsWith(".dist-info") || files.status(distInfo)?.kind !== "directory") return true;
  return ["METADATA", "RECORD"].some((name) => files.status(join(distInfo, name)) !== undefined);
}

/**
 * Every existing file that `distribution` owns, absolute: RECORD's rows, `known` (what an accepted wheel of this very version says,
 * so that a damaged RECORD can be repaired) and the bytecode of both; throws Fault TW-INSTALLED-... when it cannot be removed rightly.
 */
export function ownedFiles(
  distribution: InstalledDistribution,
  known: readonly string[],
  target: Target,
  files: Files,
): readonly string[] {
  const site = parent(distribution.distInfo);
  checkNoLink(site, distribution.distInfo, files);
  const owned = new Set<string>();
  const read = (): readonly string[] => recordedPaths(distribution, files);
  const recorded = known.length > 0 ? tolerated(read) : read();
  for (const absolute of [...recorded.map((path) => resolve(site, asWritten(path, target))), ...known]) {
    checkRemovable(absolute, distribution, target, files);
    const kind = files.status(absolute)?.kind;
    // A row that names a directory owns nothing: what is in it has rows of its own.
    if (kind !== "file" && kind !== "link") continue;
    owned.add(absolute);
    for (const compiled of bytecodeOf(absolute, files)) owned.add(compiled);
  }
  for (const path of registrationOf(distribution.distInfo, files)) owned.add(path);
  return [...owned];
}

/** What lies in its `.dist-info`, listed or not: were some of it left, the distribution would still be registered. */
function registrationOf(directory: string, files: Files): readonly string[] {
  if (files.status(directory)?.kind !== "directory") return [];
  return files.list(directory).flatMap(({ name, kind }) => {
    const path = join(directory, name);
    return kind === "directory" ? registrationOf(path, files) : [path];
  });
}

/** Every path that a distribution's RECORD lists, absolute; nothing for one whose RECORD is missing or cannot be read. */
export function claimedPaths(
  distribution: InstalledDistribution,
  target: Target,
  files: Files,
): readonly string[] {
  const site = parent(distribution.distInfo);
  return tolerated(() => recordedPaths(distribution, files)).map((path) =>
    resolve(site, asWritten(path, target)),
  );
}

/** pip writes RECORD of `--target` as for the place it built in, two directories deeper than scripts. */
function asWritten(path: string, target: Target): string {
  return target.kind === "target" && path.startsWith("../../bin/") ? path.slice("../../".length) : path;
}

/** Where a RECORD that is gone or broken is no obstacle: it gets repaired, or claims nothing. */
function tolerated(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === "TW-INSTALLED-NO-RECORD" || codeOf(error) === "TW-INSTALLED-RECORD") return [];
    throw error;
  }
}

function recordedPaths(distribution: InstalledDistribution, files: Files): readonly string[] {
  try {
    const bytes = files.read(join(distribution.distInfo, "RECORD"), RECORD_LIMIT);
    const rows = parseInstalledRecord(Buffer.from(bytes).toString("utf8"));
    if (rows.length > 0) return rows.map((row) => row.path);
  } catch (cause) {
    if (codeOf(cause) !== "TW-DISK-MISSING") throw cause;
  }
  throw noRecord(distribution);
}

/** No RECORD, or one that lists nothing: nobody knows which files are the distribution's. */
function noRecord({ name, version, distInfo }: InstalledDistribution): Fault {
  return new Fault(
    "TW-INSTALLED-NO-RECORD",
    `${`${name} ${version}`.trim()} in ${distInfo} has no RECORD, or an empty one`,
    {
      hint: distInfo.endsWith(".dist-info")
        ? "It was put there by something else than a Python installer: remove it with what installed it, or use --venv DIR."
        : "Only what put it there knows what belongs to it: remove it with its own tool or with `python -m pip uninstall`, or use --venv DIR.",
    },
  );
}

/** Inside the target's own directories, through no link, and not the environment itself. */
function checkRemovable(
  path: string,
  distribution: InstalledDistribution,
  target: Target,
  files: Files,
): void {
  const { scheme } = target;
  const root = [scheme.purelib, scheme.platlib, scheme.scripts, scheme.headers, scheme.data].find((each) =>
    isInside(each, path),
  );
  const own =
    isEnvironmentOwn(path, target) || isStandardLibrary(path, target) || isOthersInfo(path, distribution);
  if (root === undefined || own) {
    throw new Fault(
      "TW-INSTALLED-OUTSIDE",
      `RECORD of ${distribution.name} ${distribution.version} claims ${shownPath(path)}, which is not its own`,
    );
  }
  checkNoLink(root, parent(path), files);
}

/** In the metadata of another distribution. */
function isOthersInfo(path: string, distribution: InstalledDistribution): boolean {
  const site = parent(distribution.distInfo);
  if (!isInside(site, path) || isInside(distribution.distInfo, path)) return false;
  const [top = ""] = path.slice(site.length + 1).split("/");
  return /\.(?:dist-info|egg-info)$/i.test(top) && join(site, top) !== distribution.distInfo;
}

/** `__pycache__/name.*.pyc` and, for Python 2, `name.pyc` and `name.pyo` beside it. */
function bytecodeOf(path: string, files: Files): readonly string[] {
  if (!path.endsWith(".py")) return [];
  const directory = parent(path);
  const stem = path.slice(directory.length + 1, -3);
  const beside = [`${path}c`, `${path}o`].filter((each) => files.status(each)?.kind === "file");
  const cache = join(directory, "__pycache__");
  if (files.status(cache)?.kind !== "directory") return beside;
  const cached = files
    .list(cache)
    .filter(
      (entry) => entry.kind === "file" && entry.name.startsWith(`${stem}.`) && entry.name.endsWith(".pyc"),
    );
  return [...beside, ...cached.map((entry) => join(cache, entry.name))];
}
