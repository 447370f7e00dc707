/** The incompatibilities that are known of each package, newest last; dependencies that releases share are one. Pure. */
import { type Incompatibility, incompatibility, type Needed } from "./incompatibility.ts";
import type { VersionSet } from "./version-set.ts";

/** See above. */
export class Facts {
  private readonly byPackage = new Map<string, Incompatibility[]>();
  private readonly dependencies = new Map<
    string,
    { readonly fact: Incompatibility; readonly of: VersionSet }
  >();

  /** Newest last. */
  about(name: string): readonly Incompatibility[] {
    return this.byPackage.get(name) ?? [];
  }

  add(fact: Incompatibility): Incompatibility {
    for (const name of fact.terms.keys()) {
      const all = this.byPackage.get(name);
      if (all === undefined) this.byPackage.set(name, [fact]);
      else all.push(fact);
    }
    return fact;
  }

  /** `versions` of `by` need a version of `needs.package` in `set`. What other versions of `by` need in the same words becomes one fact with it. */
  addDependency(by: string, versions: VersionSet, needs: Needed, set: VersionSet): Incompatibility {
    const key = `${by} ${needs.package} ${needs.text}`;
    const known = this.dependencies.get(key);
    const of = known === undefined ? versions : known.of.or(versions);
    const fact = incompatibility(
      [
        [by, { positive: true, set: of }],
        [needs.package, { positive: false, set }],
      ],
      { kind: "requirement", by, needs },
    );
    if (known !== undefined) this.remove(known.fact);
    this.dependencies.set(key, { fact, of });
    return this.add(fact);
  }

  private remove(fact: Incompatibility): void {
    for (const name of fact.terms.keys()) {
      const all = this.byPackage.get(name) ?? [];
      const at = all.lastIndexOf(fact);
      if (at >= 0) all.splice(at, 1);
    }
  }
}
