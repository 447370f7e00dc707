/** Which release is tried first, and which are not tried at all. Pure. */

import { Fault } from "../../base/fault.ts";
import { parseSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import type { Known } from "./known.ts";
import type { Environment, Problem, Release } from "./problem.ts";

/** What decides over a project's releases besides the terms. */
export interface Ordering<Area> {
  readonly problem: Problem<Area>;
  readonly known: Known;
  /** Names whose pre-releases somebody asked for by a clause. */
  readonly prereleases: ReadonlySet<string>;
  /** `name version` of yanked releases that somebody pinned. */
  readonly pinned: ReadonlySet<string>;
  /** Names that the root asks for. */
  readonly direct: ReadonlySet<string>;
}

/** Why `release` cannot be used, a clause; undefined for one that can. A part of the Pythons is no reason. */
export function whyOut<Area>(name: string, release: Release, ordering: Ordering<Area>): string | undefined {
  if (release.out !== undefined) return release.out;
  const { environment, preferred } = ordering.problem;
  const { text } = release.version;
  const isWanted = ordering.pinned.has(`${name} ${text}`) || preferred.get(name)?.includes(text) === true;
  if (release.yanked !== undefined && !isWanted)
    return `was yanked${release.yanked === "" ? "" : ` (${release.yanked})`}`;
  if (release.requiresPython === undefined) return undefined;
  return fits(release.requiresPython, environment) === "nowhere"
    ? `needs Python ${release.requiresPython}, and this is for ${environment.shownPython}`
    : undefined;
}

/** How a `requires-python` as a page tells it fits; one that cannot be read fits: the metadata is asked again. */
export function fits<Area>(
  requiresPython: string,
  environment: Environment<Area>,
): "everywhere" | "nowhere" | readonly Area[] {
  try {
    return environment.python(parseSpecifiers(requiresPython));
  } catch (error) {
    if (error instanceof Fault) return "everywhere";
    throw error;
  }
}

/** Positions of all releases in the order in which they are tried. */
export function inOrder<Area>(
  name: string,
  { problem, known, prereleases, direct }: Ordering<Area>,
): readonly number[] {
  const { releases } = known.project(name);
  const lowest =
    problem.direction === "lowest" || (problem.direction === "lowest-direct" && direct.has(name));
  const ascending = releases.map((_, at) => at);
  const positions = lowest ? ascending : ascending.toReversed();
  const preferred = (problem.preferred.get(name) ?? []).flatMap((text) =>
    positions.filter((at) => releases[at]?.version.text === text),
  );
  const isPre = (at: number): boolean => releases[at]?.version.isPrerelease === true;
  const takesPre =
    problem.prereleases === undefined || problem.prereleases.has(name) || prereleases.has(name);
  const rest = takesPre ? positions : [...positions.filter((at) => !isPre(at)), ...positions.filter(isPre)];
  return [...new Set([...preferred, ...rest])];
}
