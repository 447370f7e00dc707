/** `--index-for NAME=URL`: the one index of a project. Pure. */
import { Fault } from "../base/fault.ts";
import { isValidName, normalizeName } from "../standards/pep503-name/name.ts";
import type { Arguments } from "./command.ts";

/**
 * The index of each project named, by normalised name; base addresses end in `/`. Throws Fault TW-USAGE for what is no NAME=URL and for
 * a project that is given two indexes.
 */
export function indexesFor(given: Arguments): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const each of given.values("index-for")) {
    const equals = each.indexOf("=");
    const written = each.slice(0, Math.max(0, equals));
    const url = URL.parse(each.slice(equals + 1));
    if (!isValidName(written) || url === null || !isBase(url))
      throw new Fault(
        "TW-USAGE",
        "--index-for takes NAME=URL, an http: or https: address without credentials, query and fragment",
      );
    const name = normalizeName(written);
    const base = url.href.endsWith("/") ? url.href : `${url.href}/`;
    const other = found.get(name);
    if (other !== undefined && other !== base)
      throw new Fault(
        "TW-USAGE",
        `--index-for gives ${name} two indexes, and one index is asked for a project`,
      );
    found.set(name, base);
  }
  return found;
}

function isBase({ protocol, username, password, search, hash }: URL): boolean {
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}
