/** Reads and validates a lock. Pure; the caller has parsed the TOML. Source: pylock.toml specification (PEP 751), "File Format". */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { TomlTable } from "../../formats/toml/value.ts";
import { parseSpecifiers } from "../pep440-version/specifiers.ts";
import { asVersion, compareVersions, parseVersion, type Version } from "../pep440-version/version.ts";
import { isValidName, normalizeName } from "../pep503-name/name.ts";
import { type Marker, parseMarker } from "../pep508-requirement/marker.ts";
import { Fields } from "./fields.ts";
import type { Pylock, PylockIdentity, PylockPackage } from "./pylock.ts";
import { readSource } from "./source.ts";

const KNOWN = parseVersion("1.0");
const NEXT_MAJOR = parseVersion("2.dev0");
/** Most packages of one lock. */
const MOST_PACKAGES = 50_000;

/**
 * `document` as a lock. Throws Fault TW-PYLOCK-VERSION (another major version), TW-PYLOCK-MALFORMED (a key is missing or wrong), TW-PYLOCK-SOURCES (none or
 * conflicting ones), TW-PYLOCK-HASHES (a file without a digest that counts), TW-PYLOCK-FILE (a file name that is not of the package).
 */
export function readPylock(document: TomlTable): Pylock {
  const fields = new Fields(document, "");
  const warnings: string[] = [];
  const lockVersion = readVersion(fields, warnings);
  const packages = fields.tables("packages");
  if (packages === undefined) throw fields.wrong("packages", "it is missing");
  if (packages.length > MOST_PACKAGES)
    throw fields.wrong("packages", `more than ${MOST_PACKAGES} are not read`);
  const lock: Pylock = {
    lockVersion,
    environments: fields.parsedTexts("environments", (text) =>
      withoutVariables(parseMarker(text), ["extras", "dependency_groups"]),
    ),
    requiresPython: fields.parsed("requires-python", parseSpecifiers),
    extras: fields.parsedTexts("extras", normalName) ?? [],
    dependencyGroups: (fields.texts("dependency-groups") ?? []).map(normalizeName),
    defaultGroups: (fields.texts("default-groups") ?? []).map(normalizeName),
    createdBy: fields.requiredText("created-by"),
    packages: packages.map((each, at) => readPackage(each, at, warnings)),
    tool: fields.raw("tool"),
    warnings,
  };
  for (const place of fields.rest()) warnings.push(unknownKey(place));
  return lock;
}

function readVersion(fields: Fields, warnings: string[]): Version {
  const text = fields.requiredText("lock-version");
  const version = asVersion(text);
  if (version === undefined) throw fields.wrong("lock-version", `${shownPath(text)} is no version`);
  if (compareVersions(version, KNOWN) < 0 || compareVersions(version, NEXT_MAJOR) >= 0)
    throw new Fault("TW-PYLOCK-VERSION", `the lock is of version ${version.text}; only 1.x is understood`);
  if (compareVersions(version, KNOWN) > 0)
    warnings.push(`the lock is of version ${version.text}, newer than 1.0; what it added is not read`);
  return version;
}

function readPackage(fields: Fields, position: number, warnings: string[]): PylockPackage {
  const name = fields.parsed("name", normalName);
  if (name === undefined) throw fields.wrong("name", "it is missing");
  const version = fields.parsed("version", parseVersion);
  const source = readSource(fields, name, version, (inner) => {
    for (const place of inner.rest()) warnings.push(unknownKey(place));
  });
  // A commit fixes what a checkout calls itself; a directory may change at any time ("MUST NOT be included").
  if (version !== undefined && source.kind === "directory")
    warnings.push(`${fields.place("version")} is passed over: a directory may change its version`);
  const read: PylockPackage = {
    position,
    name,
    version: source.kind === "directory" ? undefined : version,
    marker: fields.parsed("marker", (text) => withoutVariables(parseMarker(text), ["extra"])),
    requiresPython: fields.parsed("requires-python", parseSpecifiers),
    dependencies: fields.rawTables("dependencies") ?? [],
    index: fields.text("index"),
    source,
    attestationIdentities: readIdentities(fields),
    tool: fields.raw("tool"),
  };
  for (const place of fields.rest()) warnings.push(unknownKey(place));
  return read;
}

function readIdentities(fields: Fields): readonly PylockIdentity[] {
  const tables = fields.rawTables("attestation-identities") ?? [];
  return tables.map((table, at) => {
    const inner = new Fields(table, fields.place(`attestation-identities[${at}]`));
    return { kind: inner.requiredText("kind"), fields: table };
  });
}

function normalName(text: string): string {
  if (isValidName(text) && normalizeName(text) === text) return text;
  throw new Fault("TW-PYLOCK-MALFORMED", `${shownPath(text)} is no name in its normal form`);
}

/** `extra` has no meaning in a lock, the sets have none for an environment. */
function withoutVariables(marker: Marker, names: readonly string[]): Marker {
  const uses = (parts: Marker): boolean =>
    parts.some((part) => {
      if (typeof part === "string") return false;
      if (!("operator" in part)) return uses(part);
      return [part.left, part.right].some(({ kind, value }) => kind === "variable" && names.includes(value));
    });
  if (!uses(marker)) return marker;
  throw new Fault("TW-PYLOCK-MALFORMED", `the marker uses ${names.join(" or ")}, which has no value here`);
}

function unknownKey(place: string): string {
  return `${shownPath(place).slice(1, -1)} is not known and passed over`;
}
