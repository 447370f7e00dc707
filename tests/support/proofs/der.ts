/** Just enough DER to make certificates and time stamps. */
import { type KeyObject, sign } from "node:crypto";
import { derElement, TAG } from "../../../src/formats/asn1/der.ts";

/** A SEQUENCE. */
export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.sequence, ...parts);
}

/** An OBJECT IDENTIFIER, from dots. */
export function oid(text: string): Uint8Array {
  const [a = 0, b = 0, ...rest] = text.split(".").map(Number);
  const bytes = [a * 40 + b, ...rest].flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return derElement(TAG.oid, Buffer.from(bytes));
}

/** A small INTEGER. */
export function integer(value: number): Uint8Array {
  return derElement(TAG.integer, Buffer.from([value]));
}

/** An OCTET STRING. */
export function octets(...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.octetString, ...parts);
}

/** A UTF8String. */
export function utf8(text: string): Uint8Array {
  return derElement(TAG.utf8String, Buffer.from(text));
}

/** A BIT STRING of whole bytes. */
export function bits(bytes: Uint8Array): Uint8Array {
  return derElement(TAG.bitString, Buffer.from([0]), bytes);
}

/** A GeneralizedTime. */
export function time(milliseconds: number): Uint8Array {
  const text = new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/g, "");
  return derElement(TAG.generalizedTime, Buffer.from(`${text}Z`));
}

/** ECDSA with SHA-256. */
export const ECDSA: Uint8Array = sequence(oid("1.2.840.10045.4.3.2"));
const TRUE = derElement(TAG.boolean, Buffer.from([0xff]));

/** One extension of a certificate. */
export function extension(name: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(name), ...(critical ? [TRUE] : []), octets(value));
}

/** A name with a common name. */
export function named(text: string): Uint8Array {
  return sequence(derElement(TAG.set, sequence(oid("2.5.4.3"), utf8(text))));
}

/** What a certificate says. */
export interface CertificateParts {
  readonly subject: string;
  readonly issuer: string;
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
  readonly extensions: readonly Uint8Array[];
}

/** The part that is signed. */
export function certificateContent(parts: CertificateParts): Uint8Array {
  return sequence(
    derElement(0xa0, integer(2)),
    integer(7),
    ECDSA,
    named(parts.issuer),
    sequence(time(parts.from), time(parts.until)),
    named(parts.subject),
    parts.key.export({ format: "der", type: "spki" }),
    derElement(0xa3, sequence(...parts.extensions)),
  );
}

/** A whole certificate. */
export function certificate(parts: CertificateParts, issuerKey: KeyObject): Uint8Array {
  const content = certificateContent(parts);
  return sequence(content, ECDSA, bits(sign("sha256", content, issuerKey)));
}

/** Extensions of an authority, and of certificates for one purpose. */
export const AUTHORITY: readonly Uint8Array[] = [
  extension("2.5.29.19", sequence(TRUE), true),
  extension("2.5.29.15", derElement(TAG.bitString, Buffer.from([1, 0x06])), true),
];
/** `digitalSignature`. */
export const SIGNS: Uint8Array = extension(
  "2.5.29.15",
  derElement(TAG.bitString, Buffer.from([7, 0x80])),
  true,
);

/** One purpose. */
export function purpose(name: string): Uint8Array {
  return extension("2.5.29.37", sequence(oid(name)), true);
}
