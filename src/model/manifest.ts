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
