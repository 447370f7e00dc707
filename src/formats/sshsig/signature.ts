/**
 * Signatures over files as `ssh-keygen -Y sign` makes them. Pure. Source: OpenSSH PROTOCOL.sshsig; PROTOCOL.u2f.
 *
 *     "SSHSIG" | uint32 1 | string public key | string namespace | string reserved | string hash | string signature
 *
 * What is signed: "SSHSIG" | string namespace | string reserved | string hash | string H(message).
 */
import { hash, type KeyObject, verify } from "node:crypto";
import { fromBase64 } from "../../base/base64.ts";
import { Fault } from "../../base/fault.ts";
import { parseSshKey, type SshPublicKey } from "./public-key.ts";
import { malformed, WireReader, wireString } from "./wire.ts";

/** Longest armoured document, in bytes. */
const LONGEST = 64 * 1024;
const ARMOR =
  /^-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]{1,76}\n){1,1000})-----END SSH SIGNATURE-----\n$/;
const MAGIC = Buffer.from("SSHSIG");
/** User presence, of the flags of a security key. */
const PRESENT = 0x01;

/** One signature, read and not verified. */
export interface SshSignature {
  /** The key's blob, to be compared with what is allowed. */
  readonly keyBlob: Uint8Array;
  readonly key: SshPublicKey;
  readonly namespace: string;
  readonly hash: "sha256" | "sha512";
  readonly signature: Uint8Array;
}

/**
 * Reads an armoured signature, in the one form that ssh-keygen writes. Throws Fault TW-SSHSIG-MALFORMED, TW-SSHSIG-UNSUPPORTED (certificates and
 * other types of keys) or TW-SSHSIG-WEAK (short RSA keys, digests other than SHA-256 and SHA-512).
 */
export function parseSshSignature(document: Uint8Array): SshSignature {
  if (document.length > LONGEST) throw malformed(`it has more than ${LONGEST} bytes`);
  const [, base64 = ""] = ARMOR.exec(Buffer.from(document).toString("latin1")) ?? [];
  const lines = base64.split("\n").slice(0, -1);
  if (new Set(lines.slice(0, -1).map((line) => line.length)).size > 1)
    throw malformed("its lines differ in length");
  const blob = fromBase64(lines.join(""));
  if (blob === undefined || blob.length === 0)
    throw malformed("it is not one armoured block from its first byte to its last");
  const reader = new WireReader(blob);
  if (!MAGIC.equals(reader.take(MAGIC.length))) throw malformed("it does not begin with SSHSIG");
  if (reader.uint32() !== 1) throw malformed("it is of no known version");
  const keyBlob = reader.string();
  const namespace = reader.text();
  if (namespace === "") throw malformed("its namespace is empty");
  if (reader.string().length > 0) throw malformed("its reserved field is not empty");
  const algorithm = reader.text();
  const signature = reader.string();
  reader.end();
  if (algorithm !== "sha256" && algorithm !== "sha512")
    throw new Fault("TW-SSHSIG-WEAK", "its digest is neither SHA-256 nor SHA-512");
  return { keyBlob, key: parseSshKey(keyBlob), namespace, hash: algorithm, signature };
}

/** Whether `signature` signs `message`. Throws Fault like `parseSshSignature` for a signature that does not fit its key. */
export function verifySshSignature(message: Uint8Array, signature: SshSignature): boolean {
  const signed = Buffer.concat([
    MAGIC,
    wireString(signature.namespace),
    wireString(""),
    wireString(signature.hash),
    wireString(hash(signature.hash, message, "buffer")),
  ]);
  const { type, key, application } = signature.key;
  const reader = new WireReader(signature.signature);
  const algorithm = reader.text();
  const value = reader.string();
  if (application !== undefined) {
    if (algorithm.startsWith("webauthn-"))
      throw new Fault("TW-SSHSIG-UNSUPPORTED", "signatures by WebAuthn are not read");
    if (algorithm !== type) throw malformed("signature and key are of different types");
    return verifySecurityKey(signed, reader, { key, type, application, value });
  }
  reader.end();
  if (type === "ssh-rsa") return verifyRsa(signed, algorithm, value, key);
  if (algorithm !== type) throw malformed("signature and key are of different types");
  if (type === "ssh-ed25519") return verify(undefined, signed, key, value);
  return verifyEcdsa(signed, type, value, key);
}

function verifyRsa(signed: Uint8Array, algorithm: string, value: Uint8Array, key: KeyObject): boolean {
  if (algorithm === "rsa-sha2-256") return verify("sha256", signed, key, value);
  if (algorithm === "rsa-sha2-512") return verify("sha512", signed, key, value);
  if (algorithm === "ssh-rsa") throw new Fault("TW-SSHSIG-WEAK", "it is an RSA signature over SHA-1");
  throw malformed("signature and key are of different types");
}

const DIGESTS: Readonly<Record<string, readonly [digest: string, size: number]>> = {
  "ecdsa-sha2-nistp256": ["sha256", 32],
  "ecdsa-sha2-nistp384": ["sha384", 48],
  "ecdsa-sha2-nistp521": ["sha512", 66],
};

/** An ECDSA value is two numbers. Source: RFC 5656 §3.1.2. */
function verifyEcdsa(signed: Uint8Array, type: string, value: Uint8Array, key: KeyObject): boolean {
  const [digest, size] = DIGESTS[type] ?? ["sha256", 32];
  const reader = new WireReader(value);
  const halves = [reader.number(), reader.number()];
  reader.end();
  if (halves.some((half) => half.length > size)) return false;
  const padded = halves.map((half) => Buffer.concat([Buffer.alloc(size - half.length), half]));
  return verify(digest, signed, { key, dsaEncoding: "ieee-p1363" }, Buffer.concat(padded));
}

interface SecurityKey {
  readonly key: KeyObject;
  readonly type: string;
  readonly application: string;
  readonly value: Uint8Array;
}

/** A security key signs digests, its flags and a counter; without a touch (user presence) it is not believed. */
function verifySecurityKey(signed: Uint8Array, reader: WireReader, given: SecurityKey): boolean {
  const flags = reader.byte();
  const counter = reader.take(4);
  reader.end();
  if ((flags & PRESENT) === 0) return false;
  const message = Buffer.concat([
    hash("sha256", Buffer.from(given.application), "buffer"),
    Buffer.from([flags]),
    counter,
    hash("sha256", signed, "buffer"),
  ]);
  if (given.type === "sk-ssh-ed25519@openssh.com") return verify(undefined, message, given.key, given.value);
  return verifyEcdsa(message, "ecdsa-sha2-nistp256", given.value, given.key);
}
