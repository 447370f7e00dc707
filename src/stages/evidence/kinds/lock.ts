/** Evidence `lock`: the bytes are those that a lock, a requirements file or a person wrote down earlier. Pure. Source: PEP 751 `hashes`, `size`; pip's hash-checking mode. */
import { hash } from "node:crypto";
import type { Pin, PinnedHash } from "../../../model/need.ts";
import type { EvidenceKind, Finding, Subject } from "../../../model/verdict.ts";

/** The pins of one run, by filename. */
export interface Locked {
  readonly locked: ReadonlyMap<string, Pin>;
}

/** Proves PINNED when the size, where one is written, and one of the written digests are those of the bytes. */
export const lockPin: EvidenceKind<Locked> = {
  kind: "lock",
  level: "PINNED",
  check(subject, context) {
    const { filename } = subject.artifact.wanted;
    const pin = context.locked.get(filename);
    if (pin === undefined || pin.hashes.length === 0)
      return finding(subject, "absent", `nobody wrote down a digest of ${filename}`);
    if (pin.size !== undefined && pin.size !== subject.size) {
      return refuted(subject, `${filename} has ${subject.size} bytes, ${pin.where} says ${pin.size}`);
    }
    const matching = pin.hashes.filter(({ algorithm, digest }) => digestOf(subject, algorithm) === digest);
    const [matched] = matching;
    if (matched === undefined || (pin.every === true && matching.length < pin.hashes.length)) {
      return refuted(subject, `${filename} is not the file that ${pin.where} names: its digest is another`);
    }
    const what = matched.algorithm === "sha256" ? "SHA-256" : matched.algorithm.replace("sha", "SHA-");
    const both = pin.size === undefined ? what : `${what} and size`;
    return {
      ...finding(subject, "proves", `${both} as in ${pin.where}`),
      couldLie: [`whoever wrote ${pin.statedBy}`],
    };
  },
};

/** What was sealed was measured by SHA-256 only; without the bytes no other digest is met. */
function digestOf(subject: Subject, algorithm: PinnedHash["algorithm"]): string | undefined {
  if (algorithm === "sha256") return subject.sha256;
  const { bytes } = subject.artifact;
  return bytes === undefined ? undefined : hash(algorithm, bytes, "hex");
}

function refuted(subject: Subject, detail: string): Finding {
  return { ...finding(subject, "refutes", detail), code: "TW-JUDGE-OTHER-BYTES" };
}

function finding(subject: Subject, outcome: Finding["outcome"], detail: string): Finding {
  return { kind: "lock", outcome, level: "PINNED", subject: subject.sha256, detail, couldLie: [] };
}
