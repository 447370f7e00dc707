/**
 * Which of a project's versions a specifier takes. Pure. Source: version specifiers specification (PEP 440). The versions are sorted, and an order takes all on
 * one side of its bound but for a few beside it: only those are asked one by one, where a project has thousands.
 */
import { meets, type Specifier } from "../../standards/pep440-version/specifier.ts";
import type { Specifiers } from "../../standards/pep440-version/specifiers.ts";
import {
  comparePublic,
  compareVersions,
  sameRelease,
  type Version,
} from "../../standards/pep440-version/version.ts";
import { VersionSet } from "./version-set.ts";

/** Positions of the versions (sorted) that meet every clause; pre-releases are not treated apart. */
export function taken(specifiers: Specifiers, versions: readonly Version[]): VersionSet {
  const all = VersionSet.range(versions.length, 0, versions.length);
  return specifiers.clauses.reduce((set, clause) => set.and(takenByClause(clause, versions)), all);
}

function takenByClause(clause: Specifier, versions: readonly Version[]): VersionSet {
  const { operator, parsed: bound, prefix } = clause;
  const size = versions.length;
  const takes = (at: number): boolean => {
    const version = versions[at];
    return version !== undefined && meets(clause, { text: version.text, version });
  };
  if (bound === undefined || prefix) return VersionSet.of(size, takes);
  const cut = firstFrom(bound, versions);
  const last = endOfEqual(cut, bound, versions);
  switch (operator) {
    case "~=":
    case "===":
      return VersionSet.of(size, takes);
    case ">=":
      return VersionSet.range(size, cut, size);
    case "<=":
      return VersionSet.range(size, 0, last);
    case "==":
      return VersionSet.of(size, (at) => at >= cut && at < last && takes(at));
    case "!=":
      return VersionSet.of(size, (at) => at < cut || at >= last || takes(at));
    case "<": {
      const first = startOfRelease(cut, bound, versions);
      return VersionSet.of(size, (at) => at < first || (at < cut && takes(at)));
    }
    case ">": {
      const end = endOfRelease(last, bound, versions);
      return VersionSet.of(size, (at) => at >= end || (at >= last && takes(at)));
    }
  }
}

/** The first position whose version is not before `bound`. */
function firstFrom(bound: Version, versions: readonly Version[]): number {
  let [low, high] = [0, versions.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const version = versions[middle];
    if (version !== undefined && compareVersions(version, bound) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position behind those that differ from `bound` by a local label at most. */
function endOfEqual(from: number, bound: Version, versions: readonly Version[]): number {
  return walk(from, 1, versions, (version) => comparePublic(version, bound) <= 0);
}

function startOfRelease(from: number, bound: Version, versions: readonly Version[]): number {
  return walk(from - 1, -1, versions, (version) => sameRelease(version, bound)) + 1;
}

function endOfRelease(from: number, bound: Version, versions: readonly Version[]): number {
  return walk(from, 1, versions, (version) => sameRelease(version, bound));
}

/** The first position from `from` on, in steps, for which `holds` is not true. */
function walk(
  from: number,
  step: 1 | -1,
  versions: readonly Version[],
  holds: (version: Version) => boolean,
): number {
  let at = from;
  for (let version = versions[at]; version !== undefined && holds(version); version = versions[at])
    at += step;
  return at;
}
