/**
 * ZIP archives, read strictly. Pure: bytes in, entries out.
 *
 * A ZIP file can be read twice: from its end, through the central directory, and from its start, local header by local
 * header. Attackers live where the two differ. Here both readings are made and must tell the same, byte for byte:
 *
 *     local header 1 · data 1 · (descriptor 1) · local header 2 · ... · central directory · (ZIP64 end) · end record
 *
 * with nothing before, between or after. Source: PKWARE APPNOTE 6.3.10; refusals: TW-ZIP-..., see `explain`.
 */
import { Fault } from "../../base/fault.ts";
import { checkOneTree } from "../portable-path/one-tree.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import { readCentralDirectory } from "./central-directory.ts";
import { malformed, readEndRecord } from "./end-record.ts";
import { checkLocalHeader } from "./local-header.ts";

/** Bounds that keep a small archive from filling a disk. Bytes. */
export interface ZipLimits {
  /** Most entries. */
  readonly entries: number;
  /** Largest single entry, unpacked. */
  readonly entry: number;
  /** Largest sum of all entries, unpacked. */
  readonly total: number;
  /** Past `ratioFrom` unpacked bytes, the most unpacked bytes for each byte of the archive. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

/** What truewheel allows a wheel: 100,000 files, 2 GiB each, 8 GiB in all, and past 16 MiB at most 100 times its own size. */
export const wheelLimits: ZipLimits = {
  entries: 100_000,
  entry: 2 ** 31,
  total: 2 ** 33,
  ratio: 100,
  ratioFrom: 2 ** 24,
};

/** One file of the archive; directories are checked and left out. */
export interface ZipEntry {
  /** `/`-separated, portable, unique even after case folding. */
  readonly path: string;
  readonly method: "stored" | "deflated";
  /** Unpacked size in bytes, as both headers say; checked by `unpackEntry`. */
  readonly size: number;
  readonly crc32: number;
  /** True when a Unix execute bit is set for anybody. */
  readonly executable: boolean;
  /** The packed bytes, a view into the archive. */
  readonly packed: Uint8Array;
}

/** A whole archive. */
export interface ZipArchive {
  readonly files: readonly ZipEntry[];
  /** Paths of the entries that are directories, without final slash. */
  readonly directories: readonly string[];
}

/** The files of `bytes`, see `readZipArchive`. */
export function readZip(bytes: Uint8Array, limits: ZipLimits = wheelLimits): readonly ZipEntry[] {
  return readZipArchive(bytes, limits).files;
}

/** Both readings of `bytes`, compared; throws Fault TW-ZIP-... or TW-PATH-... at the first difference or breach of `limits`. */
export function readZipArchive(bytes: Uint8Array, limits: ZipLimits = wheelLimits): ZipArchive {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = readEndRecord(view, limits.entries);
  const headers = readCentralDirectory(view, end);
  const inOrder = headers.toSorted((a, b) => a.offset - b.offset);
  let at = 0;
  let total = 0;
  const entries: ZipEntry[] = [];
  for (const [index, header] of inOrder.entries()) {
    if (header.offset !== at) throw gap(header.path, header.offset < at);
    const next = inOrder[index + 1]?.offset ?? end.directoryOffset;
    const packed = checkLocalHeader(view, header, next);
    at = next;
    total += header.size;
    if (header.size > limits.entry || total > limits.total)
      throw tooLarge(`it unpacks to more than ${limits.total} bytes`);
    if (header.directory) {
      checkEmpty(header.path, header.crc32, packed);
      continue;
    }
    entries.push({
      path: header.path,
      method: header.method,
      size: header.size,
      crc32: header.crc32,
      executable: header.executable,
      packed,
    });
  }
  if (at !== end.directoryOffset)
    throw new Fault("TW-ZIP-EXTRA-BYTES", "bytes stand between the files and the central directory");
  if (total > limits.ratioFrom && total > limits.ratio * bytes.length) {
    throw tooLarge(`it unpacks to more than ${limits.ratio} times its own size`);
  }
  checkOneTree(headers, {
    duplicate: "TW-ZIP-DUPLICATE",
    tooLarge: "TW-ZIP-TOO-LARGE",
    directories: limits.entries,
  });
  return {
    files: entries,
    directories: headers.filter((header) => header.directory).map((header) => header.path),
  };
}

/** A directory has no data: no byte, or deflate's form of none. */
function checkEmpty(path: string, crc32: number, packed: Uint8Array): void {
  const nothing = packed.length === 0 || (packed.length === 2 && packed[0] === 3 && packed[1] === 0);
  if (crc32 !== 0 || !nothing) throw malformed(`the directory ${shownPath(path)} holds data`);
}

function gap(path: string, overlap: boolean): Fault {
  const where = shownPath(path);
  return overlap
    ? new Fault("TW-ZIP-OVERLAP", `${where} overlaps the file before it`)
    : new Fault("TW-ZIP-EXTRA-BYTES", `bytes that belong to no file stand before ${where}`);
}

function tooLarge(why: string): Fault {
  return new Fault("TW-ZIP-TOO-LARGE", `the archive is refused for its size: ${why}`);
}
