/**
 * The solver. Pure: it yields what it wants to know and is resumed with answers. Source: Natalie Weizenbaum, "PubGrub: Next-Generation Version Solving", and
 * pub's solver documentation; the sections are named beside the steps. What is particular to Python: extras are packages (packages.ts), releases are
 * passed over for being yanked or for another Python (order.ts), and an environment that no one selection fits is split (`Split`).
 */
import { edgesOf, partsOf, textOf } from "./asks.ts";
import { explain } from "./explain.ts";
import { Facts } from "./facts.ts";
import { Foresight } from "./foresight.ts";
import { type Incompatibility, incompatibility, isFailure, priorCause, ROOT } from "./incompatibility.ts";
import type { Known } from "./known.ts";
import { fits, type Ordering, whyOut } from "./order.ts";
import { extraOf, packageOf, projectOf } from "./packages.ts";
import { PartialSolution } from "./partial-solution.ts";
import type {
  Answer,
  Ask,
  Edge,
  Failure,
  Problem,
  Release,
  Selected,
  Solution,
  Split,
  Want,
  Wants,
} from "./problem.ts";
import { Quarrels } from "./quarrels.ts";
import { satisfies } from "./term.ts";
import { VersionSet } from "./version-set.ts";
import { Wishes } from "./wishes.ts";

/** A run of the solver. */
export type Solving<Area> = Generator<Wants, Solution<Area> | Failure | Split<Area>, readonly Answer[]>;

/** Solves `problem`; `known` keeps the answers for other parts of the same resolution. */
export function* solve<Area>(problem: Problem<Area>, known: Known): Solving<Area> {
  const wishes = new Wishes(problem, known);
  for (;;) {
    const outcome = yield* new Solver(problem, known, wishes).run();
    // A release that was left aside was asked for by a clause that became known only now: what was decided before did not count with it.
    if (outcome !== "again") return outcome;
  }
}

class Solver<Area> {
  private readonly problem: Problem<Area>;
  private readonly known: Known;
  private readonly wishes: Wishes<Area>;
  private readonly ordering: Ordering<Area>;
  private readonly solution = new PartialSolution();
  private readonly facts = new Facts();
  private readonly edges = new Map<string, readonly Edge<Area>[]>();
  private readonly quarrels = new Quarrels();
  private isReordered = false;
  /** When each package was first heard of. */
  private readonly heard = new Map<string, number>();
  private readonly foresight: Foresight<Area>;

  constructor(problem: Problem<Area>, known: Known, wishes: Wishes<Area>) {
    this.problem = problem;
    this.known = known;
    this.wishes = wishes;
    const { prereleases, pinned } = wishes;
    const direct = new Set(problem.asks.map(({ name }) => name));
    this.ordering = { problem, known, prereleases, pinned, direct };
    this.foresight = new Foresight(this.ordering);
  }

  *run(): Generator<Wants, Solution<Area> | Failure | Split<Area> | "again", readonly Answer[]> {
    const root = VersionSet.one(1, 0);
    this.facts.add(incompatibility([[ROOT, { positive: false, set: root }]], { kind: "root" }));
    let changed = ROOT;
    for (;;) {
      const failed = this.propagateAll(changed);
      if (failed !== undefined) return explain(failed, this.ordering);
      const next = this.next();
      if (next === undefined) return this.solved();
      const decided = yield* next === ROOT ? this.decideRoot() : this.decide(next);
      if (typeof decided !== "string" || decided === "again") return decided as Split<Area> | "again";
      changed = decided;
    }
  }

  /** Propagates what `start` leads to; after decisions were taken back out of their order, what everything leads to. */
  private propagateAll(start: string): Incompatibility | undefined {
    let failed = this.propagate(start);
    while (failed === undefined && this.isReordered) {
      this.isReordered = false;
      const names = [...this.solution.required()].map(({ name }) => name);
      for (const name of names) failed ??= this.propagate(name);
    }
    return failed;
  }

  /** "Unit Propagation". The incompatibility that makes everything impossible, or undefined. */
  private propagate(start: string): Incompatibility | undefined {
    const changed = new Set([start]);
    for (const name of changed) {
      changed.delete(name);
      for (const fact of this.facts.about(name).toReversed()) {
        const standing = this.solution.standing(fact);
        if (standing === "open") continue;
        if (standing !== "holds") {
          this.derive(standing.almost, fact, changed);
          continue;
        }
        const learned = this.resolve(fact);
        if (isFailure(learned)) return learned;
        changed.clear();
        const after = this.solution.standing(learned);
        if (typeof after === "object") this.derive(after.almost, learned, changed);
        break;
      }
    }
    return undefined;
  }

  private derive(name: string, fact: Incompatibility, changed: Set<string>): void {
    const term = fact.terms.get(name);
    if (term === undefined) return;
    this.solution.derive(name, term, fact);
    changed.delete(name);
    changed.add(name);
  }

