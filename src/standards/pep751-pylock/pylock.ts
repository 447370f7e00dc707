/**
 * A lock file as data. Types and the file's name only. Source: pylock.toml specification (PEP 751), "File Format"; each field bears the name it has there.
 *
 * What is here was validated: names are normal, sources do not conflict, every file has a digest that counts and a name that tells the package's name
 * and version. Whether its claims are true is for the judge.
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { TomlTable, TomlTime } from "../../formats/toml/value.ts";
import type { FileHash } from "../file-hash/hash.ts";
import type { Specifiers } from "../pep440-version/specifiers.ts";
import type { Version } from "../pep440-version/version.ts";
import type { Marker } from "../pep508-requirement/marker.ts";

/** One lock. Fields that are left out are empty lists or undefined. */
export interface Pylock {
  readonly lockVersion: Version;
  /** Undefined when the lock is for every environment; an empty list is for none. */
  readonly environments: readonly Marker[] | undefined;
  readonly requiresPython: Specifiers | undefined;
  /** Normal names. */
  readonly extras: readonly string[];
  /** Normal names. */
  readonly dependencyGroups: readonly string[];
  /** Normal names, not necessarily among `dependencyGroups`. */
  readonly defaultGroups: readonly string[];
  readonly createdBy: string;
  readonly packages: readonly PylockPackage[];
  readonly tool: TomlTable | undefined;
  /** What should be said aloud: a newer minor version, keys that are not known. */
  readonly warnings: readonly string[];
}

/** One entry of `packages`. */
export interface PylockPackage {
  /** Place in `packages`, from 0. */
  readonly position: number;
  /** Normal name. */
  readonly name: string;
  /** Undefined when it can vary, as it can in a directory. */
  readonly version: Version | undefined;
  readonly marker: Marker | undefined;
  readonly requiresPython: Specifiers | undefined;
  /** For people; never used to install. */
  readonly dependencies: readonly TomlTable[];
  /** Base URL of the index, as written. */
  readonly index: string | undefined;
  readonly source: PylockSource;
  readonly attestationIdentities: readonly PylockIdentity[];
  readonly tool: TomlTable | undefined;
}

/** Where a package comes from: exactly one of these. */
export type PylockSource =
  | { readonly kind: "files"; readonly wheels: readonly PylockFile[]; readonly sdist: PylockFile | undefined }
  | {
      readonly kind: "vcs";
      /** As written: `git`, `hg`... */
      readonly type: string;
      readonly url: string | undefined;
      readonly path: string | undefined;
      /** What the locker was asked for; never to be checked out. */
      readonly requestedRevision: string | undefined;
      readonly commitId: string;
      readonly subdirectory: string | undefined;
    }
  | {
      readonly kind: "directory";
      readonly path: string;
      readonly editable: boolean;
      readonly subdirectory: string | undefined;
    }
  | ({ readonly kind: "archive"; readonly subdirectory: string | undefined } & PylockContent);

/** Bytes to fetch and what they must be. `path` counts before `url`; one of them is there. */
export interface PylockContent {
  readonly url: string | undefined;
  /** Relative to the lock file, or absolute. */
  readonly path: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** UTC. */
  readonly uploadTime: TomlTime | undefined;
  /** At least one; the file must have every one of them. */
  readonly hashes: readonly FileHash[];
}

/** A wheel or sdist. */
export interface PylockFile extends PylockContent {
  /** `name`, else the last part of `path`, else of `url`, percent-decoded; one plain path component. */
  readonly filename: string;
  readonly version: Version;
  /** `python-abi-platform` each; empty for an sdist. */
  readonly tags: readonly string[];
  /** A wheel's build number, as decimal digits, and what follows it. */
  readonly build: readonly [string, string] | undefined;
}

/** Who should have attested a package's files (PEP 740 publisher). */
export interface PylockIdentity {
  readonly kind: string;
  /** The whole table, `kind` included. */
  readonly fields: TomlTable;
}

const FILENAME = /^pylock\.([^.]+)\.toml$/;

/** The lock's own name: empty for `pylock.toml`, `x` for `pylock.x.toml`. Throws Fault TW-PYLOCK-FILENAME for any other file name. */
export function pylockName(filename: string): string {
  if (filename === "pylock.toml") return "";
  const name = FILENAME.exec(filename)?.[1];
  if (name === undefined || /[\n\r]/.test(filename))
    throw new Fault("TW-PYLOCK-FILENAME", `${shownPath(filename)} is no name of a lock file`, {
      hint: "name it pylock.toml or pylock.NAME.toml",
    });
  return name;
}
