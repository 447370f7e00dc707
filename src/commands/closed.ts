/** After an installation, is everything there that the new distributions need? */
import { Fault } from "../base/fault.ts";
import type { World } from "../ports/world.ts";
import { type Around, checkClosed, type Member } from "../stages/read/closure.ts";

/** What stands around the new distributions. */
export interface Surroundings extends Around {
  /** PEP 508 variables. */
  readonly markers: Readonly<Record<string, string>>;
}

/**
 * Checks `members`: under `must` an unmet need throws TW-CLOSURE-INCOMPLETE, under `should` it becomes a line for everybody. Another Python than
 * they ask for is TW-CLOSURE-PYTHON in every case.
 */
export function checkNeeds(
  how: "must" | "should" | "unasked",
  members: readonly Member[],
  { markers, ...around }: Surroundings,
  world: World,
): void {
  const alone = members.map((member) => ({ ...member, requirements: [] }));
  checkClosed(alone, markers);
  if (how === "unasked") return;
  try {
    checkClosed(members, markers, around);
  } catch (error) {
    if (how === "must" || !(error instanceof Fault)) throw error;
    world.progress.notice(error.message);
  }
}
