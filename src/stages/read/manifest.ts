/** Reads a bootstrap manifest strictly: canonical closures, each member named, sized and hashed. Pure. */
import { asSha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, type JsonObject, parseStrictJson } from "../../base/strict-json.ts";
import type { Closure, Manifest, Pinned } from "../../model/manifest.ts";
import { parseWheelFilename } from "../../standards/pep427-wheel/filename.ts";
import { parseVersion } from "../../standards/pep440-version/version.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";

/** Largest manifest read, in bytes. */
export const MANIFEST_LIMIT = 1_000_000;
/** What every closure installs: the projects a person asks `bootstrap` for. */
export const REQUESTED = ["pip", "setuptools", "wheel"] as const;

const SERIES = /^(?:[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\+?$/;
const LARGEST_FILE = 2 ** 31;

/** `text` as a manifest; throws Fault TW-MANIFEST-MALFORMED, or TW-MANIFEST-INCOMPLETE when a member has no digest or one of pip, setuptools, wheel is missing. */
export function readManifest(text: string): Manifest {
  const top = object(parseStrictJson(text), "the manifest", ["version", "closures"]);
  if (top.get("version") !== 1) throw malformed("its version is not 1; a newer truewheel may know it");
  const closures = array(top.get("closures"), "closures").map(readClosure);
  const series = new Set(closures.map((closure) => closure.series));
  if (closures.length === 0 || series.size !== closures.length)
    throw malformed("a series is listed twice, or none is listed");
  return { version: 1, closures };
}

function readClosure(value: Json): Closure {
  const closure = object(value, "a closure", ["series", "files"]);
  const series = text(closure, "series", SERIES);
  const files = array(closure.get("files"), `files of ${series}`).map((file) => readPinned(file, series));
  const names = new Set(files.map((file) => file.name));
  if (names.size !== files.length) throw malformed(`the closure of ${series} names a project twice`);
  for (const name of REQUESTED) {
    if (!names.has(name))
      throw new Fault("TW-MANIFEST-INCOMPLETE", `the closure of ${series} has no ${name}`);
  }
  return { series, files };
}

function readPinned(value: Json, series: string): Pinned {
  const file = object(value, `a file of ${series}`, [
    "name",
    "version",
    "filename",
    "size",
    "sha256",
    "requires-python",
  ]);
  const filename = text(file, "filename", /^[\w.+!-]+\.whl$/);
  const sha256 = asSha256(file.get("sha256"));
  if (sha256 === undefined)
    throw new Fault("TW-MANIFEST-INCOMPLETE", `${filename} has no SHA-256 of 64 lower-case hex digits`);
  const size = file.get("size");
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 1 || size > LARGEST_FILE)
    throw malformed(`${filename} has no size`);
  const name = text(file, "name", /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  const version = text(file, "version", /^[\w.+!]+$/);
  const parsed = parseWheelFilename(filename);
  if (
    normalizeName(parsed.name) !== name ||
    parseVersion(version).text !== parseVersion(String(parsed.version)).text
  ) {
    throw malformed(`${filename} is no wheel of ${name} ${version}`);
  }
  const requiresPython = file.has("requires-python")
    ? text(file, "requires-python", /^[\w.,*<>=!~ ]+$/)
    : undefined;
  return { name, version, filename, size, sha256, requiresPython };
}

/** The closure for a Python `major.minor`: its own series, else the newest `X.Y+` that it is at least. */
export function closureFor(manifest: Manifest, major: number, minor: number): Closure {
  const own = manifest.closures.find((closure) => closure.series === `${major}.${minor}`);
  if (own !== undefined) return own;
  const open = manifest.closures
    .filter((closure) => closure.series.endsWith("+"))
    .map((closure) => ({ closure, at: closure.series.slice(0, -1).split(".").map(Number) }))
    .filter(({ at }) => at[0] === major && (at[1] ?? 0) <= minor)
    .toSorted((a, b) => (b.at[1] ?? 0) - (a.at[1] ?? 0));
  const best = open[0]?.closure;
  if (best !== undefined) return best;
  const known = manifest.closures.map((closure) => closure.series).join(", ");
  throw new Fault("TW-MANIFEST-NO-SERIES", `the manifest has no closure for Python ${major}.${minor}`, {
    hint: `It covers ${known}. Give another with --manifest FILE.`,
  });
}

function object(value: Json | undefined, what: string, keys: readonly string[]): JsonObject {
  if (!isObject(value)) throw malformed(`${what} is no object`);
  for (const key of value.keys())
    if (!keys.includes(key)) throw malformed(`${what} has an unknown key ${JSON.stringify(key)}`);
  return value;
}

function array(value: Json | undefined, what: string): readonly Json[] {
  if (!isArray(value)) throw malformed(`${what} is no list`);
  return value;
}

function text(object: JsonObject, key: string, pattern: RegExp): string {
  const value = object.get(key);
  if (typeof value !== "string" || value.length > 500 || !pattern.test(value))
    throw malformed(`${key} is missing or has no such form`);
  return value;
}

function malformed(why: string): Fault {
  return new Fault("TW-MANIFEST-MALFORMED", `the manifest cannot be used: ${why}`);
}
