/**
 * Brings accepted wheels into a target as one transaction. The only code that changes an environment.
 *
 * look (nothing to do?) → lock → recover → plan against what is there → stage → commit → sweep.
 */
import { codeOf, Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Target } from "../../model/target.ts";
import type { Files } from "../../ports/files.ts";
import type { Lock, Locks } from "../../ports/locks.ts";
import type { Progress } from "../../ports/progress.ts";
import { isInPlace, isThere } from "./check.ts";
import { claimedPaths, findInstalled, type InstalledDistribution, ownedFiles } from "./installed.ts";
import { checkNoLink } from "./links.ts";
import { arrivals, type Move, removals, stagedTree } from "./moves.ts";
import { isInside, join, parent, relative } from "./paths.ts";
import type { PlannedDistribution, PlannedFile } from "./plan.ts";
import { commit, freshTrash, placesOf, recover, sweep } from "./transaction.ts";

/** What an installation needs of the world. */
export interface InstallPorts {
  readonly files: Files;
  readonly locks: Locks;
  readonly progress: Progress;
}

/** A file of the environment that the transaction also replaces: the `._pth` of an isolated Python. */
export interface Edit {
  readonly path: string;
  readonly text: string;
}

/** What was done. */
export interface Installation {
  readonly changed: boolean;
  readonly added: readonly PlannedDistribution[];
  /** Distributions that were there as planned; every file of them was hashed. */
  readonly kept: readonly PlannedDistribution[];
  readonly removed: readonly InstalledDistribution[];
}

/** What else changes, apart from what arrives. */
export interface Departures {
  /** True for an installed distribution that shall leave although nothing of its name arrives. Asked with the lock held. */
  leaves(installed: InstalledDistribution): boolean;
  /** Told what will be registered afterwards, before anything is changed; a Fault that it throws ends everything. */
  agree?(after: readonly InstalledDistribution[]): void;
}

/** How long a second command waits for the first, in milliseconds. */
const PATIENCE = 300_000;
/** How often a vanished workspace is made again. */
const MOST_TRIES = 1000;

/** Installs all of `planned` and `edits` and takes away what `departures` names, or does nothing. */
export async function install(
  planned: readonly PlannedDistribution[],
  edits: readonly Edit[],
  target: Target,
  ports: InstallPorts,
  departures?: Departures,
): Promise<Installation> {
  const { files, progress } = ports;
  const workspace = files.status(target.workspace);
  const idle = workspace === undefined;
  if (workspace !== undefined && workspace.kind !== "directory") {
    throw new Fault("TW-INSTALL-LINK", `${shownPath(target.workspace)} is no directory of this program`);
  }
  if (idle) {
    const work = compare(planned, target, files, departures);
    if (isDone(work, edits)) return { changed: false, added: [], kept: planned, removed: [] };
  }
  const made = makeMissing(target.workspace, files);
  try {
    const lock = await lockWorkspace(target.workspace, ports);
    try {
      const recovery = recover(target, files);
      if (recovery === "undone") progress.notice("took back an installation that was interrupted");
      return replace(planned, edits, target, ports, { departures, made });
    } finally {
      lock.release();
    }
  } finally {
    leaveWorkspace(target.workspace, made, files);
  }
}

/** Whoever is done removes the workspace, maybe just now: then it is made again. */
async function lockWorkspace(workspace: string, { files, locks, progress }: InstallPorts): Promise<Lock> {
  for (let tries = 0; ; tries++) {
    try {
      return await locks.acquire(placesOf(workspace).lock, PATIENCE, (holder) =>
        progress.notice(`waiting for ${holder}`),
      );
    } catch (error) {
      if (codeOf(error) !== "TW-DISK-MISSING" || tries === MOST_TRIES) throw error;
      files.makeDirectories(workspace);
    }
  }
}

/** How a target differs from what is planned. */
export interface Work {
  /** What arrives. */
  readonly missing: readonly PlannedDistribution[];
  /** What is there as planned, every file hashed. */
  readonly kept: readonly PlannedDistribution[];
  /** Distributions that leave: other versions, and damaged ones of the same. */
  readonly old: readonly InstalledDistribution[];
}

