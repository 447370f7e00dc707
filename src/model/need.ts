/** What somebody asked for, before anybody looked for its file. Pure data. */
import type { StrongAlgorithm } from "../base/digest.ts";
import type { Specifiers } from "../standards/pep440-version/specifiers.ts";
import type { Place } from "./sources.ts";

/** A digest that was written down earlier: in a lock, in a requirements file, on the command line. */
export interface PinnedHash {
  readonly algorithm: StrongAlgorithm;
  /** Lower-case hex. */
  readonly digest: string;
}

/** What a file must be: one of `hashes` (all of them, where `every` says so), and `size` bytes where that was written down. */
export interface Pin {
  /** Empty when nobody wrote one down. */
  readonly hashes: readonly PinnedHash[];
  /** True where each digest is of the one file that is meant, as in a lock (PEP 751); false where any of them will do. */
  readonly every?: boolean;
  /** Bytes. */
  readonly size?: number;
  /** The document it is written in, for the verdict: `requirements.txt`, `the command line`. */
  readonly statedBy: string;
  /** The place in it, for messages: `requirements.txt:3`. */
  readonly where: string;
}

/** A file that was named itself, rather than a project and a version. */
export interface Named {
  /** The file's name, without any directory. */
  readonly filename: string;
  /** Absolute path on this disk, or an `http:` or `https:` address without credentials and fragment. */
  readonly at:
    | { readonly kind: "path"; readonly path: string }
    | { readonly kind: "url"; readonly url: string };
  /** True for a requirement that names its file (PEP 508 `name @ url`, a path): `direct_url.json` is due. A lock's file is none. */
  readonly direct: boolean;
}

/** One distribution that is wanted. */
export interface Need {
  /** Normalised project name. */
  readonly name: string;
  /** Which versions would do; one `==` or `===` clause for a pin. */
  readonly specifiers: Specifiers;
  readonly pin: Pin;
  /** True when a person named it, rather than a lock or another distribution. */
  readonly requested: boolean;
  /** The file itself, where that was named. */
  readonly named?: Named;
  /** The only index that may be asked, where a lock or a person named one; its base address. */
  readonly index?: string;
  /** Pre-releases are taken even when a final release fits (`--pre`). */
  readonly prereleases: boolean;
}

/** Where a file can be had, as a page told it. */
export interface Offer {
  /** One path component. */
  readonly filename: string;
  /** Absolute address: `http:`, `https:` or, from a page or a folder on this disk, `file:`. */
  readonly url: string;
  /** The place of the page that linked to it; none for a page on this disk and for an address a person gave. */
  readonly place?: Place;
  /** Algorithm -> lower-case hex, as the page told; may be empty. */
  readonly told: ReadonlyMap<string, string>;
  /** Bytes, as the page told. */
  readonly size?: number;
  readonly from: "index" | "find-links" | "direct";
  /** The index's base address. */
  readonly index?: string;
  /** As the page told (PEP 503). */
  readonly requiresPython?: string;
  /** The reason when the file was yanked (PEP 592), empty when none was given. */
  readonly yanked?: string;
  /** Date and time of the upload, as the page told (PEP 700). */
  readonly uploadTime?: string;
  /** Address of its attestations, as the page told (PEP 740). */
  readonly provenance?: string;
  /** Digests of the METADATA beside it, or true when there is one without digests (PEP 658). */
  readonly coreMetadata?: true | ReadonlyMap<string, string>;
  /** The status of its project, as the page told (PEP 792). */
  readonly status?: string;
}
