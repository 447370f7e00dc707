/** A store that turns out damaged in the middle of the work: what was damaged is forgotten by then, so the work is done once more. */
import { codeOf } from "../base/fault.ts";

/** The result of `work`; of a second try when the first ended in TW-STORE-DAMAGED, which leaves the target as it was. */
export async function repairing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== "TW-STORE-DAMAGED") throw error;
    return work();
  }
}
