/**
 * A whole wheel, read strictly: archive, file name, dist-info, METADATA, WHEEL, RECORD and entry points agree, or it is refused.
 * Pure. Source: binary distribution format specification (PEP 427), "The .dist-info directory"; PEP 815 for RECORD signatures.
 */
import { recordDigest } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { sortedByCodePoint } from "../../base/order.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { unpackEntry } from "../../formats/zip/unpack.ts";
import { unpackEntries } from "../../formats/zip/unpack-many.ts";
import { readZipArchive, type ZipEntry } from "../../formats/zip/zip.ts";
import { type EntryPoints, parseEntryPoints } from "../entry-points/entry-points.ts";
import { asVersion, parseVersion } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";
import { type CoreMetadata, parseMetadata } from "../pep658-core-metadata/metadata.ts";
import { checkBytecode } from "./bytecode.ts";
import { parseWheelFilename } from "./filename.ts";
import { parseRecord, type RecordHash, type RecordRow } from "./record.ts";
import { parseWheelFile } from "./wheel-file.ts";

/** One file of a wheel. */
export interface WheelFile {
  /** Path in the archive. */
  readonly path: string;
  /** Unpacked size in bytes. */
  readonly size: number;
  readonly executable: boolean;
  /** RECORD's digest; undefined only for the deprecated RECORD.jws and RECORD.p7s, which RECORD need not list. */
  readonly hash: RecordHash | undefined;
  /** The bytes, proved against RECORD; throws Fault TW-WHEEL-RECORD-HASH. */
  read(): Uint8Array;
  /** The same bytes, which the next read of any file may overwrite: for whoever is done with them at once. */
  lend(): Uint8Array;
}

/** A wheel whose parts agree. */
export interface Wheel {
  /** As METADATA spells them. */
  readonly name: string;
  readonly version: string;
  /** Top-level directory with the metadata, as the archive spells it. */
  readonly distInfo: string;
  /** Top-level directory `NAME-VERSION.data`, when there is one. */
  readonly data: string | undefined;
  readonly rootIsPurelib: boolean;
  /** Expanded compatibility tags of the file name. */
  readonly tags: readonly string[];
  /** What METADATA says, but for the text of its fields. */
  readonly metadata: Omit<CoreMetadata, "fields">;
  readonly entryPoints: EntryPoints;
  /** entry_points.txt as it is; empty when there is none. */
  readonly entryPointsText: string;
  /** Every file but RECORD, in archive order. */
  readonly files: readonly WheelFile[];
  /** True when the format is newer by a minor version: a warning (specification, "installing a wheel"). */
  readonly newerMinor: boolean;
}

/** Told of each file when it was unpacked and proved, in the order of reading; a file that is read twice is told twice. */
export type Unpacked = (path: string, bytes: Uint8Array) => void;

/** Files that only an installer writes (installed projects specification). */
const INSTALLER_FILES = new Set(["INSTALLER", "REQUESTED", "direct_url.json", "provenance_url.json"]);
/** RECORD itself and its deprecated signatures need no row (PEP 815: tolerated, never required). */
const UNLISTED = new Set(["RECORD", "RECORD.jws", "RECORD.p7s"]);

