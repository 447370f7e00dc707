/**
 * Requirements of the command line and of files, made one set by name. Pure. Source: pip 26.3, `resolution/resolvelib` (`Constraint`,
 * `collect_root_requirements`, `_iter_found_candidates`) and `utils/hashes` (`Hashes.__and__`), whose rules are these:
 *
 * - A marker that does not hold here takes its line out before anything else; no extra is asked for while it is evaluated.
 * - Requirements of one name hold together: versions must meet all clauses, extras are united.
 * - Hashes: a line without any allows every file; of two lines with hashes, only digests that stand in both are allowed. So `pkg` on the command line
 *   and `pkg==1 --hash=...` in a file are one pinned and hashed requirement (get-pip #73).
 * - A constraint (`-c`) limits a project once somebody requires it: its versions, its hashes and its address count as if they stood in the requirement,
 *   so a requirement without hashes is hashed by its constraint. It asks for nothing by itself and says nothing of extras.
 *
 * Stricter than pip: two lists of hashes without a common digest contradict one another also when no algorithm is common (pip then goes on without
 * hashes), digests of a URL's fragment and `--hash` of its line must agree (pip takes either), and one project from two places is refused at once.
 */
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import { commonHashes, type FileHash, formatFileHash } from "../file-hash/hash.ts";
import { asksForPrereleases, type Specifier, specifierKey } from "../pep440-version/specifier.ts";
import type { Specifiers } from "../pep440-version/specifiers.ts";
import { evaluateMarker, type MarkerEnvironment } from "../pep508-requirement/marker.ts";
import { findContradiction, isPin } from "./contradiction.ts";
import type { RequirementItem } from "./line.ts";
import { at, type Origin, originText } from "./origin.ts";
import { sameSource, sourceText } from "./same-source.ts";
import type { RequirementSource } from "./source.ts";

/** What one project must be. */
export interface Limits {
  /** Normal form. */
  readonly name: string;
  /** Each clause once, in the order written. */
  readonly specifiers: Specifiers;
  /** The version when a clause names exactly one, as written there. */
  readonly pinned: string | undefined;
  /** The file must have one of them; empty when nobody gave any. */
  readonly hashes: readonly FileHash[];
  readonly source: RequirementSource;
  /** The requirements, then the constraints that say so. */
  readonly origins: readonly Origin[];
}

/** One required project. */
export interface MergedRequirement extends Limits {
  /** Normal form, sorted by code point. */
  readonly extras: readonly string[];
  readonly editable: boolean;
  /** Settings for the build backend, from the first line that has any. */
  readonly configSettings: ReadonlyMap<string, readonly string[]>;
}

/** One set. */
export interface RequirementSet {
  /** In the order of first mention. */
  readonly requirements: readonly MergedRequirement[];
  /** Directories, checkouts and source archives without a name, in order. */
  readonly unnamed: readonly RequirementItem[];
  /** Every project that a constraint limits, required or not: dependencies found later are limited too. */
  readonly constraints: ReadonlyMap<string, Limits>;
  /** Lines whose markers do not hold here. */
  readonly skipped: readonly RequirementItem[];
}

/**
 * Merges `items`, markers evaluated in `environment` (PEP 508 variables; `extra` is empty). Throws Fault TW-REQUIREMENTS-CONTRADICTION, which names both
 * lines, and TW-MARKER-UNDEFINED.
 */
