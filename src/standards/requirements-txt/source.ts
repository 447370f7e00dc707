/**
 * Where a requirement's distribution comes from: an index, one file, a directory, a version control system. Pure; nothing is looked up.
 * Source: pip's documentation, "VCS Support" and "pip install", "Argument Handling"; PEP 508 for `name @ URL`; PEP 610 for fragments.
 */
import { fileURLToPath } from "node:url";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { distinctHashes, type FileHash, readFileHash } from "../file-hash/hash.ts";
import { decodeOnce, isPlainFilename } from "../pep503-691-simple-index/project-page.ts";
import { isValidName } from "../pep503-name/name.ts";
import { withoutCredentials } from "./origin.ts";

/** User and password of a URL, percent-decoded. Never printed, never stored. */
export interface UrlCredentials {
  readonly user: string;
  readonly password: string;
}

/** See the head of this file. Paths are as written: relative ones start from the current directory, as pip has it, also in a file. */
export type RequirementSource =
  | { readonly kind: "index" }
  | {
      readonly kind: "url";
      /** `http:` or `https:`, without credentials and fragment. */
      readonly url: string;
      /** One plain path component. */
      readonly filename: string;
      readonly credentials: UrlCredentials | undefined;
      readonly subdirectory: string | undefined;
    }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly filename: string;
      readonly subdirectory: string | undefined;
    }
  | { readonly kind: "directory"; readonly path: string; readonly subdirectory: string | undefined }
  | {
      readonly kind: "vcs";
      readonly vcs: "git" | "hg" | "svn" | "bzr";
      /** Without the `git+`, without credentials, revision and fragment. */
      readonly url: string;
      readonly revision: string | undefined;
      readonly credentials: UrlCredentials | undefined;
      readonly subdirectory: string | undefined;
    };

/** A source that is no index, with what its fragment said. */
export interface DirectSource {
  readonly source: Exclude<RequirementSource, { readonly kind: "index" }>;
  /** Digests of the fragment: each one allows the file. */
  readonly hashes: readonly FileHash[];
  /** What was passed over, for people. */
  readonly notes: readonly string[];
}

const ARCHIVE = /\.(?:whl|zip|tar|tar\.(?:gz|bz2|xz|lz|lzma)|tgz|tbz|txz|tlz)$/i;
const VCS = /^(git|hg|svn|bzr)\+([a-z][a-z-]*):/i;
const TRANSPORTS = /^(?:https?|ssh|file|git|svn|sftp|static-http|lp|ftp)$/;
/** White space, control characters and backslashes are read differently by different readers of URLs. */
const UNCLEAR = /[\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\\]/;

/** True for a text that pip takes for a URL when no name stands before it. */
export function isUrl(text: string): boolean {
  return /^(?:https?|ftp|file):/i.test(text) || VCS.test(text);
}

/** True for a path that ends as an archive does. */
export function isArchive(path: string): boolean {
  const name = lastPart(path);
  const found = ARCHIVE.exec(name);
  // As in Python, leading dots begin no ending.
  return found !== null && /[^.]/.test(name.slice(0, found.index));
}

/** Reads the URL of a requirement; throws Fault TW-REQUIREMENT-SOURCE, TW-HASH-WEAK or TW-HASH-FORM. */
export function readSourceUrl(text: string): DirectSource {
  if (UNCLEAR.test(text)) throw refused(text, "it holds white space, a control character or a backslash");
  const sharp = text.indexOf("#");
  const bare = sharp < 0 ? text : text.slice(0, sharp);
  const { subdirectory, hashes, notes } = readFragment(sharp < 0 ? "" : text.slice(sharp + 1));
  const vcs = VCS.exec(bare);
  if (vcs !== null) {
    if (hashes.length > 0) throw refused(text, "a checkout has no digest; name the commit behind `@`");
    return { source: { ...readVcs(bare, vcs), subdirectory }, hashes, notes };
  }
  if (/^file:/i.test(bare)) {
    const path = pathOf(bare);
    if (!isArchive(path)) {
      if (hashes.length > 0) throw refused(text, "a directory has no digest");
      return { source: { kind: "directory", path, subdirectory }, hashes, notes };
    }
    return { source: { kind: "file", path, filename: lastPart(path), subdirectory }, hashes, notes };
  }
  return { source: { ...readHttp(bare), subdirectory }, hashes, notes };
}

