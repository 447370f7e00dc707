/** From accepted wheels to what is planned, for every verb that installs. */
import type { Target } from "../model/target.ts";
import type { World } from "../ports/world.ts";
import { type AcceptedWheel, type PlannedDistribution, planDistribution } from "../stages/install/plan.ts";

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
