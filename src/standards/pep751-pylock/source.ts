/** Where a locked package comes from. Pure. Source: pylock.toml specification (PEP 751), `packages.vcs`, `.directory`, `.archive`, `.sdist`, `.wheels`. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { type FileHash, isStrongAlgorithm, readFileHash } from "../file-hash/hash.ts";
import { parseWheelFilename } from "../pep427-wheel/filename.ts";
import { compareVersions, type Version } from "../pep440-version/version.ts";
import { decodeOnce, isPlainFilename } from "../pep503-691-simple-index/project-page.ts";
import { parseSdistFilename } from "../pep625-sdist/filename.ts";
import { isInnerPath } from "../requirements-txt/source.ts";
import type { Fields } from "./fields.ts";
import type { PylockContent, PylockFile, PylockSource } from "./pylock.ts";

const DIRECT = ["vcs", "directory", "archive"] as const;

/** Called with each table that was read whole. */
type Done = (fields: Fields) => void;

/** The source of the package `name`; throws Fault TW-PYLOCK-SOURCES, TW-PYLOCK-HASHES, TW-PYLOCK-FILE, TW-PYLOCK-MALFORMED. */
export function readSource(
  fields: Fields,
  name: string,
  version: Version | undefined,
  done: Done,
): PylockSource {
  const direct = DIRECT.filter((key) => fields.has(key));
  const wheels = fields.tables("wheels") ?? [];
  const sdist = fields.inner("sdist");
  const files = wheels.length > 0 || sdist !== undefined;
  const [kind] = direct;
  if (direct.length > 1 || (files && kind !== undefined))
    throw sources(
      fields,
      name,
      `${[...direct, ...(files ? ["wheels or sdist"] : [])].join(" and ")} exclude one another`,
    );
  if (kind !== undefined) return readDirect(fields, kind, done);
  if (!files) throw sources(fields, name, "it has none of wheels, sdist, vcs, directory and archive");
  const source = {
    kind: "files" as const,
    wheels: wheels.map((each) => readFile(each, "wheel", name, version, done)),
    sdist: sdist === undefined ? undefined : readFile(sdist, "sdist", name, version, done),
  };
  checkTogether(fields, name, [...source.wheels, ...(source.sdist === undefined ? [] : [source.sdist])]);
  return source;
}

function readDirect(fields: Fields, kind: (typeof DIRECT)[number], done: Done): PylockSource {
  const inner = fields.inner(kind);
  if (inner === undefined) throw fields.wrong(kind, "it is missing");
  const subdirectory = inner.text("subdirectory");
  if (subdirectory !== undefined && !isInnerPath(subdirectory))
    throw inner.wrong("subdirectory", "it is no path inside the source");
  const source = readKind(inner, kind, subdirectory);
  done(inner);
  return source;
}

function readKind(
  inner: Fields,
  kind: (typeof DIRECT)[number],
  subdirectory: string | undefined,
): PylockSource {
  if (kind === "archive") return { kind, subdirectory, ...readContent(inner) };
  if (kind === "directory") {
    const editable = inner.flag("editable") ?? false;
    return { kind, path: inner.requiredText("path"), editable, subdirectory };
  }
  const type = inner.requiredText("type");
  const commitId = inner.requiredText("commit-id");
  // A branch or tag would be another thing tomorrow: "a commit-hash MUST be used".
  if (/^(?:git|hg)$/.test(type) && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commitId))
    throw inner.wrong("commit-id", `${shownPath(commitId)} is no full commit hash`);
  if (/^-|[\s\u0000-\u001f]/.test(commitId)) throw inner.wrong("commit-id", "it is no revision");
  const url = inner.text("url");
  const path = inner.text("path");
  if (url === undefined && path === undefined) throw inner.wrong("url", "neither url nor path is there");
  return {
    kind,
    type,
    url,
    path,
    requestedRevision: inner.text("requested-revision"),
    commitId,
    subdirectory,
  };
}

