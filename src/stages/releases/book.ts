/** What a project page says, release by release. Pure. Source: simple repository API (PEP 503, 592, 691, 700). */
import { codeOf } from "../../base/fault.ts";
import { sortedByCodePoint } from "../../base/order.ts";
import type { Place } from "../../model/sources.ts";
import { compareVersions, parseVersion, type Version } from "../../standards/pep440-version/version.ts";
import {
  fileAddress,
  type ProjectFile,
  type ProjectPage,
} from "../../standards/pep503-691-simple-index/project-page.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { parseSdistFilename } from "../../standards/pep625-sdist/filename.ts";

/** One file of a release. */
export interface BookFile {
  readonly filename: string;
  /** Absolute address without fragment. */
  readonly url: string;
  /** Algorithm -> lower-case hex. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Bytes. */
  readonly size: number | undefined;
  readonly requiresPython: string | undefined;
  readonly yanked: string | undefined;
  readonly uploadTime: string | undefined;
  /** SHA-256 of the sidecar; undefined when there is none, or none with a digest that counts. */
  readonly sidecar: string | undefined;
  readonly provenance: string | undefined;
}

/** One release. */
export interface BookRelease {
  readonly version: Version;
  /** The reason when every file was yanked. */
  readonly yanked: string | undefined;
  /** Of the first file that tells one. */
  readonly requiresPython: string | undefined;
  /** Milliseconds since the epoch of the first file; undefined when one of the files tells none. */
  readonly uploaded: number | undefined;
  /** Sorted by name. */
  files(): readonly BookFile[];
}

/** One project on one index. */
export interface Book {
  /** Base address of the index. */
  readonly index: string;
  /** Where the page came from: links on it are followed by the rules for links from there. */
  readonly place: Place;
  readonly status: string;
  readonly statusReason: string | undefined;
  /** Oldest first. */
  readonly releases: readonly BookRelease[];
}

/** The releases on `page`. Files whose names cannot be read, and eggs and installers, are left out. */
export function bookOf(page: ProjectPage, project: string, index: string, place: Place): Book {
  const byVersion = new Map<string, ProjectFile[]>();
  for (const file of page.files.values()) {
    const version = versionOf(file.filename, project);
    if (version === undefined) continue;
    const known = byVersion.get(version);
    if (known === undefined) byVersion.set(version, [file]);
    else known.push(file);
  }
  const releases = [...byVersion].map(([text, files]) =>
    releaseOf(
      parseVersion(text),
      sortedByCodePoint(files, ({ filename }) => filename),
      page,
    ),
  );
  return {
    index,
    place,
    status: page.status,
    statusReason: page.statusReason,
    releases: releases.toSorted((a, b) => compareVersions(a.version, b.version)),
  };
}

function releaseOf(version: Version, files: readonly ProjectFile[], page: ProjectPage): BookRelease {
  const times = files.map(({ uploadTime }) =>
    uploadTime === undefined ? Number.NaN : Date.parse(uploadTime),
  );
  const first = Math.min(...times);
  return {
    version,
    yanked: files.every(({ yanked }) => yanked !== undefined) ? files[0]?.yanked : undefined,
    requiresPython: files.find(({ requiresPython }) => requiresPython !== undefined)?.requiresPython,
    uploaded: Number.isNaN(first) ? undefined : first,
    files: () => files.map((file) => asBookFile(file, page)),
  };
}

function asBookFile(file: ProjectFile, page: ProjectPage): BookFile {
  const { filename, hashes, size, requiresPython, yanked, uploadTime, coreMetadata, provenance } = file;
  return {
    filename,
    url: fileAddress(page, file),
    hashes,
    size,
    requiresPython,
    yanked,
    uploadTime,
    sidecar: coreMetadata === undefined || coreMetadata === true ? undefined : coreMetadata.get("sha256"),
    provenance,
  };
}

/** The normal text of the version in the name of a wheel or sdist of `project`; undefined for any other file. */
function versionOf(filename: string, project: string): string | undefined {
  try {
    if (filename.endsWith(".whl")) {
      const [name = "", version = "", ...rest] = filename.split("-");
      if (rest.length < 3 || rest.length > 4 || normalizeName(name) !== project) return undefined;
      return parseVersion(version).text;
    }
    if (!/\.(?:tar\.gz|zip)$/.test(filename)) return undefined;
    const { name, version } = parseSdistFilename(filename);
    return name === project ? version.text : undefined;
  } catch (error) {
    if (codeOf(error) !== undefined) return undefined;
    throw error;
  }
}