/** Reads the wheel `filename` from its bytes; throws Fault TW-WHEEL-..., TW-RECORD-..., TW-METADATA-..., TW-ZIP-..., TW-PATH-.... */
export function readWheel(bytes: Uint8Array, filename: string, unpacked?: Unpacked): Wheel {
  const parsed = parseWheelFilename(filename);
  const { files: entries, directories } = readZipArchive(bytes);
  const { distInfo, data } = topLevel(entries, directories, normalizeName(parsed.name), parsed.version);
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const part = (name: string): string => decode(byPath.get(`${distInfo}/${name}`), `${distInfo}/${name}`);
  const wheelFile = parseWheelFile(part("WHEEL"));
  if (wheelFile.wheelVersion[0] !== 1)
    throw layout(`its format is version ${wheelFile.wheelVersion.join(".")}, only 1 is known`);
  const metadata = parseMetadata(part("METADATA"));
  checkIdentity(metadata, parsed);
  const listed = matchRecord(entries, parseRecord(part("RECORD")), distInfo);
  checkBytecode(new Set(byPath.keys()));
  const files = wheelFiles(entries, listed, distInfo, unpacked);
  const entryPointsPath = `${distInfo}/entry_points.txt`;
  const entryPointsFile = files.find((file) => file.path === entryPointsPath);
  if ((entryPointsFile?.size ?? 0) > LARGEST_TEXT)
    throw layout(`${entryPointsPath} has more than ${LARGEST_TEXT} bytes`);
  const entryPointsText = entryPointsFile === undefined ? "" : utf8(entryPointsFile.read(), entryPointsPath);
  return {
    name: metadata.name,
    version: metadata.version,
    distInfo,
    data,
    rootIsPurelib: wheelFile.rootIsPurelib,
    tags: parsed.tags,
    metadata,
    entryPoints: parseEntryPoints(entryPointsText),
    entryPointsText,
    files,
    newerMinor: wheelFile.wheelVersion[1] > 0,
  };
}

/** Exactly one `.dist-info` directory, and at most one `.data`, both of this project and version. */
function topLevel(
  entries: readonly ZipEntry[],
  directories: readonly string[],
  name: string,
  version: { readonly text: string },
): { readonly distInfo: string; readonly data: string | undefined } {
  // An empty directory counts as well: other installers count it.
  const places = [...entries.map((entry) => entry.path), ...directories.map((path) => `${path}/`)];
  const tops = new Set(
    places.filter((path) => path.includes("/")).map((path) => path.slice(0, path.indexOf("/"))),
  );
  const find = (suffix: string): readonly string[] =>
    [...tops].filter((top) => top.toLowerCase().endsWith(suffix));
  const [distInfo, ...others] = find(".dist-info");
  if (distInfo === undefined || others.length > 0)
    throw layout("it must hold exactly one .dist-info directory");
  const [data, ...more] = find(".data");
  if (more.length > 0) throw layout("it holds two .data directories");
  for (const [top, suffix] of [
    [distInfo, ".dist-info"],
    [data, ".data"],
  ] as const) {
    if (top !== undefined && !names(top, suffix, name, version.text))
      throw layout(`${shownPath(top)} is of another project or version`);
  }
  return { distInfo, data };
}

function names(directory: string, suffix: string, name: string, version: string): boolean {
  if (!directory.endsWith(suffix)) return false;
  const [project, release, ...rest] = directory.slice(0, -suffix.length).split("-");
  if (project === undefined || release === undefined || rest.length > 0) return false;
  return normalizeName(project) === name && asVersion(release.replaceAll("_", "-"))?.text === version;
}

function checkIdentity(
  metadata: CoreMetadata,
  parsed: { readonly name: string; readonly version: { readonly text: string } },
): void {
  const same =
    normalizeName(metadata.name) === normalizeName(parsed.name) &&
    parseVersion(metadata.version).text === parsed.version.text;
  if (!same)
    throw layout(
      `METADATA says ${shownPath(`${metadata.name} ${metadata.version}`)}, the file name another project or version`,
    );
}

/** Each file has its row and each row its file; returns the rows by path. */
function matchRecord(
  entries: readonly ZipEntry[],
  rows: readonly RecordRow[],
  distInfo: string,
): ReadonlyMap<string, RecordRow> {
  const byPath = new Map(rows.map((row) => [row.path, row]));
  const paths = new Set(entries.map((entry) => entry.path));
  const unlisted = new Set([...UNLISTED].map((name) => `${distInfo}/${name}`));
  for (const row of rows) {
    if (!paths.has(row.path))
      throw new Fault(
        "TW-WHEEL-RECORD-GHOST",
        `RECORD lists ${shownPath(row.path)}, which is not in the wheel`,
      );
  }
  for (const entry of entries) {
    const row = byPath.get(entry.path);
    if (entry.path === `${distInfo}/RECORD`) {
      if (row?.hash !== undefined)
        throw new Fault("TW-WHEEL-RECORD-HASH", "RECORD gives a digest of itself, which cannot be right");
    } else if (row?.hash === undefined && !unlisted.has(entry.path)) {
      throw new Fault(
        "TW-WHEEL-RECORD-MISSING",
        `RECORD has no SHA-256 or better for ${shownPath(entry.path)}`,
      );
    }
    if (row?.size !== undefined && row.size !== entry.size) {
      throw new Fault(
        "TW-WHEEL-RECORD-SIZE",
        `RECORD gives ${shownPath(entry.path)} ${row.size} bytes, it has ${entry.size}`,
      );
    }
  }
  return byPath;
}