function readHttp(text: string): {
  kind: "url";
  url: string;
  filename: string;
  credentials: UrlCredentials | undefined;
} {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "")
    throw refused(text, "only https:, http:, file: and the version control systems' URLs are read");
  const filename = decodeOnce(url.pathname.slice(url.pathname.lastIndexOf("/") + 1));
  if (filename === undefined || !isPlainFilename(filename) || !isArchive(filename))
    throw refused(text, "its path does not end in the name of a wheel or source archive");
  const credentials = takeCredentials(url, text);
  return { kind: "url", url: url.href, filename, credentials };
}

function readVcs(text: string, [whole = "", vcs = "", transport = ""]: RegExpExecArray) {
  if (!TRANSPORTS.test(transport.toLowerCase()) || !text.startsWith("//", whole.length))
    throw refused(text, "a version control URL reads vcs+transport://host/path@revision");
  const url = URL.parse(text.slice(vcs.length + 1));
  if (url === null) throw refused(text, "it cannot be read");
  const at = url.pathname.lastIndexOf("@");
  const revision = at < 0 ? undefined : decodeOnce(url.pathname.slice(at + 1));
  if (at >= 0 && (revision === undefined || revision === "" || revision.startsWith("-")))
    throw refused(text, "what follows `@` is no revision");
  if (at >= 0) url.pathname = url.pathname.slice(0, at);
  const credentials = takeCredentials(url, text);
  // The user of an ssh address, most often `git`, is part of where to ask.
  const user =
    transport === "ssh" && credentials !== undefined ? `${encodeURIComponent(credentials.user)}@` : "";
  return {
    kind: "vcs" as const,
    vcs: vcs.toLowerCase() as "git" | "hg" | "svn" | "bzr",
    url: url.href.replace("://", `://${user}`),
    revision,
    credentials: user !== "" && credentials?.password === "" ? undefined : credentials,
  };
}

/** Takes user and password out of `url`. */
function takeCredentials(url: URL, text: string): UrlCredentials | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const user = decodeOnce(url.username);
  const password = decodeOnce(url.password);
  if (user === undefined || password === undefined)
    throw refused(text, "its credentials have broken percent-escapes");
  url.username = "";
  url.password = "";
  return { user, password };
}

/** The path of a `file:` URL: absolute behind slashes, else relative. */
function pathOf(text: string): string {
  const rest = text.slice("file:".length);
  try {
    if (rest.startsWith("/")) {
      // `file://dist/x.whl` would name a host `dist`; `..` in the text would leave the path that is shown.
      if (/^\/\/(?!\/|localhost\/)/.test(rest))
        throw refused(text, "it names a host; a local path follows `file:///`");
      if (/[?]/.test(rest)) throw refused(text, "a local path has no query");
      return fileURLToPath(text);
    }
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    throw refused(text, "it is no path on this machine");
  }
  const path = decodeOnce(rest);
  if (path === undefined || path === "" || path.includes("\u0000")) throw refused(text, "it has no path");
  return path;
}

/** `#egg=`, `#subdirectory=` and digests, with `&` between them. */
function readFragment(fragment: string): {
  subdirectory: string | undefined;
  hashes: readonly FileHash[];
  notes: readonly string[];
} {
  const hashes: FileHash[] = [];
  const notes: string[] = [];
  let subdirectory: string | undefined;
  for (const part of fragment === "" ? [] : fragment.split("&")) {
    const equals = part.indexOf("=");
    const key = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? "" : part.slice(equals + 1);
    if (/^(?:sha[0-9_]+|md5|blake2[bs])$/.test(key)) hashes.push(readFileHash(key, value));
    else if (key === "subdirectory") {
      if (subdirectory !== undefined) throw refused(part, "`subdirectory` is given twice");
      subdirectory = readSubdirectory(value);
    } else if (key === "egg") {
      if (!isValidName(value)) throw refused(part, "what follows `egg=` is no project's name");
      notes.push("`#egg=` is passed over; write `name @ URL` to name the project");
    } else notes.push(`${shownPath(key)} in the fragment is passed over`);
  }
  return { subdirectory, hashes: distinctHashes(hashes), notes };
}

/** A relative path that stays inside. */
function readSubdirectory(value: string): string {
  const path = decodeOnce(value);
  if (path === undefined || !isInnerPath(path))
    throw refused(value, "its subdirectory is no path inside the source");
  return path;
}

/** True for a relative, `/`-separated path without `.`, `..`, backslashes, drives and control characters. */
export function isInnerPath(path: string): boolean {
  return (
    !/[\\:\u0000-\u001f\u007f]/.test(path) &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function refused(text: string, why: string): Fault {
  return new Fault(
    "TW-REQUIREMENT-SOURCE",
    `${shownPath(withoutCredentials(text))} names no distribution: ${why}`,
  );
}
