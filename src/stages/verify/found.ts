/** The distributions of an environment, as their metadata directories say. Reads only. Source: recording installed projects. */
import { isUtf8 } from "node:buffer";
import { codeOf, Fault } from "../../base/fault.ts";
import { isObject, parseStrictJson } from "../../base/strict-json.ts";
import type { Sites } from "../../model/installed.ts";
import type { Files } from "../../ports/files.ts";
import { parseRecorded, type RecordedFile } from "../../standards/installed-distributions/recorded.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import type { Findings } from "./findings.ts";
import { isLegacy, LEGACY } from "./known.ts";
import type { Place } from "./place.ts";
import { siteList } from "./place.ts";

/** One distribution found. */
export interface Found {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  readonly site: keyof Sites;
  /** Absolute path of the site. */
  readonly directory: string;
  /** Name of the `.dist-info` directory. */
  readonly info: string;
  /** Rows of RECORD; undefined when there is none that can be read. */
  readonly rows: readonly RecordedFile[] | undefined;
  readonly installer: string | undefined;
  /** Address of the sources of an editable installation: they lie outside and are not covered. */
  readonly editable: string | undefined;
}

const RECORD_LIMIT = 64 * 2 ** 20;
const SMALL = 1 << 20;
const INFO = /^(.+?)-([^-]+)\.dist-info$/;

/** Every distribution in the place's sites, by site and name. What is no whole registration is added to `findings`. */
export function findDistributions(place: Place, findings: Findings, files: Files): readonly Found[] {
  const found = siteList(place).flatMap((directory) => {
    if (files.status(directory)?.kind !== "directory") return [];
    const site = directory === place.sites.purelib ? "purelib" : "platlib";
    return files.list(directory).flatMap((entry) => {
      if (isLegacy(entry.name)) reportLegacy(entry.name, findings);
      if (!entry.name.endsWith(".dist-info") || entry.kind !== "directory") return [];
      return [readOne(entry.name, site, directory, findings, files)];
    });
  });
  reportDuplicates(found, findings);
  return found;
}

function reportLegacy(name: string, findings: Findings): void {
  const project = LEGACY.exec(name)?.[1] ?? name;
  findings.add("TW-VERIFY-NO-RECORD", "it was installed in a way that records no digests", {
    distribution: normalizeName(project),
    path: name,
  });
}

function reportDuplicates(found: readonly Found[], findings: Findings): void {
  const first = new Map<string, Found>();
  for (const each of found) {
    const other = first.get(each.name);
    if (other === undefined) first.set(each.name, each);
    else
      findings.add("TW-VERIFY-DUPLICATE", `${other.info} stands for the same project`, {
        distribution: each.name,
        path: each.info,
      });
  }
}

function readOne(
  info: string,
  site: keyof Sites,
  directory: string,
  findings: Findings,
  files: Files,
): Found {
  const [, project = info.slice(0, -".dist-info".length), version = ""] = INFO.exec(info) ?? [];
  const name = normalizeName(project);
  const at = `${directory}/${info}`;
  if (files.status(`${at}/METADATA`)?.kind !== "file")
    findings.add("TW-VERIFY-NO-METADATA", "METADATA, which every distribution has, is no file there", {
      distribution: name,
      path: info,
    });
  const installer = textOf(`${at}/INSTALLER`, SMALL, files)?.trim().slice(0, 100);
  const rows = rowsOf(name, info, at, findings, files);
  return { name, version, site, directory, info, rows, installer, editable: editableOf(at, files) };
}

function rowsOf(
  distribution: string,
  info: string,
  at: string,
  findings: Findings,
  files: Files,
): readonly RecordedFile[] | undefined {
  const path = `${info}/RECORD`;
  const text = textOf(`${at}/RECORD`, RECORD_LIMIT, files);
  if (text === undefined) {
    findings.add("TW-VERIFY-NO-RECORD", "there is no RECORD file that says what belongs to it", {
      distribution,
      path,
    });
    return undefined;
  }
  const rows = parseRecorded(text);
  if (typeof rows !== "string") return rows;
  findings.add("TW-VERIFY-RECORD", `RECORD cannot be read: ${rows}`, { distribution, path });
  return undefined;
}

/** The text of a regular file; undefined for anything else, and for bytes that are no UTF-8. */
function textOf(path: string, limit: number, files: Files): string | undefined {
  try {
    const bytes = files.read(path, limit);
    return isUtf8(bytes)
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8")
      : undefined;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/** PEP 610: `dir_info.editable`. */
function editableOf(at: string, files: Files): string | undefined {
  const text = textOf(`${at}/direct_url.json`, SMALL, files);
  if (text === undefined) return undefined;
  try {
    const top = parseStrictJson(text);
    const info = isObject(top) ? top.get("dir_info") : undefined;
    const url = isObject(top) ? top.get("url") : undefined;
    const isEditable = isObject(info) && info.get("editable") === true;
    return isEditable && typeof url === "string" ? url : undefined;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
