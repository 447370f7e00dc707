/** What stands in a site or a scripts directory and belongs to the environment rather than to a distribution. */
import { sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import type { DirectoryEntry, Files } from "../../ports/files.ts";

/**
 * Files that makers of environments put into site-packages without a RECORD, by their SHA-256. A hook that runs at every start is known by
 * its bytes or not at all.
 */
const KNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["_virtualenv.pth", new Set(["69ac3d8f27e679c81b94ab30b3b56e9cd138219b1ba94a1fa3606d5a76a1433d"])],
  [
    "_virtualenv.py",
    new Set([
      "cfe56cafbd68fd31a0e87100f111d7d2f6b7157241096500013c07e88d80a22f", // virtualenv 21.15
      "cfb3db86aaa53bb62b5ff764970bec2d71c9228590a0ebec57f6ec926cc0bf1a", // uv 0.13
    ]),
  ],
  // CPython's own, the same words under two names since 2.7.
  ["README", new Set(["cba8fece8f62c36306ba27a128f124a257710e41fc619301ee97be93586917cb"])],
  ["README.txt", new Set(["cba8fece8f62c36306ba27a128f124a257710e41fc619301ee97be93586917cb"])],
]);
const SMALL = 1 << 16;

/** True for a file that is exactly one of those. */
export function isEnvironmentsOwn(path: string, entry: DirectoryEntry, files: Files): boolean {
  if (entry.name === ".truewheel") return true;
  const known = entry.kind === "file" ? KNOWN.get(entry.name) : undefined;
  if (known === undefined) return false;
  try {
    return known.has(sha256(files.read(path, SMALL)));
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** The interpreter under its names, and what `venv`, virtualenv and uv put beside it. */
const SCRIPTS =
  /^(?:(?:python|pypy|\u{1d70b}thon)[0-9.]*[a-z]?(?:-config)?(?:\.exe)?|pythonw[0-9.]*(?:\.exe)?|activate(?:\.(?:bash|bat|csh|fish|nu|ps1|xsh))?|Activate\.ps1|activate_this\.py|deactivate\.(?:bat|csh|nu)|pydoc\.bat)$/iu;

/** True for a name that the environment itself has in its scripts directory. */
export function isEnvironmentScript(name: string): boolean {
  return SCRIPTS.test(name);
}

/** Modules and files that `site` runs at every start of Python. */
export function isStartup(name: string): boolean {
  return name.endsWith(".pth") || /^(?:site|user)customize(?:\..+)?$/.test(name);
}

/** Names under which distributions were registered before `.dist-info`; the first group is the project. */
export const LEGACY = /^(.+?)(?:-([^-]+))?(?:-py[0-9.]+)?\.(?:egg-info|egg|egg-link)$/;

/** True for such a name. */
export function isLegacy(name: string): boolean {
  return LEGACY.test(name);
}
