/** The Sigstore trusted root inside truewheel. */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { World } from "../ports/world.ts";

/** SHA-256 of data/sigstore-trusted-root.json; see data/sigstore-trusted-root.SOURCE. */
export const SIGSTORE_ROOT_DIGEST = "6494e21ea73fa7ee769f85f57d5a3e6a08725eae1e38c755fc3517c9e6bc0b66";

/** Its bytes. Throws Fault TW-SIGSTORE-ROOT when they are others. */
export function sigstoreRoot(world: World): Uint8Array {
  const root = world.packageData("sigstore-trusted-root.json");
  if (sha256(root) !== SIGSTORE_ROOT_DIGEST)
    throw new Fault(
      "TW-SIGSTORE-ROOT",
      "the Sigstore trusted root is not the one that belongs to this truewheel",
    );
  return root;
}
