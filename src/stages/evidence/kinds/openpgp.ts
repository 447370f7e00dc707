/** Evidence `openpgp`: a key of the trust file signed the bytes. Pure. Source: RFC 9580. */
import { isClearSigned, unarmored } from "../../../formats/openpgp/armor.ts";
import {
  demandUsable,
  keysOf,
  type OpenpgpCertificate,
  parseCertificates,
} from "../../../formats/openpgp/certificate.ts";
import { parseDetached, signsDocument } from "../../../formats/openpgp/detached.ts";
import type { OpenpgpPublicKey } from "../../../formats/openpgp/public-key.ts";
import type { OpenpgpSignature } from "../../../formats/openpgp/signature.ts";
import type { Claim, Court, Offered, ProofKind } from "../../../model/proof.ts";
import type { OpenpgpKey } from "../../../model/trust.ts";
import type { Finding } from "../../../model/verdict.ts";
import { choose, covers } from "../grants.ts";
import { moment, refuting, type Said, said, shell, TOLERANCE } from "../said.ts";

/** Proves VOUCHED when a trusted key, alive, not revoked and strong enough, signed the bytes. Signatures of unknown keys beside it are no matter; one of a trusted key that does not fit is. */
export const openpgp: ProofKind = {
  kind: "openpgp",
  check(claim, offered, court) {
    const words = said("openpgp", claim, offered);
    return refuting(() => judged(claim, offered, court, words), words);
  },
};

interface Known {
  readonly entry: OpenpgpKey;
  readonly certificate: OpenpgpCertificate;
  readonly key: OpenpgpPublicKey;
}

function judged(claim: Claim, offered: Offered, court: Court, words: Said): Finding {
  if (isClearSigned(offered.bytes))
    return words.refutes("TW-OPENPGP-MALFORMED", "it carries its own text, and signs no other file");
  const signatures = parseDetached(unarmored(offered.bytes, "PGP SIGNATURE"));
  const entries = court.trust.entries.filter((entry) => entry.kind === "openpgp");
  const found = signatures.map((signature) =>
    judgedOne(claim, offered, court, words, { signature, known: knownKeys(entries, signature) }),
  );
  const proof = found.find((each) => each?.outcome === "proves");
  const against = found.find((each) => each?.outcome === "refutes");
  if (against !== undefined) return against;
  if (proof !== undefined) return proof;
  const issuers = signatures.map(({ issuer }) => issuer).join(", ");
  if (!entries.some((each) => covers(each, claim.filename)))
    return words.absent(`no OpenPGP key in ${court.trust.where} may vouch for ${claim.filename}`);
  return words.refutes("TW-PROOF-UNKNOWN-SIGNER", `no trusted OpenPGP key is ${issuers}`);
}

function knownKeys(entries: readonly OpenpgpKey[], { issuer }: OpenpgpSignature): readonly Known[] {
  return entries.flatMap((entry) =>
    certificatesOf(entry)
      .filter(({ primary }) => primary.fingerprint === entry.fingerprint)
      .flatMap((certificate) =>
        keysOf(certificate)
          .filter(({ fingerprint }) => fingerprint.endsWith(issuer))
          .map((key) => ({ entry, certificate, key })),
      ),
  );
}

function certificatesOf(entry: OpenpgpKey): readonly OpenpgpCertificate[] {
  return parseCertificates(unarmored(entry.certificate, "PGP PUBLIC KEY BLOCK"));
}

interface One {
  readonly signature: OpenpgpSignature;
  readonly known: readonly Known[];
}

/** What one signature says; undefined for an unknown key's. */
function judgedOne(
  claim: Claim,
  offered: Offered,
  { trust, now }: Court,
  words: Said,
  { signature, known }: One,
): Finding | undefined {
  if (known.length === 0) return undefined;
  const chosen = choose(
    known.map(({ entry }) => entry),
    claim.filename,
    now,
  );
  if (chosen.entry === undefined) return words.refutes(chosen.code, chosen.why);
  const { entry } = chosen;
  const found = known.find((each) => each.entry === entry);
  if (found === undefined) return undefined;
  const revoked = trust.revoked.find(({ kind, key }) => kind === "openpgp" && key === entry.fingerprint);
  if (revoked !== undefined)
    return words.refutes("TW-TRUST-REVOKED", `the key of ${entry.owner} is revoked: ${revoked.why}`);
  const { created, expires } = signature;
  if (created > now + TOLERANCE)
    return words.refutes(
      "TW-CLOCK-BEHIND",
      `the signature says that it was made on ${moment(created)}, later than this machine's clock`,
    );
  if (!signsDocument(signature, claim.bytes, found.key))
    return words.refutes("TW-PROOF-OTHER-BYTES", `the signature of ${entry.owner} is for other bytes`);
  if (expires !== undefined && expires <= now)
    return words.refutes("TW-OPENPGP-EXPIRED", `the signature expired on ${moment(expires)}`);
  demandUsable(found.certificate, found.key, created, now);
  const { fingerprint } = found.key;
  const by =
    fingerprint === entry.fingerprint ? fingerprint : `${fingerprint}, a subkey of ${entry.fingerprint}`;
  return words.proves({
    grant: entry,
    detail: `signed by the OpenPGP key ${by}; it does not name the file`,
    couldLie: [`whoever holds the OpenPGP key of ${entry.owner}`],
    signed: { at: created, by: "the signer" },
    byHand: [
      shell("gpg", "--fingerprint", entry.fingerprint),
      shell("gpg", "--verify", offered.path, ...(offered.path === claim.path ? [] : [claim.path])),
    ],
  });
}
