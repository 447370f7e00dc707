/** Evidence `manifest`: the bytes are those that a manifest made earlier names. Pure. */
import type { Wanted } from "../../../model/artifact.ts";
import type { EvidenceKind, Finding, Subject } from "../../../model/verdict.ts";

/** The pins a manifest makes, by filename. */
export interface Pins {
  /** Who made the manifest, for the verdict: "the manifest inside truewheel 0.1.0". */
  readonly madeBy: string;
  readonly pins: ReadonlyMap<string, Wanted>;
}

/** Proves PINNED when name, size and SHA-256 all are the manifest's. */
export const manifestPin: EvidenceKind<Pins> = {
  kind: "manifest",
  level: "PINNED",
  check(subject, context) {
    const { filename } = subject.artifact.wanted;
    const pin = context.pins.get(filename);
    if (pin === undefined) return finding(subject, "absent", `${context.madeBy} does not name ${filename}`);
    if (subject.size !== pin.size) {
      return refuted(subject, `${filename} has ${subject.size} bytes, the manifest says ${pin.size}`);
    }
    if (subject.sha256 !== pin.sha256)
      return refuted(subject, `${filename} is not the file that the manifest names: its SHA-256 is another`);
    return {
      ...finding(subject, "proves", `SHA-256 and size as in ${context.madeBy}`),
      couldLie: [`whoever made ${context.madeBy}`],
    };
  },
};

function refuted(subject: Subject, detail: string): Finding {
  return { ...finding(subject, "refutes", detail), code: "TW-JUDGE-OTHER-BYTES" };
}

function finding(subject: Subject, outcome: Finding["outcome"], detail: string): Finding {
  return { kind: "manifest", outcome, level: "PINNED", subject: subject.sha256, detail, couldLie: [] };
}
