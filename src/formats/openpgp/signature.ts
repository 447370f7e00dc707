/** Signatures of version 4. Pure. Source: RFC 9580 §5.2.3, §5.2.4. */
import { hash, verify } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { ByteReader, malformed, newLength } from "./packets.ts";
import type { OpenpgpPublicKey } from "./public-key.ts";

/** One signature, read and not verified. Times are milliseconds since the epoch. */
export interface OpenpgpSignature {
  readonly type: number;
  readonly algorithm: number;
  /** A digest of Node.js, or undefined for one that is too weak or not known. */
  readonly hash: string | undefined;
  readonly created: number;
  /** Of the signature; undefined when it does not end. */
  readonly expires: number | undefined;
  /** Of the signed key: milliseconds after its creation. */
  readonly keyLife: number | undefined;
  /** Upper-case hex: 40 digits of a fingerprint, or the 16 of a key's identifier. */
  readonly issuer: string;
  readonly keyFlags: number | undefined;
  readonly revocationReason: number | undefined;
  readonly embedded: Uint8Array | undefined;
  /** What the signer hashed after the content. */
  readonly trailer: Uint8Array;
  readonly left: Uint8Array;
  readonly values: Uint8Array;
}

/** SHA-256, SHA-384, SHA-512. */
const HASHES: Readonly<Record<number, string | undefined>> = { 8: "sha256", 9: "sha384", 10: "sha512" };

/** Subpackets that are known without meaning anything here: certification, preferences, features, policy. */
const HARMLESS = new Set([4, 5, 7, 11, 21, 22, 23, 24, 25, 28, 30, 34]);
const NOTATION = 20;

/** Reads a signature packet's body. Throws Fault TW-OPENPGP-MALFORMED, TW-OPENPGP-UNSUPPORTED (another version), TW-OPENPGP-CRITICAL (something critical is not known). */
export function parseSignature(body: Uint8Array): OpenpgpSignature {
  const reader = new ByteReader(body);
  const version = reader.byte();
  if (version !== 4)
    throw new Fault("TW-OPENPGP-UNSUPPORTED", `signatures of version ${version} are not read`);
  const type = reader.byte();
  const algorithm = reader.byte();
  const hashed = reader.byte();
  const hashedArea = reader.take(reader.number(2));
  const unhashedArea = reader.take(reader.number(2));
  const left = reader.take(2);
  const values = reader.rest();
  const told = subpackets(hashedArea, true);
  const beside = subpackets(unhashedArea, false);
  const created = told.get(2);
  if (created?.length !== 4) throw malformed("a signature does not say when it was made");
  const at = number(created) * 1000;
  const life = told.get(3);
  const prefix = body.subarray(0, 6 + hashedArea.length);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(prefix.length);
  return {
    type,
    algorithm,
    hash: HASHES[hashed],
    created: at,
    expires: life === undefined || number(life) === 0 ? undefined : at + number(life) * 1000,
    keyLife: seconds(told.get(9)),
    issuer: issuerOf(told, beside),
    keyFlags: told.get(27)?.[0],
    revocationReason: told.get(29)?.[0],
    embedded: told.get(32) ?? beside.get(32),
    trailer: Buffer.concat([prefix, Buffer.from([4, 0xff]), length]),
    left,
    values,
  };
}

/** One area. Outside the hashed one only hints may stand: who signed, and a signature that proves itself. */
function subpackets(area: Uint8Array, hashed: boolean): ReadonlyMap<number, Uint8Array> {
  const reader = new ByteReader(area);
  const found = new Map<number, Uint8Array>();
  while (!reader.done) {
    const content = new ByteReader(reader.take(newLength(reader)));
    const first = content.byte();
    const [type, critical] = [first & 0x7f, first >= 0x80];
    const known = [2, 3, 9, 16, 27, 29, 32, 33].includes(type) || HARMLESS.has(type);
    if (critical && (!known || type === NOTATION))
      throw new Fault(
        "TW-OPENPGP-CRITICAL",
        `the signature has a critical part of the type ${type}, which is not known`,
      );
    if (!hashed && (critical || ![16, 32, 33].includes(type)))
      throw malformed("outside of what is signed stands more than a hint");
    if (found.has(type) && known && !HARMLESS.has(type))
      throw malformed(`a signature has two parts of the type ${type}`);
    found.set(type, content.rest());
  }
  return found;
}

/** The fingerprint where it is told, else the identifier; where both are, they are of one key. */
function issuerOf(told: ReadonlyMap<number, Uint8Array>, beside: ReadonlyMap<number, Uint8Array>): string {
  const full = told.get(33) ?? beside.get(33);
  const short = [told.get(16), beside.get(16)].filter((each) => each !== undefined).map(hex);
  if (full !== undefined && (full[0] !== 4 || full.length !== 21))
    throw malformed("a fingerprint is of no known version");
  const fingerprint = full === undefined ? undefined : hex(full.subarray(1));
  const issuer = fingerprint ?? short[0];
  if (issuer === undefined || short.some((each) => each.length !== 16 || !issuer.endsWith(each)))
    throw malformed("a signature does not say who made it, or says it in two ways");
  return issuer;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").toUpperCase();
}

function number(bytes: Uint8Array): number {
  if (bytes.length !== 4) throw malformed("a time is not of four bytes");
  return Buffer.from(bytes).readUInt32BE();
}

function seconds(bytes: Uint8Array | undefined): number | undefined {
  const value = bytes === undefined ? 0 : number(bytes);
  return value === 0 ? undefined : value * 1000;
}

/** Whether `key` made `signature` over `content`. Throws Fault TW-OPENPGP-WEAK for its digest, or what is wrong with the key. */
export function isMadeBy(signature: OpenpgpSignature, content: Uint8Array, key: OpenpgpPublicKey): boolean {
  if (signature.hash === undefined)
    throw new Fault("TW-OPENPGP-WEAK", "the signature's digest is none of SHA-256, SHA-384 and SHA-512");
  if (key.key === undefined) throw key.unusable ?? malformed("the key cannot be used");
  if (signature.algorithm !== key.algorithm) return false;
  const signed = Buffer.concat([content, signature.trailer]);
  const digest = hash(signature.hash, signed, "buffer");
  if (!digest.subarray(0, 2).equals(signature.left)) return false;
  const reader = new ByteReader(signature.values);
  const type = key.key.asymmetricKeyType;
  if (type === "rsa") {
    const value = reader.mpi();
    reader.end();
    const size = Math.ceil((key.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
    return value.length <= size && verify(signature.hash, signed, key.key, padded(value, size));
  }
  if (signature.algorithm === 27) {
    const value = reader.take(64);
    reader.end();
    return verify(undefined, digest, key.key, value);
  }
  const halves = [reader.mpi(), reader.mpi()];
  reader.end();
  const size =
    { prime256v1: 32, secp384r1: 48, secp521r1: 66 }[key.key.asymmetricKeyDetails?.namedCurve ?? ""] ?? 32;
  if (halves.some((half) => half.length > size)) return false;
  const value = Buffer.concat(halves.map((half) => padded(half, size)));
  if (type === "ed25519") return verify(undefined, digest, key.key, value);
  return verify(signature.hash, signed, { key: key.key, dsaEncoding: "ieee-p1363" }, value);
}

function padded(bytes: Uint8Array, size: number): Buffer {
  return Buffer.concat([Buffer.alloc(size - bytes.length), bytes]);
}
