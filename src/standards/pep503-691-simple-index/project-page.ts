/**
 * What an index offers for one project. Pure. Source: the simple repository API (PEP 503, 629, 691, 700, 714, 740, 792).
 * The page is hostile: all of it is claims, and a reader that cannot be sure of one refuses the page.
 */
import { Fault } from "../../base/fault.ts";

/** One file as a page describes it. */
export interface ProjectFile {
  /** One path component, the same after percent-decoding it twice. */
  readonly filename: string;
  /** As written, often relative: see `fileAddress`. */
  readonly url: string;
  /** Algorithm -> lower-case hex; may be empty. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Bytes (PEP 700). */
  readonly size: number | undefined;
  readonly requiresPython: string | undefined;
  /** The reason, empty when none was given; undefined when the file is not yanked (PEP 592). */
  readonly yanked: string | undefined;
  /** The digests of `<filename>.metadata`, or true when it is there without digests (PEP 658, 714); undefined when there is none. */
  readonly coreMetadata: true | ReadonlyMap<string, string> | undefined;
  /** As written, date and time of ISO 8601 with `Z` or an offset (PEP 700); undefined when there is none, or none that can be read. */
  readonly uploadTime: string | undefined;
  /** Absolute address of the attestations (PEP 740). */
  readonly provenance: string | undefined;
}

/** One project's page. */
export interface ProjectPage {
  /** `major.minor`; `1.0` where an HTML page tells none. */
  readonly apiVersion: string;
  /** As the page spells it; undefined on HTML, which has no place for it. */
  readonly name: string | undefined;
  /** PEP 792: `active` unless told otherwise; another word than its four is kept, and a warning. */
  readonly status: string;
  readonly statusReason: string | undefined;
  /** Every version the project ever had, as written (PEP 700); undefined where the page tells none. */
  readonly versions: readonly string[] | undefined;
  /** Address that links start from. */
  readonly base: string;
  /** By filename; empty when the project is quarantined. */
  readonly files: ReadonlyMap<string, ProjectFile>;
  /** What should be said aloud: a newer minor version. */
  readonly warnings: readonly string[];
}

/** The newest minor version whose meaning is known; later ones only add keys. */
const KNOWN_MINOR = 5;

/** Refuses another major version; the warnings for a newer minor one. Source: PEP 629. */
export function checkApiVersion(version: unknown): readonly string[] {
  const parts =
    typeof version === "string" ? /^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$/.exec(version) : null;
  if (parts === null) throw new Fault("TW-INDEX-MALFORMED", "the page tells no usable API version");
  if (parts[1] !== "1")
    throw new Fault(
      "TW-INDEX-API-VERSION",
      `the index speaks version ${parts[0]} of the simple API; only 1.x is understood`,
    );
  if (Number(parts[2]) <= KNOWN_MINOR) return [];
  return [
    `the index speaks version ${parts[0]} of the simple API, newer than 1.${KNOWN_MINOR}; what it added is not read`,
  ];
}

/** The words of PEP 792. */
const STATUSES: ReadonlySet<string> = new Set(["active", "archived", "quarantined", "deprecated"]);

/** The warning that a page with another status than those of PEP 792 deserves. */
export function checkStatus(status: string): readonly string[] {
  return STATUSES.has(status)
    ? []
    : ["the index gives the project a status that PEP 792 does not know; it is taken as active"];
}

/** Hexadecimal digits of each known digest. */
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ["md5", 32],
  ["sha1", 40],
  ["sha224", 56],
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
  ["blake2b", 128],
]);

/** True for hexadecimal digits, as many as a known `algorithm` makes. */
export function isDigest(algorithm: string, digest: string): boolean {
  const wanted = HEX_DIGITS.get(algorithm);
  return /^[0-9a-fA-F]+$/.test(digest) && (wanted === undefined || digest.length === wanted);
}

/** True for algorithms whose digests `isDigest` knows. */
export function isKnownDigest(algorithm: string): boolean {
  return HEX_DIGITS.has(algorithm);
}

/** `address` when it is absolute, as PEP 740 asks of provenance; undefined otherwise. */
export function absolute(address: string): string | undefined {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}

/** True for a name that is one plain path component, also after percent-decoding once and twice. */
export function isPlainFilename(filename: string): boolean {
  // Nearly every real name: nothing in it can decode to anything else.
  if (/^[A-Za-z0-9_][A-Za-z0-9_.+!-]{0,254}$/.test(filename)) return true;
  let name = filename;
  for (let pass = 0; pass < 3; pass++) {
    if (
      name === "" ||
      name === "." ||
      name === ".." ||
      name.length > 255 ||
      /[/\\\u0000-\u001f\u007f:]/.test(name)
    )
      return false;
    const decoded = decodeOnce(name);
    if (decoded === undefined) return false;
    if (decoded === name) return true;
    name = decoded;
  }
  return false;
}

/** Percent-decoding; undefined when the escapes are broken. */
export function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Absolute address of `file` without its fragment; throws TW-INDEX-MALFORMED. Which schemes and hosts are followed is the caller's rule. */
export function fileAddress(page: Pick<ProjectPage, "base">, file: ProjectFile): string {
  const url = URL.parse(file.url, page.base);
  if (url === null) throw new Fault("TW-INDEX-MALFORMED", `the address of ${file.filename} cannot be read`);
  url.hash = "";
  return url.href;
}
