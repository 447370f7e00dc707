/** The environment that is verified, and where a row of RECORD may lead in it. Pure. */
import type { Sites } from "../../model/installed.ts";

/** An environment as directories: absolute, links resolved, `/` between the parts. */
export interface Place {
  readonly kind: "environment" | "system" | "target";
  readonly sites: Sites;
  readonly scripts: string;
  readonly headers: string;
  readonly data: string;
  /** Major version of its Python; 3 where none was asked. */
  readonly major: number;
}

/** Where a row of RECORD leads, or why it may not be followed: a clause without a full stop. */
export type Destination = { readonly path: string } | { readonly refused: string };

const CLIMBS = /(?:^|\/)\.{0,2}(?:\/|$)/;
/** Files that CPython obeys wherever they stand, and the interpreter under any of its names. */
const ENVIRONMENT = /^(?:pyvenv\.cfg|pybuilddir\.txt|.*\._pth)$/i;
const PROGRAM = /^(?:python|pypy)[0-9.]*[a-z]?(?:\.exe)?$/i;

/** The site directories, each once. */
export function siteList(place: Place): readonly string[] {
  const { purelib, platlib } = place.sites;
  return purelib === platlib ? [purelib] : [purelib, platlib];
}

/** Where `row`, written in `site` for the distribution whose `.dist-info` is named `info`, leads. */
export function destination(row: string, site: string, info: string, place: Place): Destination {
  if (!CLIMBS.test(row) && !row.startsWith("/")) {
    const top = row.slice(0, row.indexOf("/") + 1 || undefined);
    if (isInfo(top) && top !== `${info}/`) return { refused: "lies in the metadata of another distribution" };
    return { path: `${site}/${row}` };
  }
  // pip writes RECORD of `--target` as for the place it built in, two directories deeper than scripts.
  const written = place.kind === "target" && row.startsWith("../../bin/") ? row.slice(6) : row;
  const path = resolved(site, written);
  const refused = whyNot(path, info, place);
  return refused === undefined ? { path } : { refused };
}

function whyNot(path: string, info: string, place: Place): string | undefined {
  const sites = siteList(place);
  const roots = [...sites, place.scripts, place.headers, place.data];
  if (!roots.some((root) => isBelow(root, path))) return "leads outside the environment";
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (ENVIRONMENT.test(name) || (PROGRAM.test(name) && above(path) === place.scripts))
    return "belongs to the environment itself";
  const site = sites.find((each) => isBelow(each, path));
  if (site === undefined) {
    const isLibrary = place.kind !== "target" && sites.some((each) => isBelow(above(each), path));
    return isLibrary ? "belongs to the interpreter's own library" : undefined;
  }
  const [top = ""] = path.slice(site.length + 1).split("/");
  return isInfo(`${top}/`) && top !== info ? "lies in the metadata of another distribution" : undefined;
}

function isInfo(top: string): boolean {
  return /\.(?:dist-info|egg-info)\/$/i.test(top);
}

/** `path` from `directory` with `.` and `..` worked out; `..` above the root stays there. */
function resolved(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return /^[A-Za-z]:/.test(directory) ? parts.join("/") : `/${parts.join("/")}`;
}

/** True when `path` lies below `directory`, by components. */
export function isBelow(directory: string, path: string): boolean {
  return path.length > directory.length && path.startsWith(directory) && path[directory.length] === "/";
}

/** The directory that holds `path`. */
export function above(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}

/** `path` as a person looks for it: from the first site that holds it, else whole. */
export function shortened(path: string, place: Place): string {
  const site = siteList(place).find((each) => isBelow(each, path));
  return site === undefined ? path : path.slice(site.length + 1);
}
