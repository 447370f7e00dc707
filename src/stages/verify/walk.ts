/** Goes once through every directory of a site: what is claimed is compared, what nobody claims is named. Follows no link. */
import { codeOf } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { DirectoryEntry, Files } from "../../ports/files.ts";
import { type Comparing, compare, compareRights, measure } from "./compare.ts";
import type { Claims, Expected } from "./expected.ts";
import { isEnvironmentsOwn } from "./known.ts";
import { isBelow, shortened, siteList } from "./place.ts";

/** What the walk works with. */
export interface Walking extends Comparing {
  readonly claims: Claims;
  readonly files: Files;
  /** Whether what nobody claims in this directory is of interest. */
  isOfInterest(directory: string): boolean;
}

const DEEPEST = 200;
/** Nothing installs more; a loop of mounts could go on for ever. */
const MOST_ENTRIES = 5_000_000;

/** Walks the sites and then looks at the claimed files outside them. */
export function walkSites(walking: Walking): void {
  const walk = new Walk(walking);
  for (const site of siteList(walking.place)) walk.directory(site, 0);
  walk.rest();
}

class Walk {
  private readonly with: Walking;
  private entries = 0;

  constructor(walking: Walking) {
    this.with = walking;
  }

  directory(path: string, depth: number): void {
    const { claims, findings, place } = this.with;
    if (depth > 0 && siteList(place).includes(path)) return;
    const about = { path: `${shortened(path, place)}/` };
    const entries = this.list(path, about);
    if (entries === undefined) return;
    const self = measure(path, undefined, about, this.with);
    if (self !== undefined && self !== "unreadable") compareRights(self, undefined, about, this.with);
    this.entries += entries.length;
    if (depth > DEEPEST || this.entries > MOST_ENTRIES) {
      findings.add("TW-VERIFY-UNREADABLE", "there is more in it than an installation holds", about);
      return;
    }
    for (const entry of entries) {
      const at = `${path}/${entry.name}`;
      const expected = claims.files.get(at);
      if (expected !== undefined) this.claimed(expected);
      else if (entry.kind === "directory" && claims.directories.has(at)) this.directory(at, depth + 1);
      else if (this.with.isOfInterest(path)) this.unclaimed(path, at, entry, depth);
    }
  }

  private claimed(expected: Expected): void {
    expected.isSeen = true;
    if (isAsked(expected)) compare(expected, this.with);
  }

  private unclaimed(directory: string, path: string, entry: DirectoryEntry, depth: number): void {
    const { findings, place, tally, files } = this.with;
    const isTop = siteList(place).includes(directory);
    if (entry.name === "__pycache__" && entry.kind === "directory") {
      this.cache(directory, path);
      return;
    }
    if (this.isOldBytecode(directory, entry)) {
      tally.bytecode += 1;
      return;
    }
    // Reported by the one who looks for distributions, or part of the environment.
    if (isTop && /\.(?:dist-info|egg-info|egg-link)$/.test(entry.name) && entry.kind !== "file") return;
    if (isTop && isEnvironmentsOwn(path, entry, files)) return;
    if (place.kind === "target" && path === place.scripts) return;
    const shown = shortened(path, place);
    if (entry.kind === "directory") {
      const count = this.count(path, depth + 1);
      const what = isStartup(entry.name) && isTop ? "TW-VERIFY-STARTUP" : "TW-VERIFY-ADDED";
      if (count > 0)
        findings.add(what, "no distribution lists anything in this directory", {
          path: `${shown}/`,
          files: count,
        });
      return;
    }
    if (isTop && isStartup(entry.name))
      findings.add("TW-VERIFY-STARTUP", "Python runs it at every start, and no distribution lists it", {
        path: shown,
      });
    else
      findings.add("TW-VERIFY-ADDED", `no distribution lists this ${kindWord(entry.kind)}`, { path: shown });
  }

