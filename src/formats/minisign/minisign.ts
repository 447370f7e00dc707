/**
 * Minisign public keys and detached signatures. Pure. Source: minisign, "Signature format" and "Public key format".
 *
 *     untrusted comment: any text, signed by nobody
 *     base64 of   2 bytes `Ed` or `ED` | 8 bytes key id | 64 bytes Ed25519 signature
 *     trusted comment: any text
 *     base64 of   64 bytes Ed25519 signature of the first signature's 64 bytes and the trusted comment
 *
 * `Ed` signs the file itself, `ED` its BLAKE2b-512. Read in one way only: four lines, each ended by one line feed, nothing after.
 */
import { createPublicKey, hash, verify } from "node:crypto";
import { fromBase64 } from "../../base/base64.ts";
import { Fault } from "../../base/fault.ts";
import { fromUtf8 } from "../../base/utf8.ts";

/** Longest comment that minisign itself writes, in bytes: 1024 and 8192, with their labels. */
const LONGEST = 16 * 1024;
const DOCUMENT =
  /^untrusted comment: [^\r\n]{0,1024}\n([A-Za-z0-9+/=]{100})\ntrusted comment: ([^\r\n]{0,8192})\n([A-Za-z0-9+/=]{88})\n$/;
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/;
/** SubjectPublicKeyInfo of Ed25519 up to the key. Source: RFC 8410 §4. */
const ED25519 = Buffer.from("302a300506032b6570032100", "hex");

/** One public key. */
export interface MinisignPublicKey {
  /** 16 upper-case hex digits, in the order minisign prints them. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** One detached signature, read and not verified. */
export interface MinisignSignature {
  readonly prehashed: boolean;
  /** As in `MinisignPublicKey`. */
  readonly id: string;
  readonly signature: Uint8Array;
  /** Signed together with `signature`; holds no control characters but tabs. */
  readonly trustedComment: string;
  readonly global: Uint8Array;
}

/** Reads the base64 line of a public key; throws Fault TW-MINISIGN-MALFORMED. */
export function parseMinisignKey(text: string): MinisignPublicKey {
  const bytes = fromBase64(text);
  if (bytes?.length !== 42) throw malformed("the public key is not base64 of 42 bytes");
  if (bytes[0] !== 0x45 || bytes[1] !== 0x64) throw malformed("the public key is of no known algorithm");
  return { id: idOf(bytes), key: bytes.subarray(10) };
}

/** Reads a `.minisig` document; throws Fault TW-MINISIGN-MALFORMED. */
export function parseMinisignSignature(document: Uint8Array): MinisignSignature {
  if (document.length > LONGEST) throw malformed(`it has more than ${LONGEST} bytes`);
  const text = fromUtf8(document);
  if (text === undefined) throw malformed("it is not UTF-8");
  const [, first = "", trustedComment = "", second = ""] = DOCUMENT.exec(text) ?? [];
  if (first === "") throw malformed("it has not the four lines of a signature, each ended by a line feed");
  const bytes = fromBase64(first);
  const global = fromBase64(second);
  if (bytes?.length !== 74 || global?.length !== 64)
    throw malformed("a signature is not base64 of its length");
  if (CONTROL.test(trustedComment)) throw malformed("the trusted comment holds a control character");
  const algorithm = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  if (algorithm !== "Ed" && algorithm !== "ED") throw malformed("it is of no known algorithm");
  return {
    prehashed: algorithm === "ED",
    id: idOf(bytes),
    signature: bytes.subarray(10),
    trustedComment,
    global,
  };
}

/** The same signature needs both: over the bytes, and over itself with its comment. */
export interface MinisignOutcome {
  readonly bytes: boolean;
  readonly comment: boolean;
}

/** Whether `signature` signs `bytes`, and its comment, by `key`. The key ids are not compared. */
export function verifyMinisign(
  bytes: Uint8Array,
  signature: MinisignSignature,
  key: MinisignPublicKey,
): MinisignOutcome {
  const spki = createPublicKey({ key: Buffer.concat([ED25519, key.key]), format: "der", type: "spki" });
  const signed = signature.prehashed ? hash("blake2b512", bytes, "buffer") : bytes;
  const bound = Buffer.concat([signature.signature, Buffer.from(signature.trustedComment, "utf8")]);
  return {
    bytes: verify(undefined, signed, spki, signature.signature),
    comment: verify(undefined, bound, spki, signature.global),
  };
}

/** The id is a little-endian number. */
function idOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(2, 10)).reverse().toString("hex").toUpperCase();
}

function malformed(why: string): Fault {
  return new Fault("TW-MINISIGN-MALFORMED", `no minisign document: ${why}`);
}
