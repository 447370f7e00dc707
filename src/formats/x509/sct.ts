/** Signed certificate timestamps: a log's promise to show a certificate to everybody. Pure. Source: RFC 6962 §3.2, §3.3. */
import { hash } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { DerReader, derElement, onlyElement, TAG } from "../asn1/der.ts";
import type { Certificate } from "./certificate.ts";

/** The extension that holds them. */
export const SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";
const SCT_OID = Buffer.from("060a2b06010401d679020402", "hex");

/** One timestamp. */
export interface Sct {
  /** SHA-256 of the log's key. */
  readonly log: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly signature: Uint8Array;
  /** What the log signed. */
  readonly signed: Uint8Array;
  readonly algorithm: "ecdsa" | "rsa";
}

/** The timestamps embedded in `certificate`, which the holder of `issuerSpki` issued; empty when there are none. Throws Fault TW-X509-MALFORMED. */
export function embeddedScts(certificate: Certificate, issuerSpki: Uint8Array): readonly Sct[] {
  const extension = certificate.extensions.get(SCT_LIST);
  if (extension === undefined) return [];
  const list = new Bytes(onlyElement(extension.value, TAG.octetString).content);
  const entries = new Bytes(list.vector(2));
  list.end();
  const about = Buffer.concat([hash("sha256", issuerSpki, "buffer"), vector(3, withoutScts(certificate))]);
  const found: Sct[] = [];
  while (!entries.done) found.push(readSct(entries.vector(2), about));
  return found;
}

function readSct(bytes: Uint8Array, about: Uint8Array): Sct {
  const reader = new Bytes(bytes);
  if (reader.take(1)[0] !== 0) throw malformed("it is of no known version");
  const log = reader.take(32);
  const time = reader.take(8);
  const extensions = reader.vector(2);
  const [hashed, algorithm] = reader.take(2);
  const signature = reader.vector(2);
  reader.end();
  if (hashed !== 4 || (algorithm !== 3 && algorithm !== 1))
    throw malformed("it is signed otherwise than by SHA-256 with ECDSA or RSA");
  // Version 1, a certificate timestamp, the time, a precertificate.
  const signed = Buffer.concat([
    Buffer.from([0, 0]),
    time,
    Buffer.from([0, 1]),
    about,
    vector(2, extensions),
  ]);
  const timestamp = Number(Buffer.from(time).readBigUInt64BE());
  return { log, timestamp, signature, signed, algorithm: algorithm === 3 ? "ecdsa" : "rsa" };
}

/** The precertificate's content: the certificate's, without this one extension. */
function withoutScts({ tbsParts }: Certificate): Uint8Array {
  const parts = tbsParts.map((part) => {
    if (part.tag !== 0xa3) return part.raw;
    const list = new DerReader(part.content).inside();
    const kept: Uint8Array[] = [];
    while (!list.done) {
      const { content, raw } = list.next(TAG.sequence);
      if (!SCT_OID.equals(content.subarray(0, SCT_OID.length))) kept.push(raw);
    }
    return derElement(0xa3, derElement(TAG.sequence, ...kept));
  });
  return derElement(TAG.sequence, ...parts);
}

function vector(size: number, content: Uint8Array): Uint8Array {
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([length, content]);
}

class Bytes {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw malformed("a part ends beyond the end");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  vector(size: number): Uint8Array {
    return this.take(Buffer.from(this.take(size)).readUIntBE(0, size));
  }

  get done(): boolean {
    return this.at === this.bytes.length;
  }

  end(): void {
    if (!this.done) throw malformed("something follows its end");
  }
}

function malformed(why: string): Fault {
  return new Fault("TW-X509-MALFORMED", `a certificate's timestamp cannot be read: ${why}`);
}
