/** Follows pyenv's shims without starting them. Source: pyenv's documentation, "Understanding Python version selection". */
import { dirname, join } from "node:path";
import type { Files } from "../../ports/files.ts";

/** pyenv as this user has it. */
export interface Pyenv {
  /** `$PYENV_ROOT`, or `~/.pyenv`. */
  readonly root: string;
  /** Versions chosen, best first: by PYENV_VERSION, a `.python-version` here or above, or the root's `version`. */
  readonly chosen: readonly string[];
}

/** pyenv's choice in `directory`, or undefined where there is no pyenv. */
export function findPyenv(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
  files: Files,
): Pyenv | undefined {
  const home = environment["HOME"] || environment["USERPROFILE"];
  const root = environment["PYENV_ROOT"] || (home ? join(home, ".pyenv") : undefined);
  if (root === undefined || files.status(join(root, "versions")) === undefined) return undefined;
  const named = environment["PYENV_VERSION"];
  const chosen = named
    ? named.split(":")
    : (localChoice(directory, files) ?? wordsOf(join(root, "version"), files));
  return { root, chosen: chosen ?? ["system"] };
}

/** Where the shim `name` leads, or undefined when no chosen version has such a program. */
export function behindShim(name: string, pyenv: Pyenv, files: Files): string | undefined {
  for (const version of pyenv.chosen) {
    const folder = version === "system" ? undefined : versionFolder(version, pyenv, files);
    const program = folder === undefined ? undefined : join(folder, "bin", name);
    if (program !== undefined && files.status(program) !== undefined) return program;
  }
  return undefined;
}

/** The folder of an installed version: the one so named, or the newest whose name begins with it (`3.9` of `3.9.18`). */
export function versionFolder(version: string, pyenv: Pyenv, files: Files): string | undefined {
  const plain = version.replace(/^python-/, "");
  if (!/^[\w.+-]+$/.test(plain) || plain === "." || plain === "..") return undefined;
  const versions = join(pyenv.root, "versions");
  if (files.status(join(versions, plain)) !== undefined) return join(versions, plain);
  const newer = files
    .list(versions)
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(`${plain}.`) && /^\d+(\.\d+)*$/.test(name))
    .sort(byNumbers);
  const newest = newer.at(-1);
  return newest === undefined ? undefined : join(versions, newest);
}

function byNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let at = 0; at < 4; at++) {
    const difference = (left?.[at] ?? -1) - (right?.[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function localChoice(directory: string, files: Files): readonly string[] | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const found = wordsOf(join(at, ".python-version"), files);
    if (found !== undefined) return found;
    if (dirname(at) === at) return undefined;
  }
}

/** The first word of each line that has one, or undefined when there is no such file. */
function wordsOf(path: string, files: Files): readonly string[] | undefined {
  if (files.status(path)?.kind !== "file") return undefined;
  const lines = Buffer.from(files.read(path, 1 << 16))
    .toString("utf8")
    .split(/\r?\n/);
  const words = lines.flatMap((line) => (/^\s*([^\s#]+)/.exec(line)?.[1] ?? "").split(":")).filter(Boolean);
  return words.length === 0 ? undefined : words;
}
