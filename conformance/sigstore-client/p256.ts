/** ECDSA on P-256 over a digest that was made elsewhere, which Node.js does not offer. For the conformance suite alone: slow, and only for public data. Source: FIPS 186-5 §6.4.2; SP 800-186 §3.2.1.3. */
import type { KeyObject } from "node:crypto";
import { DerReader, onlyElement, TAG } from "../../src/formats/asn1/der.ts";

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const G: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** Whether `signature`, in DER, signs `digest` by `key`; false for keys of other kinds. */
export function signsDigest(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const { crv, x = "", y = "" } = key.export({ format: "jwk" });
  if (crv !== "P-256") return false;
  const reader = new DerReader(onlyElement(signature, TAG.sequence).content);
  const [r, s] = [number(reader.next(TAG.integer).content), number(reader.next(TAG.integer).content)];
  reader.end();
  if (r <= 0n || r >= N || s <= 0n || s >= N) return false;
  const inverse = inverted(s, N);
  const first = times((number(digest) * inverse) % N, G);
  const second = times((r * inverse) % N, {
    x: number(Buffer.from(x, "base64url")),
    y: number(Buffer.from(y, "base64url")),
  });
  const sum = plus(first, second);
  return sum !== undefined && sum.x % N === r;
}

/** Undefined is the point at infinity. */
function plus(a: Point | undefined, b: Point | undefined): Point | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.x === b.x && (a.y + b.y) % P === 0n) return undefined;
  const slope =
    a.x === b.x ? (3n * a.x * a.x - 3n) * inverted(2n * a.y, P) : (b.y - a.y) * inverted(b.x - a.x, P);
  const x = modulo(slope * slope - a.x - b.x);
  return { x, y: modulo(slope * (a.x - x) - a.y) };
}

function times(factor: bigint, point: Point): Point | undefined {
  let sum: Point | undefined;
  let power: Point | undefined = point;
  for (let left = factor; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) sum = plus(sum, power);
    power = plus(power, power);
  }
  return sum;
}

function inverted(value: bigint, of: bigint): bigint {
  let [a, b, x, y] = [((value % of) + of) % of, of, 1n, 0n];
  while (b > 0n) {
    const quotient = a / b;
    [a, b, x, y] = [b, a % b, y, x - quotient * y];
  }
  return ((x % of) + of) % of;
}

function modulo(value: bigint): bigint {
  return ((value % P) + P) % P;
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
}
