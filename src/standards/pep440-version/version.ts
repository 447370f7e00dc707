/**
 * Versions and their order. Pure. Source: version specifiers specification (PEP 440), appendix "Parsing version strings with regular
 * expressions". Numbers may have any length, so they are kept as decimal digits without leading zeros and compared as such.
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { SPACES } from "../python-language/space.ts";

/** The kind of a pre-release, in order. */
export type PreKind = "a" | "b" | "rc";

/** The segments of a version, normalised. Every number is decimal digits without leading zeros. */
export interface VersionParts {
  readonly epoch: string;
  /** At least one number; trailing zeros as written. */
  readonly release: readonly string[];
  readonly pre: readonly [PreKind, string] | undefined;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  /** Lower-case segments of the local version label. */
  readonly local: readonly string[] | undefined;
}

/** One version. Made by `parseVersion` only. */
export class Version implements VersionParts {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre: readonly [PreKind, string] | undefined;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[] | undefined;
  /** The release without trailing zeros, as it is compared; empty for 0. */
  readonly significant: readonly string[];
  /** The normalised text. */
  readonly text: string;

  /** `text` is the normalised text when it is known already. */
  constructor(parts: VersionParts, text?: string) {
    this.epoch = parts.epoch;
    this.release = parts.release;
    this.pre = parts.pre;
    this.post = parts.post;
    this.dev = parts.dev;
    this.local = parts.local;
    this.significant = withoutTrailingZeros(parts.release);
    this.text = text ?? formatVersion(this);
  }

  /** True when it has a pre-release or a development segment. */
  get isPrerelease(): boolean {
    return this.pre !== undefined || this.dev !== undefined;
  }

  /** True when it has a post-release segment. */
  get isPostrelease(): boolean {
    return this.post !== undefined;
  }

  /** The normalised text. */
  toString(): string {
    return this.text;
  }
}

/** Longest version read, in UTF-16 units. */
const LONGEST = 20_000;
/** Most digits of one number: Python's `int()` takes no more by default, so none that Python reads has more. */
const MOST_DIGITS = 4300;

const PATTERN = new RegExp(
  [
    `^[${SPACES}]*v?(?:([0-9]+)!)?([0-9]+(?:\\.[0-9]+)*)`,
    "(?:[._-]?(alpha|a|beta|b|preview|pre|c|rc)[._-]?([0-9]+)?)?",
    "(?:-([0-9]+)|[._-]?(post|rev|r)[._-]?([0-9]+)?)?",
    "(?:[._-]?(dev)[._-]?([0-9]+)?)?",
    `(?:\\+([a-z0-9]+(?:[._-][a-z0-9]+)*))?[${SPACES}]*$`,
  ].join(""),
  "i",
);

const PRE_KINDS: ReadonlyMap<string, PreKind> = new Map([
  ["alpha", "a"],
  ["a", "a"],
  ["beta", "b"],
  ["b", "b"],
  ["preview", "rc"],
  ["pre", "rc"],
  ["c", "rc"],
  ["rc", "rc"],
]);

/** `text` as a version; throws Fault TW-VERSION-INVALID. Surrounding white space, a `v` and every spelling that PEP 440 normalises are taken. */
export function parseVersion(text: string): Version {
  const version = asVersion(text);
  if (version === undefined)
    throw new Fault("TW-VERSION-INVALID", `${shownPath(text)} is no version that PEP 440 allows`);
  return version;
}

/** `text` as a version, or undefined when it is none. */
export function asVersion(text: string): Version | undefined {
  const release = plainRelease(text);
  return release === undefined ? asAnyVersion(text) : new Version({ ...PLAIN, release }, text);
}

/** What most versions are without. */
const PLAIN = { epoch: "0", pre: undefined, post: undefined, dev: undefined, local: undefined } as const;

/** Longest text that `plainRelease` reads. */
const LONGEST_PLAIN = 64;

/** The numbers of a text like `1.20.3`, which is how nearly all versions are written; undefined when anything else is in it. */
function plainRelease(text: string): readonly string[] | undefined {
  if (text.length > LONGEST_PLAIN) return undefined;
  const release: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = at === text.length ? DOT : text.charCodeAt(at);
    if (unit === DOT) {
      // Nothing, or a leading zero.
      if (at === start || (at > start + 1 && text.charCodeAt(start) === ZERO)) return undefined;
      release.push(text.slice(start, at));
      start = at + 1;
    } else if (unit < ZERO || unit > NINE) return undefined;
  }
  return release;
}

const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Any spelling. */
function asAnyVersion(text: string): Version | undefined {
  if (text.length > LONGEST) return undefined;
  const found = PATTERN.exec(text);
  if (found === null) return undefined;
  const [, epoch, release = "", preKind, preNumber, implicitPost, post, postNumber, dev, devNumber, local] =
    found;
  const kind = preKind === undefined ? undefined : PRE_KINDS.get(preKind.toLowerCase());
  const parts: VersionParts = {
    epoch: number(epoch),
    release: release.split(".").map(number),
    pre: kind === undefined ? undefined : [kind, number(preNumber)],
    post:
      implicitPost !== undefined ? number(implicitPost) : post !== undefined ? number(postNumber) : undefined,
    dev: dev === undefined ? undefined : number(devNumber),
    local: local?.toLowerCase().split(/[._-]/).map(localSegment),
  };
  return text.length > MOST_DIGITS && isEndless(parts) ? undefined : new Version(parts);
}

