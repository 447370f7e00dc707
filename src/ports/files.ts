/** The file system, as the stages see it. Types only. Every call is synchronous and either does all of its work or throws a Fault `TW-DISK-...`. */
import type { StrongAlgorithm } from "../base/digest.ts";

/** What stands at a path; links are not followed. */
export interface FileStatus {
  readonly kind: "file" | "directory" | "link" | "other";
  /** Bytes. */
  readonly size: number;
  /** Permission bits, `0o7777` mask. */
  readonly mode: number;
  /** Nanoseconds since the epoch. */
  readonly modified: bigint;
  readonly inode: bigint;
  readonly device: bigint;
}

/** What a file should be. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** Permission bits; left out where the platform has none. */
  readonly mode: number;
  readonly algorithm: StrongAlgorithm;
  /** Unpadded URL-safe base64. */
  readonly digest: string;
}

/** One entry of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileStatus["kind"];
}

/** The operations a transaction is made of. Paths are absolute. */
export interface Files {
  /** Status without following links; undefined when nothing is there (also when a parent is missing or no directory). */
  status(path: string): FileStatus | undefined;
  /** Entries sorted by code point; throws TW-DISK-MISSING when there is no such directory. */
  list(path: string): readonly DirectoryEntry[];
  /** The whole file; throws TW-DISK-TOO-LARGE past `limit` bytes, TW-DISK-MISSING when absent, TW-DISK-NOT-A-FILE for anything but a regular file. Never follows a link in the last component. */
  read(path: string, limit: number): Uint8Array;
  /** Whether a regular file of exactly this size, mode and digest is there; the content is read whole and hashed. Never follows a link in the last component. */
  holds(path: string, expected: Content): boolean;
  /** Creates a new regular file with exactly `mode`, whatever the umask; throws TW-DISK-EXISTS when something is there. */
  create(path: string, bytes: Uint8Array, mode: number): void;
  /** Creates one directory; throws TW-DISK-EXISTS. */
  makeDirectory(path: string, mode?: number): void;
  /** Creates a directory and its missing parents. */
  makeDirectories(path: string): void;
  /** Creates a symbolic link. */
  makeLink(target: string, path: string): void;
  /** Where a symbolic link points, unresolved. */
  readLink(path: string): string;
  /** The path with every link resolved; throws TW-DISK-MISSING. */
  realPath(path: string): string;
  /** Moves within one file system, replacing a file at `to`. */
  rename(from: string, to: string): void;
  /** Removes one file or link; nothing happens when it is not there. */
  remove(path: string): void;
  /** Removes one empty directory; throws TW-DISK-NOT-EMPTY otherwise. */
  removeDirectory(path: string): void;
  /** Removes a tree without following links; nothing happens when it is not there. */
  removeTree(path: string): void;
  /** Flushes one file or directory to the disk. */
  sync(path: string): void;
  /** Flushes every file and directory of a tree to the disk. */
  syncTree(path: string): void;
}
