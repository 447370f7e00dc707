/** The pinned closure of one Python series. Pure data; `stages/read` checks it. */
import type { Wanted } from "./artifact.ts";

/** One pinned file and what its METADATA says of its needs. */
export interface Pinned extends Wanted {
  /** Requires-Python as in METADATA, or undefined when it has none. */
  readonly requiresPython: string | undefined;
}

/** The closure for one series. */
export interface Closure {
  /** `2.7`, `3.6` ... or `3.10+` for that version or newer. */
  readonly series: string;
  readonly files: readonly Pinned[];
}

/** Everything that bootstrap may install. */
export interface Manifest {
  readonly version: 1;
  readonly closures: readonly Closure[];
}

/** A pinned file with the keys of the document, in its order. */
export function writtenPin(pinned: Pinned): Readonly<Record<string, string | number>> {
  const { name, version, filename, size, sha256, requiresPython } = pinned;
  const pin = { name, version, filename, size, sha256: sha256 as string };
  return requiresPython === undefined ? pin : { ...pin, "requires-python": requiresPython };
}
