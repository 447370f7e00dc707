/** Runs the solver, part by part of the environments, and answers what it wants. */
import { type World as Environments, environmentOf } from "../../stages/resolve/environments.ts";
import { Known } from "../../stages/resolve/known.ts";
import type { Failure, Problem, Solution, Split } from "../../stages/resolve/problem.ts";
import { solve } from "../../stages/resolve/solver.ts";
import type { Region } from "../../standards/pep508-requirement/region.ts";
import type { Answers } from "./answers.ts";

/** Everything that is the same for all parts. */
export type Question = Omit<Problem<Region>, "environment">;

/** A selection for one part. */
export interface SolvedPart extends Solution<Region> {
  readonly area: Region;
}

/** Most parts that environments are split into. */
const MOST_PARTS = 256;

/** A solution for each part, or the first failure. Versions that one part has are tried first in the next, so that parts differ only where they must. */
export async function resolveAll(
  question: Question,
  environments: Environments,
  answers: Answers,
): Promise<readonly SolvedPart[] | Failure> {
  const known = new Known();
  const open: Region[] = [environments.all];
  const solved: SolvedPart[] = [];
  for (let area = open.shift(); area !== undefined; area = open.shift()) {
    const environment = environmentOf(environments, area);
    const preferred = merged(question.preferred, solved);
    const outcome = await run({ ...question, preferred, environment }, known, answers);
    if (outcome.kind === "failed") return outcome;
    if (outcome.kind === "solved") solved.push({ ...outcome, area });
    else open.unshift(...outcome.parts);
    if (solved.length + open.length > MOST_PARTS)
      return {
        kind: "failed",
        because: [`More than ${MOST_PARTS} kinds of environments would need a selection each.`],
        origins: [],
        prereleases: [],
      };
  }
  return solved;
}

async function run(
  problem: Problem<Region>,
  known: Known,
  answers: Answers,
): Promise<Solution<Region> | Failure | Split<Region>> {
  const solving = solve(problem, known);
  let step = solving.next([]);
  while (step.done !== true) {
    const { now, soon } = step.value;
    const asked = now.map((want) => answers.answer(want));
    for (const want of soon) answers.prepare(want);
    step = solving.next(await Promise.all(asked));
  }
  return step.value;
}

function merged(
  preferred: ReadonlyMap<string, readonly string[]>,
  solved: readonly SolvedPart[],
): ReadonlyMap<string, readonly string[]> {
  if (solved.length === 0) return preferred;
  const all = new Map([...preferred].map(([name, versions]) => [name, [...versions]]));
  for (const { selected } of solved) {
    for (const { name, version } of selected.values()) {
      const own = all.get(name) ?? [];
      all.set(name, own.includes(version.text) ? own : [...own, version.text]);
    }
  }
  return all;
}