  /** `__pycache__` that no row mentions: bytecode of claimed sources is expected there, and nothing else. */
  private cache(directory: string, path: string): void {
    const { claims, findings, place, tally } = this.with;
    for (const entry of this.list(path, { path: `${shortened(path, place)}/` }) ?? []) {
      if (entry.kind === "file" && this.isBytecode(directory, entry.name)) tally.bytecode += 1;
      else if (claims.files.get(`${path}/${entry.name}`) === undefined)
        findings.add("TW-VERIFY-ADDED", `no distribution lists this ${kindWord(entry.kind)}`, {
          path: shortened(`${path}/${entry.name}`, place),
        });
    }
  }

  /** `mod.cpython-313.opt-1.pyc` of a claimed `mod.py` (PEP 3147, PEP 488). */
  private isBytecode(directory: string, name: string): boolean {
    const stem = /^(.+?)\.[a-z]+-?[0-9a-z]+(?:\.opt-[0-9a-z]+)?\.pyc$/i.exec(name)?.[1];
    return stem !== undefined && this.with.claims.files.has(`${directory}/${stem}.py`);
  }

  /** Beside its source for Python 2, and in `__pycache__` directories that some row mentions. */
  private isOldBytecode(directory: string, entry: DirectoryEntry): boolean {
    if (entry.kind !== "file" || !/\.py[co]$/.test(entry.name)) return false;
    if (directory.endsWith("/__pycache__"))
      return this.isBytecode(directory.slice(0, -"/__pycache__".length), entry.name);
    return (
      this.with.place.major === 2 && this.with.claims.files.has(`${directory}/${entry.name.slice(0, -1)}`)
    );
  }

  private list(path: string, about: { readonly path: string }): readonly DirectoryEntry[] | undefined {
    try {
      return this.with.files.list(path);
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      if (code !== "TW-DISK-MISSING")
        this.with.findings.add("TW-VERIFY-UNREADABLE", "this directory cannot be listed", about);
      return undefined;
    }
  }

  /** Files below a directory in which nothing is claimed. */
  private count(path: string, depth: number): number {
    if (depth > DEEPEST) return 1;
    const entries = this.list(path, { path: shortened(path, this.with.place) }) ?? [];
    this.entries += entries.length;
    if (this.entries > MOST_ENTRIES) return 1;
    return entries.reduce(
      (sum, entry) => sum + (entry.kind === "directory" ? this.count(`${path}/${entry.name}`, depth + 1) : 1),
      0,
    );
  }

  /** Claimed files that no walk met: missing in the sites, or outside them, reached through no link. */
  rest(): void {
    const { claims, place, findings } = this.with;
    const sites = siteList(place);
    const ways = new Map<string, string | undefined>();
    for (const expected of claims.files.values()) {
      if (expected.isSeen || !isAsked(expected)) continue;
      const link = sites.some((site) => isBelow(site, expected.path))
        ? undefined
        : this.linkAbove(expected.path, ways);
      if (link === undefined) compare(expected, this.with);
      else
        findings.add("TW-VERIFY-LINK", `the way to it goes through the link ${shownPath(link)}`, {
          distribution: expected.owner.found.name,
          path: shortened(expected.path, place),
        });
    }
  }

  /** The first link among the directories between the environment and `path`. */
  private linkAbove(path: string, ways: Map<string, string | undefined>): string | undefined {
    const { place, files } = this.with;
    const directory = path.slice(0, path.lastIndexOf("/"));
    if (directory === place.data || directory === place.scripts || !isBelow(place.data, directory))
      return undefined;
    if (ways.has(directory)) return ways.get(directory);
    const found =
      this.linkAbove(directory, ways) ?? (files.status(directory)?.kind === "link" ? directory : undefined);
    ways.set(directory, found);
    return found;
  }
}

/** With twins, one asked for is enough. */
function isAsked(expected: Expected): boolean {
  for (let at: Expected | undefined = expected; at !== undefined; at = at.twin)
    if (at.owner.isAsked) return true;
  return false;
}

/** Modules and files that `site` runs at every start of Python. */
function isStartup(name: string): boolean {
  return name.endsWith(".pth") || /^(?:site|user)customize(?:\..+)?$/.test(name);
}

function kindWord(kind: DirectoryEntry["kind"]): string {
  return kind === "other" ? "special file" : kind;
}
