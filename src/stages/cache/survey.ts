/** What a store holds. Reads only, follows no link. */
import { codeOf, Fault } from "../../base/fault.ts";
import { type StoreKind, storeKinds, storeMark } from "../../model/store-layout.ts";
import type { DirectoryEntry, FileStatus, Files } from "../../ports/files.ts";

/** One entry: a file of some kind, or what stands in the place of one. */
export interface StoreEntry {
  readonly kind: StoreKind["kind"];
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly status: FileStatus;
}

/** What was found. */
export interface Survey {
  readonly entries: readonly StoreEntry[];
  /** Absolute paths of what no store has: never touched. */
  readonly strange: readonly string[];
}

/** Whether there is a store in `directory`. Throws Fault TW-CACHE-FOREIGN for a directory, or a link to one, that is not marked as one. */
export function checkStore(directory: string, files: Files): "absent" | "marked" {
  const status = files.status(directory);
  if (status === undefined) return "absent";
  if (status.kind === "directory" && isMarked(directory, files)) return "marked";
  if (status.kind === "directory" && files.list(directory).length === 0) return "absent";
  throw new Fault("TW-CACHE-FOREIGN", `${directory} is not marked as a store of this program`, {
    hint: `A store has the file ${storeMark.name} with this program's words; whatever is kept next writes it.`,
  });
}

function isMarked(directory: string, files: Files): boolean {
  try {
    const bytes = files.read(`${directory}/${storeMark.name}`, storeMark.text.length);
    return Buffer.from(bytes).toString("utf8") === storeMark.text;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return false;
  }
}

/** Every entry of the store in `directory`. */
export function survey(directory: string, files: Files): Survey {
  const entries: StoreEntry[] = [];
  const strange: string[] = [];
  const known = new Map(storeKinds.map((each) => [each.directory, each]));
  for (const entry of files.list(directory)) {
    const path = `${directory}/${entry.name}`;
    const kind = known.get(entry.name);
    if (kind !== undefined && entry.kind === "directory") enter(kind, path, 0, entries, strange, files);
    else if (entry.name !== storeMark.name) strange.push(path);
  }
  return { entries, strange };
}

function enter(
  kind: StoreKind,
  directory: string,
  depth: number,
  entries: StoreEntry[],
  strange: string[],
  files: Files,
): void {
  const folder = kind.folders[depth];
  for (const entry of listed(directory, files)) {
    const path = `${directory}/${entry.name}`;
    if (folder !== undefined) {
      if (entry.kind === "directory" && folder.test(entry.name))
        enter(kind, path, depth + 1, entries, strange, files);
      else strange.push(path);
      continue;
    }
    // Another process may have moved it on since the directory was listed.
    const status = kind.file.test(entry.name) ? files.status(path) : undefined;
    if (status !== undefined) entries.push({ kind: kind.kind, path, name: entry.name, status });
    else if (!kind.file.test(entry.name)) strange.push(path);
  }
}

function listed(directory: string, files: Files): readonly DirectoryEntry[] {
  try {
    return files.list(directory);
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING") return [];
    throw error;
  }
}

/** Entries and bytes of one kind. */
export interface Total {
  readonly kind: StoreKind["kind"];
  readonly entries: number;
  readonly bytes: number;
}

/** Totals of every kind, also of those with nothing. */
export function totals(entries: readonly StoreEntry[]): readonly Total[] {
  return storeKinds.map(({ kind }) => {
    const all = entries.filter((each) => each.kind === kind);
    return { kind, entries: all.length, bytes: all.reduce((sum, each) => sum + each.status.size, 0) };
  });
}
