/** A store that turns out damaged in the middle of the work: what was damaged is forgotten by then, so the work is done once more. */
import { codeOf } from "../base/fault.ts";
import type { Store } from "../ports/store.ts";

/**
 * The result of `work`; of another try when it ended in TW-STORE-DAMAGED, which leaves the target as it was. Of many damaged entries each
 * try finds one, and one that cannot be removed is found again: the last try reads every wheel strictly and believes nothing sealed.
 */
export async function repairing<Result>(
  store: Store,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await work(store);
    } catch (error) {
      if (codeOf(error) !== "TW-STORE-DAMAGED") throw error;
    }
  }
  return work(strictly(store));
}

/** The same store without what was sealed. */
function strictly(store: Store): Store {
  return {
    get: (sha256, size) => store.get(sha256, size),
    put: (sha256, bytes) => store.put(sha256, bytes),
    getPartial: (sha256, size) => store.getPartial(sha256, size),
    putPartial: (sha256, bytes) => store.putPartial(sha256, bytes),
    dropPartial: (sha256) => store.dropPartial(sha256),
    getDerived: (kind, key, limit) => store.getDerived(kind, key, limit),
    putDerived: (kind, key, bytes) => store.putDerived(kind, key, bytes),
    dropDerived: (kind, key) => store.dropDerived(kind, key),
    getVouched: () => undefined,
    putVouched: (kind, key, bytes) => store.putVouched(kind, key, bytes),
    getSealed: () => undefined,
    unpacking: (sha256) => store.unpacking(sha256),
  };
}
