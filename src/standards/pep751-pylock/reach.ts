/**
 * Where the bytes of a lock's entry lie, seen from the lock itself. Pure. Source: pylock.toml specification (PEP 751), `path` ("relative to the lock file"); THREATS:
 * a lock that came over the network names nothing on this machine, and its paths lead to no other host.
 */
import { isAbsolute, join, win32 } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Pylock, PylockPackage } from "./pylock.ts";

/** Where the lock was read: the directory that holds it, or its `http:` or `https:` URL. */
export type LockPlace =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

/** Where something lies. */
export type Location =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

/** The place of an entry: its `path` when it has one, else its `url`. Throws Fault TW-PYLOCK-REACH, and TW-PYLOCK-MALFORMED when it has neither. */
export function locate(
  entry: { readonly path?: string | undefined; readonly url?: string | undefined },
  lock: LockPlace,
): Location {
  const { path, url } = entry;
  if (path !== undefined) return locatePath(path, lock);
  if (url === undefined)
    throw new Fault("TW-PYLOCK-MALFORMED", "an entry of the lock has neither path nor url");
  if (!/^(?:[a-z]+\+)?file:/i.test(url.trim())) return { kind: "url", url };
  if (lock.kind === "url") throw reaches(url, "it names a file on this machine");
  try {
    return { kind: "path", path: fileURLToPath(url) };
  } catch {
    throw reaches(url, "it is no path on this machine");
  }
}

function locatePath(path: string, lock: LockPlace): Location {
  if (lock.kind === "directory")
    return { kind: "path", path: isAbsolute(path) ? path : join(lock.path, path) };
  if (path.startsWith("/") || win32.isAbsolute(path) || /^[a-z]:/i.test(path))
    throw reaches(path, "it is an absolute path");
  if (path.includes("\\")) throw reaches(path, "it holds a backslash, which URLs read in two ways");
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const base = URL.parse(lock.url);
  const url = base === null ? null : URL.parse(encoded, base);
  if (base === null || url === null || !/^https?:$/.test(base.protocol) || url.origin !== base.origin)
    throw reaches(path, "it leads away from the lock's host");
  return { kind: "url", url: url.href };
}

/**
 * Refuses a lock that reaches for what its place gives it no right to: for one from the network, local directories, `file:` URLs, absolute paths and paths that
 * lead to another host. Every entry is looked at, also those for other environments. Throws Fault TW-PYLOCK-REACH.
 */
export function checkReach(lock: Pylock, place: LockPlace): void {
  for (const each of lock.packages) checkPackage(each, place);
}

function checkPackage({ name, source }: PylockPackage, place: LockPlace): void {
  if (source.kind === "files") {
    for (const file of [...source.wheels, ...(source.sdist === undefined ? [] : [source.sdist])])
      check(file, place);
  } else if (source.kind === "directory" && place.kind === "url") {
    throw reaches(source.path, `${name} would be taken from a directory of this machine`);
  } else check(source, place);
}

/** `path` counts first, and still a `url` beside it must not reach for a file. */
function check(
  entry: { readonly path?: string | undefined; readonly url?: string | undefined },
  place: LockPlace,
): void {
  if (entry.path !== undefined) locate({ path: entry.path }, place);
  if (entry.url !== undefined) locate({ url: entry.url }, place);
}

function reaches(what: string, why: string): Fault {
  return new Fault("TW-PYLOCK-REACH", `the lock may not name ${shownPath(what)}: ${why}`);
}