/** What `install` would do; changes nothing. */
export function compare(
  planned: readonly PlannedDistribution[],
  target: Target,
  files: Files,
  departures: Departures | undefined,
): Work {
  const arriving = new Set(planned.map((each) => each.name));
  const installed = findInstalled(target, departures === undefined ? arriving : "all", files);
  const others = (each: PlannedDistribution): readonly InstalledDistribution[] =>
    installed.filter((found) => found.name === each.name && found.distInfo !== each.distInfo);
  const kept = planned.filter((each) => others(each).length === 0 && isInPlace(each, files));
  const missing = planned.filter((each) => !kept.includes(each));
  const names = new Set(missing.map((each) => each.name));
  const leaving = installed.filter(
    (found) => !arriving.has(found.name) && departures?.leaves(found) === true,
  );
  const old = [...installed.filter((found) => names.has(found.name)), ...leaving];
  departures?.agree?.(installed.filter((found) => !arriving.has(found.name) && !leaving.includes(found)));
  return { missing, kept, old };
}

function isDone(work: Work, edits: readonly Edit[]): boolean {
  return work.missing.length === 0 && work.old.length === 0 && edits.length === 0;
}

/** The changing part: with the lock held and the past settled. */
function replace(
  planned: readonly PlannedDistribution[],
  edits: readonly Edit[],
  target: Target,
  ports: InstallPorts,
  { departures, made }: { readonly departures: Departures | undefined; readonly made: string[] },
): Installation {
  const { files, progress } = ports;
  const work = compare(planned, target, files, departures);
  if (isDone(work, edits)) return { changed: false, added: [], kept: work.kept, removed: [] };
  const owned = ownedBy(work, target, files);
  for (const edit of edits) if (files.status(edit.path) !== undefined) owned.add(edit.path);
  const all = withoutTwins([
    ...work.missing.flatMap((each) => [...each.files, each.record]),
    ...edits.map(editFile),
  ]);
  // Never deeper than site-packages: a package that is nothing but its registration has all of its files in one directory that is not there yet.
  const root = commonRoot([join(target.scheme.purelib, "-"), ...all.map((file) => file.path)]);
  checkRoots(all, target, files);
  makeRoots(all, target, files, made);
  const { stage } = placesOf(target.workspace);
  const trash = freshTrash(target.workspace, files);
  const tree = stagedTree(
    root,
    all.map((file) => file.path),
  );
  const out = removals(owned, protectedRoots(target, root), trash, files);
  const leaving = new Set(out.map((move) => move.from));
  const byPath = new Map(all.map((file) => [file.path, file]));
  const isAlike = (path: string): boolean => {
    const file = byPath.get(path);
    return file !== undefined && file.hash.digest !== "" && isThere(file, files);
  };
  const into = arrivals(root, tree, stage, { leaving, isAlike }, files);
  checkDisks([...out, ...into], target, files);
  progress.begin("installing", all.length);
  try {
    write(all, root, stage, files, progress);
    files.makeDirectories(trash);
    commit(target.workspace, [...out, ...into], files);
  } finally {
    progress.end();
    clearAway(target.workspace, ports);
  }
  return { changed: true, added: work.missing, kept: work.kept, removed: work.old };
}

/** The files of all that leaves, without those that a distribution that stays lists too. */
function ownedBy(work: Work, target: Target, files: Files): Set<string> {
  const owned = new Set(
    work.old.flatMap((each) => ownedFiles(each, knownFiles(each, work, files), target, files)),
  );
  if (owned.size === 0) return owned;
  const gone = new Set(work.old.map((each) => each.distInfo));
  for (const stays of findInstalled(target, "all", files)) {
    if (gone.has(stays.distInfo)) continue;
    for (const path of claimedPaths(stays, target, files)) owned.delete(path);
  }
  return owned;
}

/** Two distributions may bring one file when it is the same to the byte, as parts of a namespace do; it is written once. */
function withoutTwins(all: readonly PlannedFile[]): readonly PlannedFile[] {
  const byPath = new Map<string, PlannedFile>();
  return all.filter((file) => {
    const twin = byPath.get(file.path);
    if (twin === undefined) {
      byPath.set(file.path, file);
      return true;
    }
    const { hash, size, mode } = file;
    const alike =
      twin.hash.algorithm === hash.algorithm &&
      twin.hash.digest === hash.digest &&
      twin.size === size &&
      twin.mode === mode;
    // Kept when it differs: the tree of what is staged then names the clash.
    return !alike || hash.digest === "";
  });
}

/** What cannot be cleared away now is cleared away by the next run; it changes nothing about how this one ended. */
function clearAway(workspace: string, { files, progress }: InstallPorts): void {
  try {
    sweep(workspace, files);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    progress.notice(`something is left in ${workspace} for the next run to clear away: ${error.message}`);
  }
}

/** The files that an accepted wheel of exactly this version puts there. */
function knownFiles(old: InstalledDistribution, work: Work, files: Files): readonly string[] {
  const same = work.missing.find((each) => each.distInfo === old.distInfo);
  // A directory of that name is not enough: it must be this version's, by its METADATA.
  const metadata = same?.files.find((file) => file.path === join(same.distInfo, "METADATA"));
  if (same === undefined || metadata === undefined || !isThere(metadata, files)) return [];
  return [...same.files, same.record].map((file) => file.path);
}

