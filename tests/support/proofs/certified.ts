/** Attestations and Sigstore bundles, made by an instance of our own. */
import { hash, sign } from "node:crypto";
import { sha256 } from "../../../src/base/digest.ts";
import { preAuthEncoding } from "../../../src/formats/dsse/dsse.ts";
import type { TrustedIdentity } from "../../../src/model/trust.ts";
import { type Bench, bytesOf, FILENAME, grant, HONEST } from "./bench.ts";
import { jsonMutations } from "./json-mutations.ts";
import {
  githubHolder,
  type Holder,
  type Identity,
  issue,
  newEntry,
  oldEntry,
  pem,
  ROOT,
  SIGNED,
  stamp,
} from "./sigstore-instance.ts";

const TYPE = "application/vnd.in-toto+json";
const ours = githubHolder("demo/demo");

function entry(owner: string, repository: string): TrustedIdentity {
  return {
    kind: "identity",
    publisher: { kind: "github", repository, workflow: "release.yml" },
    ...grant(owner),
  };
}

const signer = entry("Demo", "demo/demo");
const stranger = entry("Stranger", "stranger/demo");

/** What an attestation is made of, where it is not the usual. */
export interface AttestationParts {
  readonly holder?: Holder;
  readonly identity?: Identity;
  readonly statement?: Readonly<Record<string, unknown>>;
  readonly integrated?: number;
  readonly filename?: string;
  readonly entries?: (entry: Record<string, unknown>) => readonly Record<string, unknown>[];
  /** What the log is told instead of the payload. */
  readonly loggedPayload?: Uint8Array;
  readonly type?: string;
}

/** An attestation of `bytes`. */
export function attested(bytes: Uint8Array, parts: AttestationParts = {}): string {
  const { der, key } = parts.identity ?? issue(parts.holder ?? ours);
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: parts.filename ?? FILENAME, digest: { sha256: sha256(bytes) } }],
    predicateType: `https://${["docs", "pypi", "org"].join(".")}/attestations/publish/v1`,
    predicate: null,
    ...parts.statement,
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const signature = sign("sha256", preAuthEncoding(parts.type ?? TYPE, payload), key);
  const spec = {
    envelopeHash: { algorithm: "sha256", value: "0".repeat(64) },
    payloadHash: { algorithm: "sha256", value: hash("sha256", parts.loggedPayload ?? payload, "hex") },
    signatures: [
      { signature: signature.toString("base64"), verifier: Buffer.from(pem(der)).toString("base64") },
    ],
  };
  const logged = oldEntry("dsse", "0.0.1", spec, parts.integrated);
  return JSON.stringify({
    version: 1,
    verification_material: {
      certificate: Buffer.from(der).toString("base64"),
      transparency_entries: parts.entries?.(logged) ?? [logged],
    },
    envelope: { statement: payload.toString("base64"), signature: signature.toString("base64") },
  });
}

/** A provenance object as an index serves it. */
export function provenance(...attestations: readonly string[]): string {
  const publisher = { kind: "GitHub", repository: "demo/demo", workflow: "release.yml", environment: "" };
  return JSON.stringify({
    version: 1,
    attestation_bundles: [
      { publisher, attestations: attestations.map((each) => JSON.parse(each) as unknown) },
    ],
  });
}

const OTHER = Buffer.from("another file\n");
const good = attested(HONEST);
const REFUSED = /^TW-/;

