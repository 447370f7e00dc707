/**
 * Incompatibilities: terms that must not all hold. Pure. Source: pub's solver documentation, "Incompatibility" and "Conflict Resolution".
 * Those from outside state facts (a dependency, a release that cannot be used); the others are derived from two.
 */
import { intersection, isCertain, type Term, union } from "./term.ts";

/** The package that stands for what was asked for. It has one version. */
export const ROOT = "";

/** Why an incompatibility is one. */
export type Cause =
  | { readonly kind: "root" }
  /** Releases `needs`; `origin` is the line of an input where the root needs it. */
  | { readonly kind: "requirement"; readonly by: string; readonly needs: Needed }
  /** A line of a constraints file. */
  | { readonly kind: "constraint"; readonly says: string; readonly origin: string }
  /** No release that could be used; each reason is a clause: `2.0 was yanked`. */
  | { readonly kind: "none"; readonly reasons: readonly string[] }
  /** An extra is no distribution of its own: it has the version of its project. */
  | { readonly kind: "extra" }
  | { readonly kind: "derived"; readonly left: Incompatibility; readonly right: Incompatibility };

/** One requirement in words. */
export interface Needed {
  /** Normal name, perhaps with an extra. */
  readonly package: string;
  /** As `b>=2`. */
  readonly text: string;
  /** Where a person wrote it; undefined for one that a release's metadata states. */
  readonly origin: string | undefined;
  /** What is wrong with it by itself, a clause: `no index knows b`. */
  readonly remark?: string;
}

/** Terms by package that must not all hold. */
export interface Incompatibility {
  readonly terms: ReadonlyMap<string, Term>;
  readonly cause: Cause;
}

/** Leaves out terms that hold anyway; two terms of one package, as when a release needs its own project, become one. */
export function incompatibility(terms: readonly (readonly [string, Term])[], cause: Cause): Incompatibility {
  const joined = new Map<string, Term>();
  for (const [name, term] of terms) {
    const known = joined.get(name);
    if (!isCertain(term)) joined.set(name, known === undefined ? term : intersection(known, term));
  }
  return { terms: joined, cause };
}

/** What follows from two incompatibilities that say opposite things of `pivot` ("prior cause"). */
export function priorCause(left: Incompatibility, right: Incompatibility, pivot: string): Incompatibility {
  const terms = new Map(left.terms);
  for (const [name, term] of right.terms) {
    const known = terms.get(name);
    if (known === undefined) terms.set(name, term);
    else terms.set(name, name === pivot ? union(known, term) : intersection(known, term));
  }
  const ofPivot = terms.get(pivot);
  if (ofPivot !== undefined && isCertain(ofPivot)) terms.delete(pivot);
  return { terms, cause: { kind: "derived", left, right } };
}

/** True when nothing can be selected any more: no term is left, or only the root's. */
export function isFailure({ terms }: Incompatibility): boolean {
  return [...terms].every(([name, { positive }]) => name === ROOT && positive);
}
