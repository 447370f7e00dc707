/** What belongs to an environment itself and to no distribution. Pure. */
import { foldPath } from "../../formats/portable-path/portable-path.ts";
import type { Target } from "../../model/target.ts";
import { isInside, parent } from "./paths.ts";

/** Files that CPython obeys wherever they stand beside its program or its library. */
const OBEYED = /^(?:pyvenv\.cfg|pybuilddir\.txt|.*\._pth)$/i;
const PROGRAM = /^(?:python|pypy)[0-9.]*[a-z]?(?:\.exe)?$/i;

/** True for the name of a file that CPython obeys wherever it stands. */
export function isObeyed(name: string): boolean {
  return OBEYED.test(name);
}

/** True for `pyvenv.cfg` and its like, the interpreter under any of its names, and the workspace; compared after case folding. */
export function isEnvironmentOwn(path: string, target: Target): boolean {
  const own = ownOf(target);
  const folded = foldPath(path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (OBEYED.test(name) || folded === own.executable) return true;
  if (folded === own.workspace || folded.startsWith(own.inWorkspace)) return true;
  return PROGRAM.test(name) && foldPath(parent(path)) === own.scripts;
}

/** Beside site-packages, but not in it: where the interpreter's own library lies. */
export function isStandardLibrary(path: string, target: Target): boolean {
  const sites = [target.scheme.purelib, target.scheme.platlib];
  return (
    target.kind !== "target" &&
    sites.some((site) => isInside(parent(site), path)) &&
    !sites.some((site) => isInside(site, path))
  );
}

interface Own {
  readonly executable: string;
  readonly workspace: string;
  readonly inWorkspace: string;
  readonly scripts: string;
}

const known = new WeakMap<Target, Own>();

/** A target's paths, folded once and not for each of thousands of files. */
function ownOf(target: Target): Own {
  const found = known.get(target);
  if (found !== undefined) return found;
  const workspace = foldPath(target.workspace);
  const own = {
    executable: foldPath(target.executable),
    workspace,
    inWorkspace: `${workspace}/`,
    scripts: foldPath(target.scheme.scripts),
  };
  known.set(target, own);
  return own;
}
