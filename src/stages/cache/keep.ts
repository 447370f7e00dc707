/**
 * Verifies and tidies a store while others may use it: files are removed one by one, never the directories that another process is about to
 * write into; whoever had one open reads it to its end, and whoever comes later finds it absent, as in a new store.
 */
import { sha256 } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Files } from "../../ports/files.ts";
import type { Measurer } from "../../ports/measure.ts";
import type { StoreEntry } from "./survey.ts";

/** What the keeper needs of the world. */
export interface KeepPorts {
  readonly files: Files;
  readonly measurer: Measurer;
}

/** One entry that is not what its name says. */
export interface Damaged {
  readonly path: string;
  /** A clause without a full stop. */
  readonly because: string;
  readonly isRemoved: boolean;
}

/** What verifying found. */
export interface Verification {
  /** Entries read whole. */
  readonly checked: number;
  readonly bytes: number;
  /** Entries whose users verify them, and nobody else can. */
  readonly left: number;
  readonly damaged: readonly Damaged[];
}

const ENTRY_LIMIT = 1 << 20;

/** Hashes every entry that a digest proves; damaged ones are removed when `removes`. */
export function verifyEntries(
  entries: readonly StoreEntry[],
  removes: boolean,
  ports: KeepPorts,
): Verification {
  const damaged: Damaged[] = [];
  let checked = 0;
  let bytes = 0;
  let left = 0;
  for (const entry of entries) {
    if (entry.kind !== "wheels" && entry.kind !== "interpreters") {
      left += 1;
      continue;
    }
    checked += 1;
    bytes += entry.status.size;
    const because = entry.kind === "wheels" ? wheelFault(entry, ports) : memoryFault(entry, ports);
    if (because === undefined) continue;
    damaged.push({ path: entry.path, because, isRemoved: removes && isRemoved(entry.path, ports.files) });
  }
  return { checked, bytes, left, damaged };
}

/** What is wrong with a file that is named by its SHA-256. */
function wheelFault(entry: StoreEntry, { measurer }: KeepPorts): string | undefined {
  try {
    const measured = measurer.measure(entry.path, "sha256");
    // Somebody else removed it: nothing is there to be wrong.
    if (measured === undefined) return undefined;
    if (measured.kind !== "file")
      return `it is a ${measured.kind === "other" ? "special file" : measured.kind}`;
    const named = Buffer.from(entry.name, "hex").toString("base64url");
    return measured.digest === named ? undefined : "its bytes are not those that its name says";
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.message;
  }
}

/** What is wrong with a remembered interpreter: its first line is the digest of the rest. */
function memoryFault(entry: StoreEntry, { files }: KeepPorts): string | undefined {
  try {
    const text = Buffer.from(files.read(entry.path, ENTRY_LIMIT)).toString("utf8");
    return sha256(text.slice(65)) === text.slice(0, 64)
      ? undefined
      : "its bytes are not those that it says itself";
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING") return undefined;
    if (!(error instanceof Fault)) throw error;
    return error.message;
  }
}

/** What to remove. Times in milliseconds since the epoch. */
export interface PruneOptions {
  /** Writes under way are left alone: temporary files younger than this stay. */
  readonly temporaryBefore: number;
  /** Wheels kept before this go too. */
  readonly wheelsBefore: number | undefined;
  readonly isAll: boolean;
  readonly isDry: boolean;
}

/** What was removed, or would be. */
export interface Pruned {
  readonly entries: number;
  readonly bytes: number;
  /** Paths that could not be removed, each with the reason. */
  readonly failed: readonly string[];
}

/** Removes leftovers, partial downloads and derived data; wheels only when asked. */
export function prune(entries: readonly StoreEntry[], options: PruneOptions, files: Files): Pruned {
  const failed: string[] = [];
  let count = 0;
  let bytes = 0;
  for (const entry of entries) {
    if (!isDue(entry, options)) continue;
    if (!options.isDry && !isRemoved(entry.path, files)) {
      failed.push(entry.path);
      continue;
    }
    count += 1;
    bytes += entry.status.size;
  }
  return { entries: count, bytes, failed };
}

function isDue({ kind, status }: StoreEntry, options: PruneOptions): boolean {
  const kept = Number(status.modified / 1_000_000n);
  switch (kind) {
    case "temporary":
      return kept < options.temporaryBefore;
    case "partial":
    case "derived":
      return true;
    case "wheels":
      return options.isAll || (options.wheelsBefore !== undefined && kept < options.wheelsBefore);
    case "interpreters":
      return options.isAll;
  }
}

/** Removes a file, a link itself, or the directory in a file's place. */
function isRemoved(path: string, files: Files): boolean {
  try {
    files.removeTree(path);
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return false;
  }
}
