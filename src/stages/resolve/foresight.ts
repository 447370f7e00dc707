/** What the solver will likely want soon, so that it can be asked for meanwhile. Pure. A wrong guess costs a request and changes no outcome. */
import { ROOT } from "./incompatibility.ts";
import { inOrder, type Ordering, whyOut } from "./order.ts";
import { projectOf } from "./packages.ts";
import type { Release, Want } from "./problem.ts";
import type { Term } from "./term.ts";
import type { VersionSet } from "./version-set.ts";

/** After so many tries of one project, the needs of several releases are asked for at once. */
const PATIENCE = 3;
const BATCH = 16;

/** A package that needs a version. */
export interface Required {
  readonly name: string;
  readonly term: Term;
  readonly decided: boolean;
}

/** Guesses for one run. */
export class Foresight<Area> {
  private readonly ordering: Ordering<Area>;
  private readonly tries = new Map<string, number>();
  private readonly hinted = new Set<string>();
  private readonly orders = new Map<string, readonly number[]>();

  constructor(ordering: Ordering<Area>) {
    this.ordering = ordering;
  }

  /** Positions of all releases of a project in the order in which they are tried. */
  inOrder(name: string): readonly number[] {
    const known = this.orders.get(name) ?? inOrder(name, this.ordering);
    this.orders.set(name, known);
    return known;
  }

  /** While the needs of a release of `name` (of those in `set`) are asked for: the first choice of every other open package, and the next ones of a project that was tried often. */
  soon(name: string, set: VersionSet, required: Iterable<Required>): readonly Want[] {
    const tries = (this.tries.get(name) ?? 0) + 1;
    this.tries.set(name, tries);
    const wanted =
      tries % BATCH === PATIENCE
        ? this.usable(name, set)
            .slice(1, BATCH + 1)
            .map((release) => wantOf(name, release))
        : [];
    for (const { name: other, term, decided } of required) {
      if (decided || other === name || other === ROOT || other !== projectOf(other) || this.hinted.has(other))
        continue;
      this.hinted.add(other);
      const [first] = this.usable(other, term.set);
      if (first !== undefined) wanted.push(wantOf(other, first));
    }
    return wanted.filter((want) => !this.ordering.known.has(want));
  }

  private usable(name: string, set: VersionSet): readonly Release[] {
    const { releases } = this.ordering.known.project(name);
    const found: Release[] = [];
    for (const at of this.inOrder(name)) {
      const release = releases[at];
      if (release !== undefined && set.has(at) && whyOut(name, release, this.ordering) === undefined)
        found.push(release);
      if (found.length > BATCH) break;
    }
    return found;
  }
}

function wantOf(name: string, release: Release): Want {
  return { kind: "needs", name, version: release.version.text };
}
