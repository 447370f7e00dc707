/** What the solver was told, and what follows from it. Kept for all parts of one resolution: an answer is asked for once. Pure. */
import type { Specifiers } from "../../standards/pep440-version/specifiers.ts";
import type { Version } from "../../standards/pep440-version/version.ts";
import type { Answer, Needs, Project, Want } from "./problem.ts";
import { taken } from "./taken.ts";
import { VersionSet } from "./version-set.ts";

/** Answers by want. */
export class Known {
  private readonly projects = new Map<string, Project>();
  private readonly needs = new Map<string, Needs>();
  private readonly sets = new Map<string, VersionSet>();
  private readonly finalsOf = new Map<string, VersionSet>();

  has(want: Want): boolean {
    return want.kind === "project" ? this.projects.has(want.name) : this.needs.has(keyOf(want));
  }

  tell(want: Want, answer: Answer): void {
    if (want.kind === "project") this.projects.set(want.name, answer as Project);
    else this.needs.set(keyOf(want), answer as Needs);
  }

  /** A project that was told of; nothing of one that was not. */
  project(name: string): Project {
    return this.projects.get(name) ?? { releases: [], absent: "nobody was asked for it" };
  }

  /** What was told of a release. */
  needsOf(name: string, version: string): Needs | undefined {
    return this.needs.get(`${name} ${version}`);
  }

  /** Every version of a project. */
  all(name: string): VersionSet {
    return VersionSet.of(this.project(name).releases.length, () => true);
  }

  /**
   * The versions that `specifiers` take. Pre-releases are among them where they are asked for (`prereleases`, or a clause that names one), or when no final
   * release fits ("Handling of pre-releases").
   */
  set(name: string, specifiers: Specifiers, prereleases: boolean): VersionSet {
    const key = `${name} ${prereleases} ${specifiers.clauses.map(({ text }) => text).join(",")}`;
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    const { releases } = this.project(name);
    const versions = releases.map(({ version }) => version);
    const all = taken(specifiers, versions);
    const final = prereleases || specifiers.asksForPrereleases ? all : all.and(this.finals(name, versions));
    const set = final.isEmpty ? all : final;
    this.sets.set(key, set);
    return set;
  }

  private finals(name: string, versions: readonly Version[]): VersionSet {
    const known = this.finalsOf.get(name);
    const finals = known ?? VersionSet.of(versions.length, (at) => versions[at]?.isPrerelease === false);
    this.finalsOf.set(name, finals);
    return finals;
  }
}

function keyOf(want: Extract<Want, { kind: "needs" }>): string {
  return `${want.name} ${want.version}`;
}
