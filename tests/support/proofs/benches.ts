/** Every kind of proof on its bench; a kind that is registered and not here fails the contract tests. */
import type { Bench } from "./bench.ts";
import { attestationBench, bundleBench } from "./certified.ts";
import { checksumsBench } from "./checksums.ts";
import { minisignBench } from "./minisign.ts";
import { openpgpBench } from "./openpgp.ts";
import { sshsigBench } from "./sshsig.ts";

/** All benches. */
export const benches: readonly Bench[] = [
  minisignBench,
  sshsigBench,
  openpgpBench,
  checksumsBench,
  attestationBench,
  bundleBench,
];
