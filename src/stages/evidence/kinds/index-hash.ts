/**
 * Evidence `index-hash`: the source told this digest together with the file. Pure. It binds bytes to a page, and a page to nobody; a file on this
 * disk is its own page: its digest was taken when it was read.
 */
import type { EvidenceKind, Finding, Subject } from "../../../model/verdict.ts";

/** Proves INDEX-SAYS when the source told the SHA-256 of these bytes; refutes when it told another. */
export const indexHash: EvidenceKind<unknown> = {
  kind: "index-hash",
  level: "INDEX-SAYS",
  check(subject) {
    const told = subject.artifact.told.get("sha256");
    if (told === undefined) return finding(subject, "absent", "no index was asked for a digest");
    if (told !== subject.sha256) {
      return {
        ...finding(subject, "refutes", "the bytes are not those that the index announced"),
        code: "TW-JUDGE-INDEX-OTHER",
      };
    }
    const place = pathOf(subject);
    if (place !== undefined) {
      const found = finding(subject, "proves", `taken from ${place}, which was named for this run`);
      return { ...found, couldLie: [`whoever can write to ${place}`] };
    }
    const couldLie = [
      "the index",
      "whoever stands between it and this machine with a certificate that is trusted here",
    ];
    return { ...finding(subject, "proves", "SHA-256 as the index tells it"), couldLie };
  },
};

/** The path of a file that came from this disk. */
function pathOf({ artifact: { origin } }: Subject): string | undefined {
  if (origin.from !== "find-links" && origin.from !== "direct") return undefined;
  return origin.url.startsWith("/") || /^[A-Za-z]:[\\/]/.test(origin.url) ? origin.url : undefined;
}

function finding(subject: Subject, outcome: Finding["outcome"], detail: string): Finding {
  return { kind: "index-hash", outcome, level: "INDEX-SAYS", subject: subject.sha256, detail, couldLie: [] };
}
