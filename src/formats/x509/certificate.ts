/** X.509 certificates. Pure. Source: RFC 5280 §4. Only what a verifier of signatures needs; a critical extension that is not known makes a certificate unusable. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import {
  bitString,
  booleanOf,
  type DerElement,
  DerReader,
  oidText,
  onlyElement,
  TAG,
  timeOf,
} from "../asn1/der.ts";

/** One extension. */
export interface Extension {
  readonly critical: boolean;
  /** The content of its OCTET STRING. */
  readonly value: Uint8Array;
}

/** A certificate, read and not verified. */
export interface Certificate {
  readonly raw: Uint8Array;
  /** What is signed. */
  readonly tbs: Uint8Array;
  /** The elements of `tbs`, in order. */
  readonly tbsParts: readonly DerElement[];
  readonly serial: Uint8Array;
  /** Names as they are encoded. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Milliseconds since the epoch; both moments are inside. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** By identifier, in dots. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/** What the usual extensions say. */
export interface Uses {
  readonly isAuthority: boolean;
  readonly signsCertificates: boolean;
  readonly signsData: boolean;
  /** Identifiers, in dots. */
  readonly purposes: readonly string[];
}

const LARGEST = 64 * 1024;
const KNOWN = new Set(["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37", "2.5.29.14", "2.5.29.35"]);
const DIGESTS: Readonly<Record<string, string | undefined>> = {
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
};
const ED25519 = "1.3.101.112";

/** Reads a certificate in DER. Throws Fault TW-DER-MALFORMED or TW-X509-MALFORMED. */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > LARGEST) throw malformed(`it has more than ${LARGEST} bytes`);
  const top = new DerReader(onlyElement(der, TAG.sequence).content);
  const tbs = top.next(TAG.sequence);
  const algorithm = top.next(TAG.sequence);
  const signature = bitString(top.next(TAG.bitString).content);
  top.end();
  const tbsParts = elementsOf(tbs.content);
  const fields = new DerReader(tbs.content);
  const version = new DerReader(fields.next(0xa0).content).next(TAG.integer).content;
  if (version.length !== 1 || version[0] !== 2) throw malformed("it is not of version 3");
  const serial = fields.next(TAG.integer).content;
  const inner = fields.next(TAG.sequence);
  if (!Buffer.from(inner.raw).equals(algorithm.raw)) throw malformed("it names two algorithms");
  const issuer = fields.next(TAG.sequence).raw;
  const validity = fields.inside();
  const notBefore = timeOf(validity.next());
  const notAfter = timeOf(validity.next());
  validity.end();
  const subject = fields.next(TAG.sequence).raw;
  const spki = fields.next(TAG.sequence).raw;
  const extensions = readExtensions(new DerReader(fields.next(0xa3).content).inside());
  fields.end();
  return {
    raw: der,
    tbs: tbs.raw,
    tbsParts,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    spki,
    extensions,
    algorithm: oidText(new DerReader(algorithm.content).next(TAG.oid).content),
    signature,
  };
}

function elementsOf(content: Uint8Array): readonly DerElement[] {
  const reader = new DerReader(content);
  const found: DerElement[] = [];
  while (!reader.done) found.push(reader.next());
  return found;
}

function readExtensions(list: DerReader): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  while (!list.done) {
    const reader = list.inside();
    const name = oidText(reader.next(TAG.oid).content);
    const flag = reader.optional(TAG.boolean);
    const critical = flag !== undefined && booleanOf(flag.content);
    const value = reader.next(TAG.octetString).content;
    reader.end();
    if (extensions.has(name)) throw malformed(`the extension ${name} occurs twice`);
    if (critical && !KNOWN.has(name)) throw malformed(`the critical extension ${name} is not known`);
    extensions.set(name, { critical, value });
  }
  return extensions;
}

/** What a certificate may be used for. Source: RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12. */
export function usesOf(certificate: Certificate): Uses {
  const usage = certificate.extensions.get("2.5.29.15");
  const bits = usage === undefined ? 0 : (onlyElement(usage.value, TAG.bitString).content[1] ?? 0);
  const basic = certificate.extensions.get("2.5.29.19");
  const flag =
    basic === undefined ? undefined : new DerReader(onlyElement(basic.value, TAG.sequence).content);
  const authority = flag?.optional(TAG.boolean);
  const purposes = certificate.extensions.get("2.5.29.37");
  return {
    isAuthority: authority !== undefined && booleanOf(authority.content),
    signsCertificates: (bits & 0x04) !== 0,
    signsData: (bits & 0x80) !== 0,
    purposes:
      purposes === undefined
        ? []
        : elementsOf(onlyElement(purposes.value, TAG.sequence).content).map(({ content }) =>
            oidText(content),
          ),
  };
}

/** Whether `key` made the signature of `certificate`. */
export function isSignedBy(certificate: Certificate, key: KeyObject): boolean {
  return verifyDer(certificate.algorithm, certificate.tbs, key, certificate.signature);
}

/** Verifies a signature of the algorithm with this identifier; false for algorithms that are not read (SHA-1 among them). */
export function verifyDer(
  algorithm: string,
  signed: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
): boolean {
  const digest = DIGESTS[algorithm];
  if (digest === undefined && algorithm !== ED25519) return false;
  const wanted = algorithm === ED25519 ? "ed25519" : algorithm.startsWith("1.2.840.10045") ? "ec" : "rsa";
  return key.asymmetricKeyType === wanted && verify(digest, signed, key, signature);
}

/** The public key in a SubjectPublicKeyInfo. Throws Fault TW-X509-MALFORMED. */
export function publicKeyOf(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    throw malformed("it holds a public key that is none");
  }
}

/** True when `moment` is inside the certificate's validity. */
export function isValidAt(certificate: Certificate, moment: number): boolean {
  return certificate.notBefore <= moment && moment <= certificate.notAfter;
}

function malformed(why: string): Fault {
  return new Fault("TW-X509-MALFORMED", `a certificate cannot be used: ${why}`);
}
