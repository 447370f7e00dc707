/** Names of wheels. Pure. Source: binary distribution format specification (PEP 427), "File name convention"; PEP 425, "Compressed Tag Sets". */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { asVersion, type Version } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";
import { isIdentifier } from "../python-language/identifier.ts";

/** What a wheel's name says. */
export interface WheelFilename {
  /** The project's name in its normal form. */
  readonly name: string;
  readonly version: Version;
  /** The leading number, as decimal digits without leading zeros, and what follows it. */
  readonly build: readonly [string, string] | undefined;
  /** Each `python-abi-platform` it stands for, once, in lower case. */
  readonly tags: readonly string[];
}

/** Longest file name read, in UTF-16 units. */
const LONGEST = 20_000;
/** Most tags one name may stand for. */
const MOST_TAGS = 10_000;

/** What nearly all names are made of; the engine is much faster without Unicode's properties. */
const ASCII_NAME = /^[A-Za-z0-9_.]+$/;
const ESCAPED_NAME = /^[\p{L}\p{N}_.]+$/u;
/** The specification wants a digit first; `packaging` reads the rest up to a line end. */
const BUILD = /^([0-9]+)([^\n]*)/;

/** Reads `filename`; throws Fault TW-WHEEL-FILENAME. The name and the order of tags are taken as loosely as `packaging` does. */
export function parseWheelFilename(filename: string): WheelFilename {
  if (filename.length > LONGEST) throw refused(filename, `it has more than ${LONGEST} characters`);
  if (!filename.endsWith(".whl")) throw refused(filename, "it does not end in .whl");
  const parts = filename.slice(0, -".whl".length).split("-");
  if (parts.length !== 5 && parts.length !== 6)
    throw refused(filename, "it has neither five nor six parts between dashes");
  const [name = "", version = ""] = parts;
  if (name.includes("__") || !(ASCII_NAME.test(name) || ESCAPED_NAME.test(name)))
    throw refused(filename, "its first part names no project");
  const parsed = asVersion(version);
  if (parsed === undefined) throw refused(filename, "its second part is no version");
  return {
    name: normalizeName(name),
    version: parsed,
    build: parts.length === 6 ? parseBuild(filename, parts[2] ?? "") : undefined,
    tags: expandTags(filename, parts.slice(-3)),
  };
}

function parseBuild(filename: string, build: string): readonly [string, string] {
  const found = BUILD.exec(build);
  if (found === null) throw refused(filename, "its build tag does not begin with a digit");
  return [(found[1] ?? "").replace(/^0+(?=[0-9])/, ""), found[2] ?? ""];
}

/** `py2.py3-none-any` stands for `py2-none-any` and `py3-none-any`. */
function expandTags(filename: string, components: readonly string[]): readonly string[] {
  const [pythons = [], abis = [], platforms = []] = components.map((component) =>
    component.toLowerCase().split("."),
  );
  if (pythons.includes("") || abis.includes("") || platforms.includes(""))
    throw refused(filename, "a tag is empty");
  if (!components[0]?.split(".").every(isIdentifier))
    throw refused(filename, "a Python tag is no identifier");
  if (pythons.length * abis.length * platforms.length > MOST_TAGS)
    throw refused(filename, `it stands for more than ${MOST_TAGS} tags`);
  const tags: string[] = [];
  for (const python of pythons)
    for (const abi of abis) for (const platform of platforms) tags.push(`${python}-${abi}-${platform}`);
  return tags.length === 1 ? tags : [...new Set(tags)];
}

function refused(filename: string, why: string): Fault {
  return new Fault("TW-WHEEL-FILENAME", `${shownPath(filename)} is no name of a wheel: ${why}`);
}
