/** `debug standards`: answers one request about the Python standards, for differential tests. Pure. One JSON object in, one JSON value out. */
import { codeOf, Fault } from "../base/fault.ts";
import { byCodePoint } from "../base/order.ts";
import { isArray, isObject, type Json, type JsonObject, parseStrictJson } from "../base/strict-json.ts";
import { androidTags } from "../standards/pep425-tags/android.ts";
import { iosTags, macosTags } from "../standards/pep425-tags/apple.ts";
import {
  compatibleTags,
  cpythonTags,
  genericTags,
  type PythonSeries,
} from "../standards/pep425-tags/described.ts";
import { manylinuxTags, musllinuxTags } from "../standards/pep425-tags/linux.ts";
import { parseWheelFilename } from "../standards/pep427-wheel/filename.ts";
import type { Candidate } from "../standards/pep440-version/specifier.ts";
import {
  contains,
  filterBy,
  formatSpecifiers,
  parseSpecifiers,
  type Specifiers,
} from "../standards/pep440-version/specifiers.ts";
import {
  compareVersions,
  formatBase,
  formatCanonical,
  formatPublic,
  parseVersion,
} from "../standards/pep440-version/version.ts";
import { isValidName, normalizeName } from "../standards/pep503-name/name.ts";
import { evaluateMarker, formatMarker, parseMarker } from "../standards/pep508-requirement/marker.ts";
import { formatRequirement, parseRequirement } from "../standards/pep508-requirement/requirement.ts";
import { parseSdistFilename } from "../standards/pep625-sdist/filename.ts";
import { normalizeLicense } from "../standards/pep639-license/expression.ts";
import { validateMetadata } from "../standards/pep658-core-metadata/validate.ts";

/** What a kind of request is answered with: any JSON value. */
type Answer = string | number | boolean | readonly string[] | Readonly<Record<string, unknown>>;

/** The answer to one line; a refusal is `{"error": ...}`, so is a malformed request (TW-DEBUG-REQUEST). */
export function answer(line: string): string {
  try {
    const request = parseStrictJson(line);
    if (!isObject(request)) throw malformed("a line is no JSON object");
    const answerTo = KINDS.get(text(request, "kind"));
    if (answerTo === undefined) throw malformed(`there is no kind ${JSON.stringify(text(request, "kind"))}`);
    return JSON.stringify(answerTo(request));
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || !(thrown instanceof Fault)) throw thrown;
    return JSON.stringify({ error: `${code}: ${thrown.message}` });
  }
}

const KINDS: ReadonlyMap<string, (request: JsonObject) => Answer> = new Map<
  string,
  (request: JsonObject) => Answer
>([
  ["version.parse", versionParse],
  ["version.cmp", versionCompare],
  ["version.sort", (request) => sorted(texts(request, "versions"))],
  ["spec.parse", (request) => clauses(parseSpecifiers(text(request, "text")))],
  ["spec.contains", specifierContains],
  ["spec.filter", specifierFilter],
  ["marker.parse", (request) => formatMarker(parseMarker(text(request, "text")))],
  ["marker.eval", (request) => evaluateMarker(parseMarker(text(request, "marker")), environment(request))],
  ["requirement.parse", requirementParse],
  ["wheel.filename", wheelFilename],
  ["sdist.filename", sdistFilename],
  ["name.normalize", nameNormalize],
  ["license", (request) => normalizeLicense(text(request, "text"))],
  ["metadata.parse", metadataParse],
  ["tags.manylinux", (request) => manylinuxTags(text(request, "arch"), pair(request, "glibc"))],
  ["tags.musllinux", (request) => musllinuxTags(text(request, "arch"), pair(request, "musl"))],
  ["tags.macos", (request) => macosTags(pair(request, "version"), text(request, "arch"))],
  ["tags.ios", (request) => iosTags(pair(request, "version"), text(request, "multiarch"))],
  ["tags.android", (request) => androidTags(number(request.get("api")), text(request, "abi"))],
  [
    "tags.cpython",
    (request) => cpythonTags(series(request), texts(request, "abis"), texts(request, "platforms")),
  ],
  [
    "tags.compatible",
    (request) =>
      compatibleTags(series(request), optionalText(request, "interpreter"), texts(request, "platforms")),
  ],
  [
    "tags.generic",
    (request) =>
      genericTags(text(request, "interpreter"), texts(request, "abis"), texts(request, "platforms")),
  ],
]);

function versionParse(request: JsonObject): Answer {
  const version = parseVersion(text(request, "text"));
  return {
    str: version.text,
    public: formatPublic(version),
    base: formatBase(version),
    epoch: version.epoch,
    release: version.release,
    pre: version.pre ?? null,
    post: version.post ?? null,
    dev: version.dev ?? null,
    local: version.local?.join(".") ?? null,
    is_prerelease: version.isPrerelease,
    is_postrelease: version.isPostrelease,
    canonical: formatCanonical(version),
  };
}

