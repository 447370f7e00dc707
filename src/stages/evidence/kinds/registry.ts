/** The kinds of evidence there are. A new one is a file here and a name in this list; the contract tests then run on it. */
import type { EvidenceKind } from "../../../model/verdict.ts";
import { indexHash } from "./index-hash.ts";
import { type Locked, lockPin } from "./lock.ts";
import { manifestPin, type Pins } from "./manifest.ts";

/** Everything the kinds may look at. */
export type EvidenceContext = Pins & Locked;

/** All kinds, best level first. */
export const evidenceKinds: readonly EvidenceKind<EvidenceContext>[] = [manifestPin, lockPin, indexHash];

export { proofKinds } from "./proofs.ts";
