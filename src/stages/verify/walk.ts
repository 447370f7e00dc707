/** Goes once through every directory of a site: what is claimed is compared, what nobody claims is named. Follows no link. */
import { codeOf } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { DirectoryEntry, Files } from "../../ports/files.ts";
import { type Comparing, compare, compareRights, measure } from "./compare.ts";
import type { Claims, Expected } from "./expected.ts";
import { isEnvironmentsOwn, isLegacy, isStartup } from "./known.ts";
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
    const names = this.list(path);
    if (names === undefined) return;
    const self = measure(path, undefined, path, this.with);
    if (self !== undefined && self !== "unreadable") compareRights(self, undefined, `${path}/`, this.with);
    this.entries += names.length;
    if (depth > DEEPEST || this.entries > MOST_ENTRIES) {
      findings.add("TW-VERIFY-UNREADABLE", "there is more in it than an installation holds", {
        path: `${shortened(path, place)}/`,
      });
      return;
    }
    const claimed = claims.in(path);
    for (const name of names) {
      const expected = claimed?.get(name);
      if (expected !== undefined) this.claimed(expected);
      else this.other(path, name, depth);
    }
  }

  private other(directory: string, name: string, depth: number): void {
    const { claims, files } = this.with;
    const path = `${directory}/${name}`;
    // Gone since the directory was listed: then nothing of it is left to tell.
    const kind = files.status(path)?.kind;
    if (kind === undefined) return;
    if (kind === "directory" && claims.leadsOn(path)) this.directory(path, depth + 1);
    else if (this.with.isOfInterest(directory)) this.unclaimed(directory, path, { name, kind }, depth);
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
    // Reported by the one who looks for distributions.
    if (isTop && (isLegacy(entry.name) || (entry.kind === "directory" && entry.name.endsWith(".dist-info"))))
      return;
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
    const { findings, place, tally, files } = this.with;
    for (const name of this.list(path) ?? []) {
      const at = `${path}/${name}`;
      const kind = files.status(at)?.kind;
      if (kind === undefined) continue;
      if (kind === "file" && this.isBytecode(directory, name)) tally.bytecode += 1;
      else
        findings.add("TW-VERIFY-ADDED", `no distribution lists this ${kindWord(kind)}`, {
          path: shortened(at, place),
        });
    }
  }

  /** `mod.cpython-313.opt-1.pyc` of a claimed `mod.py` (PEP 3147, PEP 488). */
  private isBytecode(directory: string, name: string): boolean {
    const stem = /^(.+?)\.[a-z]+-?[0-9a-z]+(?:\.opt-[0-9a-z]+)?\.pyc$/i.exec(name)?.[1];
    return stem !== undefined && this.with.claims.in(directory)?.has(`${stem}.py`) === true;
  }

  /** Beside its source for Python 2, and in `__pycache__` directories that some row mentions. */
  private isOldBytecode(directory: string, entry: DirectoryEntry): boolean {
    if (entry.kind !== "file" || !/\.py[co]$/.test(entry.name)) return false;
    if (directory.endsWith("/__pycache__"))
      return this.isBytecode(directory.slice(0, -"/__pycache__".length), entry.name);
    return (
      this.with.place.major === 2 && this.with.claims.in(directory)?.has(entry.name.slice(0, -1)) === true
    );
  }

  private list(path: string): readonly string[] | undefined {
    try {
      return this.with.measurer.names(path);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      this.with.findings.add("TW-VERIFY-UNREADABLE", "this directory cannot be listed", {
        path: `${shortened(path, this.with.place)}/`,
      });
      return undefined;
    }
  }

  /** Files below a directory in which nothing is claimed. */
  private count(path: string, depth: number): number {
    if (depth > DEEPEST) return 1;
    const names = this.list(path) ?? [];
    this.entries += names.length;
    if (this.entries > MOST_ENTRIES) return 1;
    let sum = 0;
    for (const name of names) {
      const at = `${path}/${name}`;
      sum += this.with.files.status(at)?.kind === "directory" ? this.count(at, depth + 1) : 1;
    }
    return sum;
  }

  /** Claimed files that no walk met: missing in the sites, or outside them, reached through no link. */
  rest(): void {
    const { claims, place, findings } = this.with;
    const sites = siteList(place);
    const ways = new Map<string, string | undefined>();
    for (const expected of claims.all()) {
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

function kindWord(kind: DirectoryEntry["kind"]): string {
  return kind === "other" ? "special file" : kind;
}
