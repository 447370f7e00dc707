/**
 * Which renames turn the target from old to new. Reads only. A directory that is new is moved whole; one that stays is entered;
 * a file that stands in the way and belongs to nobody being replaced ends everything, before anything was moved.
 */
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import { foldPath, shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Files } from "../../ports/files.ts";
import { isInside, join, parent } from "./paths.ts";

/** One rename within a file system. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** What a new directory holds, as paths below it: only this is taken back, should somebody have added to it meanwhile. */
  readonly files?: readonly string[];
}

/** The staged tree: a directory's children, or `undefined` for a file. */
export type Staged = Map<string, Staged | undefined>;

/** The tree of `paths` below `root`; throws Fault TW-INSTALL-CLASH when a path is there twice or is both file and directory, also after case folding. */
export function stagedTree(root: string, paths: readonly string[]): Staged {
  const tree: Staged = new Map();
  const directories = new Map<string, Staged>([[root === "/" ? "" : root, tree]]);
  const enter = (directory: string): Staged => {
    const known = directories.get(directory);
    if (known !== undefined) return known;
    const above = enter(parent(directory) === "/" ? "" : parent(directory));
    const name = directory.slice(directory.lastIndexOf("/") + 1);
    if (above.has(name)) throw clash(directory);
    const made: Staged = new Map();
    above.set(name, made);
    directories.set(directory, made);
    return made;
  };
  for (const path of paths) {
    if (!isInside(root, path)) throw new Fault("TW-INSTALL-CLASH", `${shownPath(path)} lies outside ${root}`);
    const slash = path.lastIndexOf("/");
    const children = enter(path.slice(0, slash));
    const name = path.slice(slash + 1);
    if (children.has(name)) throw clash(path);
    children.set(name, undefined);
  }
  for (const [directory, children] of directories) checkSpelling(directory, [...children.keys()]);
  return tree;
}

/** A name that is not its own folded form, or may not be. */
const ODD = /[^!-@[-~]/;

/** No two names in one directory differ in case or normal form only: on some file systems they are one. */
function checkSpelling(directory: string, names: readonly string[]): void {
  if (!names.some((name) => ODD.test(name))) return;
  const spelled = new Set<string>();
  for (const name of names) {
    const folded = foldPath(name);
    // A compatibility form of `/` would make one name look like a path.
    if (spelled.has(folded) || folded.includes("/")) throw clash(`${directory}/${name}`);
    spelled.add(folded);
  }
}

/** The old files' way out: whole directories where nothing else lives in them. `protectedRoots` are never moved themselves. */
export function removals(
  owned: ReadonlySet<string>,
  protectedRoots: ReadonlySet<string>,
  trash: string,
  files: Files,
): readonly Move[] {
  const memory = new Map<string, boolean>();
  const wholly = (directory: string): boolean => {
    const known = memory.get(directory);
    if (known !== undefined) return known;
    const all = files
      .list(directory)
      .every((entry) =>
        entry.kind === "directory"
          ? wholly(join(directory, entry.name))
          : owned.has(join(directory, entry.name)),
      );
    const answer = all && !protectedRoots.has(directory);
    memory.set(directory, answer);
    return answer;
  };
  const tops = new Set<string>();
  for (const path of owned) {
    let top = path;
    while (!protectedRoots.has(parent(top)) && wholly(parent(top))) top = parent(top);
    tops.add(top);
  }
  return [...tops]
    .toSorted((a, b) => registrationRank(a) - registrationRank(b) || byCodePoint(a, b))
    .map((from, index) => ({ from, to: join(trash, String(index)) }));
}

/** What registers a distribution goes out first, so that what is registered is whole at every moment. */
function registrationRank(path: string): number {
  return path.endsWith(".dist-info") || path.includes(".dist-info/") || path.endsWith(".pth") ? 0 : 1;
}

/** What is known of paths that new files meet. */
export interface Meeting {
  /** The paths that `removals` takes away first. */
  readonly leaving: ReadonlySet<string>;
  /** True when the file that stands at a path is, to the byte, the one that would come: it stays. */
  isAlike(path: string): boolean;
}

/** The new files' way in. */
export function arrivals(
  root: string,
  tree: Staged,
  stage: string,
  { leaving, isAlike }: Meeting,
  files: Files,
): readonly Move[] {
  const moves: Move[] = [];
  const enter = (directory: string, staged: string, children: Staged): void => {
    for (const [name, child] of children) {
      const move = {
        from: join(staged, name),
        to: join(directory, name),
        ...(child === undefined ? {} : { files: leaves(child, "", []) }),
      };
      const status = leaving.has(move.to) ? undefined : files.status(move.to);
      if (status === undefined) moves.push(move);
      else if (status.kind === "directory" && child !== undefined) enter(move.to, move.from, child);
      else if (status.kind === "link" && child !== undefined)
        throw new Fault("TW-INSTALL-LINK", `${shownPath(move.to)} is a link; nothing is written through it`);
      else if (status.kind !== "file" || child !== undefined || !isAlike(move.to)) throw taken(move.to);
    }
  };
  enter(root, stage, tree);
  return moves.toSorted((a, b) => arrivalRank(a.to) - arrivalRank(b.to) || byCodePoint(a.to, b.to));
}

/** The files of a staged directory, as paths below it, added to `found`. */
function leaves(tree: Staged, prefix: string, found: string[]): readonly string[] {
  for (const [name, child] of tree) {
    if (child === undefined) found.push(prefix + name);
    else leaves(child, `${prefix}${name}/`, found);
  }
  return found;
}

/** Code first, then what makes Python run it at start-up and scripts, what registers it last. */
function arrivalRank(path: string): number {
  if (path.includes(".dist-info")) return 2;
  return path.endsWith(".pth") ? 1 : 0;
}

function clash(path: string): Fault {
  return new Fault(
    "TW-INSTALL-CLASH",
    `two distributions, or two files of one, want to be ${shownPath(path)}`,
  );
}

function taken(path: string): Fault {
  return new Fault(
    "TW-INSTALL-TAKEN",
    `${shownPath(path)} is there already and belongs to no distribution that is being replaced`,
    {
      hint: "Move it away if it is left over from a broken installation, or install into a new environment with --venv DIR.",
    },
  );
}
