/**
 * The newest closure for a series. Pure but for the reader it is given. A search with backtracking that is exact: projects are decided in a
 * fixed order, each by its newest version first, so the answer is the first in that order that every environment of the series accepts, and
 * "there is none" is said only when there is none. The packages are few; the search is bounded all the same.
 */
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import {
  contains,
  filterBy,
  formatSpecifiers,
  type Specifiers,
} from "../../standards/pep440-version/specifiers.ts";
import type { Version } from "../../standards/pep440-version/version.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { evaluateMarker } from "../../standards/pep508-requirement/marker.ts";
import type { Requirement } from "../../standards/pep508-requirement/requirement.ts";
import type { Environment } from "./environments.ts";

/** Something with a version that may be taken. */
export interface Versioned {
  readonly version: Version;
}

/** What METADATA says of a candidate. */
export interface Needs {
  readonly requirements: readonly Requirement[];
  /** Requires-Python; undefined when it has none. */
  readonly requiresPython: Specifiers | undefined;
}

/** Where candidates come from. Asked the same again, it answers the same. */
export interface Pool<Candidate extends Versioned> {
  /** What may be taken of a project, newest first, one a version; empty when there is none. */
  candidates(name: string): Promise<readonly Candidate[]>;
  needs(name: string, candidate: Candidate): Promise<Needs>;
}

/** What is searched for. */
export interface Question {
  /** Normalised names, decided first and in this order. */
  readonly roots: readonly string[];
  /** What a person asks of some of them. */
  readonly wishes: ReadonlyMap<string, Specifiers>;
  readonly environments: readonly Environment[];
}

/** Decisions tried before the search is given up. */
const MOST_STEPS = 5000;

/** What was found. */
export interface Answer<Candidate> {
  /** By normalised name. */
  readonly chosen: ReadonlyMap<string, Candidate>;
  /** What kept newer candidates out, the first few: clauses. */
  readonly obstacles: readonly string[];
}

/** The newest closure; throws Fault TW-MANIFEST-NO-CLOSURE with what stood in the way, TW-MANIFEST-TOO-HARD. */
export async function resolve<Candidate extends Versioned>(
  question: Question,
  pool: Pool<Candidate>,
): Promise<Answer<Candidate>> {
  const search = new Search(question, pool);
  const found = await search.from(new Map());
  if (found === undefined)
    throw new Fault("TW-MANIFEST-NO-CLOSURE", `there is no closure: ${search.obstacles.join("; ")}`);
  const chosen = new Map([...found].map(([name, { candidate }]) => [name, candidate]));
  return { chosen, obstacles: search.obstacles };
}

interface Decided<Candidate> {
  readonly candidate: Candidate;
  readonly needs: Needs;
}

/** One clause set that somebody asks of a project. */
interface Demand {
  readonly by: string;
  readonly specifiers: Specifiers;
}

class Search<Candidate extends Versioned> {
  /** What ended branches, each once, the first few. */
  readonly obstacles: string[] = [];
  private readonly question: Question;
  private readonly pool: Pool<Candidate>;
  private steps = 0;

  constructor(question: Question, pool: Pool<Candidate>) {
    this.question = question;
    this.pool = pool;
  }

