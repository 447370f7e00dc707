/**
 * One requirement as it stands on the command line or in a requirements file. Pure; nothing is looked up on the disk.
 * Source: PEP 508; pip's documentation, "pip install", "Argument Handling"; pip 26.3 where that is silent.
 *
 *     pkg[extra]>=1 ; marker              from an index
 *     pkg @ https://host/x.whl#sha256=... from one URL, the name given
 *     https://host/x-1-py3-none-any.whl   from one URL, the name read from the file's
 *     ./dist/x-1-py3-none-any.whl[extra]  from a file; `./directory[extra]` from a directory
 *
 * Where pip looks at the disk to tell a path from a name, the look of the text decides here: a text that ends as an archive does, begins with
 * a dot or holds a slash is a path, unless a name and `@` begin it.
 */
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { FileHash } from "../file-hash/hash.ts";
import { parseWheelFilename } from "../pep427-wheel/filename.ts";
import { parseSpecifiers, type Specifiers } from "../pep440-version/specifiers.ts";
import { isValidName, normalizeName } from "../pep503-name/name.ts";
import { type Marker, parseMarker } from "../pep508-requirement/marker.ts";
import { parseRequirement } from "../pep508-requirement/requirement.ts";
import { strip } from "../python-language/space.ts";
import { withoutCredentials } from "./origin.ts";
import { isArchive, isUrl, type RequirementSource, readSourceUrl } from "./source.ts";

/** One requirement. */
export interface RequirementArgument {
  /** As written, without credentials: for messages. */
  readonly text: string;
  /** Normal form; undefined for a directory, checkout or source archive that was not named. */
  readonly name: string | undefined;
  /** Normal form, sorted by code point. */
  readonly extras: readonly string[];
  /** As written; a wheel's own version for a wheel given by URL or path. */
  readonly specifiers: Specifiers;
  readonly marker: Marker | undefined;
  readonly source: RequirementSource;
  /** Digests of the URL's fragment: the file must have one of them; empty when there is none. */
  readonly hashes: readonly FileHash[];
  /** What was passed over, for people. */
  readonly notes: readonly string[];
}

/** Longest requirement read, in UTF-16 units. */
const LONGEST = 40_000;

const NOTHING = parseSpecifiers("");

/**
 * Reads one requirement. Throws Fault TW-REQUIREMENT-INVALID, TW-SPECIFIER-INVALID, TW-MARKER-INVALID, TW-REQUIREMENT-SOURCE,
 * TW-WHEEL-FILENAME, TW-HASH-WEAK or TW-HASH-FORM; no message holds credentials.
 */
export function parseRequirementArgument(text: string): RequirementArgument {
  if (text.length > LONGEST)
    throw new Fault("TW-REQUIREMENT-INVALID", `a requirement has more than ${LONGEST} characters`);
  try {
    return parseArgument(text);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    throw new Fault(thrown.code, withoutCredentials(thrown.message), hintOf(thrown, text));
  }
}

function parseArgument(given: string): RequirementArgument {
  const text = strip(given);
  // A `;` may be part of a bare URL, so there a space must follow it; everywhere else it begins the marker.
  const separator = isUrl(text) ? "; " : ";";
  const cut = text.indexOf(separator);
  const body = strip(cut < 0 ? text : text.slice(0, cut));
  const condition = cut < 0 ? "" : strip(text.slice(cut + separator.length));
  const marker = condition === "" ? undefined : parseMarker(condition);
  const shown = withoutCredentials(text);
  if (isUrl(body)) return direct(shown, marker, undefined, [], readSourceUrl(body));
  if (looksLikePath(body)) return local(shown, marker, body);
  const requirement = parseRequirement(body);
  const extras = normalExtras(requirement.extras);
  if (requirement.url !== undefined)
    return direct(shown, marker, requirement.normalized, extras, readSourceUrl(requirement.url));
  const { normalized: name, specifiers } = requirement;
  return { text: shown, name, extras, specifiers, marker, source: { kind: "index" }, hashes: [], notes: [] };
}

function looksLikePath(text: string): boolean {
  const at = text.indexOf("@");
  const before = at < 0 ? "" : strip(text.slice(0, at));
  const named = before.endsWith("]") ? strip(before.slice(0, before.indexOf("["))) : before;
  if (isValidName(named)) return false;
  return /^\.|\/|^[a-z]:\\/i.test(text) || isArchive(splitExtras(text).path);
}

function local(text: string, marker: Marker | undefined, body: string): RequirementArgument {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(body)) {
    const why = "only https:, http:, file: and the version control systems' URLs are read";
    throw new Fault("TW-REQUIREMENT-SOURCE", `${shownPath(text)} names no distribution: ${why}`);
  }
  const { path, extras } = splitExtras(body);
  if (/[\u0000-\u001f\u007f[\]]/.test(path))
    throw new Fault(
      "TW-REQUIREMENT-SOURCE",
      `${shownPath(text)} names no distribution: its path holds a bracket or control character`,
    );
  const filename = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const source: RequirementSource = isArchive(path)
    ? { kind: "file", path, filename, subdirectory: undefined }
    : { kind: "directory", path, subdirectory: undefined };
  return direct(text, marker, undefined, extras, { source, hashes: [], notes: [] });
}

/** `path[a,b]` -> `path` and its extras. */
function splitExtras(text: string): { readonly path: string; readonly extras: readonly string[] } {
  const [, path, inner] = /^([^[]*[^[\s])\s*\[([^\][]+)\]$/.exec(text) ?? [];
  if (path === undefined || inner === undefined) return { path: text, extras: [] };
  return { path, extras: normalExtras(parseRequirement(`placeholder[${inner}]`).extras) };
}

function normalExtras(extras: readonly string[]): readonly string[] {
  return [...new Set(extras.map(normalizeName))].toSorted(byCodePoint);
}

/** A requirement for one file, directory or checkout. A wheel's name tells project and version; a name beside it must be the same. */
function direct(
  text: string,
  marker: Marker | undefined,
  given: string | undefined,
  extras: readonly string[],
  { source, hashes, notes }: Pick<RequirementArgument, "source" | "hashes" | "notes">,
): RequirementArgument {
  const filename = source.kind === "url" || source.kind === "file" ? source.filename : "";
  if (!filename.toLowerCase().endsWith(".whl"))
    return { text, name: given, extras, specifiers: NOTHING, marker, source, hashes, notes };
  const wheel = parseWheelFilename(filename);
  if (!isValidName(wheel.name))
    throw new Fault("TW-REQUIREMENT-SOURCE", `${shownPath(text)} names a wheel of no valid project`);
  if (given !== undefined && given !== wheel.name)
    throw new Fault(
      "TW-REQUIREMENT-SOURCE",
      `${shownPath(text)} asks for ${given} and names a wheel of ${shownPath(wheel.name)}`,
    );
  const specifiers = parseSpecifiers(`==${wheel.version.text}`);
  return { text, name: wheel.name, extras, specifiers, marker, source, hashes, notes };
}

function hintOf(fault: Fault, text: string): { readonly hint?: string } {
  if (fault.hint !== undefined) return { hint: fault.hint };
  if (/^[^=<>!~]*[^=<>!~]=[^=]/.test(text) && !text.includes("@"))
    return { hint: "versions are pinned with `==`" };
  if (/\.(?:txt|in)$/i.test(text)) return { hint: "read a requirements file with -r" };
  return {};
}
