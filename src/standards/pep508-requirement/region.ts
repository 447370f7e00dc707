/**
 * Sets of environments, as ordered decision diagrams: whether two markers exclude one another, or one implies the other, is then exact. Pure. Source: Randal
 * Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", with more than two ways out of a node.
 *
 *     python < 3.9 ──────────────► nowhere
 *     python >= 3.9 ─► sys_platform ─ "win32" ─► everywhere
 *                                   └ any other ► nowhere
 *
 * Equal sets are one object, so they are compared by identity.
 */
import { compareVersions, type Version } from "../pep440-version/version.ts";

/** A place between versions: right before `version`, or right behind it. */
export interface Cut {
  readonly version: Version;
  readonly after: boolean;
}

/** A set of environments. Made by `Regions` only. */
export type Region = Leaf | Choice;

/** Every environment, or none. */
export interface Leaf {
  readonly leaf: boolean;
  readonly id: number;
}

/** What one variable decides. Variables come in the order of their keys from the top down. */
export type Choice = VersionChoice | TextChoice;

/** `parts[0]` is for what comes before the first cut, and so on. */
export interface VersionChoice {
  readonly leaf?: undefined;
  readonly id: number;
  readonly variable: string;
  readonly cuts: readonly Cut[];
  readonly values?: undefined;
  readonly parts: readonly Region[];
}

/** `parts[0]` is for every value that is not in `values`, `parts[i + 1]` for `values[i]`. */
export interface TextChoice {
  readonly leaf?: undefined;
  readonly id: number;
  readonly variable: string;
  readonly cuts?: undefined;
  readonly values: readonly string[];
  readonly parts: readonly Region[];
}

/** Order of cuts. */
export function compareCuts(a: Cut, b: Cut): number {
  return compareVersions(a.version, b.version) || Number(a.after) - Number(b.after);
}

/** Makes sets; those of two makers must not meet. */
export class Regions {
  readonly nowhere: Leaf = { leaf: false, id: 0 };
  readonly everywhere: Leaf = { leaf: true, id: 1 };
  private readonly made = new Map<string, Choice>();
  private readonly joined = new Map<string, Region>();
  private readonly opposites = new Map<Region, Region>();

  and(a: Region, b: Region): Region {
    if (a === b || b === this.everywhere) return a;
    if (a === this.everywhere) return b;
    if (a.leaf === false || b.leaf === false) return this.nowhere;
    if (a.leaf !== undefined || b.leaf !== undefined) return a.leaf ? b : a;
    const key = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
    const known = this.joined.get(key);
    if (known !== undefined) return known;
    const region = this.merge(a, b);
    this.joined.set(key, region);
    return region;
  }

  or(a: Region, b: Region): Region {
    return this.not(this.and(this.not(a), this.not(b)));
  }

  not(a: Region): Region {
    if (a.leaf !== undefined) return a.leaf ? this.nowhere : this.everywhere;
    const known = this.opposites.get(a);
    if (known !== undefined) return known;
    const parts = a.parts.map((part) => this.not(part));
    const region =
      a.cuts === undefined ? this.text(a.variable, a.values, parts) : this.version(a.variable, a.cuts, parts);
    this.opposites.set(a, region);
    this.opposites.set(region, a);
    return region;
  }

  /** True when every environment of `a` is in `b`. */
  isWithin(a: Region, b: Region): boolean {
    return this.and(a, this.not(b)) === this.nowhere;
  }

  /** See `VersionChoice`. */
  version(variable: string, cuts: readonly Cut[], parts: readonly Region[]): Region {
    const keptCuts: Cut[] = [];
    const kept: Region[] = [parts[0] ?? this.nowhere];
    for (const [at, cut] of cuts.entries()) {
      const next = parts[at + 1] ?? this.nowhere;
      if (next === kept.at(-1)) continue;
      keptCuts.push(cut);
      kept.push(next);
    }
    const [only] = kept;
    if (kept.length === 1 && only !== undefined) return only;
    const shown = keptCuts.map(({ version, after }) => `${version.text}${after ? "+" : ""}`);
    return this.shared(variable, shown, kept, (id) => ({ id, variable, cuts: keptCuts, parts: kept }));
  }

  /** See `TextChoice`; `values` are sorted. */
  text(variable: string, values: readonly string[], parts: readonly Region[]): Region {
    const other = parts[0] ?? this.nowhere;
    const kept = values.flatMap((value, at) => {
      const part = parts[at + 1] ?? other;
      return part === other ? [] : [{ value, part }];
    });
    if (kept.length === 0) return other;
    const keptValues = kept.map(({ value }) => value);
    const keptParts = [other, ...kept.map(({ part }) => part)];
    return this.shared(variable, keptValues, keptParts, (id) => ({
      id,
      variable,
      values: keptValues,
      parts: keptParts,
    }));
  }

  private shared(
    variable: string,
    points: readonly string[],
    parts: readonly Region[],
    make: (id: number) => Choice,
  ): Region {
    const key = JSON.stringify([variable, points, parts.map(({ id }) => id)]);
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const choice = make(this.made.size + 2);
    this.made.set(key, choice);
    return choice;
  }

  private merge(a: Choice, b: Choice): Region {
    if (a.variable !== b.variable) {
      const [first, other] = a.variable < b.variable ? [a, b] : [b, a];
      const parts = first.parts.map((part) => this.and(part, other));
      return first.cuts === undefined
        ? this.text(first.variable, first.values, parts)
        : this.version(first.variable, first.cuts, parts);
    }
    if (a.cuts !== undefined && b.cuts !== undefined) return this.mergeVersions(a, b);
    if (a.cuts === undefined && b.cuts === undefined) return this.mergeTexts(a, b);
    throw new TypeError(`${a.variable} is compared as a version and as a text`);
  }

  private mergeVersions(a: VersionChoice, b: VersionChoice): Region {
    const cuts: Cut[] = [];
    const parts: Region[] = [];
    let [i, j] = [0, 0];
    for (;;) {
      parts.push(this.and(a.parts[i] ?? this.nowhere, b.parts[j] ?? this.nowhere));
      const [x, y] = [a.cuts[i], b.cuts[j]];
      if (x === undefined && y === undefined) return this.version(a.variable, cuts, parts);
      const order = x === undefined ? 1 : y === undefined ? -1 : compareCuts(x, y);
      const cut = order <= 0 ? x : y;
      if (cut !== undefined) cuts.push(cut);
      if (order <= 0) i += 1;
      if (order >= 0) j += 1;
    }
  }

  private mergeTexts(a: TextChoice, b: TextChoice): Region {
    const values = [...new Set([...a.values, ...b.values])].sort();
    const of = ({ values: own, parts }: TextChoice, value: string): Region =>
      parts[own.indexOf(value) + 1] ?? this.nowhere;
    return this.text(a.variable, values, [
      this.and(a.parts[0] ?? this.nowhere, b.parts[0] ?? this.nowhere),
      ...values.map((value) => this.and(of(a, value), of(b, value))),
    ]);
  }
}
