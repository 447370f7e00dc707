/**
 * A whole source distribution, read strictly: archive, file name, top directory and PKG-INFO agree, or it is refused. Pure; nothing of it is run.
 * Source: source distribution format specification (PEP 517, 625, 643, 721). `.zip` is the older form.
 */
import { Fault } from "../../base/fault.ts";
import { type GzipLimits, readGzip } from "../../formats/gzip/gzip.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { readTar, type TarLimits } from "../../formats/tar/tar.ts";
import { unpackEntry } from "../../formats/zip/unpack.ts";
import { readZip, type ZipLimits } from "../../formats/zip/zip.ts";
import { asVersion } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";
import { type CoreMetadata, parseMetadata } from "../pep658-core-metadata/metadata.ts";
import { parseSdistFilename, type SdistFilename } from "./filename.ts";

/** One file of a source distribution. */
export interface SdistFile {
  /** Path below the top directory. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly executable: boolean;
  /** The bytes; throws Fault TW-ZIP-DATA for a damaged file of a `.zip`. */
  read(): Uint8Array;
}

/** A source distribution whose parts agree. */
export interface Sdist {
  /** As PKG-INFO spells them. */
  readonly name: string;
  readonly version: string;
  /** The one top-level directory, as the archive spells it. */
  readonly top: string;
  /** PKG-INFO. */
  readonly metadata: CoreMetadata;
  /** Text of pyproject.toml; undefined for one of the older kind, which has a setup.py (PEP 518 then says how it is built). */
  readonly pyproject: string | undefined;
  /** Every file, in archive order; on disk a file is 0644, an executable one 0755. */
  readonly files: readonly SdistFile[];
}

/** What truewheel allows a source distribution: 100,000 files, 1 GiB in all, and past 16 MiB at most 100 times its own size. */
export const sdistLimits: GzipLimits & TarLimits & ZipLimits = {
  entries: 100_000,
  entry: 2 ** 30,
  total: 2 ** 30,
  // Headers and filling come on top of the files.
  size: 2 ** 30 + 2 ** 28,
  ratio: 100,
  ratioFrom: 2 ** 24,
};

/** Largest PKG-INFO or pyproject.toml that is read, in bytes. */
const LARGEST_TEXT = 2 ** 26;

/**
 * Reads the source distribution `filename` from its bytes; throws Faults TW-SDIST-FILENAME, TW-SDIST-LAYOUT, TW-GZIP-..., TW-TAR-..., TW-ZIP-...,
 * TW-PATH-..., TW-METADATA-....
 */
export function readSdist(bytes: Uint8Array, filename: string): Sdist {
  const parsed = parseSdistFilename(filename);
  const { top, files } = belowTop(filename.endsWith(".zip") ? fromZip(bytes) : fromTar(bytes), parsed);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const text = (name: string): string | undefined => {
    const file = byPath.get(name);
    if (file !== undefined && file.size > LARGEST_TEXT)
      throw layout(`${name} has more than ${LARGEST_TEXT} bytes`);
    return file === undefined ? undefined : utf8(file.read(), name);
  };
  const info = text("PKG-INFO");
  if (info === undefined) throw layout("it has no PKG-INFO in its top directory");
  const metadata = parseMetadata(info);
  if (!isOf(parsed, metadata.name, metadata.version))
    throw layout(
      `PKG-INFO says ${shownPath(`${metadata.name} ${metadata.version}`)}, the file name another project or version`,
    );
  const pyproject = text("pyproject.toml");
  if (pyproject === undefined && !byPath.has("setup.py"))
    throw layout("it has neither pyproject.toml nor setup.py, so nothing says how it is built");
  const { name, version } = metadata;
  return { name, version, top, metadata, pyproject, files };
}

function fromTar(bytes: Uint8Array): readonly SdistFile[] {
  return readTar(readGzip(bytes, sdistLimits), sdistLimits).map((file) => ({
    path: file.path,
    size: file.bytes.length,
    executable: file.executable,
    read: () => file.bytes,
  }));
}

function fromZip(bytes: Uint8Array): readonly SdistFile[] {
  return readZip(bytes, sdistLimits).map((entry) => ({
    path: entry.path,
    size: entry.size,
    executable: entry.executable,
    read: () => unpackEntry(entry),
  }));
}

/** Everything lies in one directory `NAME-VERSION`; old builders did not normalise the name. */
function belowTop(
  files: readonly SdistFile[],
  parsed: SdistFilename,
): { readonly top: string; readonly files: readonly SdistFile[] } {
  const [first] = files;
  const top = first?.path.split("/", 1)[0] ?? "";
  const dash = top.lastIndexOf("-");
  if (dash < 1 || !isOf(parsed, top.slice(0, dash), top.slice(dash + 1)))
    throw layout(`its top directory ${shownPath(top)} is not named after the project and version`);
  return {
    top,
    files: files.map((file) => {
      if (!file.path.startsWith(`${top}/`))
        throw layout(`${shownPath(file.path)} lies outside ${shownPath(top)}`);
      return { ...file, path: file.path.slice(top.length + 1) };
    }),
  };
}

function isOf(parsed: SdistFilename, name: string, version: string): boolean {
  return normalizeName(name) === parsed.name && asVersion(version)?.text === parsed.version.text;
}

function utf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("TW-SDIST-LAYOUT", `${name} is not UTF-8`, { cause });
  }
}

function layout(why: string): Fault {
  return new Fault("TW-SDIST-LAYOUT", `this is no source distribution that can be built: ${why}`);
}
