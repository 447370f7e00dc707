/**
 * One clause of a version specifier, as `>=1.2` or `!=3.*`. Pure. Source: version specifiers specification (PEP 440), "Version specifiers".
 * Every clause but `===` compares versions; what is no version meets none of them.
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { SPACES, strip } from "../python-language/space.ts";
import {
  asVersion,
  comparePublic,
  compareVersions,
  formatCanonical,
  sameRelease,
  type Version,
} from "./version.ts";

/** The comparison operators of PEP 440. */
export type Operator = "~=" | "==" | "!=" | "<=" | ">=" | "<" | ">" | "===";

/** One clause. */
export interface Specifier {
  readonly operator: Operator;
  /** What follows the operator, as written. */
  readonly version: string;
  /** The same, parsed, without a `.*`; undefined when the operator is `===` and a version is not there. */
  readonly parsed: Version | undefined;
  /** True when `.*` ends it. */
  readonly prefix: boolean;
  /** Operator and version without the white space around them. */
  readonly text: string;
}

const NUMBERS = "v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*";
const SUFFIXES =
  "(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?(?:[-_.]?dev[-_.]?[0-9]*)?";
const LOCAL = "(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?";

/** One clause without anything around it, as a regular expression that ignores case. */
export const SPECIFIER = [
  `===[${SPACES}]*[^${SPACES};)]*`,
  `(?:==|!=)[${SPACES}]*${NUMBERS}(?:\\.\\*|${SUFFIXES}${LOCAL})`,
  `~=[${SPACES}]*v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${SUFFIXES}`,
  `(?:<=|>=|<|>)[${SPACES}]*${NUMBERS}${SUFFIXES}`,
].join("|");

const WHOLE = new RegExp(`^(?:${SPECIFIER})$`, "i");
const OPERATOR = /^(?:===|~=|==|!=|<=|>=|<|>)/;

/** `text` as one clause, white space around it taken; throws Fault TW-SPECIFIER-INVALID. */
export function parseSpecifier(text: string): Specifier {
  const specifier = asSpecifier(text);
  if (specifier === undefined)
    throw new Fault("TW-SPECIFIER-INVALID", `${shownPath(text)} is no version specifier that PEP 440 allows`);
  return specifier;
}

/** `text` as one clause, or undefined when it is none. */
export function asSpecifier(text: string): Specifier | undefined {
  const clause = strip(text);
  return asPlainSpecifier(clause) ?? asAnySpecifier(clause);
}

/** `>=1.20` and the like, which nearly all clauses are: an operator and the numbers of a release, blanks between them. */
const PLAIN = /^(<=|>=|==|!=|<|>)[ \t]*([0-9]+(?:\.[0-9]+)*)$/;

function asPlainSpecifier(clause: string): Specifier | undefined {
  const found = PLAIN.exec(clause);
  if (found === null) return undefined;
  const operator = found[1] as Operator;
  const version = found[2] ?? "";
  const parsed = asVersion(version);
  return parsed === undefined
    ? undefined
    : { operator, version, parsed, prefix: false, text: operator + version };
}

/** Any spelling; white space around it is taken already. */
function asAnySpecifier(clause: string): Specifier | undefined {
  if (!WHOLE.test(clause)) return undefined;
  const operator = OPERATOR.exec(clause)?.[0] as Operator;
  const version = strip(clause.slice(operator.length));
  const prefix = operator !== "===" && version.endsWith(".*");
  const parsed = asVersion(prefix ? version.slice(0, -2) : version);
  if (parsed === undefined && operator !== "===") return undefined;
  return { operator, version, parsed, prefix, text: operator + version };
}

/** What is compared: the text as given, and the version when it is one. */
export interface Candidate {
  readonly text: string;
  readonly version: Version | undefined;
}

/** True when `candidate` meets the clause; pre-releases are not treated apart. */
export function meets(specifier: Specifier, candidate: Candidate): boolean {
  const { operator, parsed: bound } = specifier;
  const { version, text } = candidate;
  if (operator === "===") return text.toLowerCase() === specifier.version.toLowerCase();
  return version !== undefined && bound !== undefined && COMPARISONS[operator](specifier, bound, version);
}

/** What each operator but `===` asks of a version: "Version specifiers", in the order of that section. */
const COMPARISONS: Readonly<
  Record<Exclude<Operator, "===">, (specifier: Specifier, bound: Version, version: Version) => boolean>
> = {
  "~=": (_, bound, version) =>
    compareVersions(version, bound) >= 0 && startsWith(version, bound, bound.release.length - 1),
  "==": equals,
  "!=": (specifier, bound, version) => !equals(specifier, bound, version),
  "<=": (_, bound, version) => comparePublic(version, bound) <= 0,
  ">=": (_, bound, version) => compareVersions(version, bound) >= 0,
  "<": (_, bound, version) => isBefore(version, bound),
  ">": (_, bound, version) => isAfter(version, bound),
};

/** "Version matching": a clause without a local label takes every local label. */
function equals(specifier: Specifier, bound: Version, version: Version): boolean {
  if (specifier.prefix) return startsWith(version, bound, bound.release.length);
  return bound.local === undefined
    ? comparePublic(version, bound) === 0
    : compareVersions(version, bound) === 0;
}

/** "Exclusive ordered comparison": `<V` takes no pre-release of V unless V is one itself. */
function isBefore(version: Version, bound: Version): boolean {
  if (comparePublic(version, bound) >= 0) return false;
  if (bound.isPrerelease || !sameRelease(version, bound)) return true;
  // What is left of V's release: V may be final or a post-release, and its own development releases are its pre-releases.
  return bound.post === undefined ? false : !(version.post === bound.post && version.pre === undefined);
}

/** "Exclusive ordered comparison": `>V` takes no post-release of V unless V is one itself, and no local label of V ever. */
function isAfter(version: Version, bound: Version): boolean {
  if (comparePublic(version, bound) <= 0) return false;
  if (bound.isPostrelease || bound.dev !== undefined || !sameRelease(version, bound)) return true;
  return !samePre(version, bound);
}

function samePre(a: Version, b: Version): boolean {
  return a.pre?.[0] === b.pre?.[0] && a.pre?.[1] === b.pre?.[1];
}

/** True when epoch and the first `length` numbers of the release are the same, missing ones being 0. */
function startsWith(version: Version, bound: Version, length: number): boolean {
  if (version.epoch !== bound.epoch) return false;
  for (let i = 0; i < length; i++) {
    if ((version.release[i] ?? "0") !== bound.release[i]) return false;
  }
  return true;
}

/** True when the clause names a pre-release, which asks for pre-releases ("Handling of pre-releases"); exclusions ask for nothing. */
export function asksForPrereleases(specifier: Specifier): boolean {
  return specifier.operator !== "!=" && !specifier.prefix && specifier.parsed?.isPrerelease === true;
}

/** Equal for clauses that mean the same: `==1` and `==1.0`. */
export function specifierKey(specifier: Specifier): string {
  const { operator, parsed, prefix, text } = specifier;
  if (operator === "===" || prefix || parsed === undefined) return text;
  return operator + (operator === "~=" ? parsed.text : formatCanonical(parsed));
}
