/** One logical line of a requirements file -> what it says. Pure. Source: pip's documentation, "Requirements File Format"; pip 26.3. */
import { distinctHashes, type FileHash, parseFileHash } from "../file-hash/hash.ts";
import { parseRequirementArgument, type RequirementArgument } from "./argument.ts";
import type { LogicalLine } from "./lines.ts";
import {
  type GivenOption,
  INCLUDE_OPTIONS,
  type OptionName,
  REQUIREMENT_OPTIONS,
  readOptions,
} from "./options.ts";
import { at, faultAt, type Origin } from "./origin.ts";
import { splitWords } from "./words.ts";

/** One requirement and the options of its line. */
export interface RequirementItem {
  readonly kind: "requirement";
  readonly origin: Origin;
  /** True when a constraints file holds it: it limits and asks for nothing. */
  readonly constraint: boolean;
  readonly editable: boolean;
  readonly requirement: RequirementArgument;
  /** What `--hash` allows, each digest once; the digests of the URL's fragment are in `requirement`. */
  readonly hashes: readonly FileHash[];
  /** `--config-settings`: the values of each key, in order. */
  readonly configSettings: ReadonlyMap<string, readonly string[]>;
}

/** One option that counts for the whole run. */
export interface OptionItem {
  readonly kind: "option";
  readonly origin: Origin;
  readonly name: Exclude<OptionName, "requirement" | "constraint" | "editable" | "hash" | "config-settings">;
  /** As written; empty for an option without a value. May hold credentials. */
  readonly value: string;
}

/** A line that brings another file. */
export interface IncludeItem {
  readonly kind: "include";
  readonly origin: Origin;
  /** As written. */
  readonly location: string;
  readonly constraint: boolean;
}

/** What a line says. */
export type LineItem = RequirementItem | OptionItem | IncludeItem;

/**
 * Reads one line. Throws Fault TW-REQUIREMENTS-LINE, TW-REQUIREMENTS-OPTION, TW-REQUIREMENTS-CONSTRAINT and those of `parseRequirementArgument`, each
 * message beginning with the place. What pip passes over in silence on a line is refused: a second `-r`, options beside `-r` or a
 * requirement that are not for it, a `--hash` without a requirement.
 */
export function readLine(line: LogicalLine, origin: Origin, constraint: boolean): readonly LineItem[] {
  const { argument, rest } = breakLine(line.text);
  const words = splitWords(rest);
  if (words === undefined) throw wrong(origin, "a quote in its options stays open, or a backslash ends them");
  const options = readOptions(words, origin);
  const included = options.find(({ name }) => INCLUDE_OPTIONS.has(name));
  const editable = options.filter(({ name }) => name === "editable");
  if (argument === "" && editable.length === 0) {
    if (included === undefined) return options.map((option) => asOption(option, origin));
    if (options.length > 1) throw wrong(origin, `--${included.name} must stand alone in its line`);
    return [
      { kind: "include", origin, location: included.value, constraint: included.name === "constraint" },
    ];
  }
  if (argument !== "" && editable.length > 0) throw wrong(origin, "a requirement stands before --editable");
  if (editable.length > 1) throw wrong(origin, "--editable is given twice");
  const other = options.find(({ name }) => !REQUIREMENT_OPTIONS.has(name) && name !== "editable");
  if (other !== undefined)
    throw wrong(origin, `--${other.name} stands beside a requirement; it needs a line of its own`);
  const text = editable[0]?.value ?? argument;
  return [readRequirement(text, options, line.expanded, origin, constraint)];
}

/** A requirement of the command line; `position` counts from 1. Throws as `readLine`. */
export function readCommandLineRequirement(
  text: string,
  position: number,
  editable = false,
): RequirementItem {
  const origin: Origin = { file: undefined, line: position };
  const options: readonly GivenOption[] = editable ? [{ name: "editable", value: text }] : [];
  return readRequirement(text, options, false, origin, false);
}

/** Options begin with the first word, between single spaces, that begins with a dash. */
function breakLine(text: string): { readonly argument: string; readonly rest: string } {
  const words = text.split(" ");
  const first = words.findIndex((word) => word.startsWith("-"));
  if (first < 0) return { argument: text, rest: "" };
  return { argument: words.slice(0, first).join(" "), rest: words.slice(first).join(" ") };
}

function readRequirement(
  text: string,
  options: readonly GivenOption[],
  secret: boolean,
  origin: Origin,
  constraint: boolean,
): RequirementItem {
  const editable = options.some(({ name }) => name === "editable");
  const requirement = secret ? readUnshown(text, origin) : at(origin, () => parseRequirementArgument(text));
  const hashes = options
    .filter(({ name }) => name === "hash")
    .map(({ value }) => (secret ? readUnshownHash(value, origin) : at(origin, () => parseFileHash(value))));
  if (editable && requirement.source.kind !== "directory" && requirement.source.kind !== "vcs")
    throw wrong(origin, "--editable takes a directory or a version control URL");
  if (hashes.length > 0 && (requirement.source.kind === "directory" || requirement.source.kind === "vcs"))
    throw wrong(origin, "a directory or checkout is no file that --hash could pin");
  if (constraint) checkConstraint(requirement, editable, origin);
  return {
    kind: "requirement",
    origin,
    constraint,
    editable,
    requirement,
    hashes: distinctHashes(hashes),
    configSettings: readSettings(options, origin),
  };
}

/** A line in which a variable was replaced: its faults do not repeat it. */
function readUnshown(text: string, origin: Origin): RequirementArgument {
  try {
    return { ...parseRequirementArgument(text), text: "a requirement with variables" };
  } catch {
    throw unshown(origin);
  }
}

function readUnshownHash(text: string, origin: Origin): FileHash {
  try {
    return parseFileHash(text);
  } catch {
    throw unshown(origin);
  }
}

function unshown(origin: Origin): Error {
  return wrong(
    origin,
    "with its variables replaced, the line is no requirement; it is not shown, as they may be secret",
  );
}

/** pip: "Constraints files": a name and versions, perhaps an address. */
function checkConstraint({ name, extras }: RequirementArgument, editable: boolean, origin: Origin): void {
  const why =
    name === undefined
      ? "it names no project"
      : editable
        ? "it is editable"
        : extras.length > 0
          ? "it has extras"
          : undefined;
  if (why !== undefined)
    throw faultAt(origin, "TW-REQUIREMENTS-CONSTRAINT", `this cannot be a constraint: ${why}`);
}

function readSettings(
  options: readonly GivenOption[],
  origin: Origin,
): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  for (const { name, value } of options) {
    if (name !== "config-settings") continue;
    const equals = value.indexOf("=");
    if (equals < 0) throw faultAt(origin, "TW-REQUIREMENTS-OPTION", "--config-settings must read KEY=VALUE");
    const key = value.slice(0, equals);
    settings.set(key, [...(settings.get(key) ?? []), value.slice(equals + 1)]);
  }
  return settings;
}

function asOption({ name, value }: GivenOption, origin: Origin): OptionItem {
  if (
    name === "requirement" ||
    name === "constraint" ||
    name === "editable" ||
    name === "hash" ||
    name === "config-settings"
  )
    throw wrong(
      origin,
      `--${name} belongs to no requirement; a backslash at the end of a line joins the next one to it`,
    );
  return { kind: "option", origin, name, value };
}

function wrong(origin: Origin, why: string): Error {
  return faultAt(origin, "TW-REQUIREMENTS-LINE", why);
}
