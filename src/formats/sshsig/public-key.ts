/** SSH public keys. Pure. Source: RFC 4253 §6.6; RFC 5656 §3.1; RFC 8709 §4; OpenSSH PROTOCOL.u2f. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { malformed, WireReader } from "./wire.ts";

/** Fewest bits of an RSA key. */
const FEWEST_BITS = 2048;

/** One public key. */
export interface SshPublicKey {
  /** `ssh-ed25519`, ... */
  readonly type: string;
  readonly key: KeyObject;
  /** For keys that live in a security key: what they were made for (`ssh:`). */
  readonly application: string | undefined;
}

const CURVES: Readonly<Record<string, readonly [name: string, size: number]>> = {
  nistp256: ["P-256", 32],
  nistp384: ["P-384", 48],
  nistp521: ["P-521", 66],
};

/**
 * Reads a key blob. Throws Fault TW-SSHSIG-MALFORMED; TW-SSHSIG-WEAK for RSA under 2048 bits; TW-SSHSIG-UNSUPPORTED for certificates and for
 * types that are not read (DSA, WebAuthn, post-quantum).
 */
export function parseSshKey(blob: Uint8Array): SshPublicKey {
  const reader = new WireReader(blob);
  const type = reader.text();
  const key = keyOf(type, reader);
  const application = type.startsWith("sk-") ? reader.text() : undefined;
  reader.end();
  return { type, key, application };
}

function keyOf(type: string, reader: WireReader): KeyObject {
  switch (type) {
    case "ssh-ed25519":
    case "sk-ssh-ed25519@openssh.com":
      return ed25519(reader.string());
    case "ecdsa-sha2-nistp256":
    case "ecdsa-sha2-nistp384":
    case "ecdsa-sha2-nistp521":
      return ecdsa(type.slice("ecdsa-sha2-".length), reader);
    case "sk-ecdsa-sha2-nistp256@openssh.com":
      return ecdsa("nistp256", reader);
    case "ssh-rsa":
      return rsa(reader);
    default:
      throw new Fault(
        "TW-SSHSIG-UNSUPPORTED",
        type.includes("-cert-v0")
          ? "the key is a certificate (its authority cannot be asked here)"
          : `keys of the type ${JSON.stringify(type.slice(0, 80))} are not read`,
      );
  }
}

function ed25519(point: Uint8Array): KeyObject {
  if (point.length !== 32) throw malformed("an Ed25519 key has not 32 bytes");
  return fromJwk({ kty: "OKP", crv: "Ed25519", x: url(point) });
}

function ecdsa(curve: string, reader: WireReader): KeyObject {
  const [name, size] = CURVES[curve] ?? ["", 0];
  if (reader.text() !== curve) throw malformed("type and curve of a key differ");
  const point = reader.string();
  if (point.length !== 1 + 2 * size || point[0] !== 4) throw malformed("a point is not uncompressed");
  return fromJwk({
    kty: "EC",
    crv: name,
    x: url(point.subarray(1, 1 + size)),
    y: url(point.subarray(1 + size)),
  });
}

function rsa(reader: WireReader): KeyObject {
  const exponent = reader.number();
  const modulus = reader.number();
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < FEWEST_BITS)
    throw new Fault("TW-SSHSIG-WEAK", `the RSA key has ${bits} bits, fewer than ${FEWEST_BITS}`);
  if (bits > 16_384) throw malformed("an RSA key has more than 16384 bits");
  if (
    exponent.length > 4 ||
    (exponent.at(-1) ?? 0) % 2 === 0 ||
    (exponent.length === 1 && (exponent[0] ?? 0) < 3)
  )
    throw malformed("an RSA key has no usable exponent");
  return fromJwk({ kty: "RSA", n: url(modulus), e: url(exponent) });
}

function url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function fromJwk(key: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key, format: "jwk" });
  } catch {
    throw malformed("a key is no point of its curve, or no number of its kind");
  }
}
