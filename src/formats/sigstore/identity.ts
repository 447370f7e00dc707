/** Whom a signing certificate names. Pure. Source: sigstore/fulcio, `docs/oid-info.md`; RFC 5280 §4.2.1.6. */
import { fromUtf8 } from "../../base/utf8.ts";
import { DerReader, onlyElement, TAG } from "../asn1/der.ts";
import type { Certificate } from "../x509/certificate.ts";
import { malformed } from "./fields.ts";

const FULCIO = "1.3.6.1.4.1.57264.1";

/** The claims of a certificate, each as it is written there. */
export interface CertificateIdentity {
  /** The one subject alternative name: an address of a workflow, or an e-mail address. */
  readonly subject: string;
  readonly subjectKind: "address" | "email";
  readonly issuer: string;
  readonly buildSigner: string | undefined;
  readonly sourceRepository: string | undefined;
  readonly sourceDigest: string | undefined;
  readonly sourceRef: string | undefined;
  readonly buildConfig: string | undefined;
  readonly run: string | undefined;
}

/** Reads the claims. Throws Fault TW-SIGSTORE-MALFORMED, TW-DER-MALFORMED. */
export function identityOf(certificate: Certificate): CertificateIdentity {
  const text = (number: number): string | undefined => {
    const value = certificate.extensions.get(`${FULCIO}.${number}`)?.value;
    return value === undefined ? undefined : utf8(onlyElement(value, TAG.utf8String).content);
  };
  // The first form of the issuer is the bare text, without an element around it.
  const old = certificate.extensions.get(`${FULCIO}.1`)?.value;
  const issuer = text(8) ?? (old === undefined ? undefined : utf8(old));
  if (issuer === undefined) throw malformed("the certificate does not say who issued the identity");
  return {
    ...subjectOf(certificate),
    issuer,
    buildSigner: text(9),
    sourceRepository: text(12),
    sourceDigest: text(13),
    sourceRef: text(14),
    buildConfig: text(18),
    run: text(21),
  };
}

function subjectOf(certificate: Certificate): Pick<CertificateIdentity, "subject" | "subjectKind"> {
  const names = certificate.extensions.get("2.5.29.17");
  if (names === undefined) throw malformed("the certificate names nobody");
  const reader = new DerReader(onlyElement(names.value, TAG.sequence).content);
  const { tag, content } = reader.next();
  if (!reader.done) throw malformed("the certificate names more than one");
  // rfc822Name and uniformResourceIdentifier.
  if (tag !== 0x81 && tag !== 0x86)
    throw malformed("the certificate names somebody neither by address nor by e-mail");
  return { subject: utf8(content), subjectKind: tag === 0x81 ? "email" : "address" };
}

function utf8(bytes: Uint8Array): string {
  const text = fromUtf8(bytes);
  if (text === undefined || /[\u0000-\u001f\u007f-\u009f]/.test(text))
    throw malformed("a claim of the certificate is no text");
  return text;
}
