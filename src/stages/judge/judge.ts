/** The one way in: hashes the bytes, asks every kind of evidence, decides by policy. Pure. */
import { sha256 } from "../../base/digest.ts";
import type { Accepted } from "../../model/accepted.ts";
import type { Artifact } from "../../model/artifact.ts";
import {
  type EvidenceKind,
  type Finding,
  type Level,
  levels,
  type Policy,
  type Subject,
  type Verdict,
} from "../../model/verdict.ts";

/** What `judge` answers: the accepted file, or the refusal. */
export type Judgement =
  | { readonly decision: "accepted"; readonly accepted: Accepted<Artifact> }
  | {
      readonly decision: "refused";
      readonly artifact: Artifact;
      readonly verdict: Extract<Verdict, { decision: "refused" }>;
    };

/**
 * Judges one file. Its bytes are hashed here, so a claim about other bytes proves nothing; of a sealed file the digest is taken that was
 * measured when it was sealed, and the verdict says so. One refutation refuses, whatever else proves; no proof refuses; a proof below the
 * policy's level refuses.
 */
export function judge<Context>(
  artifact: Artifact,
  kinds: readonly EvidenceKind<Context>[],
  context: Context,
  policy: Policy,
): Judgement {
  const subject = measure(artifact);
  const findings = kinds.map((kind) => kind.check(subject, context));
  const verdict = decide(subject, findings, policy);
  if (verdict.decision === "refused") return { decision: "refused", artifact, verdict };
  return { decision: "accepted", accepted: { ...artifact, verdict } as Accepted<Artifact> };
}

/** The digest and size that count: never those that somebody claims. */
function measure(artifact: Artifact): Subject {
  if (artifact.sealed !== undefined) {
    const { sha256: then, size } = artifact.sealed;
    return { artifact, sha256: then, size, measured: "when sealed" };
  }
  const { bytes } = artifact;
  return { artifact, sha256: sha256(bytes), size: bytes.length, measured: "now" };
}

function decide(subject: Subject, findings: readonly Finding[], policy: Policy): Verdict {
  const foreign = findings.find((finding) => finding.subject !== subject.sha256);
  if (foreign !== undefined) {
    return refused(findings, "TW-JUDGE-OTHER-SUBJECT", `the evidence ${foreign.kind} speaks of other bytes`);
  }
  const against = findings.find((finding) => finding.outcome === "refutes");
  if (against !== undefined) return refused(findings, against.code ?? "TW-JUDGE-REFUTED", against.detail);
  const best = findings
    .filter((finding) => finding.outcome === "proves")
    .toSorted((a, b) => rank(b.level) - rank(a.level))[0];
  if (best === undefined) return refused(findings, "TW-JUDGE-NO-PROOF", "nothing vouches for these bytes");
  if (rank(best.level) < rank(policy.atLeast)) {
    return refused(
      findings,
      "TW-JUDGE-TOO-WEAK",
      `the best evidence is ${best.level}, the policy asks for ${policy.atLeast}`,
    );
  }
  const { measured } = subject;
  return {
    decision: "accepted",
    level: best.level,
    by: best,
    findings,
    minCompromise: best.couldLie,
    measured,
  };
}

function rank(level: Level): number {
  return levels.indexOf(level);
}

function refused(
  findings: readonly Finding[],
  code: Extract<Verdict, { decision: "refused" }>["code"],
  because: string,
): Verdict {
  return { decision: "refused", code, because, findings };
}