/** Writes every file below the stage; each is proved as it is read. */
function write(
  all: readonly PlannedFile[],
  root: string,
  stage: string,
  files: Files,
  progress: Progress,
): void {
  const known = new Set<string>();
  files.makeDirectories(stage);
  let last = "";
  for (const file of all) {
    const path = join(stage, relative(root, file.path));
    const directory = parent(path);
    if (directory !== last) makeParents(directory, stage, known, files);
    last = directory;
    files.create(path, file.lend?.() ?? file.read(), file.mode);
    progress.advance(1);
  }
}

function makeParents(directory: string, stage: string, known: Set<string>, files: Files): void {
  if (directory === stage || known.has(directory)) return;
  makeParents(parent(directory), stage, known, files);
  files.makeDirectory(directory);
  known.add(directory);
}

function editFile(edit: Edit): PlannedFile {
  const bytes = Buffer.from(edit.text);
  return {
    path: edit.path,
    mode: 0o644,
    hash: { algorithm: "sha256", digest: "" },
    size: bytes.length,
    read: () => bytes,
  };
}

/** The deepest directory that holds every path. */
function commonRoot(paths: readonly string[]): string {
  let root = parent(paths[0] ?? "/");
  for (const path of paths) while (!isInside(root, path)) root = parent(root);
  return root;
}

/** Never moved as a whole: the scheme's directories and everything above them. */
function protectedRoots(target: Target, root: string): ReadonlySet<string> {
  const roots = new Set<string>([root]);
  const { purelib, platlib, scripts, headers, data } = target.scheme;
  for (const start of [purelib, platlib, scripts, headers, data, target.workspace]) {
    for (let at = start; at !== "/"; at = parent(at)) roots.add(at);
  }
  return roots.add("/");
}

/** No way into the target goes through a link below a scheme's directory. */
function checkRoots(all: readonly PlannedFile[], target: Target, files: Files): void {
  const { purelib, platlib, scripts, headers, data } = target.scheme;
  const directories = new Set(all.map((file) => parent(file.path)));
  const seen = new Set<string>();
  for (const directory of directories) {
    const root = [purelib, platlib, scripts, headers, data].find(
      (each) => directory === each || isInside(each, directory),
    );
    if (root !== undefined) checkNoLink(root, directory, files, seen);
  }
}

/** Renames do not cross file systems: better said before anything was moved. */
function checkDisks(moves: readonly Move[], target: Target, files: Files): void {
  const device = files.status(target.workspace)?.device;
  for (const directory of new Set(
    moves.map((move) => parent(isInside(target.workspace, move.to) ? move.from : move.to)),
  )) {
    const status = files.status(directory);
    if (status !== undefined && status.device !== device) {
      throw new Fault(
        "TW-INSTALL-TWO-DISKS",
        `${shownPath(directory)} is on another file system than ${target.workspace}`,
        {
          hint: "An installation is one set of renames, which needs one file system. Use --target or --venv on one of them.",
        },
      );
    }
  }
}

/** Makes a directory and what is missing above it; returns what was made, outermost first. */
function makeMissing(directory: string, files: Files): string[] {
  const missing = missingTo(directory, files);
  files.makeDirectories(directory);
  return missing;
}

/** The directories that are missing from some existing one down to `directory`, outermost first. */
function missingTo(directory: string, files: Files): string[] {
  const missing: string[] = [];
  for (let at = directory; files.status(at) === undefined; at = parent(at)) missing.unshift(at);
  return missing;
}

/** The scheme's directories, and those above them, into which something comes: they are made before, so that a rename never brings one whole and no journal names one. */
function makeRoots(all: readonly PlannedFile[], target: Target, files: Files, made: string[]): void {
  const { purelib, platlib, scripts, headers, data } = target.scheme;
  for (const root of [purelib, platlib, scripts, headers, data]) {
    for (const directory of missingTo(root, files)) {
      if (!all.some((file) => isInside(directory, file.path))) break;
      files.makeDirectory(directory);
      made.push(directory);
    }
  }
}

/** Removes the workspace when nothing is left in it, and directories that were made for it when nothing came into them. */
function leaveWorkspace(workspace: string, made: readonly string[], files: Files): void {
  for (const directory of [workspace, ...made.toReversed()]) {
    try {
      if (files.status(directory) !== undefined) files.removeDirectory(directory);
    } catch (error) {
      // Something is in it.
      if (!(error instanceof Fault)) throw error;
    }
  }
}
