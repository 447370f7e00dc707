/** A Sigstore of our own: an authority, a certificate log, transparency logs of both generations and a timestamp authority, in memory. */
import { generateKeyPairSync, hash, type KeyObject, sign } from "node:crypto";
import { derElement, TAG } from "../../../src/formats/asn1/der.ts";
import { leafHash } from "../../../src/formats/merkle/inclusion.ts";
import {
  AUTHORITY,
  type CertificateParts,
  certificate,
  certificateContent,
  ECDSA,
  extension,
  integer,
  named,
  octets,
  oid,
  purpose,
  SIGNS,
  sequence,
  time,
  utf8,
} from "./der.ts";

/** When everything was signed. */
export const SIGNED = Date.parse("2026-11-20T10:00:00Z");
const YEAR = 365 * 86_400_000;
const FROM = SIGNED - YEAR;
const UNTIL = SIGNED + YEAR;

function pair(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

const authority = pair();
const certificateLog = pair();
const log = pair();
const newLog = generateKeyPairSync("ed25519");
const stamper = pair();

const AUTHORITY_DER = certificate(
  { subject: "ca", issuer: "ca", key: authority.publicKey, from: FROM, until: UNTIL, extensions: AUTHORITY },
  authority.privateKey,
);
const STAMPER_DER = certificate(
  {
    subject: "tsa",
    issuer: "ca",
    key: stamper.publicKey,
    from: FROM,
    until: UNTIL,
    extensions: [SIGNS, purpose("1.3.6.1.5.5.7.3.8")],
  },
  authority.privateKey,
);

function spki(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" });
}

function idOf(key: KeyObject): Buffer {
  return hash("sha256", spki(key), "buffer");
}

function rootLog(key: KeyObject, keyDetails: string): object {
  return {
    baseUrl: "https://log.index.example",
    hashAlgorithm: "SHA2_256",
    publicKey: {
      rawBytes: spki(key).toString("base64"),
      keyDetails,
      validFor: { start: new Date(FROM).toISOString() },
    },
    logId: { keyId: idOf(key).toString("base64") },
  };
}

function rootAuthority(...certificates: readonly Uint8Array[]): object {
  const chain = certificates.map((der) => ({ rawBytes: Buffer.from(der).toString("base64") }));
  return { certChain: { certificates: chain }, validFor: { start: new Date(FROM).toISOString() } };
}

/** The trusted root of this instance. */
export const ROOT: Uint8Array = Buffer.from(
  JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [rootLog(log.publicKey, "PKIX_ECDSA_P256_SHA_256"), rootLog(newLog.publicKey, "PKIX_ED25519")],
    certificateAuthorities: [rootAuthority(AUTHORITY_DER)],
    ctlogs: [rootLog(certificateLog.publicKey, "PKIX_ECDSA_P256_SHA_256")],
    timestampAuthorities: [rootAuthority(STAMPER_DER, AUTHORITY_DER)],
  }),
);

/** What a certificate says of its holder. */
export interface Holder {
  readonly subject: string;
  readonly email?: boolean;
  readonly issuer: string;
  /** Fulcio's extensions by number. */
  readonly claims: Readonly<Record<number, string>>;
  /** Valid for ten minutes from here, SIGNED when left out. */
  readonly from?: number;
  readonly purpose?: string;
  readonly withoutScts?: boolean;
}

/** A workflow of a repository at GitHub. */
export function githubHolder(repository: string, workflow = "release.yml"): Holder {
  const source = `https://github.com/${repository}`;
  const config = `${source}/.github/workflows/${workflow}@refs/tags/v1.0`;
  const claims = {
    12: source,
    13: "c0ffee",
    14: "refs/tags/v1.0",
    18: config,
    21: `${source}/actions/runs/1`,
  };
  return { subject: config, issuer: "https://token.actions.githubusercontent.com", claims };
}

/** A signing certificate, and its key. */
export interface Identity {
  readonly der: Uint8Array;
  readonly key: KeyObject;
}

/** Issues a certificate. */
export function issue(holder: Holder): Identity {
  const { publicKey, privateKey } = pair();
  const from = holder.from ?? SIGNED - 60_000;
  const fulcio = Object.entries({ 8: holder.issuer, ...holder.claims });
  const extensions = [
    SIGNS,
    purpose(holder.purpose ?? "1.3.6.1.5.5.7.3.3"),
    extension(
      "2.5.29.17",
      sequence(derElement(holder.email === true ? 0x81 : 0x86, Buffer.from(holder.subject))),
      true,
    ),
    ...fulcio.map(([number, text]) => extension(`1.3.6.1.4.1.57264.1.${number}`, utf8(text))),
  ];
  const parts: CertificateParts = {
    subject: "",
    issuer: "ca",
    key: publicKey,
    from,
    until: from + 600_000,
    extensions,
  };
  const scts =
    holder.withoutScts === true ? [] : [extension("1.3.6.1.4.1.11129.2.4.2", octets(sctList(parts)))];
  const der = certificate({ ...parts, extensions: [...extensions, ...scts] }, authority.privateKey);
  return { der, key: privateKey };
}

