/** What every station says of a file. Pure data. */
import type { Sha256 } from "../base/digest.ts";
import type { SealedIndex } from "../standards/pep427-wheel/sealed-index.ts";

/** A file somebody asked for, as a manifest, a lock or a person names it. Nothing here was checked against bytes. */
export interface Wanted {
  /** Normalised project name (PEP 503). */
  readonly name: string;
  /** Version as written. */
  readonly version: string;
  /** The file's name, without any directory. */
  readonly filename: string;
  /** Size in bytes. */
  readonly size: number;
  readonly sha256: Sha256;
}

/** Where the bytes came from, for the report; never a reason to trust them. */
export type Origin =
  | { readonly from: "store" }
  | { readonly from: "index"; readonly url: string }
  | { readonly from: "find-links"; readonly url: string }
  | { readonly from: "direct"; readonly url: string };

/** What a file is called and where it came from. */
interface Named {
  readonly wanted: Wanted;
  readonly origin: Origin;
  /** Digests that the source itself told, when it told any. */
  readonly told: ReadonlyMap<string, string>;
}

/**
 * A file that is here and unverified: the digests in `wanted` are claims, not facts, until `judge` has measured it. Either its bytes are
 * here, or what this user's truewheel wrote down of it when it had hashed and read it.
 */
export type Artifact = Named &
  (
    | { readonly bytes: Uint8Array; readonly sealed?: undefined }
    | { readonly bytes?: undefined; readonly sealed: Sealed }
  );

declare const sealMark: unique symbol;

/**
 * What this user's truewheel wrote down of a wheel that it had hashed and read strictly, under a seal that nobody else can make (ADR 5).
 * Only the store makes one, after it has checked the seal. The unpacked files are as unverified as everything in the store.
 */
export interface Sealed {
  /** Measured when it was sealed. */
  readonly sha256: Sha256;
  /** Bytes; measured when it was sealed. */
  readonly size: number;
  readonly index: SealedIndex;
  /** `size` bytes of the unpacked files from `at` on, unverified; undefined when they cannot be read. The next call, of any file's, may overwrite them. */
  unpacked(at: number, size: number): Uint8Array | undefined;
  /** Removes it from the store, and says so: an unpacked file is not what it was. */
  forget(): void;
  readonly [sealMark]: true;
}
