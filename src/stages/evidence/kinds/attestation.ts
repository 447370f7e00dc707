/** Evidence `attestation`: a publisher whom the trust file names attested the file. Pure, offline. Source: PEP 740. */
import { shownPath } from "../../../formats/portable-path/portable-path.ts";
import type { Claim, Court, Offered, ProofKind } from "../../../model/proof.ts";
import type { Finding } from "../../../model/verdict.ts";
import { type Attestation, parseAttestations } from "../../../standards/pep740-attestation/attestation.ts";
import { isSameFile } from "../../../standards/pep740-attestation/same-file.ts";
import { type Certified, certifiedLiars, certify, mayBeCertified } from "../certified.ts";
import { publisherText } from "../publishers.ts";
import { refuting, type Said, said, shell } from "../said.ts";

/**
 * Proves VOUCHED when every attestation of the document is rightly signed, logged and about this file, and a trusted publisher made at least one.
 * What others attested beside it is no matter; what is not rightly signed is.
 */
export const attestation: ProofKind = {
  kind: "attestation",
  check(claim, offered, court) {
    const words = said("attestation", claim, offered);
    return refuting(() => judged(claim, offered, court, words), words);
  },
};

type Vouched = Extract<Certified, { readonly why?: undefined }>;

function judged(claim: Claim, offered: Offered, court: Court, words: Said): Finding {
  const attestations = parseAttestations(offered.bytes);
  if (!mayBeCertified(claim, court) && court.trust.entries.every(({ kind }) => kind !== "identity"))
    return words.absent(`no publisher in ${court.trust.where} may vouch for ${claim.filename}`);
  const vouched: (Vouched & { readonly attestation: Attestation })[] = [];
  let unknown: string | undefined;
  for (const each of attestations) {
    const { name, sha256 } = each.subject;
    if (sha256 !== claim.sha256)
      return words.refutes(
        "TW-PROOF-OTHER-BYTES",
        `it is about a file with another SHA-256, ${shownPath(name)}`,
      );
    if (!isSameFile(name, claim.filename))
      return words.refutes(
        "TW-PROOF-OTHER-NAME",
        `it is about ${shownPath(name)}, not about ${shownPath(claim.filename)}`,
      );
    const certified = certify(claim, each.material, court);
    if (certified.why === undefined) vouched.push({ ...certified, attestation: each });
    else if (certified.code === "TW-PROOF-UNKNOWN-SIGNER") unknown = certified.why;
    else return words.refutes(certified.code, certified.why);
  }
  const [first] = vouched;
  if (first !== undefined) return proved(claim, offered, first, words);
  if (!mayBeCertified(claim, court))
    return words.absent(`${unknown ?? "nobody"}; no publisher may vouch for this file`);
  return words.refutes("TW-PROOF-UNKNOWN-SIGNER", unknown ?? "nobody who is trusted attested it");
}

function proved(
  claim: Claim,
  offered: Offered,
  found: Vouched & { readonly attestation: Attestation },
  words: Said,
): Finding {
  const { entry, identity, time, swornBy, attestation: made } = found;
  const run = identity.run === undefined ? "" : `, in ${shownPath(identity.run)}`;
  const from = identity.sourceRef === undefined ? "" : `, from ${shownPath(identity.sourceRef)}`;
  return words.proves({
    grant: entry,
    detail: `${made.predicate} attested by ${publisherText(entry.publisher)}${from}${run}; name and SHA-256 included`,
    couldLie: certifiedLiars(found),
    signed: { at: time, by: swornBy },
    byHand: [
      shell("sha256sum", claim.path),
      `jq -r '.. | .statement? // empty' ${shell(offered.path)} | base64 -d`,
      `jq -r '.. | .certificate? // empty' ${shell(offered.path)} | base64 -d | openssl x509 -inform der -noout -text`,
      `${shell("pypi-attestations", "verify", "attestation", "--offline", "--identity", identity.subject, claim.path)}  # with the attestation as ${shell(`${claim.path}.publish.attestation`)}`,
    ],
  });
}
