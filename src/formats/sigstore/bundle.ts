/** Sigstore bundles: a signature with everything its verification needs. Pure. Source: sigstore protobuf-specs, `sigstore_bundle.proto` (v0.1 to v0.3). */
import { type Fields, malformed, topFields } from "./fields.ts";

/** One entry of a transparency log, read and not verified. */
export interface LogEntry {
  readonly index: bigint;
  readonly log: Uint8Array;
  readonly kind: string;
  readonly version: string;
  /** Seconds since the epoch; 0 when the log tells no time. */
  readonly integrated: bigint;
  readonly promise: Uint8Array | undefined;
  readonly proof: InclusionProof | undefined;
  readonly body: Uint8Array;
}

/** The proof of one entry. */
export interface InclusionProof {
  readonly index: bigint;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: string | undefined;
}

/** What was signed, as far as the document says. */
export type SignedContent =
  | { readonly kind: "message"; readonly digest: Uint8Array; readonly signature: Uint8Array }
  | {
      readonly kind: "dsse";
      readonly payloadType: string;
      readonly payload: Uint8Array;
      readonly signature: Uint8Array;
    };

/** Everything that is verified together. */
export interface Material {
  /** The signing certificate in DER; undefined when a key signed that is known otherwise. */
  readonly certificate: Uint8Array | undefined;
  readonly entries: readonly LogEntry[];
  /** Time stamps (RFC 3161) in DER. */
  readonly stamps: readonly Uint8Array[];
  readonly content: SignedContent;
  /** Whether each entry must bring a proof with a checkpoint, and not only a promise. */
  readonly needsProof: boolean;
}

const LARGEST = 16 * 1024 * 1024;
const VERSION = /^application\/vnd\.dev\.sigstore\.bundle(?:\+json;version=(0\.[123])|\.v(0\.3)\+json)$/;

/** Reads a bundle. Throws Fault TW-SIGSTORE-MALFORMED. */
export function parseBundle(document: Uint8Array): Material {
  const top = topFields(document, "the bundle", LARGEST);
  top.only("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
  const found = VERSION.exec(top.text("mediaType"));
  const version = found?.[1] ?? found?.[2];
  if (version === undefined) throw malformed("the bundle is of no known version");
  const material = top.inside("verificationMaterial");
  material.only(
    "certificate",
    "publicKey",
    "x509CertificateChain",
    "tlogEntries",
    "timestampVerificationData",
  );
  const stamps = material.optional("timestampVerificationData")?.list("rfc3161Timestamps") ?? [];
  return {
    certificate: certificateIn(material, version),
    entries: material.list("tlogEntries").map(logEntry),
    stamps: stamps.map((each) => each.bytes("signedTimestamp")),
    content: contentIn(top),
    needsProof: version !== "0.1",
  };
}

function certificateIn(material: Fields, version: string): Uint8Array | undefined {
  const kinds = ["certificate", "publicKey", "x509CertificateChain"].filter((name) => material.has(name));
  if (kinds.length !== 1)
    throw malformed("the bundle has not exactly one of a certificate, a chain and a key");
  if (kinds[0] === "publicKey") return undefined;
  if (kinds[0] === "certificate") return material.inside("certificate").bytes("rawBytes");
  if (version === "0.3") throw malformed("a bundle of version 0.3 has a certificate, not a chain");
  const chain = material.inside("x509CertificateChain").list("certificates");
  const [leaf] = chain;
  // The authority's own certificates come from the trusted root; one that is brought along could only mislead.
  if (leaf === undefined || chain.length > 1)
    throw malformed("the bundle's chain is not the signing certificate alone");
  return leaf.bytes("rawBytes");
}

/** Reads an entry, as bundles and PEP 740 write it. Throws Fault TW-SIGSTORE-MALFORMED. */
export function logEntry(fields: Fields): LogEntry {
  fields.only(
    "logIndex",
    "logId",
    "kindVersion",
    "integratedTime",
    "inclusionPromise",
    "inclusionProof",
    "canonicalizedBody",
  );
  const kind = fields.inside("kindVersion");
  kind.only("kind", "version");
  fields.inside("logId").only("keyId");
  fields.optional("inclusionPromise")?.only("signedEntryTimestamp");
  return {
    index: fields.integer("logIndex"),
    log: fields.inside("logId").bytes("keyId"),
    kind: kind.text("kind"),
    version: kind.text("version"),
    integrated: fields.integer("integratedTime"),
    promise: fields.optional("inclusionPromise")?.bytes("signedEntryTimestamp"),
    proof: inclusionProof(fields.optional("inclusionProof")),
    body: fields.bytes("canonicalizedBody"),
  };
}

function inclusionProof(fields: Fields | undefined): InclusionProof | undefined {
  if (fields === undefined) return undefined;
  fields.only("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
  const path = fields.values("hashes").map((each) => {
    const hash = typeof each === "string" ? Buffer.from(each, "base64") : undefined;
    if (hash?.length !== 32 || hash.toString("base64") !== each)
      throw malformed("a proof holds something else than digests");
    return hash;
  });
  return {
    index: fields.integer("logIndex"),
    size: fields.integer("treeSize"),
    root: fields.bytes("rootHash"),
    path,
    checkpoint: fields.optional("checkpoint")?.text("envelope"),
  };
}

function contentIn(top: Fields): SignedContent {
  if (top.has("messageSignature") === top.has("dsseEnvelope"))
    throw malformed("the bundle has not exactly one of a signature and an envelope");
  if (top.has("dsseEnvelope")) return envelope(top.inside("dsseEnvelope"));
  const message = top.inside("messageSignature");
  message.only("messageDigest", "signature");
  const digest = message.inside("messageDigest");
  digest.only("algorithm", "digest");
  if (digest.text("algorithm") !== "SHA2_256") throw malformed("the digest is not SHA-256");
  return { kind: "message", digest: digest.bytes("digest"), signature: message.bytes("signature") };
}

function envelope(fields: Fields): SignedContent {
  fields.only("payload", "payloadType", "signatures");
  const signatures = fields.list("signatures");
  const [signature] = signatures;
  if (signature === undefined || signatures.length > 1)
    throw malformed("the envelope has not exactly one signature");
  signature.only("sig", "keyid");
  const payloadType = fields.text("payloadType");
  return { kind: "dsse", payloadType, payload: fields.bytes("payload"), signature: signature.bytes("sig") };
}
