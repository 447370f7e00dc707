/** What every station says of a file. Pure data. */
import type { Sha256 } from "../base/digest.ts";

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

/** A file whose bytes are here and unverified: the digests in `wanted` are claims, not facts, until `judge` has hashed `bytes`. */
export interface Artifact {
  readonly wanted: Wanted;
  readonly bytes: Uint8Array;
  readonly origin: Origin;
  /** Digests that the source itself told, when it told any. */
  readonly told: ReadonlyMap<string, string>;
}
