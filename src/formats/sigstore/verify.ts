/**
 * A bundle's whole verification, offline. Pure. Source: Sigstore client specification, "Verification".
 *
 *     times      every time stamp, and every time that a log swore to; at least one
 *     chain      certificate ← an authority of the root, at each of these times; its timestamps ← the certificate logs
 *     log        every entry: held by a log of the root, and recording this signature, by this certificate, of these bytes
 *     signature  over the bytes or the envelope, by the certificate's key
 *
 * Whose certificate it is, the caller compares. Nothing is satisfied by one of several: each part that is there must hold.
 */
import { type KeyObject, verify } from "node:crypto";
import type { Code } from "../../base/fault.ts";
import { preAuthEncoding } from "../dsse/dsse.ts";
import { type Certificate, isValidAt, parseCertificate, publicKeyOf, usesOf } from "../x509/certificate.ts";
import { allValidAt, isIssuedBy } from "../x509/chain.ts";
import { embeddedScts } from "../x509/sct.ts";
import { isStampedBy, parseTimeStamp } from "../x509/timestamp.ts";
import type { Material } from "./bundle.ts";
import { recordsThis } from "./entry-body.ts";
import { type LogOutcome, verifyEntry } from "./log.ts";
import { isWithin, type TrustedRoot } from "./trusted-root.ts";

/** What was signed, as the verifier has it: the bytes and their SHA-256; or the digest alone, with a way to verify a signature over it. */
export type Artifact =
  | { readonly bytes: Uint8Array; readonly sha256: Uint8Array }
  | { readonly sha256: Uint8Array; readonly isSignedBy: (key: KeyObject, signature: Uint8Array) => boolean };

/** Verified, or why not. */
export type BundleOutcome =
  | {
      /** Undefined when a key signed that the caller gave. */
      readonly certificate: Certificate | undefined;
      /** Milliseconds since the epoch: the earliest time that somebody swore to. */
      readonly time: number;
      readonly swornBy: "the transparency log" | "a timestamp authority";
      readonly why?: undefined;
    }
  | { readonly code: Code; readonly why: string };

/** One proof counts once. */
function isTwice(parts: readonly Uint8Array[]): boolean {
  return new Set(parts.map((each) => Buffer.from(each).toString("latin1"))).size < parts.length;
}

interface Signer {
  readonly key: KeyObject;
  /** The certificate or SubjectPublicKeyInfo in DER. */
  readonly der: Uint8Array;
  readonly certificate: Certificate | undefined;
}

const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

/** Verifies `material` against `root`. `key` stands in for a certificate where a bundle has none. Throws Fault for parts that cannot be read. */
export function verifyMaterial(
  material: Material,
  artifact: Artifact,
  root: TrustedRoot,
  key?: KeyObject,
): BundleOutcome {
  const signer = signerOf(material, key);
  if (signer === undefined)
    return no(
      "TW-SIGSTORE-CERTIFICATE",
      "it has a certificate where a key is expected, or none where one is",
    );
  const { entries, needsProof } = material;
  if (entries.length === 0) return no("TW-SIGSTORE-LOG", "no transparency log holds it");
  if (isTwice(entries.map(({ body }) => body)) || isTwice(material.stamps))
    return no("TW-SIGSTORE-MALFORMED", "a log entry or a time stamp occurs twice");
  const logged = entries.map((entry) => verifyEntry(entry, root, needsProof));
  const against = logged.find(({ why }) => why !== undefined)?.why;
  if (against !== undefined) return no("TW-SIGSTORE-LOG", against);
  const times = timesOf(material, logged, root);
  if (times.why !== undefined) return no("TW-SIGSTORE-TIME", times.why);
  const identity =
    signer.certificate === undefined ? undefined : whyNotIssued(signer.certificate, times.all, root);
  if (identity !== undefined) return no("TW-SIGSTORE-CERTIFICATE", identity);
  const { kind, signature } = material.content;
  if (!isSigned(material, artifact, signer.key, signature))
    return no(
      "TW-PROOF-OTHER-BYTES",
      kind === "message"
        ? "the signature is for other bytes"
        : "the envelope is not signed by its certificate",
    );
  const verifierKind = signer.certificate === undefined ? "key" : "certificate";
  const recorded = {
    content: material.content,
    artifact: artifact.sha256,
    verifier: signer.der,
    verifierKind,
  } as const;
  if (!entries.every(({ body, kind: name, version }) => recordsThis(body, name, version, recorded)))
    return no("TW-SIGSTORE-LOG", "the log recorded another signature, another signer or other bytes");
  const [first] = times.all.toSorted((a, b) => a.time - b.time);
  return first === undefined
    ? no("TW-SIGSTORE-TIME", "nobody says when it was signed")
    : { certificate: signer.certificate, time: first.time, swornBy: first.by };
}

