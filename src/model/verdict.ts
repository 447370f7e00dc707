/** What the evidence says of one file, and what was decided. Pure data. */
import type { Sha256 } from "../base/digest.ts";
import type { Code } from "../base/fault.ts";
import type { Artifact } from "./artifact.ts";

/** How good the reason to trust some bytes is, worst first. */
export const levels = ["TLS-ONLY", "INDEX-SAYS", "PINNED", "VOUCHED"] as const;

/** VOUCHED: a named party signed for these bytes. PINNED: a manifest or lock made earlier names them. INDEX-SAYS: the index told their digest. */
export type Level = (typeof levels)[number];

/** What one kind of evidence says of one file. Data, never thrown. */
export interface Finding {
  /** The kind of evidence: a name of the registry in `stages/evidence/kinds`. */
  readonly kind: string;
  readonly outcome: "proves" | "refutes" | "absent";
  /** The level a proof reaches. */
  readonly level: Level;
  /** Digest of the bytes this is about. */
  readonly subject: Sha256;
  /** One sentence for the report, without a full stop. */
  readonly detail: string;
  /** Who, by lying or being broken into, could make this finding wrong; empty unless it proves. */
  readonly couldLie: readonly string[];
  /** The code of a refutation. */
  readonly code?: Code;
  /** Who vouched, when somebody did by name. */
  readonly voucher?: Voucher;
  /** Where the proof was read, when it is a document. */
  readonly proof?: string;
  /** Commands with which a person repeats the check without truewheel. */
  readonly byHand?: readonly string[];
}

/** The entry of a trust file that a proof leads to. */
export interface Voucher {
  readonly owner: string;
  /** Who trusted the owner, and why. */
  readonly addedBy: string;
  readonly why: string;
  /** Last day of that trust, RFC 3339 date. */
  readonly until: string;
  /** When it was signed, RFC 3339, as far as the proof itself says so. */
  readonly signed?: string;
  /** Who says so. */
  readonly signedBy?: string;
}

/** The decision on one file. */
export type Verdict =
  | {
      readonly decision: "accepted";
      readonly level: Level;
      readonly by: Finding;
      readonly findings: readonly Finding[];
      /** The smallest set of parties whose compromise would still give this verdict. */
      readonly minCompromise: readonly string[];
      readonly measured: Measured;
    }
  | {
      readonly decision: "refused";
      readonly code: Code;
      readonly because: string;
      readonly findings: readonly Finding[];
    };

/** What a policy asks for. */
export interface Policy {
  /** The least level that is enough. */
  readonly atLeast: Level;
}

/**
 * When a file's digest was measured. `now`: by `judge`, over its bytes. `when sealed`: by an earlier run of the same user, whose seal was
 * checked now; its unpacked files are hashed one by one as they are used.
 */
export type Measured = "now" | "when sealed";

/** One file's bytes as they were measured. */
export interface Subject {
  readonly artifact: Artifact;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  readonly measured: Measured;
}

/** One kind of evidence: a pure reader of proofs. A new kind is one file in `stages/evidence/kinds` and one name in the registry there. */
export interface EvidenceKind<Context> {
  readonly kind: string;
  /** The level its proofs reach. */
  readonly level: Level;
  /** Same subject and same context: same finding. Never throws for a bad proof. */
  check(subject: Subject, context: Context): Finding;
}
