/** A lock that is about to be written. Pure data. Source: pylock.toml specification (PEP 751), whose names the fields have. */

/** One wheel or sdist. */
export interface LockedFile {
  readonly filename: string;
  /** `http:` or `https:` address without credentials. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly uploadTime: number | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** Algorithm -> lower-case hex; only those that count (sha256, sha384, sha512). */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Who published a package, as its index says (PEP 740): nothing of it was verified. */
export interface LockedIdentity {
  readonly kind: string;
  /** The publisher's other fields that are texts. */
  readonly fields: ReadonlyMap<string, string>;
}

/** One package. */
export interface LockedPackage {
  /** Normal name. */
  readonly name: string;
  readonly version: string;
  /** Where it is installed; undefined for everywhere. */
  readonly marker: string | undefined;
  readonly requiresPython: string | undefined;
  /** Other packages of the lock that it needs; `version` where two have the name. */
  readonly dependencies: readonly { readonly name: string; readonly version?: string }[];
  /** Base address of the index, without credentials. */
  readonly index: string;
  readonly sdist: LockedFile | undefined;
  /** Sorted by name. */
  readonly wheels: readonly LockedFile[];
  readonly identities: readonly LockedIdentity[];
  /** Who asked for it: `-r requirements.in`, names of packages; sorted. */
  readonly via: readonly string[];
  /** Extras that somebody asked for. */
  readonly extras: readonly string[];
}

/** Everything. */
export interface LockedSet {
  /** Markers, one of which must hold; empty for every environment. */
  readonly environments: readonly string[];
  readonly requiresPython: string | undefined;
  /** Of the project that was locked. */
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  readonly defaultGroups: readonly string[];
  /** Sorted by name, then by version. */
  readonly packages: readonly LockedPackage[];
}
