/** Releases that are left aside unless somebody asks for them: pre-releases and yanked ones. Pure. What was asked for once stays asked for in the resolution. */
import { isPin } from "../../standards/requirements-txt/contradiction.ts";
import type { Known } from "./known.ts";
import type { Ask, Problem } from "./problem.ts";

/** See above. */
export class Wishes<Area> {
  /** Names whose pre-releases a clause asked for. */
  readonly prereleases = new Set<string>();
  /** `name version` of yanked releases that a clause pinned. */
  readonly pinned = new Set<string>();
  private readonly problem: Problem<Area>;
  private readonly known: Known;

  constructor(problem: Problem<Area>, known: Known) {
    this.problem = problem;
    this.known = known;
  }

  /** True when pre-releases of `name` are as good as final releases. */
  takesPrereleases(name: string): boolean {
    const { prereleases } = this.problem;
    return prereleases === undefined || prereleases.has(name) || this.prereleases.has(name);
  }

  /** Notes what `asks` and the constraints on them ask for; true when that is news. */
  note(asks: readonly Ask[]): boolean {
    const before = this.prereleases.size + this.pinned.size;
    const constraints = asks.flatMap(({ name }) => this.problem.constraints.get(name) ?? []);
    for (const { name, specifiers } of [...asks, ...constraints]) {
      if (specifiers.asksForPrereleases && !this.takesPrereleases(name)) this.prereleases.add(name);
      if (!specifiers.clauses.some(isPin)) continue;
      const { releases } = this.known.project(name);
      for (const at of this.known.set(name, specifiers, true).positions()) {
        const release = releases[at];
        if (release?.yanked !== undefined) this.pinned.add(`${name} ${release.version.text}`);
      }
    }
    return this.prereleases.size + this.pinned.size > before;
  }
}
