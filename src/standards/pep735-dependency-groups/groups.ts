/**
 * Dependency groups of a project file. Pure. Source: dependency groups specification (PEP 735).
 *
 *     [dependency-groups]
 *     test = ["pytest>7", { include-group = "typing" }]    <- requirements, and what another group holds, at that place
 *     Typing = ["mypy"]                                     <- names are compared in their normal form, so each is there once
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import {
  isTomlArray,
  isTomlTable,
  type TomlTable,
  type TomlValue,
  tomlKind,
} from "../../formats/toml/value.ts";
import { isValidName, normalizeName } from "../pep503-name/name.ts";
import { parseRequirement, type Requirement } from "../pep508-requirement/requirement.ts";

/** The groups of one project, not looked into yet, by normal name. */
export type DependencyGroups = ReadonlyMap<string, TomlValue>;

/** One requirement of a group. */
export interface GroupRequirement {
  /** As written. */
  readonly text: string;
  readonly requirement: Requirement;
  /** Normal name of the group that holds it: the one asked for, or one that it includes. */
  readonly group: string;
}

/** Most requirements of one group, those of included groups counted each time. */
const MOST = 100_000;

/**
 * The table `[dependency-groups]` of a parsed pyproject.toml; no groups when there is none. Throws Fault TW-GROUP-MALFORMED (no table, a name that names nothing),
 * TW-GROUP-TWICE.
 */
export function readDependencyGroups(pyproject: TomlTable): DependencyGroups {
  const table = pyproject.get("dependency-groups");
  if (table === undefined) return new Map();
  if (!isTomlTable(table)) throw malformed(`\`dependency-groups\` is ${tomlKind(table)}, not a table`);
  const spelled = new Map<string, string>();
  const groups = new Map<string, TomlValue>();
  for (const [name, items] of table) {
    if (!isValidName(name)) throw malformed(`${shownPath(name)} is no name of a group`);
    const normal = normalizeName(name);
    const other = spelled.get(normal);
    if (other !== undefined)
      throw new Fault("TW-GROUP-TWICE", `the dependency groups ${other} and ${name} are one name`);
    spelled.set(normal, name);
    groups.set(normal, items);
  }
  return groups;
}

/**
 * The requirements of the groups `names`, in any spelling, one group after another; a requirement that several hold is there several times. Only groups that
 * are reached are looked into. Throws Fault TW-GROUP-MISSING, TW-GROUP-CYCLE, TW-GROUP-MALFORMED, TW-REQUIREMENT-INVALID, TW-SPECIFIER-INVALID.
 */
export function resolveGroups(
  groups: DependencyGroups,
  names: readonly string[],
): readonly GroupRequirement[] {
  const done = new Map<string, readonly GroupRequirement[]>();
  return bounded(names.flatMap((name) => resolve(normalizeName(name), groups, [], done)));
}

function resolve(
  name: string,
  groups: DependencyGroups,
  above: readonly string[],
  done: Map<string, readonly GroupRequirement[]>,
): readonly GroupRequirement[] {
  const known = done.get(name);
  if (known !== undefined) return known;
  const path = [...above, name];
  if (above.includes(name))
    throw new Fault(
      "TW-GROUP-CYCLE",
      `dependency groups include one another in a circle: ${path.slice(-10).join(" -> ")}`,
    );
  const items = groups.get(name);
  if (items === undefined) {
    const by = above.at(-1);
    const who = by === undefined ? "" : `, which ${by} includes`;
    throw new Fault("TW-GROUP-MISSING", `there is no dependency group ${shownPath(name)}${who}`);
  }
  if (!isTomlArray(items)) throw malformed(`${name} is ${tomlKind(items)}, not an array`);
  if (path.length > 1000) throw malformed(`${name} is included too deeply`);
  const all: GroupRequirement[] = [];
  for (const item of items) {
    if (typeof item === "string") all.push(readRequirement(item, name));
    else for (const each of resolve(includedIn(item, name), groups, path, done)) all.push(each);
    bounded(all);
  }
  done.set(name, all);
  return all;
}

function readRequirement(text: string, group: string): GroupRequirement {
  try {
    return { text, requirement: parseRequirement(text), group };
  } catch (thrown) {
    if (thrown instanceof Fault) throw new Fault(thrown.code, `dependency group ${group}: ${thrown.message}`);
    throw thrown;
  }
}

/** `{ include-group = "name" }` and nothing else: a table with other keys may come to mean something. */
function includedIn(item: TomlValue, group: string): string {
  if (!isTomlTable(item)) throw malformed(`${group} holds ${tomlKind(item)}`);
  const included = item.get("include-group");
  if (item.size !== 1 || typeof included !== "string")
    throw malformed(`${group} holds a table that is no \`{ include-group = "NAME" }\``);
  return normalizeName(included);
}

function bounded(all: readonly GroupRequirement[]): readonly GroupRequirement[] {
  if (all.length > MOST) throw malformed(`more than ${MOST} requirements are not read`);
  return all;
}

function malformed(why: string): Fault {
  return new Fault("TW-GROUP-MALFORMED", `the dependency groups break PEP 735: ${why}`);
}
