/** Version specifiers that no version can meet together. Pure. Source: version specifiers specification (PEP 440); what is found is sure, not everything is found. */
import { meets, type Specifier, specifierKey } from "../pep440-version/specifier.ts";
import { asVersion, compareVersions, type Version } from "../pep440-version/version.ts";

/** One clause and where it stands. */
export interface PlacedClause<Place> {
  readonly clause: Specifier;
  readonly place: Place;
}

/** A bound that every version must keep. */
interface Bound<Place> extends PlacedClause<Place> {
  readonly version: Version;
  readonly exclusive: boolean;
}

/**
 * Two clauses of `placed` that exclude one another, in the order given, or undefined when none are found: an exact version that another clause
 * does not take, or a lower bound above an upper one.
 */
export function findContradiction<Place>(
  placed: readonly PlacedClause<Place>[],
): readonly [PlacedClause<Place>, PlacedClause<Place>] | undefined {
  const byMeaning = new Map<string, PlacedClause<Place>>();
  for (const each of placed) {
    const key = specifierKey(each.clause);
    if (!byMeaning.has(key)) byMeaning.set(key, each);
  }
  const distinct = [...byMeaning.values()];
  for (const pin of distinct.filter(({ clause }) => isPin(clause))) {
    const against = distinct.find(({ clause }) => !agree(pin.clause, clause));
    if (against !== undefined) return inOrder(placed, pin, against);
  }
  const low = distinct.map(lowerBound).reduce(higher, undefined);
  const high = distinct.map(upperBound).reduce(lower, undefined);
  if (low === undefined || high === undefined) return undefined;
  const order = compareVersions(low.version, high.version);
  if (order < 0 || (order === 0 && !low.exclusive && !high.exclusive)) return undefined;
  return inOrder(placed, low, high);
}

/** True for a clause that takes one version only, local labels apart. */
export function isPin(clause: Specifier): boolean {
  return clause.operator === "===" || (clause.operator === "==" && !clause.prefix);
}

function agree(pin: Specifier, clause: Specifier): boolean {
  if (meets(clause, { text: pin.version, version: pin.parsed })) return true;
  // `==1` takes `1+local` too, so it goes with `==1+local`.
  return isPin(clause) && meets(pin, { text: clause.version, version: clause.parsed });
}

function lowerBound<Place>(each: PlacedClause<Place>): Bound<Place> | undefined {
  const { operator, parsed, prefix } = each.clause;
  if (parsed === undefined) return undefined;
  if (operator === ">=" || operator === ">" || operator === "~=")
    return { ...each, version: parsed, exclusive: operator === ">" };
  const version = operator === "==" && prefix ? firstOf(parsed.epoch, parsed.release) : undefined;
  return version === undefined ? undefined : { ...each, version, exclusive: false };
}

function upperBound<Place>(each: PlacedClause<Place>): Bound<Place> | undefined {
  const { operator, parsed, prefix } = each.clause;
  if (parsed === undefined) return undefined;
  if (operator === "<=" || operator === "<") return { ...each, version: parsed, exclusive: operator === "<" };
  const shared =
    operator === "~=" ? parsed.release.slice(0, -1) : operator === "==" && prefix ? parsed.release : [];
  const last = shared.at(-1);
  if (last === undefined) return undefined;
  const version = firstOf(parsed.epoch, [...shared.slice(0, -1), String(BigInt(last) + 1n)]);
  return version === undefined ? undefined : { ...each, version, exclusive: true };
}

/** The lowest version of a release. */
function firstOf(epoch: string, release: readonly string[]): Version | undefined {
  return asVersion(`${epoch}!${release.join(".")}.dev0`);
}

function higher<Place>(a: Bound<Place> | undefined, b: Bound<Place> | undefined): Bound<Place> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compareVersions(a.version, b.version);
  return order > 0 || (order === 0 && a.exclusive) ? a : b;
}

function lower<Place>(a: Bound<Place> | undefined, b: Bound<Place> | undefined): Bound<Place> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compareVersions(a.version, b.version);
  return order < 0 || (order === 0 && a.exclusive) ? a : b;
}

function inOrder<Place>(
  placed: readonly PlacedClause<Place>[],
  a: PlacedClause<Place>,
  b: PlacedClause<Place>,
): readonly [PlacedClause<Place>, PlacedClause<Place>] {
  const at = ({ clause }: PlacedClause<Place>) => placed.findIndex((each) => each.clause === clause);
  return at(a) <= at(b) ? [a, b] : [b, a];
}
