/** What attestations and Sigstore bundles have in common: a certificate that names somebody, and a trust file that may too. Pure. */
import { hash } from "node:crypto";
import type { Code } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Material } from "../../formats/sigstore/bundle.ts";
import { type CertificateIdentity, identityOf } from "../../formats/sigstore/identity.ts";
import { parseTrustedRoot } from "../../formats/sigstore/trusted-root.ts";
import { verifyMaterial } from "../../formats/sigstore/verify.ts";
import type { Claim, Court } from "../../model/proof.ts";
import type { TrustedIdentity } from "../../model/trust.ts";
import { choose, covers } from "./grants.ts";
import { isPublisher, publisherText } from "./publishers.ts";
import { moment, TOLERANCE } from "./said.ts";

/** Who signed, or why it does not count. `unknown`: rightly signed, by somebody whom no entry names. */
export type Certified =
  | {
      readonly entry: TrustedIdentity;
      readonly identity: CertificateIdentity;
      /** Milliseconds since the epoch. */
      readonly time: number;
      readonly swornBy: string;
      readonly why?: undefined;
    }
  | { readonly code: Code; readonly why: string };

/** The entries that may vouch for anything by a certificate. */
export function identities({ trust }: Court): readonly TrustedIdentity[] {
  return trust.entries.filter((entry) => entry.kind === "identity");
}

/** Verifies one signature with all that belongs to it, and whose it is. Throws Fault for parts that cannot be read. */
export function certify(claim: Claim, material: Material, court: Court): Certified {
  const root = parseTrustedRoot(court.sigstoreRoot());
  const artifact = { bytes: claim.bytes, sha256: hash("sha256", claim.bytes, "buffer") };
  const outcome = verifyMaterial(material, artifact, root);
  if (outcome.why !== undefined) return outcome;
  if (outcome.certificate === undefined)
    return { code: "TW-SIGSTORE-CERTIFICATE", why: "it has no certificate" };
  if (outcome.time > court.now + TOLERANCE)
    return {
      code: "TW-CLOCK-BEHIND",
      why: `${outcome.swornBy} swears to ${moment(outcome.time)}, later than this machine's clock`,
    };
  const identity = identityOf(outcome.certificate);
  const known = identities(court).filter(({ publisher }) => isPublisher(identity, publisher));
  if (known.length === 0) {
    const who = `${shownPath(identity.buildConfig ?? identity.subject)}, by ${shownPath(identity.issuer)}`;
    return { code: "TW-PROOF-UNKNOWN-SIGNER", why: `it was signed as ${who}, whom no entry names` };
  }
  const chosen = choose(known, claim.filename, court.now);
  if (chosen.entry === undefined) return chosen;
  return { entry: chosen.entry, identity, time: outcome.time, swornBy: outcome.swornBy };
}

/** Whether any identity may vouch for the claim's file. */
export function mayBeCertified(claim: Claim, court: Court): boolean {
  return identities(court).some((each) => covers(each, claim.filename));
}

/** Whom one has to believe. */
export function certifiedLiars({ entry }: { readonly entry: TrustedIdentity }): readonly string[] {
  return [
    `whoever may change or run ${publisherText(entry.publisher)}`,
    "whoever runs Sigstore's certificate authority and logs",
  ];
}
