/** What a lock asks to install (PEP 751): chosen for this interpreter from names alone, before anything is fetched. */
import { dirname } from "node:path";
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Need } from "../model/need.ts";
import type { Credentials } from "../model/sources.ts";
import type { World } from "../ports/world.ts";
import { parseSpecifiers } from "../standards/pep440-version/specifiers.ts";
import { decodeOnce } from "../standards/pep503-691-simple-index/project-page.ts";
import { type Pylock, type PylockContent, pylockName } from "../standards/pep751-pylock/pylock.ts";
import { type LockPlace, locate } from "../standards/pep751-pylock/reach.ts";
import { readPylock } from "../standards/pep751-pylock/read.ts";
import { type SelectedPackage, selectPackages } from "../standards/pep751-pylock/select.ts";
import { shownFile } from "../standards/requirements-txt/origin.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";
import { type Demands, readNamedFile } from "./demanded.ts";

/** Reads and selects; throws Fault TW-PYLOCK-..., TW-TOML-..., TW-REQUIREMENT-CANNOT-INSTALL, TW-DISK-.... */
export async function demandsOfLock(
  path: string,
  given: Arguments,
  interpreter: Interpreter,
  world: World,
): Promise<Demands> {
  const { lock, document, bytes } = await readLock(path, world);
  if (given.flag("index-for"))
    world.progress.notice(`--index-for is not obeyed: ${document} says itself where its files are`);
  const groups = given.values("group");
  const selected = selectPackages(lock, {
    environment: interpreter.markers,
    tags: interpreter.tags,
    extras: given.values("extra"),
    groups: groups.length === 0 ? undefined : [...lock.defaultGroups, ...groups],
  });
  const place: LockPlace = { kind: "directory", path: dirname(absolute(path, world.directory)) };
  const credentials = new Map<string, Credentials>();
  return {
    needs: selected.map((each) => needOf(each, document, place, credentials)),
    extras: new Map(),
    pins: [{ madeBy: document, sha256: sha256(bytes) }],
    settings: undefined,
    credentials,
    isLock: true,
  };
}

/** Names of everything that the lock at `path` lists, for whichever Python; throws as `demandsOfLock`. */
export async function namesInLock(path: string, world: World): Promise<readonly string[]> {
  const { lock } = await readLock(path, world);
  return lock.packages.map(({ name }) => name);
}

async function readLock(
  path: string,
  world: World,
): Promise<{ readonly lock: Pylock; readonly document: string; readonly bytes: Uint8Array }> {
  const { parseToml } = await import("../formats/toml/toml.ts");
  const document = shownFile(path);
  pylockName(path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1));
  const bytes = readNamedFile(path, world);
  const lock = readPylock(parseToml(bytes, document));
  for (const warning of lock.warnings) world.progress.notice(`${document}: ${warning}`);
  return { lock, document, bytes };
}

function needOf(
  selected: SelectedPackage,
  document: string,
  place: LockPlace,
  credentials: Map<string, Credentials>,
): Need {
  const { name, version, index } = selected.package;
  const { content, filename, direct } = contentOf(selected, document);
  const where = `${document}, ${name}`;
  const pin = {
    hashes: content.hashes,
    every: true,
    ...(content.size === undefined ? {} : { size: content.size }),
    statedBy: document,
    where,
  };
  const shared = { name, pin, requested: false, prereleases: true };
  const specifiers = parseSpecifiers(version === undefined ? "" : `==${version.text}`);
  const base = { ...shared, specifiers, ...(index === undefined ? {} : { index: withSlash(index) }) };
  // Without path and url the file is looked for on the index under its name.
  if (content.path === undefined && content.url === undefined) return base;
  const at = locate(content, place);
  const bare = at.kind === "url" ? { kind: "url" as const, url: bareUrl(at.url, where, credentials) } : at;
  return { ...base, named: { filename: filename ?? lastPart(bare, where), at: bare, direct } };
}

interface Content {
  readonly content: PylockContent;
  readonly filename?: string;
  /** An `archive` is a direct reference, the files of a version are none. */
  readonly direct: boolean;
}

function contentOf({ choice, package: { name } }: SelectedPackage, document: string): Content {
  if (choice.kind === "wheel") return { content: choice.file, filename: choice.file.filename, direct: false };
  if (choice.kind === "archive") return { content: choice, direct: true };
  const what = { sdist: "only as source", vcs: "as a checkout", directory: "as a directory" }[choice.kind];
  throw new Fault("TW-REQUIREMENT-CANNOT-INSTALL", `${document} has ${name} for this Python ${what}`, {
    hint: "Building runs code of the package; nothing is built here. Lock a version that has a wheel.",
  });
}

/** The address without its credentials, which go where they belong, and without its fragment. */
function bareUrl(text: string, where: string, credentials: Map<string, Credentials>): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Fault("TW-PYLOCK-REACH", `${where} has an address that is neither http: nor https:`);
  if (url.username !== "" || url.password !== "")
    credentials.set(url.origin, {
      user: decoded(url.username, where),
      password: decoded(url.password, where),
    });
  url.username = "";
  url.password = "";
  url.hash = "";
  return url.href;
}

function withSlash(index: string): string {
  return index.endsWith("/") ? index : `${index}/`;
}

function lastPart(
  at: { readonly kind: "path"; readonly path: string } | { readonly kind: "url"; readonly url: string },
  where: string,
): string {
  if (at.kind === "path") return at.path.slice(at.path.lastIndexOf("/") + 1);
  const { pathname } = new URL(at.url);
  return decoded(pathname.slice(pathname.lastIndexOf("/") + 1), where);
}

/** A part of an address without its percent-escapes; throws Fault TW-PYLOCK-REACH for a broken one. */
function decoded(part: string, where: string): string {
  const text = decodeOnce(part);
  if (text !== undefined) return text;
  throw new Fault("TW-PYLOCK-REACH", `${where} has an address with a broken percent-escape`);
}