function wheelFiles(
  entries: readonly ZipEntry[],
  listed: ReadonlyMap<string, RecordRow>,
  distInfo: string,
  unpacked: Unpacked | undefined,
): readonly WheelFile[] {
  const files: WheelFile[] = [];
  const ahead = new Ahead(entries);
  for (const entry of entries) {
    if (entry.path === `${distInfo}/RECORD`) continue;
    if (entry.path.startsWith(`${distInfo}/`) && INSTALLER_FILES.has(entry.path.slice(distInfo.length + 1))) {
      throw layout(`it holds ${shownPath(entry.path)}, which only an installer may write`);
    }
    const hash = listed.get(entry.path)?.hash;
    const proved = (bytes: Uint8Array): Uint8Array => {
      if (hash !== undefined) checkHash(entry, hash, bytes);
      unpacked?.(entry.path, bytes);
      return bytes;
    };
    files.push({
      path: entry.path,
      size: entry.size,
      executable: entry.executable,
      hash,
      read: () => proved(unpackEntry(entry)),
      lend: () => proved(ahead.take(entry)),
    });
  }
  return files;
}

function checkHash(entry: ZipEntry, hash: RecordHash, bytes: Uint8Array): void {
  if (recordDigest(hash.algorithm, bytes) !== hash.digest)
    throw new Fault("TW-WHEEL-RECORD-HASH", `${shownPath(entry.path)} is not the file that RECORD describes`);
}

/** Bytes unpacked at once, about. */
const BATCH = 2 ** 20;

/** Unpacks some files more than the one that is asked for: whoever installs takes them in the order of their paths. */
class Ahead {
  private readonly entries: readonly ZipEntry[];
  private order: readonly ZipEntry[] | undefined;
  private next = 0;
  private readonly ready = new Map<ZipEntry, Uint8Array>();

  constructor(entries: readonly ZipEntry[]) {
    this.entries = entries;
  }

  take(entry: ZipEntry): Uint8Array {
    if (!this.ready.has(entry)) this.unpack(entry);
    const bytes = this.ready.get(entry) ?? unpackEntry(entry);
    this.ready.delete(entry);
    return bytes;
  }

  /** From `entry` on, when it is the next in order or comes later. */
  private unpack(entry: ZipEntry): void {
    this.order ??= sortedByCodePoint(this.entries, (each) => each.path);
    const start = this.order.indexOf(entry, this.next);
    if (start < 0) return;
    let size = 0;
    let end = start;
    for (; end < this.order.length && size < BATCH; end++) size += this.order[end]?.size ?? 0;
    this.next = end;
    const batch = this.order.slice(start, end);
    for (const [at, bytes] of unpackEntries(batch).entries()) {
      const done = batch[at];
      if (done !== undefined) this.ready.set(done, bytes);
    }
  }
}

/** Largest text file of `.dist-info` that is read, in bytes: RECORD of 100,000 files has some 20 MB. */
const LARGEST_TEXT = 2 ** 26;

function decode(entry: ZipEntry | undefined, path: string): string {
  if (entry === undefined) throw layout(`it has no ${path}`);
  if (entry.size > LARGEST_TEXT) throw layout(`${path} has more than ${LARGEST_TEXT} bytes`);
  return utf8(unpackEntry(entry), path);
}

function utf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("TW-WHEEL-ENCODING", `${shownPath(path)} is not UTF-8`, { cause });
  }
}

function layout(why: string): Fault {
  return new Fault("TW-WHEEL-LAYOUT", `this is no wheel that can be installed: ${why}`);
}
