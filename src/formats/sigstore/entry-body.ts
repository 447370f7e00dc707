/**
 * What a log recorded, compared with what is to be verified: the same signature, by the same key, over the same bytes. Pure. Source: sigstore/rekor,
 * types hashedrekord 0.0.1, dsse 0.0.1, intoto 0.0.2; sigstore/rekor-tiles, hashedrekord and dsse 0.0.2.
 */
import { hash } from "node:crypto";
import { fromBase64 } from "../../base/base64.ts";
import { preAuthEncoding } from "../dsse/dsse.ts";
import type { SignedContent } from "./bundle.ts";
import { type Fields, topFields } from "./fields.ts";

/** What the entry must agree with. */
export interface Recorded {
  readonly content: SignedContent;
  /** SHA-256 of the message, when it is a message that was signed. */
  readonly artifact: Uint8Array;
  /** The certificate in DER, or the key as SubjectPublicKeyInfo. */
  readonly verifier: Uint8Array;
  readonly verifierKind: "certificate" | "key";
}

const LARGEST = 16 * 1024 * 1024;

/** Whether `body`, an entry of this kind and version, records exactly that. Throws Fault TW-SIGSTORE-MALFORMED. */
export function recordsThis(body: Uint8Array, kind: string, version: string, recorded: Recorded): boolean {
  const top = topFields(body, "the log's entry", LARGEST);
  if (top.text("kind") !== kind || top.text("apiVersion") !== version) return false;
  const spec = top.inside("spec");
  switch (`${kind} ${version}`) {
    case "hashedrekord 0.0.1":
      return hashedRekord1(spec, recorded);
    case "dsse 0.0.1":
      return dsse1(spec, recorded);
    case "intoto 0.0.2":
      return intoto2(spec, recorded);
    case "hashedrekord 0.0.2":
      return hashedRekord2(spec.inside("hashedRekordV002"), recorded);
    case "dsse 0.0.2":
      return dsse2(spec.inside("dsseV002"), recorded);
    default:
      return false;
  }
}

function hashedRekord1(spec: Fields, recorded: Recorded): boolean {
  const { content, artifact, verifier, verifierKind } = recorded;
  const signature = spec.inside("signature");
  return (
    content.kind === "message" &&
    isHex(spec.inside("data").inside("hash"), artifact) &&
    same(signature.bytes("content"), content.signature) &&
    isPem(signature.inside("publicKey").bytes("content"), verifier, verifierKind)
  );
}

function dsse1(spec: Fields, { content, verifier, verifierKind }: Recorded): boolean {
  const signatures = spec.list("signatures");
  const [signature] = signatures;
  return (
    content.kind === "dsse" &&
    signature !== undefined &&
    signatures.length === 1 &&
    isHex(spec.inside("payloadHash"), hash("sha256", content.payload, "buffer")) &&
    same(signature.bytes("signature"), content.signature) &&
    isPem(signature.bytes("verifier"), verifier, verifierKind)
  );
}

/** Here the signature is base64 of base64. */
function intoto2(spec: Fields, { content, verifier, verifierKind }: Recorded): boolean {
  const inner = spec.inside("content");
  const envelope = inner.inside("envelope");
  const signatures = envelope.list("signatures");
  const [signature] = signatures;
  if (content.kind !== "dsse" || signature === undefined || signatures.length !== 1) return false;
  const once = Buffer.from(signature.bytes("sig")).toString("latin1");
  const twice = fromBase64(once);
  return (
    envelope.text("payloadType") === content.payloadType &&
    isHex(inner.inside("payloadHash"), hash("sha256", content.payload, "buffer")) &&
    twice !== undefined &&
    same(twice, content.signature) &&
    isPem(signature.bytes("publicKey"), verifier, verifierKind)
  );
}

/** The second generation records an envelope as a message: its pre-authentication encoding. */
function hashedRekord2(spec: Fields, recorded: Recorded): boolean {
  const { content, artifact } = recorded;
  const signed =
    content.kind === "message"
      ? artifact
      : hash("sha256", preAuthEncoding(content.payloadType, content.payload), "buffer");
  const data = spec.inside("data");
  return (
    data.text("algorithm") === "SHA2_256" &&
    same(data.bytes("digest"), signed) &&
    isSignature2(spec.inside("signature"), recorded)
  );
}

function dsse2(spec: Fields, recorded: Recorded): boolean {
  const { content } = recorded;
  const signatures = spec.list("signatures");
  const [signature] = signatures;
  const payload = spec.inside("payloadHash");
  return (
    content.kind === "dsse" &&
    signature !== undefined &&
    signatures.length === 1 &&
    payload.text("algorithm") === "SHA2_256" &&
    same(payload.bytes("digest"), hash("sha256", content.payload, "buffer")) &&
    isSignature2(signature, recorded)
  );
}

function isSignature2(signature: Fields, { content, verifier, verifierKind }: Recorded): boolean {
  const by = signature.inside("verifier");
  const name = verifierKind === "certificate" ? "x509Certificate" : "publicKey";
  return (
    by.has("x509Certificate") !== by.has("publicKey") &&
    by.has(name) &&
    same(by.inside(name).bytes("rawBytes"), verifier) &&
    same(signature.bytes("content"), content.signature)
  );
}

function isHex(fields: Fields, digest: Uint8Array): boolean {
  return (
    fields.text("algorithm") === "sha256" && fields.text("value") === Buffer.from(digest).toString("hex")
  );
}

/** Whether `pem` is the one certificate, or the one key, that `der` is. */
function isPem(pem: Uint8Array, der: Uint8Array, kind: "certificate" | "key"): boolean {
  const label = kind === "certificate" ? "CERTIFICATE" : "PUBLIC KEY";
  const text = Buffer.from(pem).toString("latin1").trim();
  const start = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  if (!text.startsWith(start) || !text.endsWith(end)) return false;
  const inner = text.slice(start.length, -end.length).replace(/\r?\n/g, "");
  const bytes = fromBase64(inner);
  return bytes !== undefined && same(bytes, der);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b);
}
