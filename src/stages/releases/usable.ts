/** Which files of a release may be used, and which wheel stands for it. Pure. Source: PEP 425 "Use"; pip's `--no-binary`, `--only-binary`, `--uploaded-prior-to`. */
import { Fault } from "../../base/fault.ts";
import { parseWheelFilename } from "../../standards/pep427-wheel/filename.ts";
import type { BookFile, BookRelease } from "./book.ts";

/** What decides over files. */
export interface FileRules {
  /** Normal names, or `:all:`. */
  readonly noBinary: ReadonlySet<string>;
  readonly onlyBinary: ReadonlySet<string>;
  /** Ranks of the tags of the one environment, best is 0; undefined for a lock of many environments. */
  readonly tags: ReadonlyMap<string, number> | undefined;
  /** The oldest Python the lock is for, `[major, minor]`. */
  readonly oldest: readonly [number, number];
  /** Files uploaded later are not used, milliseconds since the epoch. */
  readonly uploadedBefore: number | undefined;
  /** Files that do not tell when are not used either. */
  readonly mustTellTime: boolean;
  /** Digests (`sha256:...`) that somebody wrote down, by project: no other file of it is used. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  /** `name version` of releases of an earlier lock, which were old enough then. */
  readonly trusted: ReadonlySet<string>;
}

/** A release's files that may be used. */
export interface Usable {
  /** Best first for one environment, sorted by name otherwise. */
  readonly wheels: readonly BookFile[];
  readonly sdist: BookFile | undefined;
  /** Every wheel and the sdist that may be written into a lock, sorted by name. */
  readonly listed: readonly BookFile[];
}

/** The files, or why there is none, a clause. */
export function usableFiles(name: string, release: BookRelease, rules: FileRules): Usable | string {
  const all = release.files();
  const isTrusted = rules.trusted.has(`${name} ${release.version.text}`);
  const timely = isTrusted ? all : all.filter((file) => isTimely(file, rules));
  if (timely.length === 0) return tooYoung(release, rules);
  const allowed = rules.hashes.get(name);
  const hashed = timely.filter(
    ({ hashes }) =>
      hashes.has("sha256") &&
      (allowed === undefined ||
        [...hashes].some(([algorithm, digest]) => allowed.has(`${algorithm}:${digest}`))),
  );
  if (hashed.length === 0)
    return allowed === undefined
      ? "has no file whose SHA-256 the index tells"
      : "has no file with a digest that is written down";
  const takesWheels = !named(rules.noBinary, name) || rules.onlyBinary.has(name);
  const takesSdist = !named(rules.onlyBinary, name) || rules.noBinary.has(name);
  const wheels = takesWheels ? hashed.filter(({ filename }) => filename.endsWith(".whl")) : [];
  const sdists = takesSdist ? hashed.filter(({ filename }) => !filename.endsWith(".whl")) : [];
  // `.zip` is the older form.
  const sdist = sdists.find(({ filename }) => filename.endsWith(".tar.gz")) ?? sdists[0];
  const fitting = fittingWheels(wheels, rules);
  if (fitting.length === 0 && sdist === undefined) return noneFits(wheels, rules);
  const listed = [
    ...wheels.filter((file) => isReadable(file.filename)),
    ...(sdist === undefined ? [] : [sdist]),
  ];
  return { wheels: fitting, sdist, listed };
}

function named(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name) || names.has(":all:");
}

function isTimely({ uploadTime }: BookFile, { uploadedBefore, mustTellTime }: FileRules): boolean {
  if (uploadedBefore === undefined) return true;
  return uploadTime === undefined ? !mustTellTime : Date.parse(uploadTime) < uploadedBefore;
}

/** The clause of a release whose files are all too young. */
export function tooYoung(
  { uploaded }: BookRelease,
  { uploadedBefore }: Pick<FileRules, "uploadedBefore">,
): string {
  const day = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");
  if (uploaded === undefined || uploadedBefore === undefined) return "does not tell when it was uploaded";
  return `was uploaded on ${day(uploaded)} UTC, after ${day(uploadedBefore)}`;
}

function fittingWheels(wheels: readonly BookFile[], rules: FileRules): readonly BookFile[] {
  const ranked = wheels.flatMap((file) => {
    const rank = rankOf(file, rules);
    return rank === undefined ? [] : [{ file, rank }];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ file }) => file);
}

/** Smaller is better; undefined for a wheel that no environment of the lock can install. */
function rankOf({ filename }: BookFile, { tags, oldest }: FileRules): number | undefined {
  const own = tagsOf(filename);
  if (own === undefined) return undefined;
  if (tags === undefined) {
    if (!own.some((tag) => mayFit(tag, oldest))) return undefined;
    // One wheel for everybody tells for everybody.
    return own.some((tag) => tag.endsWith("-none-any")) ? 0 : 1;
  }
  const ranks = own.flatMap((tag) => tags.get(tag) ?? []);
  return ranks.length === 0 ? undefined : Math.min(...ranks);
}

/** True for a tag of a Python that is as new as `oldest`, or that later Pythons take too. */
function mayFit(tag: string, [major, minor]: readonly [number, number]): boolean {
  const [python = "", abi = ""] = tag.split("-");
  const [, kind = "", own = "", after = ""] = /^([a-z]+)([0-9])([0-9]*)$/.exec(python) ?? [];
  if (kind === "" || Number(own) < major) return false;
  if (kind === "py" || abi.startsWith("abi3") || after === "") return true;
  return abi === "none" || Number(own) > major || Number(after) >= minor;
}

function noneFits(wheels: readonly BookFile[], { tags }: FileRules): string {
  if (wheels.length === 0) return "has no file of a kind that is allowed";
  const shown = wheels.slice(0, 2).map(({ filename }) => filename);
  return `has no wheel for ${tags === undefined ? "these Pythons" : "this environment"} and no sdist (it has ${shown.join(", ")}${wheels.length > 2 ? "..." : ""})`;
}

function isReadable(filename: string): boolean {
  return tagsOf(filename) !== undefined;
}

function tagsOf(filename: string): readonly string[] | undefined {
  try {
    return parseWheelFilename(filename).tags;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