  /** The completed decisions, or undefined when nothing completes them. */
  async from(
    decided: ReadonlyMap<string, Decided<Candidate>>,
  ): Promise<ReadonlyMap<string, Decided<Candidate>> | undefined> {
    const demands = this.demands(decided);
    if (demands === undefined) return undefined;
    const open = [...demands.keys()].filter((name) => !decided.has(name)).sort(this.order);
    const [name] = open;
    if (name === undefined) return decided;
    const asked = demands.get(name) ?? [];
    const fitting = await this.fitting(name, asked);
    if (fitting.length === 0) this.obstacle(`nothing that may be taken is ${shown(name, asked)}`);
    for (const candidate of fitting) {
      this.steps += 1;
      if (this.steps > MOST_STEPS)
        throw new Fault("TW-MANIFEST-TOO-HARD", `no closure was found in ${MOST_STEPS} steps`);
      const needs = await this.pool.needs(name, candidate);
      if (!this.isForAll(name, candidate, needs)) continue;
      const found = await this.from(new Map([...decided, [name, { candidate, needs }]]));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private readonly order = (a: string, b: string): number => {
    const { roots } = this.question;
    const [x, y] = [a, b].map((name) => (roots.includes(name) ? roots.indexOf(name) : roots.length));
    return (x ?? 0) - (y ?? 0) || byCodePoint(a, b);
  };

  /** What the roots and what is decided ask of every project, or undefined when a decision does not meet it. */
  private demands(
    decided: ReadonlyMap<string, Decided<Candidate>>,
  ): ReadonlyMap<string, readonly Demand[]> | undefined {
    const { roots, wishes } = this.question;
    const demands = new Map<string, Demand[]>();
    for (const root of roots) {
      const wish = wishes.get(root);
      demands.set(root, wish === undefined ? [] : [{ by: "you", specifiers: wish }]);
    }
    const pending: { readonly name: string; readonly extra: string }[] = roots.map((name) => ({
      name,
      extra: "",
    }));
    const seen = new Set<string>();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { name, extra } = next;
      const taken = decided.get(name);
      if (taken === undefined || seen.has(`${name} ${extra}`)) continue;
      seen.add(`${name} ${extra}`);
      const by = `${name} ${taken.candidate.version.text}`;
      for (const requirement of taken.needs.requirements) {
        if (!this.isAsked(requirement, extra)) continue;
        if (requirement.url !== undefined) {
          this.obstacle(`${by} needs ${requirement.normalized} from an address of its own`);
          return undefined;
        }
        const demand = { by, specifiers: requirement.specifiers };
        demands.set(requirement.normalized, [...(demands.get(requirement.normalized) ?? []), demand]);
        for (const more of ["", ...requirement.extras.map(normalizeName)])
          pending.push({ name: requirement.normalized, extra: more });
      }
    }
    return this.agree(decided, demands) ? demands : undefined;
  }

  /** True when the requirement holds in one of the environments: a closure is the same in all of them. */
  private isAsked({ marker }: Requirement, extra: string): boolean {
    const extras = new Set(extra === "" ? [] : [extra]);
    return (
      marker === undefined ||
      this.question.environments.some(({ markers }) => evaluateMarker(marker, markers, extras))
    );
  }

  private agree(
    decided: ReadonlyMap<string, Decided<Candidate>>,
    demands: ReadonlyMap<string, readonly Demand[]>,
  ): boolean {
    for (const [name, { candidate }] of decided) {
      const broken = demands
        .get(name)
        ?.find(({ specifiers }) => !contains(specifiers, candidate.version, true));
      if (broken === undefined) continue;
      this.obstacle(
        `${broken.by} needs ${name}${formatSpecifiers(broken.specifiers)}, not ${candidate.version.text}`,
      );
      return false;
    }
    return true;
  }

  /** Pre-releases are taken when a demand names one, and never because nothing else is there. */
  private async fitting(name: string, asked: readonly Demand[]): Promise<readonly Candidate[]> {
    const clauses = asked.flatMap(({ specifiers }) => specifiers.clauses);
    const asksForPrereleases = asked.some(({ specifiers }) => specifiers.asksForPrereleases);
    const all = await this.pool.candidates(name);
    return filterBy(
      { clauses, asksForPrereleases },
      all,
      ({ version }) => ({ text: version.text, version }),
      asksForPrereleases,
    );
  }

  private isForAll(name: string, { version }: Candidate, { requiresPython }: Needs): boolean {
    if (requiresPython === undefined) return true;
    const other = this.question.environments.find(({ python }) => !contains(requiresPython, python, true));
    if (other === undefined) return true;
    this.obstacle(
      `${name} ${version.text} is for Python ${formatSpecifiers(requiresPython)}, not for ${other.shown}`,
    );
    return false;
  }

  private obstacle(text: string): void {
    if (this.obstacles.length < 6 && !this.obstacles.includes(text)) this.obstacles.push(text);
  }
}

function shown(name: string, asked: readonly Demand[]): string {
  const clauses = asked.filter(({ specifiers }) => specifiers.clauses.length > 0);
  const by = clauses.map(
    (each) => `${each.by} ${each.by === "you" ? "ask" : "asks"} for ${formatSpecifiers(each.specifiers)}`,
  );
  return by.length === 0 ? name : `${name} as ${by.join(" and ")}`;
}
