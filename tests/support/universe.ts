/** Small worlds of projects for tests of the solver: what each release needs, as lines of metadata. */

import * as environments from "../../src/stages/resolve/environments.ts";
import { oneEnvironment } from "../../src/stages/resolve/environments.ts";
import { Known } from "../../src/stages/resolve/known.ts";
import type { Answer, Ask, Problem, Release, Want } from "../../src/stages/resolve/problem.ts";
import { solve } from "../../src/stages/resolve/solver.ts";
import { parseSpecifiers } from "../../src/standards/pep440-version/specifiers.ts";
import { compareVersions, parseVersion } from "../../src/standards/pep440-version/version.ts";
import type { Region } from "../../src/standards/pep508-requirement/region.ts";
import { parseRequirement } from "../../src/standards/pep508-requirement/requirement.ts";

/** Releases by project and version; each with its requirements, or with more. */
export type Universe = Readonly<Record<string, Readonly<Record<string, readonly string[] | Made>>>>;

/** A release that is not like others. */
export interface Made {
  readonly requires?: readonly string[];
  readonly python?: string;
  readonly yanked?: string;
  readonly out?: string;
}

/** A requirement in the solver's form; `origin` is its line. */
export function ask(line: string, origin?: string): Ask {
  const { normalized, extras, specifiers, marker } = parseRequirement(line);
  return { name: normalized, extras, specifiers, marker, origin };
}

/** The Python that universes are solved for. */
export const LINUX: environments.World = oneEnvironment({
  python_full_version: "3.12.1",
  python_version: "3.12",
  implementation_version: "3.12.1",
  implementation_name: "cpython",
  platform_python_implementation: "CPython",
  sys_platform: "linux",
  os_name: "posix",
  platform_system: "Linux",
  platform_machine: "x86_64",
  platform_release: "",
  platform_version: "",
});

/** A question about `lines`. */
export function question(
  lines: readonly string[],
  more: Partial<Problem<Region>> = {},
  world: environments.World = LINUX,
): Problem<Region> {
  return {
    asks: lines
      .map((line, at) => ask(line, `requirements.in:${at + 1}`))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    constraints: new Map(),
    overrides: new Map(),
    environment: environments.environmentOf(world, world.all),
    direction: "highest",
    prereleases: new Set(),
    preferred: new Map(),
    withoutNeeds: false,
    ...more,
  };
}

/** The answer that `universe` gives. */
export function answer(universe: Universe, want: Want): Answer {
  const project = universe[want.name];
  if (want.kind === "project") {
    const releases = Object.entries(project ?? {}).map(([text, made]): Release => {
      const { yanked, python, out }: Made = isMade(made) ? made : {};
      return { version: parseVersion(text), yanked, out, requiresPython: python };
    });
    return {
      releases: releases.toSorted((a, b) => compareVersions(a.version, b.version)),
      absent: project === undefined ? `no index knows ${want.name}` : undefined,
    };
  }
  const made = project?.[want.version] ?? [];
  const requires = isMade(made) ? (made.requires ?? []) : made;
  const python = isMade(made) ? made.python : undefined;
  return {
    asks: () => requires.map((line) => ask(line)),
    requiresPython: python === undefined ? undefined : parseSpecifiers(python),
  };
}

function isMade(made: readonly string[] | Made): made is Made {
  return !Array.isArray(made);
}

/** One exchange of a run: what was wanted, by its text. */
export type Transcript = readonly string[];

/** Runs the solver to its end. */
export function solved(universe: Universe, problem: Problem<Region>) {
  const transcript: string[] = [];
  const solving = solve(problem, new Known());
  let step = solving.next([]);
  while (step.done !== true) {
    transcript.push(JSON.stringify(step.value));
    step = solving.next(step.value.now.map((want) => answer(universe, want)));
  }
  return { outcome: step.value, transcript };
}

/** What was selected, as `name version` in order; or why nothing was. */
export function told(universe: Universe, problem: Problem<Region>): readonly string[] {
  const { outcome } = solved(universe, problem);
  if (outcome.kind === "solved")
    return [...outcome.selected.values()].map(({ name, version }) => `${name} ${version.text}`).toSorted();
  return outcome.kind === "failed" ? outcome.because : ["split"];
}