function attestationMutations(): readonly (readonly [string, Uint8Array, RegExp])[] {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "the attestation of another repository",
      attested(HONEST, { holder: githubHolder("other/demo") }),
      /^TW-PROOF-UNKNOWN-SIGNER$/,
    ],
    [
      "the attestation of another workflow",
      attested(HONEST, { holder: githubHolder("demo/demo", "test.yml") }),
      /^TW-PROOF-UNKNOWN-SIGNER$/,
    ],
    [
      "a repository whose name goes on",
      attested(HONEST, { holder: githubHolder("demo/demo2") }),
      /^TW-PROOF-UNKNOWN-SIGNER$/,
    ],
    [
      "a workflow at no commit and no ref",
      attested(HONEST, {
        holder: { ...ours, claims: { 12: "https://github.com/demo/demo", 18: ours.claims[18] ?? "" } },
      }),
      /^TW-PROOF-UNKNOWN-SIGNER$/,
    ],
    [
      "another issuer",
      attested(HONEST, { holder: { ...ours, issuer: "https://token.index.example" } }),
      /^TW-PROOF-UNKNOWN-SIGNER$/,
    ],
    [
      "a certificate for something else",
      attested(HONEST, { holder: { ...ours, purpose: "1.3.6.1.5.5.7.3.1" } }),
      /^TW-SIGSTORE-CERTIFICATE$/,
    ],
    [
      "a certificate that no log promised to show",
      attested(HONEST, { holder: { ...ours, withoutScts: true } }),
      /^TW-SIGSTORE-CERTIFICATE$/,
    ],
    [
      "a certificate that had ended",
      attested(HONEST, { holder: { ...ours, from: SIGNED - 700_000 } }),
      /^TW-SIGSTORE-CERTIFICATE$/,
    ],
    [
      "a certificate that had not begun",
      attested(HONEST, { holder: { ...ours, from: SIGNED + 1_000 } }),
      /^TW-SIGSTORE-CERTIFICATE$/,
    ],
    [
      "a log that did not count yet",
      attested(HONEST, {
        integrated: Date.parse("2020-01-01T00:00:00Z"),
        holder: { ...ours, from: Date.parse("2020-01-01T00:00:00Z") },
      }),
      /^TW-SIGSTORE-LOG$/,
    ],
    [
      "a moment that is to come",
      attested(HONEST, {
        integrated: Date.parse("2026-11-26T00:00:00Z"),
        holder: { ...ours, from: Date.parse("2026-11-26T00:00:00Z") },
      }),
      /^TW-CLOCK-BEHIND$/,
    ],
    ["no entries", attested(HONEST, { entries: () => [] }), /^TW-SIGSTORE-LOG$/],
    [
      "a second entry that is not proved",
      attested(HONEST, { entries: (one) => [one, { ...one, canonicalizedBody: "e30=" }] }),
      /^TW-SIGSTORE-LOG$/,
    ],
    ["a log that recorded another payload", attested(HONEST, { loggedPayload: OTHER }), /^TW-SIGSTORE-LOG$/],
    ["another type of payload", attested(HONEST, { type: "application/json" }), /^TW-PROOF-OTHER-BYTES$/],
    [
      "two subjects",
      attested(HONEST, {
        statement: {
          subject: [FILENAME, "x.tar.gz"].map((name) => ({ name, digest: { sha256: sha256(HONEST) } })),
        },
      }),
      /^TW-ATTESTATION-MALFORMED$/,
    ],
    [
      "a subject that is no distribution",
      attested(HONEST, { filename: "demo.txt" }),
      /^TW-PROOF-OTHER-NAME$/,
    ],
    ["another version", attested(HONEST, { filename: "demo-1.1.tar.gz" }), /^TW-PROOF-OTHER-NAME$/],
    [
      "another predicate",
      attested(HONEST, { statement: { predicateType: "https://index.example/other/v1" } }),
      /^TW-ATTESTATION-MALFORMED$/,
    ],
    [
      "a publishing predicate that says more",
      attested(HONEST, { statement: { predicate: { a: 1 } } }),
      /^TW-ATTESTATION-MALFORMED$/,
    ],
    [
      "a statement of another version",
      attested(HONEST, { statement: { _type: "https://in-toto.io/Statement/v2" } }),
      /^TW-ATTESTATION-MALFORMED$/,
    ],
    ["a provenance object without attestations", provenance(), /^TW-ATTESTATION-MALFORMED$/],
    [
      "a provenance object with a broken attestation beside a good one",
      provenance(good, attested(HONEST, { entries: () => [] })),
      /^TW-SIGSTORE-LOG$/,
    ],
    [
      "a provenance object with another file's attestation beside a good one",
      provenance(good, attested(OTHER)),
      /^TW-PROOF-OTHER-BYTES$/,
    ],
    ...jsonMutations(good, attested(OTHER)).map(([sentence, text]): readonly [string, string, RegExp] => [
      sentence,
      text,
      REFUSED,
    ]),
  ];
  return cases.map(([sentence, text, code]) => [sentence, bytesOf(text), code]);
}