  /** "Conflict Resolution": learns why `conflict` holds, and goes back to where it did not. */
  private resolve(conflict: Incompatibility): Incompatibility {
    let learned = conflict;
    while (!isFailure(learned)) {
      const { assignment, previousLevel } = this.solution.satisfier(learned);
      const { cause, level } = assignment;
      if (cause === undefined || previousLevel < level) {
        if (learned !== conflict) this.facts.add(learned);
        this.solution.backtrack(previousLevel);
        this.quarrel(assignment.package, learned);
        return learned;
      }
      learned = priorCause(learned, cause, assignment.package);
    }
    return learned;
  }

  /** Notes a conflict; when that changes the order, decisions that were taken in the old one are taken back. */
  private quarrel(name: string, { terms }: Incompatibility): void {
    const others = [...terms.keys()]
      .map(projectOf)
      .filter((other) => other !== projectOf(name) && other !== ROOT);
    const moved = this.quarrels.note(projectOf(name), others);
    const levels = moved.flatMap((each) => this.solution.levelOf(each) ?? []);
    if (levels.length === 0) return;
    this.solution.backtrack(Math.max(1, Math.min(...levels) - 1));
    this.isReordered = true;
  }

  /** "Decision Making": the package to decide next; undefined when every one that is required has a version. */
  private next(): string | undefined {
    let best: { readonly name: string; readonly rank: number; readonly heard: number } | undefined;
    for (const { name, term, decided } of this.solution.required()) {
      if (decided) continue;
      const rank = this.rank(name, term.set);
      if (rank === undefined || (best !== undefined && rank > best.rank)) continue;
      const heard = this.heard.get(name) ?? 0;
      if (best === undefined || rank < best.rank || heard < best.heard) best = { name, rank, heard };
    }
    return best?.name;
  }

  /** Smaller is earlier; undefined for an extra whose project comes first. */
  private rank(name: string, set: VersionSet): number | undefined {
    if (name === ROOT) return 0;
    const project = projectOf(name);
    if (project !== name) return this.solution.isDecided(project) ? 1 : undefined;
    const place = this.quarrels.place(name);
    if (place === "early") return 2;
    if (set.count(2) === 1) return 3;
    return place === "late" ? 4 : 5;
  }

  private *decideRoot(): Generator<Wants, string | Split<Area> | "again", readonly Answer[]> {
    const edges = edgesOf(this.problem.asks, "", this.problem);
    return yield* this.accept(ROOT, VersionSet.one(1, 0), edges);
  }

  private *decide(name: string): Generator<Wants, string | Split<Area> | "again", readonly Answer[]> {
    const project = projectOf(name);
    const set = this.solution.known(name)?.set ?? VersionSet.of(0, () => false);
    const position = project === name ? this.pick(name, set) : this.ofProject(name, set);
    if (position === undefined) return name;
    const release = this.known.project(project).releases[position];
    if (release === undefined) return name;
    const one = VersionSet.one(set.size, position);
    const told =
      release.requiresPython === undefined
        ? "everywhere"
        : fits(release.requiresPython, this.problem.environment);
    if (typeof told === "object") return { kind: "split", parts: told };
    const needs = yield* this.needsOf(project, release, set);
    if (needs === undefined || needs.out !== undefined) {
      this.rule(name, one, [`${release.version.text} ${needs?.out ?? "tells nothing"}`]);
      return name;
    }
    const python =
      needs.requiresPython === undefined
        ? "everywhere"
        : this.problem.environment.python(needs.requiresPython);
    if (python === "nowhere") {
      this.rule(name, one, [
        `${release.version.text} needs another Python, and this is for ${this.problem.environment.shownPython}`,
      ]);
      return name;
    }
    if (typeof python === "object") return { kind: "split", parts: python };
    const edges = this.problem.withoutNeeds
      ? []
      : edgesOf(needs.asks(extraOf(name)), extraOf(name), this.problem);
    return yield* this.accept(name, one, edges);
  }

  /** The release to try; when none is left, that becomes a fact. */
  private pick(name: string, set: VersionSet): number | undefined {
    const { releases } = this.known.project(name);
    const reasons: string[] = [];
    for (const position of this.foresight.inOrder(name)) {
      if (!set.has(position)) continue;
      const release = releases[position];
      const why = release === undefined ? "is not there" : whyOut(name, release, this.ordering);
      if (why === undefined) return position;
      reasons.push(`${release?.version.text} ${why}`);
    }
    this.rule(name, set, reasons);
    return undefined;
  }

  /** The version that the extra's project has; when the extra cannot have it, that becomes a fact. */
  private ofProject(name: string, set: VersionSet): number | undefined {
    const decided = this.solution.known(projectOf(name))?.set;
    const [position] = decided?.positions() ?? [];
    if (decided === undefined || position === undefined) return undefined;
    if (set.has(position)) return position;
    const others = this.known.all(projectOf(name)).without(decided);
    this.facts.add(
      incompatibility(
        [
          [projectOf(name), { positive: true, set: decided }],
          [name, { positive: true, set: others }],
        ],
        { kind: "extra" },
      ),
    );
    return undefined;
  }

