/** Where the store is kept. Pure. Source: XDG Base Directory Specification; Apple's and Microsoft's own places. */

import type { World } from "../ports/world.ts";
import type { Arguments } from "./command.ts";

/** `--cache-dir`, else the platform's place for caches; absolute. */
export function cacheDirectory(given: Arguments, world: World): string {
  const asked = given.value("cache-dir");
  if (asked !== undefined) return absolute(asked, world.directory);
  const { LOCALAPPDATA, XDG_CACHE_HOME } = world.environment;
  if (world.platform === "win32" && LOCALAPPDATA) return `${LOCALAPPDATA}/truewheel/cache`;
  if (world.platform === "darwin") return `${world.home}/Library/Caches/truewheel`;
  // The specification wants a relative XDG_CACHE_HOME ignored.
  return XDG_CACHE_HOME?.startsWith("/") === true
    ? `${XDG_CACHE_HOME}/truewheel`
    : `${world.home}/.cache/truewheel`;
}

/** `path` from `directory` unless it is absolute already. */
export function absolute(path: string, directory: string): string {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) ? path : `${directory}/${path}`;
}
