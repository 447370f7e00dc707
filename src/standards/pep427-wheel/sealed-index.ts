/**
 * What is written down of a wheel that was read strictly, so that it need not be read strictly again. Pure. The text is only ever read
 * after its seal was checked, so it says what `describeWheel` wrote; it is our own format and no standard's.
 */
import { parseEntryPoints } from "../entry-points/entry-points.ts";
import type { Requirement } from "../pep508-requirement/requirement.ts";
import { type CoreMetadata, parseMetadata } from "../pep658-core-metadata/metadata.ts";
import { parseWheelFilename } from "./filename.ts";
import type { RecordHash } from "./record.ts";
import type { Wheel, WheelFile } from "./wheel.ts";

/** Raised with every change of what is written or of what strict reading refuses, so that wheels are read again. */
const FORMAT = 1;

/** One file: path, size, offset in the unpacked files, whether it may be executed, algorithm and digest. */
type Row = readonly [string, number, number, 0 | 1, RecordHash["algorithm"], string];

/** A wheel as it is written down. */
export interface SealedIndex {
  readonly format: typeof FORMAT;
  readonly filename: string;
  /** Bytes of the wheel. */
  readonly size: number;
  /** Bytes of all unpacked files. */
  readonly unpacked: number;
  readonly distInfo: string;
  readonly data: string | null;
  readonly rootIsPurelib: boolean;
  readonly newerMinor: boolean;
  readonly metadata: {
    readonly metadataVersion: string;
    readonly name: string;
    readonly version: string;
    readonly requiresDist: readonly string[];
    /** Parsed; absent parts are left out. */
    readonly requirements: readonly Requirement[];
    readonly requiresPython: string | null;
    readonly providesExtra: readonly string[];
    readonly dynamic: readonly string[];
    readonly summary: string | null;
    readonly license: string | null;
  };
  /** Text of entry_points.txt; empty when there is none. */
  readonly entryPoints: string;
  readonly files: readonly Row[];
}

/** Where the unpacked file at a path begins; undefined for one that was not unpacked. */
export type Offsets = ReadonlyMap<string, number>;

/** The text to be sealed, or undefined when a file was not unpacked. `size` is that of the wheel in bytes, `hashes` gives digests that RECORD lacks. */
export function describeWheel(
  wheel: Wheel,
  file: { readonly filename: string; readonly size: number },
  offsets: Offsets,
  hashes: ReadonlyMap<string, RecordHash>,
): string | undefined {
  const { metadata } = wheel;
  const files: Row[] = [];
  let unpacked = 0;
  for (const { path, size, executable, hash: listed } of wheel.files) {
    const at = offsets.get(path);
    const hash = listed ?? hashes.get(path);
    if (at === undefined || hash === undefined) return undefined;
    unpacked += size;
    files.push([path, size, at, executable ? 1 : 0, hash.algorithm, hash.digest]);
  }
  const index: SealedIndex = {
    format: FORMAT,
    filename: file.filename,
    size: file.size,
    unpacked,
    distInfo: wheel.distInfo,
    data: wheel.data ?? null,
    rootIsPurelib: wheel.rootIsPurelib,
    newerMinor: wheel.newerMinor,
    metadata: {
      metadataVersion: metadata.metadataVersion,
      name: metadata.name,
      version: metadata.version,
      requiresDist: metadata.requiresDist,
      requirements: metadata.requirements,
      requiresPython: metadata.requiresPython ?? null,
      providesExtra: metadata.providesExtra,
      dynamic: metadata.dynamic,
      summary: metadata.summary ?? null,
      license: metadata.license ?? null,
    },
    entryPoints: wheel.entryPointsText,
    files,
  };
  return JSON.stringify(index);
}

/** The index in `text`, whose seal was checked; undefined when an older or newer truewheel wrote it. */
export function readIndex(text: string): SealedIndex | undefined {
  const index: SealedIndex = JSON.parse(text);
  return index.format === FORMAT ? index : undefined;
}

/** The wheel of `index`. `lend` gives the proved bytes of one file, which its next call may overwrite. */
export function wheelOf(index: SealedIndex, lend: (file: WheelFile, at: number) => Uint8Array): Wheel {
  const files = index.files.map(([path, size, at, executable, algorithm, digest]): WheelFile => {
    const hash = { algorithm, digest };
    const file: WheelFile = {
      path,
      size,
      executable: executable === 1,
      hash,
      read: () => Uint8Array.from(lend(file, at)),
      lend: () => lend(file, at),
    };
    return file;
  });
  const metadata = metadataOf(index, () => {
    const path = `${index.distInfo}/METADATA`;
    return Buffer.from(files.find((file) => file.path === path)?.read() ?? []).toString("utf8");
  });
  return {
    name: metadata.name,
    version: metadata.version,
    distInfo: index.distInfo,
    data: index.data ?? undefined,
    rootIsPurelib: index.rootIsPurelib,
    tags: parseWheelFilename(index.filename).tags,
    metadata,
    entryPoints: parseEntryPoints(index.entryPoints),
    entryPointsText: index.entryPoints,
    files,
    newerMinor: index.newerMinor,
  };
}

/** What an installation asks for is at hand; the rest is parsed when somebody asks. */
function metadataOf({ metadata }: SealedIndex, text: () => string): CoreMetadata {
  let whole: CoreMetadata | undefined;
  return {
    ...metadata,
    requiresPython: metadata.requiresPython ?? undefined,
    summary: metadata.summary ?? undefined,
    license: metadata.license ?? undefined,
    get fields() {
      whole ??= parseMetadata(text());
      return whole.fields;
    },
  };
}
