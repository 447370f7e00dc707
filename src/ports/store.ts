/** Files kept by their digest. Types only. The store is hostile: what comes out is hashed again by whoever asked, or was sealed by this user. */
import type { Sha256 } from "../base/digest.ts";
import type { Sealed, Wanted } from "../model/artifact.ts";

/** A content-addressed store. No call fails because the store is damaged, full or read-only: that is reported and the work goes on without it. */
export interface Store {
  /** The bytes with this digest and size, hashed just now, or undefined; a damaged, linked or foreign entry is removed and reported. */
  get(sha256: Sha256, size: number): Uint8Array | undefined;
  /** Keeps `bytes`; throws TW-STORE-MISUSED when they have another digest. Safe with many processes at once. */
  put(sha256: Sha256, bytes: Uint8Array): void;
  /** The first bytes of a download that was cut, fewer than `size`, or undefined. Unverified. */
  getPartial(sha256: Sha256, size: number): Uint8Array | undefined;
  /** Keeps the first bytes of a download for a later try; replaces earlier ones. */
  putPartial(sha256: Sha256, bytes: Uint8Array): void;
  /** Forgets the partial download. */
  dropPartial(sha256: Sha256): void;
  /** Data somebody derived from a verified file: at most `limit` bytes, or undefined. Unverified: whoever asked verifies it again. */
  getDerived(kind: string, key: Sha256, limit: number): Uint8Array | undefined;
  /** Keeps derived data under `kind` (lower-case letters, digits and `-`) and `key`. */
  putDerived(kind: string, key: Sha256, bytes: Uint8Array): void;
  /** Forgets derived data that turned out wrong. */
  dropDerived(kind: string, key: Sha256): void;
  /** What this user's truewheel kept with `putVouched` under exactly this kind and key, its seal checked just now: at most `limit` bytes, or undefined. */
  getVouched(kind: string, key: Sha256, limit: number): Uint8Array | undefined;
  /** Keeps `bytes` under a seal that nobody else can make (ADR 5); nothing is kept when nothing can be sealed. */
  putVouched(kind: string, key: Sha256, bytes: Uint8Array): void;
  /** What this user's truewheel sealed of exactly this file, its seal checked just now, or undefined; an altered one is removed and reported. */
  getSealed(wanted: Wanted): Sealed | undefined;
  /** Begins to keep what a wheel unpacks to; undefined when nothing can be sealed or kept. */
  unpacking(sha256: Sha256): Unpacking | undefined;
}

/** What a wheel unpacks to, on its way into the store. Failures are reported and end the keeping, nothing else. */
export interface Unpacking {
  /** Adds one file; the offset at which it begins. `bytes` must not change afterwards. */
  append(bytes: Uint8Array): number;
  /** Keeps everything with the text of its index. */
  seal(index: string): void;
  /** Forgets everything. */
  drop(): void;
}
