/** The JSON form of a project page. Pure. Source: PEP 691, "JSON Serialization"; PEP 700, 714, 740, 792. */
import { Fault } from "../../base/fault.ts";
import { normalizeName } from "../pep503-name/name.ts";
import {
  absolute,
  checkApiVersion,
  checkStatus,
  isDigest,
  isPlainFilename,
  type ProjectFile,
  type ProjectPage,
} from "./project-page.ts";
import { parseUniqueJson } from "./unique-json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Reads the page of `project` (normalised). Unknown keys are ignored. Throws as `readProjectPage` does. */
export function readJsonPage(project: string, body: Uint8Array, url: string): ProjectPage {
  const page = fields(parseUniqueJson(body), "the page");
  const meta = fields(own(page, "meta"), "`meta`");
  const apiVersion = own(meta, "api-version");
  const warnings = [...checkApiVersion(apiVersion)];
  const name = own(page, "name");
  if (typeof name !== "string") throw malformed("`name` is missing");
  if (normalizeName(name) !== project)
    throw new Fault(
      "TW-INDEX-OTHER-PROJECT",
      `asked for ${project}, the index answered with the page of another project`,
    );
  const { status, reason } = projectStatus(page);
  warnings.push(...checkStatus(status));
  const list = own(page, "files");
  if (!Array.isArray(list)) throw malformed("`files` is no list");
  const files = new Map<string, ProjectFile>();
  for (const item of list) {
    const file = readFile(fields(item, "an entry of `files`"));
    if (files.has(file.filename)) throw malformed(`two entries for ${file.filename}`);
    files.set(file.filename, file);
  }
  // PEP 792: a quarantined project offers nothing, whatever its page lists.
  if (status === "quarantined") files.clear();
  return {
    apiVersion: String(apiVersion),
    name,
    status,
    statusReason: reason,
    versions: versions(page),
    base: url,
    files,
    warnings,
  };
}

function versions(page: Fields): readonly string[] | undefined {
  const list = own(page, "versions");
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list) || !list.every((version) => typeof version === "string"))
    throw malformed("`versions` is no list of texts");
  return list;
}

function readFile(entry: Fields): ProjectFile {
  const filename = own(entry, "filename");
  if (typeof filename !== "string") throw malformed("a file has no `filename`");
  if (!isPlainFilename(filename)) throw malformed("a `filename` is no plain file name");
  const url = own(entry, "url");
  if (typeof url !== "string") throw malformed(`${filename} has no \`url\``);
  const size = own(entry, "size") ?? undefined;
  if (size !== undefined && !(Number.isSafeInteger(size) && Number(size) >= 0))
    throw malformed(`the size of ${filename}`);
  return {
    filename,
    url,
    hashes: hashes(own(entry, "hashes"), filename),
    size: size === undefined ? undefined : Number(size),
    requiresPython: text(entry, "requires-python", filename),
    yanked: yanked(own(entry, "yanked"), filename),
    coreMetadata: coreMetadata(entry, filename),
    uploadTime: uploadTime(entry, filename),
    provenance: provenance(entry, filename),
  };
}

/** What cannot be read is as good as not there: whoever needs the time of a file does without the file. */
function uploadTime(entry: Fields, filename: string): string | undefined {
  const time = text(entry, "upload-time", filename) ?? "";
  const readable = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(
    time,
  );
  return readable && !Number.isNaN(Date.parse(time)) ? time : undefined;
}

function provenance(entry: Fields, filename: string): string | undefined {
  const address = text(entry, "provenance", filename);
  if (address !== undefined && absolute(address) === undefined)
    throw malformed(`\`provenance\` of ${filename}`);
  return address;
}

function projectStatus(page: Fields): { status: string; reason: string | undefined } {
  const told = own(page, "project-status");
  if (told === undefined || told === null) return { status: "active", reason: undefined };
  const status = fields(told, "`project-status`");
  return {
    status: text(status, "status", "`project-status`") ?? "active",
    reason: text(status, "reason", "`project-status`"),
  };
}

function hashes(value: unknown, filename: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const [algorithm, digest] of Object.entries(fields(value, `\`hashes\` of ${filename}`))) {
    if (typeof digest !== "string" || !isDigest(algorithm, digest)) throw malformed(`a hash of ${filename}`);
    out.set(algorithm, digest.toLowerCase());
  }
  return out;
}

function yanked(value: unknown, filename: string): string | undefined {
  if (value === undefined || value === null || value === false) return undefined;
  if (value === true) return "";
  if (typeof value === "string") return value;
  throw malformed(`\`yanked\` of ${filename}`);
}

/** PEP 714: the new key counts where both are there. */
function coreMetadata(entry: Fields, filename: string): ProjectFile["coreMetadata"] {
  const value = own(entry, "core-metadata") ?? own(entry, "dist-info-metadata");
  if (value === undefined || value === null || value === false) return undefined;
  if (value === true) return true;
  const digests = hashes(value, filename);
  return digests.size === 0 ? true : digests;
}

function text(entry: Fields, key: string, where: string): string | undefined {
  const value = own(entry, key);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw malformed(`\`${key}\` of ${where}`);
  return value;
}

/** Own keys only: `__proto__` or `constructor` in a page mean nothing. */
function own(entry: Fields, key: string): unknown {
  return Object.hasOwn(entry, key) ? entry[key] : undefined;
}

function fields(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformed(`${what} is no object`);
  return value as Fields;
}

function malformed(what: string): Fault {
  return new Fault("TW-INDEX-MALFORMED", `the project page breaks PEP 691: ${what}`);
}
