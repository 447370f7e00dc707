/** Distributions in an environment: what was accepted when they came. Pure data. */
import type { Sha256 } from "../base/digest.ts";
import type { Level } from "./verdict.ts";

/** The directories of an environment that hold distributions; absolute, links resolved. Often one and the same. */
export interface Sites {
  readonly purelib: string;
  readonly platlib: string;
}

/** One distribution as it was accepted and put there. RECORD, whose own digest is proved by the ledger, says the rest of every file. */
export interface AcceptedDistribution {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  /** The wheel it came from. */
  readonly filename: string;
  /** Of the wheel. */
  readonly sha256: Sha256;
  /** The level its verdict reached. */
  readonly level: Level;
  /** Who vouched, a sentence without a full stop. */
  readonly by: string;
  /** The site that holds its `.dist-info`. */
  readonly site: keyof Sites;
  /** Name of the `.dist-info` directory. */
  readonly info: string;
  /** RECORD as it was written: every file with digest and size, paths relative to the site. */
  readonly record: Uint8Array;
  /** SHA-256 of `record`, unpadded URL-safe base64. */
  readonly recordDigest: string;
  /** Paths of `record` with mode 0755; all others, RECORD too, have 0644. */
  readonly executable: readonly string[];
}
