/** From accepted wheels to what is planned, for every verb that installs. */
import type { Accepted } from "../model/accepted.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Target } from "../model/target.ts";
import type { Store } from "../ports/store.ts";
import type { World } from "../ports/world.ts";
import type { Installation } from "../stages/install/install.ts";
import {
  type AcceptedWheel,
  type PlannedDistribution,
  planDistribution,
  readAccepted,
} from "../stages/install/plan.ts";
import { packOf } from "../standards/pep427-wheel/wheel.ts";

/** Reads an accepted wheel, from its unpacked form in the store where there is one. */
export function openWheel(accepted: Accepted<Artifact>, store: Store): AcceptedWheel {
  const key = accepted.wanted.sha256;
  return readAccepted(accepted, {
    load: () => store.getDerived("pack", key, 2 ** 31),
    damaged: () => store.dropDerived("pack", key),
  });
}

/** Plans `wheels` for `target`; `requested` are the names that a person gave. */
export function planAll(
  wheels: readonly AcceptedWheel[],
  target: Target,
  requested: ReadonlySet<string>,
): readonly PlannedDistribution[] {
  return wheels.map((each) => planDistribution(each, target, requested.has(each.accepted.wanted.name)));
}

/** A wheel of a newer minor format is read as far as it is known (binary distribution format, "Installing a wheel"). */
export function warnOfNewer(wheels: readonly AcceptedWheel[], world: World): void {
  for (const { accepted, wheel } of wheels) {
    if (wheel.newerMinor)
      world.progress.notice(`${accepted.wanted.filename} has a newer format than is known here`);
  }
}

/** The same with bytecode. */
export async function compiled(
  planned: readonly PlannedDistribution[],
  target: Target,
  world: World,
): Promise<readonly PlannedDistribution[]> {
  const { sourcesToCompile, withBytecode } = await import("../stages/install/bytecode.ts");
  const sources = sourcesToCompile(planned, target);
  world.progress.begin(`compiling ${sources.length} files`);
  const result = await world.compile(target.interpreter, sources);
  world.progress.end();
  return withBytecode(planned, sources, result);
}

/** The unpacked files of what was just installed: the next installation is spared the unpacking, and proves each file again. */
export function keepPacks(installation: Installation, store: Store): void {
  for (const { wheel, sha256: key } of installation.added) {
    if (!wheel.fromPack()) store.putDerived("pack", key, packOf(wheel));
  }
}
