/** Sets of version specifiers: every clause must be met. Pure. Source: version specifiers specification (PEP 440), "Version specifiers" and "Handling of pre-releases". */
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import { strip } from "../python-language/space.ts";
import {
  asksForPrereleases,
  type Candidate,
  meets,
  parseSpecifier,
  type Specifier,
  specifierKey,
} from "./specifier.ts";
import type { Version } from "./version.ts";

/** Clauses that hold together; none at all takes every version. */
export interface Specifiers {
  /** In the order written. */
  readonly clauses: readonly Specifier[];
  /** True when a clause names a pre-release. */
  readonly asksForPrereleases: boolean;
}

/** Longest set read, in UTF-16 units. */
const LONGEST = 20_000;

/** `text` as clauses between commas, none when it is empty; throws Fault TW-SPECIFIER-INVALID. */
export function parseSpecifiers(text: string): Specifiers {
  if (text.length > LONGEST)
    throw new Fault("TW-SPECIFIER-INVALID", `a version specifier is longer than ${LONGEST} characters`);
  const clauses = text
    .split(",")
    .map(strip)
    .filter((clause) => clause !== "")
    .map(parseSpecifier);
  return { clauses, asksForPrereleases: clauses.some(asksForPrereleases) };
}

/** The clauses in the order of their texts, between commas, without repetitions. */
export function formatSpecifiers(specifiers: Specifiers): string {
  const sorted = specifiers.clauses.toSorted((a, b) => byCodePoint(a.text, b.text));
  const byMeaning = new Map<string, string>();
  for (const clause of sorted) {
    const key = specifierKey(clause);
    if (!byMeaning.has(key)) byMeaning.set(key, clause.text);
  }
  return [...byMeaning.values()].join(",");
}

/**
 * True when `version` meets every clause. A pre-release is taken unless `prereleases` is false: one version alone has no final release
 * beside it, so the default of PEP 440 takes it. To choose among several, see `filterVersions`.
 */
export function contains(specifiers: Specifiers, version: Version, prereleases?: boolean): boolean {
  return takes(specifiers, { text: version.text, version }, prereleases);
}

/**
 * The versions that meet every clause, in their order. `prereleases` undefined is the default of PEP 440: pre-releases only when a
 * clause names one, or when no final release is left.
 */
export function filterVersions(
  specifiers: Specifiers,
  versions: readonly Version[],
  prereleases?: boolean,
): readonly Version[] {
  return filterBy(specifiers, versions, (version) => ({ text: version.text, version }), prereleases);
}

/** The same for anything that has a version. */
export function filterBy<Item>(
  specifiers: Specifiers,
  items: readonly Item[],
  candidateOf: (item: Item) => Candidate,
  prereleases?: boolean,
): readonly Item[] {
  const allowed = prereleases ?? (specifiers.asksForPrereleases ? true : undefined);
  const met: Item[] = [];
  const notPrerelease: Item[] = [];
  let final = false;
  for (const item of items) {
    const candidate = candidateOf(item);
    if (!takes(specifiers, candidate, true)) continue;
    met.push(item);
    if (candidate.version?.isPrerelease === true) continue;
    notPrerelease.push(item);
    final ||= candidate.version !== undefined;
  }
  if (allowed === undefined) return final ? notPrerelease : met;
  return allowed ? met : notPrerelease;
}

function takes(specifiers: Specifiers, candidate: Candidate, prereleases: boolean | undefined): boolean {
  if (prereleases === false && candidate.version?.isPrerelease === true) return false;
  return specifiers.clauses.every((clause) => meets(clause, candidate));
}
