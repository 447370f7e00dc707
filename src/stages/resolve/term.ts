/**
 * Terms. Pure. Source: Natalie Weizenbaum, "PubGrub: Next-Generation Version Solving", and pub's solver documentation, "Term".
 *
 * A positive term `a 1.0 to 1.9` is true when such a version of `a` is selected; a negative one, `not a 1.0 to 1.9`, when none is, be it that another
 * version is selected or none at all.
 */
import type { VersionSet } from "./version-set.ts";

/** A statement about one package that may hold for a selection. The package is known from where the term stands. */
export interface Term {
  readonly positive: boolean;
  readonly set: VersionSet;
}

/** The term that holds when `term` does not. */
export function negated({ positive, set }: Term): Term {
  return { positive: !positive, set };
}

/** Holds when both do. */
export function intersection(a: Term, b: Term): Term {
  if (a.positive && b.positive) return { positive: true, set: a.set.and(b.set) };
  if (a.positive) return { positive: true, set: a.set.without(b.set) };
  if (b.positive) return { positive: true, set: b.set.without(a.set) };
  return { positive: false, set: a.set.or(b.set) };
}

/** Holds when one of them does. */
export function union(a: Term, b: Term): Term {
  return negated(intersection(negated(a), negated(b)));
}

/** True when `known` makes sure that `term` holds. */
export function satisfies(known: Term, term: Term): boolean {
  if (known.positive) return term.positive ? known.set.isWithin(term.set) : known.set.isApartFrom(term.set);
  return !term.positive && term.set.isWithin(known.set);
}

/** True when `known` makes sure that `term` does not hold. */
export function contradicts(known: Term, term: Term): boolean {
  if (known.positive) return term.positive ? known.set.isApartFrom(term.set) : known.set.isWithin(term.set);
  return term.positive && term.set.isWithin(known.set);
}

/** True for a term that holds whatever is selected. */
export function isCertain({ positive, set }: Term): boolean {
  return !positive && set.isEmpty;
}
