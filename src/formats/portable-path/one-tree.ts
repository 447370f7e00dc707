/**
 * The places of an archive as one tree: portable names, no two of them one place on some file system, no file that is also a directory. Pure.
 * The same for every kind of archive.
 */
import { type Code, Fault } from "../../base/fault.ts";
import { checkPortablePath, foldPath, shownPath } from "./portable-path.ts";

/** One entry of an archive. */
export interface Place {
  /** `/`-separated, without a final slash. */
  readonly path: string;
  readonly directory: boolean;
}

/** How an archive says no, and how much it may bring. */
export interface TreeRules {
  readonly duplicate: Code;
  readonly tooLarge: Code;
  /** Most directories, those among them that only stand in the paths of others. */
  readonly directories: number;
}

/** Refuses `places` unless they make one tree everywhere; throws Faults TW-PATH-UNPORTABLE, TW-PATH-OUTSIDE and the two codes of `rules`. */
export function checkOneTree(places: readonly Place[], rules: TreeRules): void {
  const seen = new Map<string, Place>();
  for (const place of places) {
    checkPortablePath(place.path);
    const folded = foldPath(place.path);
    const twin = seen.get(folded);
    if (twin !== undefined) throw twins(place.path, twin.path, rules);
    seen.set(folded, place);
  }
  const parents = new Map<string, string>();
  for (const { path } of places) addParents(parents, path, rules);
  const spelled = new Map<string, string>();
  for (const [parent, folded] of parents) {
    const twin = seen.get(folded);
    if (twin !== undefined && !(twin.directory && twin.path === parent))
      throw twins(parent, twin.path, rules);
    const other = spelled.get(folded);
    if (other !== undefined) throw twins(parent, other, rules);
    spelled.set(folded, parent);
  }
}

/** Adds every directory above `path`, with its folded form. */
function addParents(parents: Map<string, string>, path: string, rules: TreeRules): void {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const parent = path.slice(0, end);
    if (parents.has(parent)) return;
    parents.set(parent, foldPath(parent));
    if (parents.size > rules.directories)
      throw new Fault(rules.tooLarge, `the archive would make more than ${rules.directories} directories`);
  }
}

function twins(a: string, b: string, rules: TreeRules): Fault {
  return new Fault(
    rules.duplicate,
    `the archive holds ${shownPath(a)} and ${shownPath(b)}, one place on some systems`,
  );
}
