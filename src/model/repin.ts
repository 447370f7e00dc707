/** What the maintainers' verbs tell of a manifest: what changed, on what evidence, what stands against it. Pure data. */
import type { Code } from "../base/fault.ts";
import type { Manifest, Pinned } from "./manifest.ts";
import type { Level } from "./verdict.ts";

/** A manifest and where it came from. */
export interface NamedManifest {
  /** `the manifest inside truewheel 0.1.0`, `the manifest FILE`. */
  readonly madeBy: string;
  /** SHA-256 of the document, hex. */
  readonly sha256: string;
  readonly manifest: Manifest;
}

/** One project of one series, before and after; at least one of the two is there. */
export interface PinChange {
  readonly name: string;
  readonly before: Pinned | undefined;
  readonly after: Pinned | undefined;
  /** True when the version after is an older one. */
  readonly isOlder: boolean;
}

/** What became of one series. */
export interface SeriesChange {
  readonly series: string;
  readonly kind: "added" | "removed" | "changed" | "same";
  /** Empty when it is the same. */
  readonly changes: readonly PinChange[];
}

/** A version that was not taken although it is newer. */
export interface LeftOut {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  /** Why, a clause without a full stop. */
  readonly because: string;
}

/** Everything known of one file that a manifest names. */
export interface PinEvidence {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly sha256: string;
  /** Address of the index, without credentials. */
  readonly index: string;
  /** As the index told; undefined when it told none. */
  readonly uploaded: string | undefined;
  /** Whole days since. */
  readonly days: number | undefined;
  /** PEP 792, as the index told. */
  readonly status: string;
  /** Who published it, as the index tells and nobody verified: `GitHub pkg/pkg release.yml`. */
  readonly publishers: readonly string[];
  readonly level: Level;
  /** What vouches, a clause. */
  readonly because: string;
  /** Parties whose lie would still give this. */
  readonly couldLie: readonly string[];
  /** Evidence that was looked for and not there: clauses. */
  readonly absent: readonly string[];
}

/** One series as it was made. */
export interface SeriesReview {
  readonly series: string;
  readonly left: readonly LeftOut[];
  /** What a person asked for that is not for this series: clauses. */
  readonly notes: readonly string[];
}

/** What `manifest update` did and on what ground. */
export interface Review {
  readonly before: NamedManifest;
  /** SHA-256 of the new document, hex. */
  readonly sha256: string;
  /** Every series of both. */
  readonly changes: readonly SeriesChange[];
  readonly series: readonly SeriesReview[];
  /** Of every file of the series that were made anew, by filename. */
  readonly evidence: readonly PinEvidence[];
  /** Addresses of the indexes, without credentials. */
  readonly indexes: readonly string[];
  /** Days a file must have been there; 0 when that was turned off. */
  readonly cooldown: number;
  /** Only files uploaded before this moment were taken, ISO 8601; undefined when nothing said so. */
  readonly uploadedBefore: string | undefined;
  /** Where the new manifest is; undefined when nothing was written. */
  readonly wrote: string | undefined;
}

/** Something that stands against a manifest. */
export interface Objection {
  readonly code: Code;
  /** A clause without a full stop. */
  readonly because: string;
  /** Series concerned. */
  readonly series: readonly string[];
  readonly filename?: string;
}

/** What `manifest check` found. */
export interface ManifestCheck {
  readonly of: NamedManifest;
  readonly files: number;
  readonly bytes: number;
  readonly indexes: readonly string[];
  /** `3.10+: Python 3.10 to 3.15`. */
  readonly tried: readonly string[];
  readonly objections: readonly Objection[];
  /** Clauses: what a person should know besides. */
  readonly notes: readonly string[];
}