function readFile(
  fields: Fields,
  kind: "wheel" | "sdist",
  name: string,
  version: Version | undefined,
  done: Done,
): PylockFile {
  const given = fields.text("name");
  const content = readContent(fields);
  const filename = given ?? lastOfPath(content.path) ?? lastOfUrl(content.url);
  if (filename === undefined || !isPlainFilename(filename))
    throw wrongFile(fields, `${shownPath(filename ?? "")} is no plain file name`);
  const read = readName(fields, kind, filename);
  if (read.name !== name) throw wrongFile(fields, `${shownPath(filename)} is no file of ${name}`);
  if (version !== undefined && compareVersions(read.version, version) !== 0)
    throw wrongFile(fields, `${shownPath(filename)} is not of version ${version.text}`);
  done(fields);
  return { ...content, filename, version: read.version, tags: read.tags, build: read.build };
}

function readName(
  fields: Fields,
  kind: "wheel" | "sdist",
  filename: string,
): Pick<PylockFile, "version" | "tags" | "build"> & { readonly name: string } {
  try {
    if (kind === "wheel") return parseWheelFilename(filename);
    return { ...parseSdistFilename(filename), tags: [], build: undefined };
  } catch (thrown) {
    if (thrown instanceof Fault) throw wrongFile(fields, thrown.message);
    throw thrown;
  }
}

function readContent(fields: Fields): PylockContent {
  const url = fields.text("url");
  const path = fields.text("path");
  if (url === undefined && path === undefined) throw fields.wrong("url", "neither url nor path is there");
  if (url !== undefined && !/^(?:https?|file):/i.test(URL.parse(url)?.protocol ?? ""))
    throw fields.wrong("url", "it is no http:, https: or file: URL");
  const size = fields.count("size");
  return { url, path, size, uploadTime: fields.moment("upload-time"), hashes: readHashes(fields) };
}

/** The digests that count; others are passed over when one that counts is there. */
function readHashes(fields: Fields): readonly FileHash[] {
  const table = fields.inner("hashes");
  const all = table?.strings() ?? [];
  const strong = all.filter(([algorithm]) => isStrongAlgorithm(algorithm));
  if (table === undefined || strong.length === 0)
    throw new Fault(
      "TW-PYLOCK-HASHES",
      `the lock has no sha256, sha384 or sha512 at ${shownPath(fields.place("hashes")).slice(1, -1)}`,
    );
  return strong.map(([algorithm, digest]) => table.reading(algorithm, () => readFileHash(algorithm, digest)));
}

/** One version among the files, each name once. */
function checkTogether(fields: Fields, name: string, files: readonly PylockFile[]): void {
  const [first] = files;
  const other = files.find(
    (file) => first !== undefined && compareVersions(file.version, first.version) !== 0,
  );
  if (first !== undefined && other !== undefined)
    throw wrongFile(
      fields,
      `files of ${name} are of versions ${first.version.text} and ${other.version.text}`,
    );
  const names = new Set<string>();
  for (const { filename } of files) {
    if (names.has(filename)) throw wrongFile(fields, `${shownPath(filename)} is listed twice`);
    names.add(filename);
  }
}

/** The specification lets relative paths use either separator. */
function lastOfPath(path: string | undefined): string | undefined {
  return path?.split(/[/\\]/).at(-1);
}

function lastOfUrl(url: string | undefined): string | undefined {
  return url === undefined ? undefined : decodeOnce(URL.parse(url)?.pathname.split("/").at(-1) ?? "");
}

function sources(fields: Fields, name: string, why: string): Fault {
  return new Fault("TW-PYLOCK-SOURCES", `the source of ${name} (${fields.where}) is not clear: ${why}`);
}

function wrongFile(fields: Fields, why: string): Fault {
  return new Fault("TW-PYLOCK-FILE", `the lock names a wrong file at ${fields.where}: ${why}`);
}
