/**
 * Core metadata held against all of its specification, for what is about to be published. Pure. Source: core metadata specifications, 1.0 to
 * 2.6, as `packaging` checks them: every field known, old enough, and valid; none repeated that may not be.
 */
import { Fault } from "../../base/fault.ts";
import { parseSpecifiers, type Specifiers } from "../pep440-version/specifiers.ts";
import { parseVersion, type Version } from "../pep440-version/version.ts";
import { isValidName, normalizeName } from "../pep503-name/name.ts";
import { parseRequirement, type Requirement } from "../pep508-requirement/requirement.ts";
import { normalizeLicense } from "../pep639-license/expression.ts";
import { isIdentifier, isKeyword } from "../python-language/identifier.ts";
import { strip, stripEnd, stripStart } from "../python-language/space.ts";
import { isDescriptionContentType } from "./content-type.ts";
import { FIELDS, METADATA_VERSIONS } from "./fields.ts";
import { parseHeaders } from "./headers.ts";
import { checkedBy, groupFields, invalidField, optional, required } from "./metadata.ts";

/** Core metadata without a fault. */
export interface ValidMetadata {
  readonly metadataVersion: string;
  /** As written. */
  readonly name: string;
  readonly version: Version;
  readonly requiresDist: readonly Requirement[];
  readonly requiresPython: Specifiers | undefined;
  /** Normal names. */
  readonly providesExtra: readonly string[];
}

const LONGEST = 10_000_000;

/** Reads `text` and checks every field; throws Fault TW-METADATA-FIELD (or TW-METADATA-VERSION) for the first that is at fault. */
export function validateMetadata(text: string): ValidMetadata {
  if (text.length > LONGEST)
    throw new Fault("TW-METADATA-FIELD", `METADATA has more than ${LONGEST} characters`);
  if (!text.isWellFormed()) throw new Fault("TW-METADATA-FIELD", "METADATA holds half of a character");
  const { fields, body } = parseHeaders(text);
  const values = groupFields(fields);
  const metadataVersion = checkVersion(values);
  if (body !== "" && values.has("description"))
    throw invalidField("description", "", new Error("there is a body, too"));
  for (const [name, check] of CHECKS) {
    for (const value of values.get(name) ?? []) if (!check(value)) throw invalidField(name, value);
  }
  checkProjectUrls(values.get("project-url") ?? []);
  checkImportNames(values);
  const license = optional(values, "license-expression");
  if (license !== undefined) checkedBy(normalizeLicense, "license-expression", license);
  const requiresPython = optional(values, "requires-python");
  return {
    metadataVersion,
    name: required(values, "name"),
    version: checkedBy(parseVersion, "version", required(values, "version")),
    requiresDist: (values.get("requires-dist") ?? []).map((line) =>
      checkedBy(parseRequirement, "requires-dist", line),
    ),
    requiresPython:
      requiresPython === undefined
        ? undefined
        : checkedBy(parseSpecifiers, "requires-python", requiresPython),
    providesExtra: (values.get("provides-extra") ?? []).map(normalizeName),
  };
}

/** The version of the metadata, which every field is old enough for. */
function checkVersion(values: ReadonlyMap<string, readonly string[]>): string {
  const metadataVersion = required(values, "metadata-version");
  const age = METADATA_VERSIONS.indexOf(metadataVersion);
  if (age < 0)
    throw new Fault(
      "TW-METADATA-VERSION",
      `there is no version ${JSON.stringify(metadataVersion)} of core metadata`,
    );
  for (const [name, all] of values) {
    const rule = FIELDS.get(name);
    if (rule === undefined) throw invalidField(name, all[0] ?? "", new Error("no such field is specified"));
    if (METADATA_VERSIONS.indexOf(rule.since) > age)
      throw invalidField(name, all[0] ?? "", new Error(`it came with version ${rule.since} of the metadata`));
    if (rule.kind === "one") optional(values, name);
  }
  return metadataVersion;
}

const CHECKS: readonly (readonly [string, (value: string) => boolean])[] = [
  ["name", isValidName],
  ["summary", (value) => !/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/.test(value)],
  ["description-content-type", isDescriptionContentType],
  ["dynamic", isDynamic],
  ["provides-extra", isValidName],
  ["license-file", isLicenseFile],
];

/** Any field but those that tell which distribution it is. */
function isDynamic(value: string): boolean {
  const name = value.toLowerCase();
  return FIELDS.has(name) && !["metadata-version", "name", "version"].includes(name);
}

/** A relative path with `/`, in its shortest form, without `..` and patterns, on POSIX and on Windows. */
function isLicenseFile(path: string): boolean {
  if (path.includes("..") || /[*\\]/.test(path) || path.startsWith("/")) return false;
  const drive = /^[A-Za-z]:/.exec(path)?.[0] ?? "";
  const rest = path.slice(drive.length);
  if (drive === "" ? path === "." : rest === "") return true;
  return rest.split("/").every((part) => part !== "" && part !== ".");
}

/** `label, address`; no label twice. */
function checkProjectUrls(values: readonly string[]): void {
  const labels = values.map((value) => strip(value.split(",", 1)[0] ?? ""));
  const repeated = labels.find((label, at) => labels.indexOf(label) !== at);
  if (repeated !== undefined)
    throw invalidField("project-url", repeated, new Error("the label is there twice"));
}

/** Dotted names with `; private` behind; one empty Import-Name says that there are none (PEP 794). */
function checkImportNames(values: ReadonlyMap<string, readonly string[]>): void {
  const names = values.get("import-name") ?? [];
  const all =
    names.length === 1 && names[0] === "" ? [] : names.map((value) => ["import-name", value] as const);
  const spaces = (values.get("import-namespace") ?? []).map((value) => ["import-namespace", value] as const);
  for (const [field, value] of [...all, ...spaces])
    if (!isImportName(value)) throw invalidField(field, value);
}

function isImportName(value: string): boolean {
  const semicolon = value.indexOf(";");
  const name = stripEnd(semicolon < 0 ? value : value.slice(0, semicolon));
  if (semicolon >= 0 && stripStart(value.slice(semicolon + 1)) !== "private") return false;
  return name.split(".").every((part) => isIdentifier(part) && !isKeyword(part));
}