/** Attestations on the bench, logged by the first generation of logs. */
export const attestationBench: Bench = {
  kind: "attestation",
  sign: (bytes, filename = FILENAME) => bytesOf(attested(bytes, { filename })),
  signer,
  stranger,
  mutations: attestationMutations,
  unsigned: () => new Set(),
  root: ROOT,
};

/** A bundle over `bytes`, logged by the second generation of logs, its time stamped by an authority. */
export function bundled(
  bytes: Uint8Array,
  parts: {
    readonly holder?: Holder;
    readonly stamped?: number;
    readonly stamps?: (stamps: readonly object[]) => readonly object[];
  } = {},
): string {
  const { der, key } = issue(parts.holder ?? ours);
  const signature = sign("sha256", bytes, key);
  const digest = hash("sha256", bytes, "base64");
  const verifier = {
    keyDetails: "PKIX_ECDSA_P256_SHA_256",
    x509Certificate: { rawBytes: Buffer.from(der).toString("base64") },
  };
  const spec = {
    hashedRekordV002: {
      data: { algorithm: "SHA2_256", digest },
      signature: { content: signature.toString("base64"), verifier },
    },
  };
  const stamps = [{ signedTimestamp: Buffer.from(stamp(signature, parts.stamped)).toString("base64") }];
  return JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      certificate: { rawBytes: Buffer.from(der).toString("base64") },
      tlogEntries: [newEntry("hashedrekord", "0.0.2", spec)],
      timestampVerificationData: { rfc3161Timestamps: parts.stamps?.(stamps) ?? stamps },
    },
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest },
      signature: signature.toString("base64"),
    },
  });
}

function bundleMutations(): readonly (readonly [string, Uint8Array, RegExp])[] {
  const foreign = { signedTimestamp: Buffer.from(stamp(Buffer.from("x"))).toString("base64") };
  const late = Date.parse("2026-11-26T00:00:00Z");
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "the bundle of another repository",
      bundled(HONEST, { holder: githubHolder("other/demo") }),
      /^TW-PROOF-UNKNOWN-SIGNER$/,
    ],
    ["no time stamps", bundled(HONEST, { stamps: () => [] }), /^TW-SIGSTORE-TIME$/],
    ["a time stamp of another signature", bundled(HONEST, { stamps: () => [foreign] }), /^TW-SIGSTORE-TIME$/],
    [
      "a second time stamp of another signature",
      bundled(HONEST, { stamps: (stamps) => [...stamps, foreign] }),
      /^TW-SIGSTORE-TIME$/,
    ],
    [
      "a time stamp before the authority counted",
      bundled(HONEST, { stamped: Date.parse("2020-01-01T00:00:00Z") }),
      /^TW-SIGSTORE-TIME$/,
    ],
    [
      "a time stamp after the certificate",
      bundled(HONEST, { stamped: SIGNED + 900_000 }),
      /^TW-SIGSTORE-CERTIFICATE$/,
    ],
    [
      "a moment that is to come",
      bundled(HONEST, { stamped: late, holder: { ...ours, from: late } }),
      /^TW-CLOCK-BEHIND$/,
    ],
    ...jsonMutations(bundled(HONEST), bundled(OTHER)).map(
      ([sentence, text]): readonly [string, string, RegExp] => [sentence, text, REFUSED],
    ),
  ];
  return cases.map(([sentence, text, code]) => [sentence, bytesOf(text), code]);
}

/** Bundles on the bench. */
export const bundleBench: Bench = {
  kind: "sigstore-bundle",
  sign: (bytes) => bytesOf(bundled(bytes)),
  signer,
  stranger,
  mutations: bundleMutations,
  unsigned: () => new Set(),
  root: ROOT,
};
