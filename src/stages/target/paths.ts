/** Paths as the target's platform writes them, whatever platform this is. Pure. */
import { posix, win32 } from "node:path";

/** `node:path` for a `sys.platform`. */
export function pathsOf(platform: string): typeof posix {
  return platform === "win32" ? win32 : posix;
}

/** Joins and normalises. */
export function joinPath(platform: string, ...parts: readonly string[]): string {
  return pathsOf(platform).join(...parts);
}

/** `path` with `root` in front and without its drive, as `--root` of pip and distutils. */
export function underRoot(platform: string, root: string, path: string): string {
  const paths = pathsOf(platform);
  return paths.join(root, path.slice(paths.parse(path).root.length));
}

/** True when two absolute paths are the same words; letter case does not count on Windows. */
export function samePath(platform: string, a: string, b: string): boolean {
  const [left, right] = [a, b].map((each) => pathsOf(platform).resolve(each));
  return platform === "win32" ? left?.toLowerCase() === right?.toLowerCase() : left === right;
}
