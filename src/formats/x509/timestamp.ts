/** Time stamps by a trusted authority. Pure. Source: RFC 3161 §2.4.2; RFC 5652 §5 (CMS SignedData). */
import { hash } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { type DerElement, DerReader, oidText, onlyElement, TAG, timeOf } from "../asn1/der.ts";
import { verifyDer } from "./certificate.ts";
import type { Authority } from "./chain.ts";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const HASHES: Readonly<Record<string, string | undefined>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};
/** Of a signature whose digest stands beside it (`rsaEncryption`, `id-ecPublicKey`). */
const BY_DIGEST: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = {
  "1.2.840.113549.1.1.1": {
    sha256: "1.2.840.113549.1.1.11",
    sha384: "1.2.840.113549.1.1.12",
    sha512: "1.2.840.113549.1.1.13",
  },
  "1.2.840.10045.2.1": {
    sha256: "1.2.840.10045.4.3.2",
    sha384: "1.2.840.10045.4.3.3",
    sha512: "1.2.840.10045.4.3.4",
  },
};
const LARGEST = 64 * 1024;

/** A time stamp, read and not verified. */
export interface TimeStamp {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly imprint: { readonly hash: string; readonly digest: Uint8Array };
  /** Issuer and serial number of whoever signed, as encoded. */
  readonly signer: { readonly issuer: Uint8Array; readonly serial: Uint8Array };
  readonly content: Uint8Array;
  readonly attributes: ReadonlyMap<string, DerElement>;
  readonly signedAttributes: Uint8Array;
  readonly digest: string;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/** Reads a TimeStampResp in DER. Throws Fault TW-DER-MALFORMED or TW-TIMESTAMP-MALFORMED. */
export function parseTimeStamp(der: Uint8Array): TimeStamp {
  if (der.length > LARGEST) throw malformed(`it has more than ${LARGEST} bytes`);
  const response = new DerReader(onlyElement(der, TAG.sequence).content);
  const status = response.inside().next(TAG.integer).content;
  if (!isNumber(status, 0)) throw malformed("it was not granted");
  const token = response.inside();
  response.end();
  if (oidText(token.next(TAG.oid).content) !== SIGNED_DATA) throw malformed("it is no signed data");
  const signed = new DerReader(token.next(0xa0).content).inside();
  if (!isNumber(signed.next(TAG.integer).content, 3)) throw malformed("it is of no known version");
  const digests = signed.inside(TAG.set);
  const declared = algorithmIn(digests);
  digests.end();
  const encapsulated = signed.inside();
  if (oidText(encapsulated.next(TAG.oid).content) !== TST_INFO) throw malformed("it stamps no time");
  const content = onlyElement(encapsulated.next(0xa0).content, TAG.octetString).content;
  signed.optional(0xa0);
  signed.optional(0xa1);
  const signers = signed.inside(TAG.set);
  signed.end();
  const signer = readSigner(signers.inside());
  if (!signers.done) throw malformed("it has more than one signer");
  if (HASHES[declared] !== signer.digest) throw malformed("it names two digests");
  return { ...readInfo(content), ...signer, content };
}

function readInfo(content: Uint8Array): Pick<TimeStamp, "time" | "imprint"> {
  const info = new DerReader(onlyElement(content, TAG.sequence).content);
  const version = info.next(TAG.integer).content;
  if (!isNumber(version, 1)) throw malformed("it is of no known version");
  info.next(TAG.oid);
  const imprint = info.inside();
  const name = HASHES[algorithmIn(imprint)];
  const digest = imprint.next(TAG.octetString).content;
  if (name === undefined) throw malformed("it stamps a digest weaker than SHA-256");
  info.next(TAG.integer);
  return { time: timeOf(info.next(TAG.generalizedTime)), imprint: { hash: name, digest } };
}

function readSigner(info: DerReader): Omit<TimeStamp, "time" | "imprint" | "content"> {
  if (!isNumber(info.next(TAG.integer).content, 1)) throw malformed("its signer is of no known version");
  const identifier = info.inside();
  const signer = { issuer: identifier.next(TAG.sequence).raw, serial: identifier.next(TAG.integer).content };
  const digest = HASHES[algorithmIn(info)];
  const attributes = info.next(0xa0);
  const named = algorithmIn(info);
  const signature = info.next(TAG.octetString).content;
  if (digest === undefined) throw malformed("it is signed over a digest weaker than SHA-256");
  const set = Buffer.from(attributes.raw);
  set[0] = TAG.set;
  const algorithm = BY_DIGEST[named]?.[digest] ?? named;
  return {
    signer,
    attributes: readAttributes(attributes),
    signedAttributes: set,
    digest,
    algorithm,
    signature,
  };
}

/** An AlgorithmIdentifier without parameters, or with NULL for them. */
function algorithmIn(reader: DerReader): string {
  const inner = reader.inside();
  const name = oidText(inner.next(TAG.oid).content);
  const parameters = inner.optional(TAG.null);
  inner.end();
  if (parameters !== undefined && parameters.content.length > 0)
    throw malformed("an algorithm has parameters");
  return name;
}

function isNumber(content: Uint8Array, value: number): boolean {
  return content.length === 1 && content[0] === value;
}

function readAttributes({ content }: DerElement): ReadonlyMap<string, DerElement> {
  const reader = new DerReader(content);
  const found = new Map<string, DerElement>();
  while (!reader.done) {
    const attribute = reader.inside();
    const name = oidText(attribute.next(TAG.oid).content);
    if (found.has(name)) throw malformed("an attribute occurs twice");
    const values = attribute.inside(TAG.set);
    found.set(name, values.next());
    values.end();
    attribute.end();
  }
  return found;
}

/** Whether `stamp` was made by the first certificate of `chain`, an authority of time stamps, over `stamped`. The chain was verified before; the times are the caller's. */
export function isStampedBy(stamp: TimeStamp, stamped: Uint8Array, [leaf]: readonly Authority[]): boolean {
  if (leaf === undefined) return false;
  const { issuer, serial } = stamp.signer;
  const { certificate, key } = leaf;
  if (!same(issuer, certificate.issuer) || !same(serial, certificate.serial)) return false;
  const type = stamp.attributes.get(CONTENT_TYPE);
  const digest = stamp.attributes.get(MESSAGE_DIGEST);
  return (
    type?.tag === TAG.oid &&
    oidText(type.content) === TST_INFO &&
    digest?.tag === TAG.octetString &&
    same(digest.content, hash(stamp.digest, stamp.content, "buffer")) &&
    same(stamp.imprint.digest, hash(stamp.imprint.hash, stamped, "buffer")) &&
    verifyDer(stamp.algorithm, stamp.signedAttributes, key, stamp.signature)
  );
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b);
}

function malformed(why: string): Fault {
  return new Fault("TW-TIMESTAMP-MALFORMED", `a time stamp cannot be read: ${why}`);
}
