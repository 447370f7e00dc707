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
  /** True or the digests of `<filename>.metadata` (PEP 658, 714); undefined when there is none. */
  readonly coreMetadata: true | ReadonlyMap<string, string> | undefined;
  /** ISO 8601 (PEP 700). */
  readonly uploadTime: string | undefined;
  /** Address of the attestations (PEP 740). */
  readonly provenance: string | undefined;
}

/** One project's page. */
export interface ProjectPage {
  /** `major.minor`; `1.0` where an HTML page tells none. */
  readonly apiVersion: string;
  /** As the page spells it; undefined on HTML, which has no place for it. */
  readonly name: string | undefined;
  /** PEP 792: `active` unless told otherwise. */
  readonly status: string;
  readonly statusReason: string | undefined;
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

/** True for a name that is one plain path component, also after percent-decoding once and twice. */
export function isPlainFilename(filename: string): boolean {
  // Nearly every real name: nothing in it can decode to anything else.
  if (/^[A-Za-z0-9_][A-Za-z0-9_.+!-]*$/.test(filename)) return true;
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
