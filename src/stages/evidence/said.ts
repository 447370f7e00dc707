/** How kinds of proof word what they found. Pure. */
import { type Code, Fault } from "../../base/fault.ts";
import type { Claim, Offered } from "../../model/proof.ts";
import type { Grant } from "../../model/trust.ts";
import type { Finding } from "../../model/verdict.ts";

const DAY = 86_400_000;

/** What a proof proves, beyond that it does. */
export interface Proved {
  readonly grant: Grant;
  /** A clause: what was signed, and what was not. */
  readonly detail: string;
  readonly couldLie: readonly string[];
  /** Milliseconds since the epoch, and who says so. */
  readonly signed?: { readonly at: number; readonly by: string };
  readonly byHand: readonly string[];
}

/** A finding's three outcomes for one proof. */
export interface Said {
  proves(proved: Proved): Finding;
  refutes(code: Code, detail: string): Finding;
  /** Offered, and nobody may be asked about it. */
  absent(detail: string): Finding;
}

/** The words of one kind about one claim. */
export function said(kind: string, claim: Claim, offered: Offered): Said {
  const base = { kind, level: "VOUCHED", subject: claim.sha256, couldLie: [], proof: offered.path } as const;
  return {
    proves: ({ grant, detail, couldLie, signed, byHand }) => ({
      ...base,
      outcome: "proves",
      detail,
      couldLie,
      byHand,
      voucher: {
        owner: grant.owner,
        addedBy: grant.addedBy,
        why: grant.why,
        until: day(grant.until - 1),
        ...(signed === undefined ? {} : { signed: moment(signed.at), signedBy: signed.by }),
      },
    }),
    refutes: (code, detail) => ({ ...base, outcome: "refutes", code, detail }),
    absent: (detail) => ({ ...base, outcome: "absent", detail }),
  };
}

/** `check`, with every Fault that a proof causes as the refutation it is. Anything else thrown is a defect and stays one; so does a root that cannot be used, which is no proof's fault. */
export function refuting<Result>(check: () => Result, words: Said): Result | Finding {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "TW-SIGSTORE-ROOT") throw error;
    return words.refutes(error.code, error.message);
  }
}

/** The day of a moment, UTC. */
export function day(milliseconds: number): string {
  return moment(milliseconds).slice(0, 10);
}

/** A moment to the second, UTC. */
export function moment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** How far a clock may be behind before a proof is from its future, in milliseconds. */
export const TOLERANCE = DAY / 288;

/** `words` for a POSIX shell. */
export function shell(...words: readonly string[]): string {
  return words
    .map((word) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
