/** Documents that speak for a file: signatures, attestations, lists of checksums. Pure data. */
import type { Sha256 } from "../base/digest.ts";
import type { Trust } from "./trust.ts";
import type { Finding } from "./verdict.ts";

/** What a proof is asked about. */
export interface Claim {
  /** What must have been signed. */
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  /** Name without directories: of the file that is to be vouched for, also where `bytes` are a list that names it. */
  readonly filename: string;
  /** Where `bytes` were read, for the commands that a person can give. */
  readonly path: string;
}

/** One document that was offered, read and not yet believed. */
export interface Offered {
  readonly kind: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Signatures over this document, when it carries none itself. */
  readonly signatures: readonly Offered[];
}

/** What a kind of proof decides by. */
export interface Court {
  readonly trust: Trust;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The Sigstore trusted root, unparsed. */
  readonly sigstoreRoot: () => Uint8Array;
  /** What another proof says of another claim: of a list of checksums, for one. */
  ask(claim: Claim, offered: Offered): Promise<Finding>;
}

/** One kind of proof that lies beside a file: a pure verifier. */
export interface ProofKind {
  readonly kind: string;
  /** Same claim, proof and court: same finding. Never throws for a bad proof. */
  check(claim: Claim, offered: Offered, court: Court): Finding | Promise<Finding>;
}
