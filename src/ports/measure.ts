/** Measuring files that somebody may have changed. Types only. */
import type { StrongAlgorithm } from "../base/digest.ts";
import type { FileStatus } from "./files.ts";

/** What stands at a path, and what is in it. Links are not followed. */
export interface Measured {
  readonly kind: FileStatus["kind"];
  /** Bytes; of a file that was read, as many as were hashed. */
  readonly size: number;
  /** Permission bits, `0o7777` mask; -1 where the platform has none. */
  readonly mode: number;
  /** User id; -1 where the platform has none. */
  readonly owner: number;
  /** Group id; -1 where the platform has none. */
  readonly group: number;
  /** Unpadded URL-safe base64; empty for anything but a regular file, and when none was asked for. */
  readonly digest: string;
}

/** Reads files of any size in pieces; one open a file, so that what is judged is what was read. */
export interface Measurer {
  /** What is at `path`, hashed by `algorithm` when there is one; undefined when nothing is there. Throws Fault TW-DISK-.... */
  measure(path: string, algorithm: StrongAlgorithm | undefined): Measured | undefined;
  /** Names in a directory, sorted; undefined when there is no such directory. Throws Fault TW-DISK-.... */
  names(path: string): readonly string[] | undefined;
}