function sctList(parts: CertificateParts): Uint8Array {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(SIGNED));
  const about = Buffer.concat([
    idOf(authority.publicKey),
    counted(3, certificateContent(parts)),
    counted(2, Buffer.alloc(0)),
  ]);
  const signed = Buffer.concat([Buffer.from([0, 0]), moment, Buffer.from([0, 1]), about]);
  const signature = sign("sha256", signed, certificateLog.privateKey);
  const sct = Buffer.concat([
    Buffer.from([0]),
    idOf(certificateLog.publicKey),
    moment,
    Buffer.from([0, 0, 4, 3]),
    counted(2, signature),
  ]);
  return counted(2, counted(2, sct));
}

function counted(size: number, bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(size);
  length.writeUIntBE(bytes.length, 0, size);
  return Buffer.concat([length, bytes]);
}

/** An entry of the first generation, promised and proved. */
export function oldEntry(
  kind: string,
  version: string,
  spec: object,
  integrated = SIGNED,
): Record<string, unknown> {
  const body = Buffer.from(JSON.stringify({ apiVersion: version, kind, spec }));
  const seconds = Math.floor(integrated / 1000);
  const logID = idOf(log.publicKey).toString("hex");
  const promised = JSON.stringify({
    body: body.toString("base64"),
    integratedTime: seconds,
    logID,
    logIndex: 1001,
  });
  return {
    logIndex: "1001",
    logId: { keyId: idOf(log.publicKey).toString("base64") },
    kindVersion: { kind, version },
    integratedTime: String(seconds),
    inclusionPromise: {
      signedEntryTimestamp: sign("sha256", Buffer.from(promised), log.privateKey).toString("base64"),
    },
    inclusionProof: proof(body, log.privateKey, log.publicKey),
    canonicalizedBody: body.toString("base64"),
  };
}

/** An entry of the second generation: proved, and without a time. */
export function newEntry(kind: string, version: string, spec: object): Record<string, unknown> {
  const body = Buffer.from(JSON.stringify({ apiVersion: version, kind, spec }));
  return {
    logIndex: "1",
    logId: { keyId: idOf(newLog.publicKey).toString("base64") },
    kindVersion: { kind, version },
    inclusionProof: proof(body, newLog.privateKey, newLog.publicKey),
    canonicalizedBody: body.toString("base64"),
  };
}

/** In a tree of two leaves, as the second. */
function proof(body: Uint8Array, privateKey: KeyObject, publicKey: KeyObject): object {
  const first = leafHash(Buffer.from("the first leaf"));
  const root = hash("sha256", Buffer.concat([Buffer.from([1]), first, leafHash(body)]), "buffer");
  const text = `log.index.example - 1\n2\n${root.toString("base64")}\n`;
  const digest = privateKey.asymmetricKeyType === "ed25519" ? undefined : "sha256";
  const signature = Buffer.concat([
    idOf(publicKey).subarray(0, 4),
    sign(digest, Buffer.from(text), privateKey),
  ]);
  const envelope = `${text}\n\u2014 log.index.example ${signature.toString("base64")}\n`;
  const path = [Buffer.from(first).toString("base64")];
  return {
    logIndex: "1",
    rootHash: root.toString("base64"),
    treeSize: "2",
    hashes: path,
    checkpoint: { envelope },
  };
}

const SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), derElement(TAG.null));

/** A time stamp over `stamped`. */
export function stamp(stamped: Uint8Array, moment = SIGNED): Uint8Array {
  const info = sequence(
    integer(1),
    oid("1.3.6.1.4.1.57264.2"),
    sequence(SHA256, octets(hash("sha256", stamped, "buffer"))),
    integer(9),
    time(moment),
  );
  const attributes = [
    sequence(oid("1.2.840.113549.1.9.3"), derElement(TAG.set, oid("1.2.840.113549.1.9.16.1.4"))),
    sequence(oid("1.2.840.113549.1.9.4"), derElement(TAG.set, octets(hash("sha256", info, "buffer")))),
  ];
  const signature = sign("sha256", derElement(TAG.set, ...attributes), stamper.privateKey);
  const signer = sequence(
    integer(1),
    sequence(named("ca"), integer(7)),
    SHA256,
    derElement(0xa0, ...attributes),
    ECDSA,
    octets(signature),
  );
  const data = sequence(
    integer(3),
    derElement(TAG.set, SHA256),
    sequence(oid("1.2.840.113549.1.9.16.1.4"), derElement(0xa0, octets(info))),
    derElement(TAG.set, signer),
  );
  return sequence(sequence(integer(0)), sequence(oid("1.2.840.113549.1.7.2"), derElement(0xa0, data)));
}

/** `der` in PEM. */
export function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