function versionCompare(request: JsonObject): Answer {
  const [a, b, ...others] = texts(request, "versions");
  if (a === undefined || b === undefined || others.length > 0) throw malformed("`versions` must be two");
  return compareVersions(parseVersion(a), parseVersion(b));
}

function sorted(versions: readonly string[]): readonly string[] {
  return versions
    .map((each) => ({ each, version: parseVersion(each) }))
    .toSorted((a, b) => compareVersions(a.version, b.version))
    .map(({ each }) => each);
}

function specifierContains(request: JsonObject): Answer {
  const specifiers = parseSpecifiers(text(request, "spec"));
  return contains(specifiers, parseVersion(text(request, "version")), prereleases(request));
}

function specifierFilter(request: JsonObject): Answer {
  const candidate = (each: string): Candidate => {
    const version = parseVersion(each);
    return { text: version.text, version };
  };
  return filterBy(
    parseSpecifiers(text(request, "spec")),
    texts(request, "versions"),
    candidate,
    prereleases(request),
  );
}

function clauses(specifiers: Specifiers): readonly string[] {
  return specifiers.clauses.map((clause) => clause.text).toSorted(byCodePoint);
}

function requirementParse(request: JsonObject): Answer {
  const { name, normalized, extras, specifiers, url, marker } = parseRequirement(text(request, "text"));
  return {
    name,
    norm: normalized,
    extras: extras.toSorted(byCodePoint),
    specifier: clauses(specifiers),
    url: url ?? null,
    marker: marker === undefined ? null : formatMarker(marker),
  };
}

function wheelFilename(request: JsonObject): Answer {
  const { name, version, build, tags } = parseWheelFilename(text(request, "text"));
  return { name, version: version.text, build: build ?? [], tags: tags.toSorted(byCodePoint) };
}

function sdistFilename(request: JsonObject): Answer {
  const { name, version } = parseSdistFilename(text(request, "text"));
  return { name, version: version.text };
}

function nameNormalize(request: JsonObject): Answer {
  const name = text(request, "text");
  return { norm: normalizeName(name), valid: isValidName(name) };
}

function metadataParse(request: JsonObject): Answer {
  const metadata = validateMetadata(text(request, "text"));
  const python = metadata.requiresPython;
  return {
    name: metadata.name,
    version: metadata.version.text,
    requires_dist: metadata.requiresDist.map(formatRequirement),
    requires_python: python === undefined ? null : formatSpecifiers(python),
    provides_extra: metadata.providesExtra,
  };
}

function environment(request: JsonObject): Readonly<Record<string, string>> {
  const env = request.get("env");
  if (!isObject(env)) throw malformed("`env` must be an object");
  return Object.fromEntries([...env.keys()].map((name) => [name, text(env, name)]));
}

function prereleases(request: JsonObject): boolean | undefined {
  const value = request.get("prereleases") ?? undefined;
  if (value !== undefined && typeof value !== "boolean")
    throw malformed("`prereleases` must be null, true or false");
  return value;
}

function series(request: JsonObject): PythonSeries {
  const value = request.get("python");
  if (!isArray(value) || value.length < 1 || value.length > 2)
    throw malformed("`python` must be one or two numbers");
  const [major, minor] = value;
  return minor === undefined ? [number(major)] : [number(major), number(minor)];
}

function pair(request: JsonObject, key: string): readonly [number, number] {
  const value = request.get(key);
  if (!isArray(value) || value.length !== 2) throw malformed(`\`${key}\` must be two numbers`);
  return [number(value[0]), number(value[1])];
}

/** A count of versions: nobody lists more than a thousand. */
function number(value: Json | undefined): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 1000)
    throw malformed("a number from 0 to 1000 is missing");
  return value;
}

function texts(request: JsonObject, key: string): readonly string[] {
  const value = request.get(key);
  if (!isArray(value)) throw malformed(`\`${key}\` must be a list`);
  return value.map((each) => {
    if (typeof each !== "string") throw malformed(`\`${key}\` must be a list of texts`);
    return each;
  });
}

function optionalText(request: JsonObject, key: string): string | undefined {
  const value = request.get(key) ?? null;
  return value === null ? undefined : text(request, key);
}

function text(request: JsonObject, key: string): string {
  const value = request.get(key);
  if (typeof value !== "string") throw malformed(`\`${key}\` must be a text`);
  return value;
}

function malformed(why: string): Fault {
  return new Fault("TW-DEBUG-REQUEST", `a request cannot be answered: ${why}`);
}