function isEndless({ epoch, release, pre, post, dev, local }: VersionParts): boolean {
  const numbers = [
    epoch,
    ...release,
    pre?.[1] ?? "",
    post ?? "",
    dev ?? "",
    ...(local ?? []).filter(isNumber),
  ];
  return numbers.some((digits) => digits.length > MOST_DIGITS);
}

/** The normalised text of a version's parts. */
export function formatVersion(version: VersionParts): string {
  const local = version.local === undefined ? "" : `+${version.local.join(".")}`;
  return formatPublic(version) + local;
}

/** The text without the local version label. */
export function formatPublic(version: VersionParts): string {
  const pre = version.pre === undefined ? "" : version.pre.join("");
  const post = version.post === undefined ? "" : `.post${version.post}`;
  const dev = version.dev === undefined ? "" : `.dev${version.dev}`;
  return formatBase(version) + pre + post + dev;
}

/** Epoch and release only. */
export function formatBase(version: VersionParts): string {
  return (version.epoch === "0" ? "" : `${version.epoch}!`) + version.release.join(".");
}

/** The text without trailing zeros in the release: equal versions have equal texts. */
export function formatCanonical(version: Version): string {
  return formatVersion({
    epoch: version.epoch,
    release: version.significant.length === 0 ? ["0"] : version.significant,
    pre: version.pre,
    post: version.post,
    dev: version.dev,
    local: version.local,
  });
}

/** The order of PEP 440 "Summary of permitted suffixes and relative ordering"; 1.0 and 1 are equal. */
export function compareVersions(a: Version, b: Version): -1 | 0 | 1 {
  return comparePublic(a, b) || compareLocals(a.local, b.local);
}

/** The same order without local version labels. */
export function comparePublic(a: Version, b: Version): -1 | 0 | 1 {
  return (
    compareNumbers(a.epoch, b.epoch) ||
    compareLists(a.significant, b.significant, compareNumbers) ||
    compareRanks(preRank(a), preRank(b)) ||
    compareNumbers(a.pre?.[1] ?? "0", b.pre?.[1] ?? "0") ||
    compareRanks(a.post === undefined ? 0 : 1, b.post === undefined ? 0 : 1) ||
    compareNumbers(a.post ?? "0", b.post ?? "0") ||
    compareRanks(a.dev === undefined ? 1 : 0, b.dev === undefined ? 1 : 0) ||
    compareNumbers(a.dev ?? "0", b.dev ?? "0")
  );
}

/** True when two versions have the same epoch and release. */
export function sameRelease(a: Version, b: Version): boolean {
  return a.epoch === b.epoch && compareLists(a.significant, b.significant, compareNumbers) === 0;
}

/** Where the pre-release segment puts a version; development releases of a final release come first. */
function preRank(version: Version): number {
  if (version.pre !== undefined) return { a: 0, b: 1, rc: 2 }[version.pre[0]];
  return version.post === undefined && version.dev !== undefined ? -1 : 3;
}

/** Without a label first; words before numbers; words by character, numbers by value; a longer label after its beginning. */
function compareLocals(a: readonly string[] | undefined, b: readonly string[] | undefined): -1 | 0 | 1 {
  if (a === undefined || b === undefined)
    return compareRanks(a === undefined ? 0 : 1, b === undefined ? 0 : 1);
  return compareLists(a, b, (x, y) => {
    const xIsNumber = isNumber(x);
    const yIsNumber = isNumber(y);
    if (xIsNumber && yIsNumber) return compareNumbers(x, y);
    if (xIsNumber !== yIsNumber) return xIsNumber ? 1 : -1;
    return x === y ? 0 : x < y ? -1 : 1;
  });
}

function compareLists(
  a: readonly string[],
  b: readonly string[],
  compare: (x: string, y: string) => -1 | 0 | 1,
): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compare(a[i] ?? "", b[i] ?? "");
    if (order !== 0) return order;
  }
  return compareRanks(a.length, b.length);
}

/** Two numbers as decimal digits without leading zeros. */
function compareNumbers(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a < b ? -1 : 1;
}

function compareRanks(a: number, b: number): -1 | 0 | 1 {
  return a === b ? 0 : a < b ? -1 : 1;
}

function number(digits: string | undefined): string {
  if (digits === undefined) return "0";
  return digits.length > 1 && digits.charCodeAt(0) === ZERO ? digits.replace(/^0+(?=[0-9])/, "") : digits;
}

function localSegment(segment: string): string {
  return isNumber(segment) ? number(segment) : segment;
}

function isNumber(segment: string): boolean {
  return /^[0-9]+$/.test(segment);
}

function withoutTrailingZeros(release: readonly string[]): readonly string[] {
  let end = release.length;
  while (end > 0 && release[end - 1] === "0") end--;
  return end === release.length ? release : release.slice(0, end);
}
