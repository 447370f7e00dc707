/**
 * Requirements and constraints files with everything they include. Pure: the caller passes a function that reads. Source: pip's documentation,
 * "Requirements File Format", "Constraints Files"; pip 26.3.
 *
 * `-r` and `-c` are relative to the file they stand in, also when that is a URL. A file that includes itself, by any way, is refused. As in pip,
 * a constraints file that includes another with `-r` includes requirements.
 */
import { dirname, isAbsolute, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "../../base/fault.ts";
import { type OptionItem, type RequirementItem, readCommandLineRequirement, readLine } from "./line.ts";
import { decodeRequirements, logicalLines, type Variables } from "./lines.ts";
import { at, faultAt, type Origin, shownFile } from "./origin.ts";

/** What reading needs of the world. */
export interface RequirementsReader {
  /** The bytes at a path (as composed from what was given) or at an `http:` or `https:` URL, which may hold credentials. */
  readonly read: (location: string) => Uint8Array | Promise<Uint8Array>;
  /** Environment variables, for `${NAME}`. */
  readonly variables: Variables;
}

/** One file to read. */
export interface RequirementsInput {
  /** Path or URL. */
  readonly location: string;
  /** True for `-c`. */
  readonly constraint: boolean;
}

/** Everything read, in the order in which it was written. */
export interface RequirementsFiles {
  readonly requirements: readonly RequirementItem[];
  readonly options: readonly OptionItem[];
  /** Paths and URLs, without credentials, in the order of opening. */
  readonly files: readonly string[];
}

/** Most files of one run, and deepest inclusion. */
const MOST_FILES = 1000;
const DEEPEST = 50;
/** Most requirements and options of one run. */
const MOST_ITEMS = 200_000;

/**
 * Reads `inputs` in order. Throws Fault TW-REQUIREMENTS-NESTED (a file includes itself, or too deeply), TW-REQUIREMENTS-REMOTE (a file from the network names
 * something on this machine, or https: leads to http:), TW-REQUIREMENTS-LIMIT, TW-REQUIREMENTS-ENCODING, those of `readLine`, and what `read` throws.
 */
export async function readRequirements(
  inputs: readonly RequirementsInput[],
  reader: RequirementsReader,
): Promise<RequirementsFiles> {
  const out = { requirements: [] as RequirementItem[], options: [] as OptionItem[], files: [] as string[] };
  for (const { location, constraint } of inputs) {
    const start: Origin = { file: undefined, line: 0 };
    await readFile(localized(location, start), constraint, [], start, reader, out);
  }
  return out;
}

/** Requirements named on the command line, counted from 1; throws as `readLine`. */
export function readArguments(texts: readonly string[]): readonly RequirementItem[] {
  return texts.map((text, index) => readCommandLineRequirement(text, index + 1));
}

interface Collected {
  readonly requirements: RequirementItem[];
  readonly options: OptionItem[];
  readonly files: string[];
}

async function readFile(
  location: string,
  constraint: boolean,
  above: readonly string[],
  from: Origin,
  reader: RequirementsReader,
  out: Collected,
): Promise<void> {
  if (above.includes(location))
    throw faultAt(from, "TW-REQUIREMENTS-NESTED", `${shownFile(location)} includes itself`);
  if (above.length >= DEEPEST || out.files.length >= MOST_FILES)
    throw faultAt(
      from,
      "TW-REQUIREMENTS-NESTED",
      `more than ${DEEPEST} files deep or ${MOST_FILES} files are not read`,
    );
  const file = shownFile(location);
  out.files.push(file);
  const text = decodeRequirements(await reader.read(location), file);
  const path = [...above, location];
  for (const line of logicalLines(text, reader.variables, file)) {
    const origin: Origin = { file, line: line.number };
    for (const item of readLine(line, origin, constraint)) {
      if (item.kind === "option") out.options.push(item);
      else if (item.kind === "requirement") out.requirements.push(checkReach(item, location));
      else
        await readFile(included(location, item.location, origin), item.constraint, path, origin, reader, out);
    }
    if (out.requirements.length + out.options.length > MOST_ITEMS)
      throw faultAt(origin, "TW-REQUIREMENTS-LIMIT", `more than ${MOST_ITEMS} requirements are not read`);
  }
}

/** Where an included file lies. */
function included(from: string, to: string, origin: Origin): string {
  if (isRemote(from)) {
    const url = URL.parse(to, from);
    if (url === null || !isRemote(url.href))
      throw faultAt(
        origin,
        "TW-REQUIREMENTS-REMOTE",
        "a file from the network includes something that is not there",
      );
    if (/^https:/i.test(from) && url.protocol === "http:")
      throw faultAt(origin, "TW-REQUIREMENTS-REMOTE", "a file read over https: includes one over http:");
    return url.href;
  }
  const target = localized(to, origin);
  return isRemote(target) || isAbsolute(target) ? target : join(dirname(from), target);
}

/** A URL as it is, `file:` as a path, a path in its shortest form. */
function localized(location: string, origin: Origin): string {
  if (isRemote(location)) {
    const url = URL.parse(location);
    if (url === null)
      throw faultAt(origin, "TW-REQUIREMENTS-NESTED", "the address of a requirements file cannot be read");
    return url.href;
  }
  if (!/^file:/i.test(location)) return normalize(location);
  return at(origin, () => {
    try {
      return fileURLToPath(location);
    } catch {
      throw new Fault("TW-REQUIREMENTS-NESTED", `${shownFile(location)} is no path on this machine`);
    }
  });
}

/** A file from the network names nothing on this machine. */
function checkReach(item: RequirementItem, location: string): RequirementItem {
  const { source } = item.requirement;
  const local =
    source.kind === "file" ||
    source.kind === "directory" ||
    (source.kind === "vcs" && source.url.startsWith("file:"));
  if (local && isRemote(location))
    throw faultAt(
      item.origin,
      "TW-REQUIREMENTS-REMOTE",
      "a file from the network names a path on this machine",
    );
  return item;
}

function isRemote(location: string): boolean {
  return /^https?:/i.test(location);
}
