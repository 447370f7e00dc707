/**
 * `direct_url.json`: where a distribution came from that was not taken from an index by its name. Pure. Source: direct URL data structure specification (PEP 610)
 * and "Recording the Direct URL Origin of installed distributions".
 *
 *     {"archive_info": {"hashes": {"sha256": "..."}}, "url": "https://host/a-1.0-py3-none-any.whl"}
 */
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import { isObject, type Json, type JsonObject, parseStrictJson } from "../../base/strict-json.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { type FileHash, isStrongAlgorithm, readFileHash } from "../file-hash/hash.ts";
import { isInnerPath } from "../requirements-txt/source.ts";
import { withoutUrlCredentials } from "./credentials.ts";

/** One origin. */
export interface DirectUrl {
  /** Without credentials but those that are names of environment variables, and `git` of an ssh address. */
  readonly url: string;
  readonly subdirectory: string | undefined;
  readonly info: ArchiveInfo | DirectoryInfo | VcsInfo;
}

/** A wheel or source archive. */
export interface ArchiveInfo {
  readonly kind: "archive";
  /** Those that count; empty when there are none. */
  readonly hashes: readonly FileHash[];
}

/** A local directory; the URL is `file:` and absolute. */
export interface DirectoryInfo {
  readonly kind: "directory";
  readonly editable: boolean;
}

/** A checkout. */
export interface VcsInfo {
  readonly kind: "vcs";
  /** `git`, `hg`, `bzr`, `svn`, or another. */
  readonly vcs: string;
  readonly requestedRevision: string | undefined;
  /** The whole hash where the system has hashes. */
  readonly commitId: string;
}

/** Longest document read, in UTF-16 units. */
const LONGEST = 100_000;

/** Reads the file; throws Fault TW-DIRECT-URL, TW-JSON-MALFORMED or TW-JSON-DUPLICATE-KEY. Unknown keys are passed over. */
export function readDirectUrl(text: string): DirectUrl {
  if (text.length > LONGEST) throw wrong(`it has more than ${LONGEST} characters`);
  const top = parseStrictJson(text, 16);
  if (!isObject(top)) throw wrong("it is no object");
  const url = required(top, "url");
  if (URL.parse(url) === null) throw wrong("`url` is no URL");
  const infos = (["archive_info", "dir_info", "vcs_info"] as const).filter(
    (key) => top.get(key) !== undefined,
  );
  const [key] = infos;
  if (key === undefined || infos.length > 1)
    throw wrong("exactly one of archive_info, dir_info and vcs_info must be there");
  const info = top.get(key);
  if (!isObject(info)) throw wrong(`\`${key}\` is no object`);
  const subdirectory = optional(top, "subdirectory");
  if (subdirectory !== undefined && !isInnerPath(subdirectory))
    throw wrong("`subdirectory` is no path inside the source");
  return { url: withoutUrlCredentials(url), subdirectory, info: readInfo(key, info, url) };
}

function readInfo(
  key: "archive_info" | "dir_info" | "vcs_info",
  info: JsonObject,
  url: string,
): DirectUrl["info"] {
  if (key === "archive_info") return { kind: "archive", hashes: readHashes(info) };
  if (key === "vcs_info")
    return checkedVcs({
      kind: "vcs",
      vcs: required(info, "vcs"),
      requestedRevision: optional(info, "requested_revision"),
      commitId: required(info, "commit_id"),
    });
  const editable = info.get("editable") ?? false;
  if (typeof editable !== "boolean") throw wrong("`editable` is neither true nor false");
  checkDirectory(url);
  return { kind: "directory", editable };
}

function checkDirectory(url: string): void {
  if (!/^file:\/\/(?:localhost)?\//i.test(url)) throw wrong("`url` of a directory is no absolute file: URL");
}

function checkedVcs(info: VcsInfo): VcsInfo {
  if (/^(?:git|hg)$/.test(info.vcs) && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(info.commitId))
    throw wrong("`commit_id` is no whole commit hash");
  return info;
}

/** `hashes`, and `hash` (`algorithm=digest`), its form of before 2023, which must say nothing else. */
function readHashes(info: JsonObject): readonly FileHash[] {
  const table = info.get("hashes") ?? new Map<string, Json>();
  if (!isObject(table)) throw wrong("`hashes` is no object");
  const digests = new Map([...table.keys()].map((algorithm) => [algorithm, required(table, algorithm)]));
  const legacy = optional(info, "hash");
  if (legacy !== undefined) {
    const equals = legacy.indexOf("=");
    if (equals < 0) throw wrong("`hash` does not read algorithm=digest");
    const [algorithm, digest] = [legacy.slice(0, equals), legacy.slice(equals + 1)];
    if (table.size > 0 && digests.get(algorithm) !== digest) throw wrong("`hash` and `hashes` differ");
    digests.set(algorithm, digest);
  }
  return [...digests]
    .filter(([algorithm]) => isStrongAlgorithm(algorithm))
    .map(([algorithm, digest]) => {
      try {
        return readFileHash(algorithm, digest);
      } catch (thrown) {
        throw thrown instanceof Fault ? wrong(thrown.message) : thrown;
      }
    });
}

/**
 * The file's text: keys sorted, no fragment in the URL, credentials out of it, `hash` beside `hashes` for older readers. Throws Fault TW-DIRECT-URL for what
 * `readDirectUrl` would not take back.
 */
export function formatDirectUrl(direct: DirectUrl): string {
  const { info, subdirectory } = direct;
  const url = withoutUrlCredentials(direct.url.replace(/#.*$/s, ""));
  const text = JSON.stringify({
    ...infoFields(info),
    ...(subdirectory === undefined ? {} : { subdirectory }),
    url,
  });
  readDirectUrl(text);
  return text;
}

function infoFields(info: DirectUrl["info"]): object {
  if (info.kind === "directory") return { dir_info: info.editable ? { editable: true } : {} };
  if (info.kind === "archive") {
    const sorted = info.hashes.toSorted((a, b) => byCodePoint(a.algorithm, b.algorithm));
    const [first] = sorted;
    if (first === undefined) return { archive_info: {} };
    const hashes = Object.fromEntries(sorted.map(({ algorithm, digest }) => [algorithm, digest]));
    return { archive_info: { hash: `${first.algorithm}=${first.digest}`, hashes } };
  }
  const { commitId, requestedRevision, vcs } = info;
  const requested = requestedRevision === undefined ? {} : { requested_revision: requestedRevision };
  return { vcs_info: { commit_id: commitId, ...requested, vcs } };
}

function required(object: JsonObject, key: string): string {
  return optional(object, key) ?? missing(key);
}

function optional(object: JsonObject, key: string): string | undefined {
  const value = object.get(key);
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "") throw wrong(`${shownPath(key)} is no text`);
  return value;
}

function missing(key: string): never {
  throw wrong(`${shownPath(key)} is missing`);
}

function wrong(why: string): Fault {
  return new Fault("TW-DIRECT-URL", `direct_url.json breaks PEP 610: ${why}`);
}
