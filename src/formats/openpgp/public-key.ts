/** Public keys of version 4. Pure. Source: RFC 9580 §5.5.2, §5.5.4.2, §5.5.5, §9.1. */
import { createPublicKey, hash, type KeyObject } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { ByteReader, malformed } from "./packets.ts";

/** One primary key or subkey. */
export interface OpenpgpPublicKey {
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly algorithm: number;
  /** SHA-1 over the body, upper-case hex: a name, and nothing more. */
  readonly fingerprint: string;
  /** What verifies; undefined for kinds that are not read, with the reason. */
  readonly key: KeyObject | undefined;
  readonly unusable: Fault | undefined;
}

const RSA = [1, 3];
const DSA = 17;
const ECDSA = 19;
const EDDSA = 22;
const ED25519 = 27;
const CURVES: Readonly<Record<string, string | undefined>> = {
  "2a8648ce3d030107": "P-256",
  "2b81040022": "P-384",
  "2b81040023": "P-521",
};
const EDWARDS = "2b06010401da470f01";
const FEWEST_BITS = 2048;

/** Reads a key packet's body. Throws Fault TW-OPENPGP-MALFORMED, or TW-OPENPGP-UNSUPPORTED for another version. */
export function parsePublicKey(body: Uint8Array): OpenpgpPublicKey {
  const reader = new ByteReader(body);
  const version = reader.byte();
  if (version !== 4) throw new Fault("TW-OPENPGP-UNSUPPORTED", `keys of version ${version} are not read`);
  const created = reader.number(4) * 1000;
  const algorithm = reader.byte();
  const material = materialOf(algorithm, reader);
  const fingerprint = hash("sha1", keyPrefix(body), "hex").toUpperCase();
  return { body, created, algorithm, fingerprint, ...material };
}

/** What signatures over a key sign of it. */
export function keyPrefix(body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([0x99, body.length >> 8, body.length & 0xff]), body]);
}

type KeyMaterial = Pick<OpenpgpPublicKey, "key" | "unusable">;

function materialOf(algorithm: number, reader: ByteReader): KeyMaterial {
  if (RSA.includes(algorithm)) return rsa(reader);
  if (algorithm === ECDSA) return ecdsa(reader);
  if (algorithm === EDDSA) return eddsa(reader);
  if (algorithm === ED25519) {
    const point = reader.take(32);
    reader.end();
    return usable({ kty: "OKP", crv: "Ed25519", x: url(point) });
  }
  return algorithm === DSA
    ? no("TW-OPENPGP-WEAK", "the key is of DSA")
    : no("TW-OPENPGP-UNSUPPORTED", `keys of the algorithm ${algorithm} do not sign, or are not read`);
}

function rsa(reader: ByteReader): KeyMaterial {
  const modulus = reader.mpi();
  const exponent = reader.mpi();
  reader.end();
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < FEWEST_BITS)
    return no("TW-OPENPGP-WEAK", `the RSA key has ${bits} bits, fewer than ${FEWEST_BITS}`);
  if (bits > 16_384 || exponent.length > 4 || (exponent.at(-1) ?? 0) % 2 === 0)
    throw malformed("an RSA key is enormous, or its exponent is no odd number of four bytes");
  return usable({ kty: "RSA", n: url(modulus), e: url(exponent) });
}

function ecdsa(reader: ByteReader): KeyMaterial {
  const curve = CURVES[oidOf(reader)];
  const point = reader.mpi();
  reader.end();
  if (curve === undefined) return no("TW-OPENPGP-UNSUPPORTED", "the key's curve is not read");
  const size = (point.length - 1) / 2;
  if (point[0] !== 4 || !Number.isInteger(size)) throw malformed("a point is not uncompressed");
  return usable({
    kty: "EC",
    crv: curve,
    x: url(point.subarray(1, 1 + size)),
    y: url(point.subarray(1 + size)),
  });
}

function eddsa(reader: ByteReader): KeyMaterial {
  const curve = oidOf(reader);
  const point = reader.mpi();
  reader.end();
  if (curve !== EDWARDS) return no("TW-OPENPGP-UNSUPPORTED", "the key's curve is not read");
  if (point.length !== 33 || point[0] !== 0x40) throw malformed("an Ed25519 key has not its form");
  return usable({ kty: "OKP", crv: "Ed25519", x: url(point.subarray(1)) });
}

function oidOf(reader: ByteReader): string {
  return Buffer.from(reader.take(reader.byte())).toString("hex");
}

function url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function usable(key: Record<string, string>): KeyMaterial {
  try {
    return { key: createPublicKey({ key, format: "jwk" }), unusable: undefined };
  } catch {
    throw malformed("a key is no point of its curve, or no number of its kind");
  }
}

function no(code: "TW-OPENPGP-WEAK" | "TW-OPENPGP-UNSUPPORTED", why: string): KeyMaterial {
  return { key: undefined, unusable: new Fault(code, why) };
}
