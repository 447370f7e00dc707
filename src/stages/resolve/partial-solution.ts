/**
 * The partial solution: what was decided and what follows from it, in order. Pure. Source: pub's solver documentation, "Partial Solution", "Unit
 * Propagation" and "Conflict Resolution".
 */
import { Fault } from "../../base/fault.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { contradicts, intersection, negated, satisfies, type Term } from "./term.ts";

/** A decision, or a term that was derived from an incompatibility. */
export interface Assignment {
  readonly package: string;
  readonly term: Term;
  /** All that is known of the package up to here. */
  readonly known: Term;
  /** Undefined for a decision. */
  readonly cause: Incompatibility | undefined;
  /** Decisions up to here. */
  readonly level: number;
  /** Place among all assignments. */
  readonly position: number;
}

/** The assignment that made an incompatibility hold, and the level at which it would have nearly held without it. */
export interface Satisfier {
  readonly assignment: Assignment;
  readonly previousLevel: number;
}

/** How an incompatibility stands: `almost` names the one package whose term is still open. */
export type Standing = "holds" | "open" | { readonly almost: string };

/** Assignments, package by package. */
export class PartialSolution {
  /** How many decisions there are. */
  level = 0;
  private position = 0;
  private readonly assignments = new Map<string, Assignment[]>();
  /** Incompatibilities that cannot hold any more, and from which level on: until that is taken back they need not be looked at. */
  private readonly settled = new Map<Incompatibility, number>();

  /** What is known of a package. */
  known(name: string): Term | undefined {
    return this.assignments.get(name)?.at(-1)?.known;
  }

  /** True when a version of the package is decided. */
  isDecided(name: string): boolean {
    const last = this.assignments.get(name)?.at(-1);
    return last !== undefined && last.cause === undefined;
  }

  /** The level at which the package was decided; undefined when it is not. */
  levelOf(name: string): number | undefined {
    return this.isDecided(name) ? this.assignments.get(name)?.at(-1)?.level : undefined;
  }

  /** Packages that must have a version, in the order in which they were first heard of, and whether they have one. */
  *required(): Iterable<{ readonly name: string; readonly term: Term; readonly decided: boolean }> {
    for (const [name, all] of this.assignments) {
      const last = all.at(-1);
      if (last?.known.positive === true) yield { name, term: last.known, decided: last.cause === undefined };
    }
  }

  decide(name: string, term: Term): void {
    this.level += 1;
    this.add(name, term, undefined);
  }

  derive(name: string, term: Term, cause: Incompatibility): void {
    this.add(name, negated(term), cause);
  }

  standing(fact: Incompatibility): Standing {
    if (this.settled.has(fact)) return "open";
    let open: string | undefined;
    for (const [name, term] of fact.terms) {
      const known = this.known(name);
      if (known !== undefined && satisfies(known, term)) continue;
      if (known !== undefined && contradicts(known, term)) {
        this.settled.set(fact, this.level);
        return "open";
      }
      if (open !== undefined) return "open";
      open = name;
    }
    return open === undefined ? "holds" : { almost: open };
  }

  /** The assignment with which `incompatibility`, which holds, began to hold. */
  satisfier(incompatibility: Incompatibility): Satisfier {
    const firsts = [...incompatibility.terms].map(([name, term]) => this.first(name, term, undefined));
    const assignment = firsts.reduce((a, b) => (b.position > a.position ? b : a));
    const term = incompatibility.terms.get(assignment.package);
    const others = firsts.filter((each) => each !== assignment);
    if (term !== undefined && !satisfies(assignment.term, term))
      others.push(this.first(assignment.package, term, assignment.term));
    // The root is decided at level 1, and stays.
    const previousLevel = others.reduce((level, each) => Math.max(level, each.level), 1);
    return { assignment, previousLevel };
  }

  /** Takes back what came after `level`. */
  backtrack(level: number): void {
    this.level = level;
    for (const [fact, since] of this.settled) if (since > level) this.settled.delete(fact);
    for (const [name, all] of this.assignments) {
      while ((all.at(-1)?.level ?? 0) > level) all.pop();
      if (all.length === 0) this.assignments.delete(name);
    }
  }

  /** The first assignment of a package after which `term` holds, `besides` being known too. */
  private first(name: string, term: Term, besides: Term | undefined): Assignment {
    const all = this.assignments.get(name) ?? [];
    const found = all.find(({ known }) =>
      satisfies(besides === undefined ? known : intersection(known, besides), term),
    );
    if (found === undefined) throw new Fault("TW-INTERNAL", `no assignment makes the term of ${name} hold`);
    return found;
  }

  private add(name: string, term: Term, cause: Incompatibility | undefined): void {
    const before = this.known(name);
    const known = before === undefined ? term : intersection(before, term);
    const assignment = { package: name, term, known, cause, level: this.level, position: this.position++ };
    const all = this.assignments.get(name);
    if (all === undefined) this.assignments.set(name, [assignment]);
    else all.push(assignment);
  }
}
