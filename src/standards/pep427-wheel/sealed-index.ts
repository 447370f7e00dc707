/**
 * What is written down of a wheel that was read strictly, so that it need not be read strictly again. Pure. The text is only ever read
 * after its seal was checked, so it says what `describeWheel` wrote; it is our own format and no standard's.
 */
import { sortedByCodePoint } from "../../base/order.ts";
import { parseEntryPoints } from "../entry-points/entry-points.ts";
import type { Requirement } from "../pep508-requirement/requirement.ts";
import type { RecordHash } from "./record.ts";
import type { Wheel, WheelFile } from "./wheel.ts";

/** Raised with every change of what is written or of what strict reading refuses, so that wheels are read again. */
const FORMAT = 2;

/** The files, column by column: thousands of rows are read at once that way. Columns of text are joined by line feeds, which no path holds. */
interface Columns {
  readonly paths: string;
  readonly sizes: readonly number[];
  /** Where each begins in the unpacked files. */
  readonly offsets: readonly number[];
  /** 1 for a file that may be executed, else 0. */
  readonly executable: readonly (0 | 1)[];
  /** `sha256=...`, as RECORD has it. */
  readonly hashes: string;
}

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
  readonly tags: readonly string[];
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
  readonly files: Columns;
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
  const files = columnsOf(wheel.files, offsets, hashes);
  if (files === undefined) return undefined;
  const index: SealedIndex = {
    format: FORMAT,
    filename: file.filename,
    size: file.size,
    unpacked: wheel.files.reduce((sum, each) => sum + each.size, 0),
    distInfo: wheel.distInfo,
    data: wheel.data ?? null,
    rootIsPurelib: wheel.rootIsPurelib,
    newerMinor: wheel.newerMinor,
    tags: wheel.tags,
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

/** In the order of the paths, so that an installation finds them sorted; undefined when a file was not unpacked. */
function columnsOf(
  files: readonly WheelFile[],
  offsets: Offsets,
  hashes: ReadonlyMap<string, RecordHash>,
): Columns | undefined {
  const sorted = sortedByCodePoint(files, (file) => file.path);
  const texts = sorted.flatMap(({ path, hash: listed }) => {
    const hash = listed ?? hashes.get(path);
    return hash === undefined ? [] : [`${hash.algorithm}=${hash.digest}`];
  });
  const starts = sorted.flatMap(({ path }) => offsets.get(path) ?? []);
  if (texts.length < files.length || starts.length < files.length) return undefined;
  return {
    paths: sorted.map((file) => file.path).join("\n"),
    sizes: sorted.map((file) => file.size),
    offsets: starts,
    executable: sorted.map((file) => (file.executable ? 1 : 0)),
    hashes: texts.join("\n"),
  };
}

/** The index in `text`, whose seal was checked; undefined when an older or newer truewheel wrote it. */
export function readIndex(text: string): SealedIndex | undefined {
  const index: SealedIndex = JSON.parse(text);
  return index.format === FORMAT ? index : undefined;
}

/** Gives the proved bytes of one file that begins at `at`; its next call may overwrite them. */
export type Lender = (file: WheelFile, at: number) => Uint8Array;

/** A class, since thousands of them cost less than thousands of closures. */
class SealedFile implements WheelFile {
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  readonly hash: RecordHash;
  private readonly at: number;
  private readonly lender: Lender;

  constructor(path: string, size: number, executable: boolean, hash: RecordHash, at: number, lender: Lender) {
    this.path = path;
    this.size = size;
    this.executable = executable;
    this.hash = hash;
    this.at = at;
    this.lender = lender;
  }

  read(): Uint8Array {
    return Uint8Array.from(this.lend());
  }

  lend(): Uint8Array {
    return this.lender(this, this.at);
  }
}

function filesOf(
  { paths, sizes, offsets, executable, hashes }: Columns,
  lender: Lender,
): readonly WheelFile[] {
  const digests = hashes.split("\n");
  return paths.split("\n").map((path, row) => {
    const text = digests[row] ?? "";
    const equals = text.indexOf("=");
    // What was sealed came out of a RECORD that was read strictly.
    const algorithm = text.slice(0, equals) as RecordHash["algorithm"];
    const hash = { algorithm, digest: text.slice(equals + 1) };
    return new SealedFile(path, sizes[row] ?? 0, executable[row] === 1, hash, offsets[row] ?? 0, lender);
  });
}

/** The wheel of `index`. */
export function wheelOf(index: SealedIndex, lender: Lender): Wheel {
  const files = filesOf(index.files, lender);
  const metadata = metadataOf(index);
  return {
    name: metadata.name,
    version: metadata.version,
    distInfo: index.distInfo,
    data: index.data ?? undefined,
    rootIsPurelib: index.rootIsPurelib,
    tags: index.tags,
    metadata,
    entryPoints: parseEntryPoints(index.entryPoints),
    entryPointsText: index.entryPoints,
    files,
    newerMinor: index.newerMinor,
  };
}

function metadataOf({ metadata }: SealedIndex): Wheel["metadata"] {
  const { requiresPython, summary, license } = metadata;
  return {
    ...metadata,
    requiresPython: requiresPython ?? undefined,
    summary: summary ?? undefined,
    license: license ?? undefined,
  };
}
