/** The Sigstore trusted root: authorities and logs, and when each of them counted. Pure. Source: sigstore protobuf-specs, `sigstore_trustroot.proto` (v0.1, v0.2). */
import type { KeyObject } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { publicKeyOf } from "../x509/certificate.ts";
import { type Authority, parseChain } from "../x509/chain.ts";
import { type Fields, topFields } from "./fields.ts";

/** Both moments are inside; milliseconds since the epoch. */
export interface Span {
  readonly start: number;
  /** Infinite when it has not ended. */
  readonly end: number;
}

/** A log's key. */
export interface Log extends Span {
  readonly id: Uint8Array;
  readonly key: KeyObject;
}

/** A chain: the issuing certificate first, the one that is trusted by itself last. */
export interface AuthorityChain extends Span {
  readonly chain: readonly Authority[];
}

/** All that is trusted. */
export interface TrustedRoot {
  readonly logs: readonly Log[];
  readonly certificateLogs: readonly Log[];
  readonly authorities: readonly AuthorityChain[];
  readonly stampers: readonly AuthorityChain[];
}

const LARGEST = 4 * 1024 * 1024;
const MEDIA = /^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.[12]|\.v0\.[12]\+json)$/;
/** How keys may sign, and the type each must be. */
const KEY_TYPES: Readonly<Record<string, string | undefined>> = {
  PKIX_ECDSA_P256_SHA_256: "ec",
  PKIX_ED25519: "ed25519",
  PKIX_RSA_PKCS1V15_2048_SHA256: "rsa",
  PKIX_RSA_PKCS1V15_3072_SHA256: "rsa",
  PKIX_RSA_PKCS1V15_4096_SHA256: "rsa",
};

const known = new WeakMap<Uint8Array, TrustedRoot>();

/** Reads a trusted root; the same array is read once. Throws Fault TW-SIGSTORE-ROOT for any mistake: a bound that is missing is none that is infinite. */
export function parseTrustedRoot(document: Uint8Array): TrustedRoot {
  const before = known.get(document);
  if (before !== undefined) return before;
  try {
    const root = read(topFields(document, "the trusted root", LARGEST));
    known.set(document, root);
    return root;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault("TW-SIGSTORE-ROOT", `the Sigstore trusted root cannot be used: ${cause.message}`, {
      cause,
    });
  }
}

function read(top: Fields): TrustedRoot {
  if (!MEDIA.test(top.text("mediaType")))
    throw new Fault("TW-SIGSTORE-MALFORMED", "the trusted root is of no known version");
  const authorities = top.list("certificateAuthorities").map(authority);
  const logs = top.list("tlogs").flatMap(log);
  return {
    logs,
    certificateLogs: top.list("ctlogs").flatMap(log),
    authorities,
    stampers: top.list("timestampAuthorities").map(authority),
  };
}

/** A log whose way of signing is not read is left out: nothing verifies by it. */
function log(fields: Fields): readonly Log[] {
  const key = fields.inside("publicKey");
  const type = KEY_TYPES[key.text("keyDetails")];
  const bounds = span(key.inside("validFor"));
  const id = fields.inside("logId").bytes("keyId");
  const raw = key.bytes("rawBytes");
  if (type === undefined) return [];
  const object = publicKeyOf(raw);
  const curve = object.asymmetricKeyDetails?.namedCurve;
  if (object.asymmetricKeyType !== type || (type === "ec" && curve !== "prime256v1"))
    throw new Fault("TW-SIGSTORE-MALFORMED", "a log's key is of another type than it says");
  if (fields.text("hashAlgorithm") !== "SHA2_256" || id.length < 4)
    throw new Fault("TW-SIGSTORE-MALFORMED", "a log hashes otherwise than by SHA-256, or has no identifier");
  return [{ id, key: object, ...bounds }];
}

function authority(fields: Fields): AuthorityChain {
  const certificates = fields.inside("certChain").list("certificates");
  if (certificates.length === 0) throw new Fault("TW-SIGSTORE-MALFORMED", "an authority has no certificate");
  return {
    chain: parseChain(certificates.map((each) => each.bytes("rawBytes"))),
    ...span(fields.inside("validFor")),
  };
}

function span(fields: Fields): Span {
  return {
    start: moment(fields.text("start")),
    end: fields.has("end") ? moment(fields.text("end")) : Number.POSITIVE_INFINITY,
  };
}

function moment(text: string): number {
  const value = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value))
    throw new Fault("TW-SIGSTORE-MALFORMED", "a bound of a validity is no moment in UTC");
  return value;
}

/** Whether `moment` is inside. */
export function isWithin({ start, end }: Span, moment: number): boolean {
  return start <= moment && moment <= end;
}
