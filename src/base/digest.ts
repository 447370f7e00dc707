/** SHA-2 digests of bytes in memory. Pure. */
import { hash } from "node:crypto";

/** A lower-case hex SHA-256 digest, 64 characters. */
export type Sha256 = string & { readonly __sha256: unique symbol };

/** The algorithms accepted for file contents: SHA-256 or better (wheel specification, "The .dist-info directory"). */
export type StrongAlgorithm = "sha256" | "sha384" | "sha512";

/** SHA-256 of `bytes`, lower-case hex. */
export function sha256(bytes: Uint8Array | string): Sha256 {
  return hash("sha256", bytes, "hex") as Sha256;
}

/** Digest of `bytes` in unpadded URL-safe base64, the form RECORD uses. */
export function recordDigest(algorithm: StrongAlgorithm, bytes: Uint8Array): string {
  return hash(algorithm, bytes, "base64url");
}

/** `text` as a Sha256 when it is exactly 64 lower-case hex digits, else undefined. */
export function asSha256(text: unknown): Sha256 | undefined {
  return typeof text === "string" && /^[0-9a-f]{64}$/.test(text) ? (text as Sha256) : undefined;
}