export function mergeRequirements(
  items: readonly RequirementItem[],
  environment: MarkerEnvironment,
): RequirementSet {
  const required = new Map<string, RequirementItem[]>();
  const constrained = new Map<string, RequirementItem[]>();
  const unnamed: RequirementItem[] = [];
  const skipped: RequirementItem[] = [];
  for (const item of items) {
    const { marker, name } = item.requirement;
    const holds =
      marker === undefined || at(item.origin, () => evaluateMarker(marker, { ...environment, extra: "" }));
    if (!holds) skipped.push(item);
    else if (name === undefined) unnamed.push(item);
    else put(item.constraint ? constrained : required, name, item);
  }
  const requirements = [...required].map(([name, wanted]) => {
    const limits = limitsOf(name, [...wanted, ...(constrained.get(name) ?? [])]);
    const extras = [...new Set(wanted.flatMap(({ requirement }) => requirement.extras))];
    const settings = wanted.find(({ configSettings }) => configSettings.size > 0)?.configSettings;
    return {
      ...limits,
      extras: extras.toSorted(byCodePoint),
      editable: wanted.some(({ editable }) => editable),
      configSettings: settings ?? new Map<string, readonly string[]>(),
    };
  });
  const constraints = new Map([...constrained].map(([name, limits]) => [name, limitsOf(name, limits)]));
  return { requirements, unnamed, constraints, skipped };
}

function put(map: Map<string, RequirementItem[]>, name: string, item: RequirementItem): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [item]);
  else known.push(item);
}

function limitsOf(name: string, items: readonly RequirementItem[]): Limits {
  const source = commonSource(name, items);
  const clauses = commonClauses(name, items);
  const pin = clauses.find(isPin);
  return {
    name,
    specifiers: fromClauses(clauses),
    pinned: pin?.version,
    hashes: allowedHashes(name, items),
    source,
    origins: items.map(({ origin }) => origin),
  };
}

function commonSource(name: string, items: readonly RequirementItem[]): RequirementSource {
  const [first, ...others] = items.filter(({ requirement }) => requirement.source.kind !== "index");
  if (first === undefined) return { kind: "index" };
  const { source } = first.requirement;
  const other = others.find(({ requirement }) => !sameSource(source, requirement.source));
  if (other === undefined) return source;
  throw contradiction(
    name,
    [first, `the one from ${sourceText(source)}`],
    [other, `the one from ${sourceText(other.requirement.source)}`],
  );
}

function commonClauses(name: string, items: readonly RequirementItem[]): readonly Specifier[] {
  const placed = items.flatMap((place) =>
    place.requirement.specifiers.clauses.map((clause) => ({ clause, place })),
  );
  const found = findContradiction(placed);
  if (found === undefined)
    return [...new Map(placed.map(({ clause }) => [specifierKey(clause), clause])).values()];
  const [a, b] = found;
  throw contradiction(name, [a.place, `\`${a.clause.text}\``], [b.place, `\`${b.clause.text}\``]);
}

function fromClauses(clauses: readonly Specifier[]): Specifiers {
  return { clauses, asksForPrereleases: clauses.some(asksForPrereleases) };
}

function allowedHashes(name: string, items: readonly RequirementItem[]): readonly FileHash[] {
  let allowed: readonly FileHash[] = [];
  let by: RequirementItem | undefined;
  for (const item of items) {
    for (const hashes of [item.hashes, item.requirement.hashes]) {
      if (hashes.length === 0) continue;
      const common = commonHashes(allowed, hashes);
      if (common === undefined)
        throw contradiction(name, [by ?? item, hashesText(allowed)], [item, hashesText(hashes)]);
      // The line to name is the one that last made the list shorter.
      if (by === undefined || common.length < allowed.length) by = item;
      allowed = common;
    }
  }
  return allowed;
}

function hashesText(hashes: readonly FileHash[]): string {
  const [first] = hashes;
  const more = hashes.length > 1 ? ` and ${hashes.length - 1} more` : "";
  return first === undefined ? "no hash" : `${formatFileHash(first)}${more}`;
}

function contradiction(
  name: string,
  [a, says]: readonly [RequirementItem, string],
  [b, other]: readonly [RequirementItem, string],
): Fault {
  return new Fault(
    "TW-REQUIREMENTS-CONTRADICTION",
    `${name}: ${originText(a.origin)} asks for ${says}, ${originText(b.origin)} for ${other}; nothing is both`,
  );
}
