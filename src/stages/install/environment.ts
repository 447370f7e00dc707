/** What belongs to an environment itself and to no distribution. Pure. */
import { foldPath } from "../../formats/portable-path/portable-path.ts";
import type { Target } from "../../model/target.ts";
import { parent } from "./paths.ts";

/** Files that CPython obeys wherever they stand beside its program or its library. */
const OBEYED = /^(?:pyvenv\.cfg|pybuilddir\.txt|.*\._pth)$/i;
const PROGRAM = /^(?:python|pypy)[0-9.]*[a-z]?(?:\.exe)?$/i;

/** True for `pyvenv.cfg` and its like, the interpreter under any of its names, and the workspace; compared after case folding. */
export function isEnvironmentOwn(path: string, target: Target): boolean {
  const folded = foldPath(path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (OBEYED.test(name) || folded === foldPath(target.executable)) return true;
  const workspace = foldPath(target.workspace);
  if (folded === workspace || folded.startsWith(`${workspace}/`)) return true;
  return PROGRAM.test(name) && foldPath(parent(path)) === foldPath(target.scheme.scripts);
}
