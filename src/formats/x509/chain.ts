/** Chains of certificates whose last one is trusted beforehand. Pure. Source: RFC 5280 §6. */
import type { KeyObject } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import {
  type Certificate,
  isSignedBy,
  isValidAt,
  parseCertificate,
  publicKeyOf,
  usesOf,
} from "./certificate.ts";

/** A certificate with its key at hand. */
export interface Authority {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

/** Reads the certificates of an authority, issued one by the next, the last by itself or by nobody asked. Throws Fault TW-X509-MALFORMED. */
export function parseChain(certificates: readonly Uint8Array[]): readonly Authority[] {
  const chain = certificates.map((der) => {
    const certificate = parseCertificate(der);
    return { certificate, key: publicKeyOf(certificate.spki) };
  });
  for (const [at, { certificate }] of chain.entries()) {
    const issuer = chain[at + 1];
    if (issuer !== undefined && !isIssuedBy(certificate, issuer))
      throw new Fault(
        "TW-X509-MALFORMED",
        "a chain of certificates is broken: one did not issue the one before it",
      );
  }
  return chain;
}

/** Whether `issuer`, an authority by its own words, issued `certificate`. */
export function isIssuedBy(certificate: Certificate, issuer: Authority): boolean {
  const { isAuthority, signsCertificates } = usesOf(issuer.certificate);
  return (
    isAuthority &&
    signsCertificates &&
    Buffer.from(certificate.issuer).equals(issuer.certificate.subject) &&
    isSignedBy(certificate, issuer.key)
  );
}

/** Whether every certificate of `chain` was valid at `moment`. */
export function allValidAt(chain: readonly Authority[], moment: number): boolean {
  return chain.every(({ certificate }) => isValidAt(certificate, moment));
}