function signerOf({ certificate }: Material, key: KeyObject | undefined): Signer | undefined {
  if ((certificate === undefined) !== (key !== undefined)) return undefined;
  if (key !== undefined)
    return { key, der: key.export({ format: "der", type: "spki" }), certificate: undefined };
  if (certificate === undefined) return undefined;
  const parsed = parseCertificate(certificate);
  return { key: publicKeyOf(parsed.spki), der: certificate, certificate: parsed };
}

interface Sworn {
  readonly time: number;
  readonly by: "the transparency log" | "a timestamp authority";
}

/** Every time; an entry that tells none must have had its log's key count at the stamped ones. */
function timesOf(
  material: Material,
  logged: readonly LogOutcome[],
  root: TrustedRoot,
): { readonly all: readonly Sworn[]; readonly why?: string } {
  const stamps = material.stamps.map(parseTimeStamp);
  const stampers = root.stampers.filter(
    ({ chain: [leaf] }) => leaf !== undefined && usesOf(leaf.certificate).purposes.includes(TIME_STAMPING),
  );
  for (const stamp of stamps) {
    const stamper = stampers.find(({ chain }) => isStampedBy(stamp, material.content.signature, chain));
    if (stamper === undefined)
      return { all: [], why: "a time stamp is for another signature, or by no authority that is trusted" };
    if (!isWithin(stamper, stamp.time) || !allValidAt(stamper.chain, stamp.time))
      return { all: [], why: "the authority of a time stamp did not count at its time" };
  }
  const stamped = stamps.map(({ time }): Sworn => ({ time, by: "a timestamp authority" }));
  const promised = logged.flatMap((each): readonly Sworn[] =>
    each.why === undefined && each.time !== undefined
      ? [{ time: each.time, by: "the transparency log" }]
      : [],
  );
  const all = [...promised, ...stamped];
  if (all.length === 0) return { all, why: "nobody says when it was signed" };
  const silent = logged.flatMap((each) =>
    each.why === undefined && each.time === undefined ? [each.log] : [],
  );
  if (silent.some((log) => !all.every(({ time }) => isWithin(log, time))))
    return { all, why: "the log's key did not count when it was signed" };
  return { all };
}

/** Why no authority of the root vouches for `certificate` at each of `times`; undefined when one does. */
function whyNotIssued(
  certificate: Certificate,
  times: readonly Sworn[],
  root: TrustedRoot,
): string | undefined {
  const { isAuthority, signsData, purposes } = usesOf(certificate);
  if (isAuthority || !signsData || !purposes.includes(CODE_SIGNING))
    return "the certificate is not for signing";
  if (!times.every(({ time }) => isValidAt(certificate, time)))
    return "the certificate was not valid when it was signed";
  const issuers = root.authorities.filter(
    ({ chain: [first] }) => first !== undefined && isIssuedBy(certificate, first),
  );
  if (issuers.length === 0) return "no authority that is trusted issued the certificate";
  const issuer = issuers.find((each) =>
    times.every(({ time }) => isWithin(each, time) && allValidAt(each.chain, time)),
  );
  const authority = issuer?.chain[0];
  if (authority === undefined) return "the certificate's authority did not count when it was signed";
  const scts = embeddedScts(certificate, authority.certificate.spki);
  if (scts.length === 0) return "no certificate log promised to show the certificate";
  for (const sct of scts) {
    const log = root.certificateLogs.find(({ id }) => Buffer.from(id).equals(sct.log));
    if (log === undefined || !isWithin(log, sct.timestamp))
      return "a certificate log is none that is trusted";
    const type = sct.algorithm === "ecdsa" ? "ec" : "rsa";
    if (log.key.asymmetricKeyType !== type || !verify("sha256", sct.signed, log.key, sct.signature))
      return "a certificate log's promise is not signed by the log";
  }
  return undefined;
}

function isSigned({ content }: Material, artifact: Artifact, key: KeyObject, signature: Uint8Array): boolean {
  if (content.kind === "message" && !Buffer.from(content.digest).equals(artifact.sha256)) return false;
  if (content.kind === "message" && "isSignedBy" in artifact) return artifact.isSignedBy(key, signature);
  const bytes = "bytes" in artifact ? artifact.bytes : new Uint8Array();
  const signed = content.kind === "message" ? bytes : preAuthEncoding(content.payloadType, content.payload);
  const digest = digestFor(key);
  return digest !== null && verify(digest, signed, key, signature);
}

/** How a signer's key signs; null for keys that are not read. Source: Sigstore's algorithm registry. */
function digestFor(key: KeyObject): string | undefined | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === "ed25519") return undefined;
  if (type === "rsa") return (details?.modulusLength ?? 0) >= 2048 ? "sha256" : null;
  const byCurve: Readonly<Record<string, string>> = {
    prime256v1: "sha256",
    secp384r1: "sha384",
    secp521r1: "sha512",
  };
  return byCurve[details?.namedCurve ?? ""] ?? null;
}

function no(code: Code, why: string): BundleOutcome {
  return { code, why };
}
