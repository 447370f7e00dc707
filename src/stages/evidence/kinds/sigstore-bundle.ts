/** Evidence `sigstore-bundle`: somebody whom the trust file names signed the file by Sigstore. Pure, offline. Source: Sigstore client specification; sigstore protobuf-specs. */
import { parseStatement } from "../../../formats/checksum-list/statement.ts";
import { shownPath } from "../../../formats/portable-path/portable-path.ts";
import { type Material, parseBundle } from "../../../formats/sigstore/bundle.ts";
import type { Claim, Court, Offered, ProofKind } from "../../../model/proof.ts";
import type { Finding } from "../../../model/verdict.ts";
import { certifiedLiars, certify, mayBeCertified } from "../certified.ts";
import { publisherText } from "../publishers.ts";
import { refuting, type Said, said, shell } from "../said.ts";

/** Proves VOUCHED when the bundle's signature, certificate and log entries hold for these bytes, and the trust file names whom the certificate names. */
export const sigstoreBundle: ProofKind = {
  kind: "sigstore-bundle",
  check(claim, offered, court) {
    const words = said("sigstore-bundle", claim, offered);
    return refuting(() => judged(claim, offered, court, words), words);
  },
};

function judged(claim: Claim, offered: Offered, court: Court, words: Said): Finding {
  const material = parseBundle(offered.bytes);
  if (!mayBeCertified(claim, court) && court.trust.entries.every(({ kind }) => kind !== "identity"))
    return words.absent(`nobody in ${court.trust.where} may vouch for ${claim.filename} by a certificate`);
  const other = whyOther(claim, material, words);
  if (other !== undefined) return other;
  const certified = certify(claim, material, court);
  if (certified.why !== undefined) {
    const isUnasked = certified.code === "TW-PROOF-UNKNOWN-SIGNER" && !mayBeCertified(claim, court);
    return isUnasked ? words.absent(certified.why) : words.refutes(certified.code, certified.why);
  }
  const { entry, identity, time, swornBy } = certified;
  const isNamed = material.content.kind === "dsse";
  return words.proves({
    grant: entry,
    detail: `signed by ${publisherText(entry.publisher)}${isNamed ? "; name and SHA-256 included" : "; it does not name the file"}`,
    couldLie: certifiedLiars(certified),
    signed: { at: time, by: swornBy },
    byHand: [
      shell(
        "sigstore",
        "verify",
        "identity",
        "--offline",
        "--bundle",
        offered.path,
        "--cert-identity",
        identity.subject,
        "--cert-oidc-issuer",
        identity.issuer,
        claim.path,
      ),
    ],
  });
}

/** An envelope must be about the file, by name and digest. The name may stand behind directories: those are where it was built. */
function whyOther(claim: Claim, { content }: Material, words: Said): Finding | undefined {
  if (content.kind !== "dsse") return undefined;
  if (content.payloadType !== "application/vnd.in-toto+json")
    return words.refutes(
      "TW-SIGSTORE-MALFORMED",
      "its envelope holds something else than an in-toto statement",
    );
  const { subjects } = parseStatement(content.payload);
  const ours = [...subjects]
    .filter(([, digests]) => digests.get("sha256") === claim.sha256)
    .map(([name]) => name);
  const [first] = ours;
  if (first === undefined)
    return words.refutes("TW-PROOF-OTHER-BYTES", "it is about files with other digests");
  const file = claim.path.replace(/^.*[\\/]/, "");
  if (ours.some((name) => name.slice(name.lastIndexOf("/") + 1) === file)) return undefined;
  return words.refutes(
    "TW-PROOF-OTHER-NAME",
    `it is about ${shownPath(first)}, not about ${shownPath(file)}`,
  );
}
