/**
 * What to install from a lock, decided offline from names alone. Pure. Source: pylock.toml specification (PEP 751), "Installing"; the comments are its steps.
 */
import { type Code, Fault } from "../../base/fault.ts";
import { contains, formatSpecifiers, type Specifiers } from "../pep440-version/specifiers.ts";
import { asVersion, type Version } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";
import { evaluateMarker, type MarkerEnvironment } from "../pep508-requirement/marker.ts";
import type { Pylock, PylockFile, PylockPackage, PylockSource } from "./pylock.ts";

/** For whom and what. */
export interface SelectionRequest {
  /** The PEP 508 variables; `extras` and `dependency_groups` are added here. */
  readonly environment: MarkerEnvironment;
  /** `python-abi-platform` each, best first. */
  readonly tags: readonly string[];
  /** Any spelling. */
  readonly extras: readonly string[];
  /** Any spelling; undefined takes the lock's default groups. */
  readonly groups: readonly string[] | undefined;
  /** Packages whose sdist is preferred to their wheels (`--no-binary`); none when left out. */
  readonly prefersSdist?: (name: string) => boolean;
}

/** One package and the one thing it is installed from; what is no wheel is for the caller to build or refuse. */
export interface SelectedPackage {
  readonly package: PylockPackage;
  readonly choice:
    | { readonly kind: "wheel" | "sdist"; readonly file: PylockFile }
    | Exclude<PylockSource, { readonly kind: "files" }>;
}

/**
 * The packages to install, in the lock's order. Throws Fault TW-PYLOCK-EXTRA (an extra or group that the lock does not have), TW-PYLOCK-PYTHON, TW-PYLOCK-ENVIRONMENT,
 * TW-PYLOCK-AMBIGUOUS (two entries of one name), TW-PYLOCK-NO-FILE, TW-MARKER-UNDEFINED.
 */
export function selectPackages(lock: Pylock, request: SelectionRequest): readonly SelectedPackage[] {
  const environment = withSets(lock, request);
  const python = pythonVersion(request.environment);
  if (!takes(lock.requiresPython, python)) throw wrongPython("the lock", lock.requiresPython, python);
  if (lock.environments?.some((marker) => evaluateMarker(marker, request.environment)) === false)
    throw refused("TW-PYLOCK-ENVIRONMENT", "the lock was made for other environments than this one");
  const chosen = new Map<string, PylockPackage>();
  for (const each of lock.packages) {
    if (each.marker !== undefined && !evaluateMarker(each.marker, environment)) continue;
    if (!takes(each.requiresPython, python)) throw wrongPython(each.name, each.requiresPython, python);
    const other = chosen.get(each.name);
    if (other !== undefined)
      throw refused(
        "TW-PYLOCK-AMBIGUOUS",
        `the lock has two entries of ${each.name} for this environment, packages[${other.position}] and packages[${each.position}]`,
      );
    chosen.set(each.name, each);
  }
  const ranks = new Map(request.tags.map((tag, rank) => [tag, rank]));
  const prefersSdist = request.prefersSdist ?? (() => false);
  return [...chosen.values()].map((each) => ({ package: each, choice: choose(each, ranks, prefersSdist) }));
}

/** "Gather the extras and dependency groups to install and set `extras` and `dependency_groups` for marker evaluation." */
function withSets(lock: Pylock, request: SelectionRequest): MarkerEnvironment {
  const extras = request.extras.map(normalizeName);
  const groups = request.groups?.map(normalizeName) ?? lock.defaultGroups;
  const missing =
    extras.find((name) => !lock.extras.includes(name)) ??
    groups.find((name) => !lock.dependencyGroups.includes(name) && !lock.defaultGroups.includes(name));
  if (missing !== undefined) throw refused("TW-PYLOCK-EXTRA", `the lock has no extra or group ${missing}`);
  return { ...request.environment, extras: new Set(extras), dependency_groups: new Set(groups) };
}

function pythonVersion(environment: MarkerEnvironment): Version {
  const text = environment["python_full_version"];
  // A Python built between releases calls itself `3.13.0+`, which is a version only with a local label.
  const version =
    typeof text === "string" ? asVersion(text.endsWith("+") ? `${text}local` : text) : undefined;
  if (version === undefined)
    throw refused("TW-PYLOCK-PYTHON", "the environment tells no version of Python that could be compared");
  return version;
}

function takes(specifiers: Specifiers | undefined, python: Version): boolean {
  return specifiers === undefined || contains(specifiers, python);
}

function choose(
  each: PylockPackage,
  ranks: ReadonlyMap<string, number>,
  prefersSdist: (name: string) => boolean,
): SelectedPackage["choice"] {
  const { source } = each;
  if (source.kind !== "files") return source;
  const { sdist } = source;
  if (sdist !== undefined && prefersSdist(each.name)) return { kind: "sdist", file: sdist };
  const wheel = bestWheel(source.wheels, ranks);
  if (wheel !== undefined) return { kind: "wheel", file: wheel };
  if (sdist !== undefined) return { kind: "sdist", file: sdist };
  const [first, ...more] = source.wheels.map(({ filename }) => filename);
  throw new Fault(
    "TW-PYLOCK-NO-FILE",
    `the lock has no file of ${each.name} that fits this Python: ${first}${more.length > 0 ? ` and ${more.length} more do not` : " does not"}`,
  );
}

/** The wheel whose best tag comes first; among equals the higher build number, then the first listed. */
function bestWheel(
  wheels: readonly PylockFile[],
  ranks: ReadonlyMap<string, number>,
): PylockFile | undefined {
  let best: { readonly rank: number; readonly file: PylockFile } | undefined;
  for (const file of wheels) {
    const rank = Math.min(...file.tags.map((tag) => ranks.get(tag) ?? Number.POSITIVE_INFINITY));
    if (rank === Number.POSITIVE_INFINITY) continue;
    if (best === undefined || rank < best.rank || (rank === best.rank && isLaterBuild(file, best.file)))
      best = { rank, file };
  }
  return best?.file;
}

/** Binary distribution format: no build tag sorts first, then the number, then the rest as text. */
function isLaterBuild({ build: a }: PylockFile, { build: b }: PylockFile): boolean {
  if (a === undefined || b === undefined) return a !== undefined && b === undefined;
  const order = a[0].length - b[0].length || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
  return order > 0 || (order === 0 && a[1] > b[1]);
}

function wrongPython(who: string, wanted: Specifiers | undefined, python: Version): Fault {
  const range = wanted === undefined ? "" : formatSpecifiers(wanted);
  return refused("TW-PYLOCK-PYTHON", `${who} wants Python ${range}, this one is ${python.text}`);
}

function refused(code: Code, message: string): Fault {
  return new Fault(code, message);
}