  private rule(name: string, set: VersionSet, reasons: readonly string[]): void {
    this.facts.add(incompatibility([[name, { positive: true, set }]], { kind: "none", reasons }));
  }

  /** Decides, unless what `edges` lead to makes that impossible: then propagation will see it. */
  private *accept(
    name: string,
    one: VersionSet,
    edges: readonly Edge<Area>[],
  ): Generator<Wants, string | Split<Area> | "again", readonly Answer[]> {
    yield* this.projectsOf(edges);
    if (this.wishes.note(edges.map(({ ask }) => ask))) return "again";
    const parts = partsOf(edges, this.problem);
    if (parts !== undefined) return { kind: "split", parts };
    this.edges.set(`${name} ${one.positions()[0]}`, edges);
    const added = edges.flatMap(({ ask }) => this.addNeed(name, one, ask));
    const impossible = added.find(({ terms }) =>
      [...terms].every(([each, term]) => {
        const known = each === name ? { positive: true, set: one } : this.solution.known(each);
        return known !== undefined && satisfies(known, term);
      }),
    );
    if (impossible === undefined) this.solution.decide(name, { positive: true, set: one });
    else this.quarrel(name, impossible);
    return name;
  }

  /** The facts that a requirement makes: for the project, for each extra, and what constraints say of it. */
  private addNeed(by: string, one: VersionSet, ask: Ask): readonly Incompatibility[] {
    const { name, extras } = ask;
    const taken = this.known.set(name, ask.specifiers, this.wishes.takesPrereleases(name));
    const set = ask.remark === undefined ? taken : taken.without(taken);
    const remark = set.isEmpty ? this.remark(name, ask) : undefined;
    const needs = {
      package: name,
      text: textOf(ask),
      origin: ask.origin,
      ...(remark === undefined ? {} : { remark }),
    };
    this.constrain(name);
    return ["", ...extras].map((extra) => {
      const wanted = packageOf(name, extra);
      if (!this.heard.has(wanted)) this.heard.set(wanted, this.heard.size);
      return this.facts.addDependency(by, one, { ...needs, package: wanted }, set);
    });
  }

  private constrain(name: string): void {
    if (this.facts.about(name).length > 0) return;
    for (const ask of this.problem.constraints.get(name) ?? []) {
      if (this.problem.environment.where(ask.marker, "") === undefined) continue;
      const allowed = this.known.set(name, ask.specifiers, this.wishes.takesPrereleases(name));
      const others = this.known.all(name).without(allowed);
      this.facts.add(
        incompatibility([[name, { positive: true, set: others }]], {
          kind: "constraint",
          says: textOf(ask),
          origin: ask.origin ?? "a constraint",
        }),
      );
    }
  }

  private remark(name: string, ask: Ask): string {
    const { absent, releases } = this.known.project(name);
    if (ask.remark !== undefined || absent !== undefined) return ask.remark ?? absent ?? "";
    const first = releases[0]?.version.text;
    const last = releases.at(-1)?.version.text;
    const range = first === last ? `only ${first}` : `${first} to ${last}`;
    return ask.specifiers.clauses.length === 0 ? "it has no release" : `there is ${range}`;
  }

  /** Makes sure that the projects to which `edges` lead are known. */
  private *projectsOf(edges: readonly Edge<Area>[]): Generator<Wants, void, readonly Answer[]> {
    const names = new Set(edges.map(({ ask }) => ask.name));
    const now = [...names]
      .map((name): Want => ({ kind: "project", name }))
      .filter((want) => !this.known.has(want));
    if (now.length === 0) return;
    const answers = yield { now, soon: [] };
    for (const [at, want] of now.entries()) this.tell(want, answers[at]);
  }

  private *needsOf(name: string, release: Release, set: VersionSet) {
    const want = { kind: "needs", name, version: release.version.text } as const;
    if (!this.known.has(want)) {
      const answers: readonly Answer[] = yield {
        now: [want],
        soon: this.foresight.soon(name, set, this.solution.required()),
      };
      this.tell(want, answers[0]);
    }
    return this.known.needsOf(name, want.version);
  }

  private tell(want: Want, answer: Answer | undefined): void {
    if (answer !== undefined) this.known.tell(want, answer);
  }

  private solved(): Solution<Area> {
    const selected = new Map<string, Selected<Area>>();
    const decided = [...this.solution.required()].filter(({ name }) => name !== ROOT);
    for (const { name, term } of decided) {
      const project = projectOf(name);
      const [position] = term.set.positions();
      const release = this.known.project(project).releases[position ?? -1];
      if (release === undefined) continue;
      const before = selected.get(project);
      const extra = extraOf(name);
      selected.set(project, {
        name: project,
        version: release.version,
        extras: [...(before?.extras ?? []), ...(extra === "" ? [] : [extra])],
        edges: [...(before?.edges ?? []), ...(this.edges.get(`${name} ${position}`) ?? [])],
      });
    }
    return { kind: "solved", selected, edges: this.edges.get(`${ROOT} 0`) ?? [] };
  }
}
