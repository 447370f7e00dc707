/**
 * entry_points.txt: which commands a distribution brings. Pure. Source: entry points specification, "File format" and "Data model": INI as
 * Python's `configparser` reads it with `=` as the only delimiter, case-sensitive; here without continuation lines, which readers read differently.
 */
import { type Code, Fault } from "../../base/fault.ts";
import { checkPortablePath, shownPath } from "../../formats/portable-path/portable-path.ts";
import { isValidName } from "../pep503-name/name.ts";
import { isIdentifier, isKeyword } from "../python-language/identifier.ts";

/** One command. */
export interface EntryPoint {
  /** The name of the file in the scripts directory. */
  readonly name: string;
  /** Dotted name to import. */
  readonly module: string;
  /** Dotted name inside the module, of what is called. */
  readonly attribute: string;
  /** Extras it wants; the specification tells consumers to do nothing with them. */
  readonly extras: readonly string[];
}

/** What entry_points.txt says. */
export interface EntryPoints {
  /** Commands that use the terminal they are started from (`console_scripts`). */
  readonly console: readonly EntryPoint[];
  /** Commands with a window of their own (`gui_scripts`). */
  readonly gui: readonly EntryPoint[];
  /** Every group, those two among them: group, then name, then reference as written. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Longest file read, in UTF-16 units. */
const LONGEST = 4_000_000;

const SCRIPT_NAME = /^[A-Za-z0-9_.-]+$/;
/**
 * Names that stand in for the interpreter or for what switches an environment on and off, in any case, because file systems may ignore it,
 * and with any ending, because Windows starts `python.bat` for `python`. A whole name is meant, not what it begins with: the shell finds a
 * command by its whole name, so `python-argcomplete-check-easy-install-script` shadows nothing, and a rule on beginnings would refuse wheels
 * that many use. The interpreter's names are those CPython, PyPy and GraalPy install: with a version, ABI flags (`python3.13t`, `python_d`), a
 * machine (`python3-intel64`) or `-config`. The scripts are those of venv and virtualenv.
 */
const TAKEN = new RegExp(
  [
    "^(?:",
    "(?:python|pypy|graalpy|graalpython)w?(?:[0-9][0-9.]*)?(?:[cdmtuw]{1,3}|_d)?(?:-(?:c|config|intel64|[0-9]+))?",
    "|(?:de)?activate",
    "|activate_this",
    ")(?:\\..*)?$",
  ].join(""),
  "i",
);
const REFERENCE = /^([^\s:[\]]+)\s*(?::\s*([^\s:[\]]+)\s*)?(?:\[([^[\]]*)\])?$/;

/**
 * Reads `text`; empty for empty. Throws Faults TW-ENTRY-POINTS-INI, TW-ENTRY-POINTS-DUPLICATE, and for the two groups of commands also
 * TW-ENTRY-POINTS-NAME and TW-ENTRY-POINTS-REFERENCE.
 */
export function parseEntryPoints(text: string): EntryPoints {
  const groups = parseGroups(text);
  const console = commands(groups.get("console_scripts"));
  const gui = commands(groups.get("gui_scripts"));
  const files = new Set<string>();
  for (const { name } of [...console, ...gui]) {
    // One file where case is ignored, so one command.
    const file = name.toLowerCase();
    if (files.has(file))
      throw fault("TW-ENTRY-POINTS-DUPLICATE", `two commands are called ${shownPath(name)}`);
    files.add(file);
  }
  return { console, gui, groups };
}

/**
 * Refuses `name` unless it may be the name of a file in the scripts directory, on every system: letters, digits, `_`, `.`, `-`, and neither the
 * interpreter's nor an activation script's; throws Fault TW-ENTRY-POINTS-NAME.
 */
export function checkScriptName(name: string): void {
  if (!SCRIPT_NAME.test(name))
    throw new Fault(
      "TW-ENTRY-POINTS-NAME",
      `the command ${shownPath(name)} holds more than letters, digits, \`_\`, \`.\` and \`-\``,
    );
  if (TAKEN.test(name))
    throw new Fault(
      "TW-ENTRY-POINTS-NAME",
      `the command ${shownPath(name)} would stand in for the environment's own`,
    );
  try {
    checkPortablePath(name);
  } catch (cause) {
    throw new Fault(
      "TW-ENTRY-POINTS-NAME",
      `the command ${shownPath(name)} is no file name on every system`,
      { cause },
    );
  }
}

function commands(group: ReadonlyMap<string, string> | undefined): readonly EntryPoint[] {
  return [...(group ?? [])].map(([name, reference]) => {
    checkScriptName(name);
    return { name, ...parseReference(name, reference) };
  });
}

/** `module:attribute [extra, extra]`. */
function parseReference(name: string, reference: string): Omit<EntryPoint, "name"> {
  const found = REFERENCE.exec(reference);
  const [, module = "", attribute, extras] = found ?? [];
  const wrong = (why: string) =>
    fault(
      "TW-ENTRY-POINTS-REFERENCE",
      `the command ${shownPath(name)} refers to ${shownPath(reference)}: ${why}`,
    );
  if (!isDottedName(module)) throw wrong("no dotted name of a module");
  if (attribute === undefined) throw wrong("a command needs something to call behind a `:`");
  if (!isDottedName(attribute)) throw wrong("no dotted name behind the `:`");
  const names =
    extras === undefined || extras.trim() === "" ? [] : extras.split(",").map((extra) => extra.trim());
  if (!names.every(isValidName)) throw wrong("no list of extras between brackets");
  return { module, attribute, extras: names };
}

function isDottedName(text: string): boolean {
  return text.split(".").every((part) => isIdentifier(part) && !isKeyword(part));
}

function parseGroups(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  if (text.length > LONGEST) throw ini(`it has more than ${LONGEST} characters`);
  if (text.includes("\0")) throw ini("it holds a NUL");
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  // Some builders indent the whole file alike; a line indented deeper than the entry above it would continue that entry.
  let indent = Number.POSITIVE_INFINITY;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#") || content.startsWith(";")) continue;
    const depth = line.length - line.trimStart().length;
    if (depth > indent) throw ini(`line ${index + 1} is indented, which continues the line above`);
    if (content.startsWith("[")) {
      group = openGroup(groups, content, index);
      indent = Number.POSITIVE_INFINITY;
      continue;
    }
    addEntry(group, content, index);
    indent = depth;
  }
  return groups;
}

function openGroup(
  groups: Map<string, Map<string, string>>,
  content: string,
  index: number,
): Map<string, string> {
  const name = /^\[([^[\]]+)\]$/.exec(content)?.[1];
  if (name === undefined) throw ini(`line ${index + 1} is no group between brackets`);
  if (groups.has(name))
    throw fault("TW-ENTRY-POINTS-DUPLICATE", `the group ${shownPath(name)} is opened twice`);
  const group = new Map<string, string>();
  groups.set(name, group);
  return group;
}

function addEntry(group: Map<string, string> | undefined, content: string, index: number): void {
  const equals = content.indexOf("=");
  const name = content.slice(0, Math.max(equals, 0)).trim();
  if (name === "") throw ini(`line ${index + 1} is no entry with a name and a \`=\``);
  if (group === undefined) throw ini(`line ${index + 1} stands before any group`);
  if (group.has(name))
    throw fault("TW-ENTRY-POINTS-DUPLICATE", `the entry ${shownPath(name)} is there twice`);
  group.set(name, content.slice(equals + 1).trim());
}

function ini(why: string): Fault {
  return fault("TW-ENTRY-POINTS-INI", why);
}

function fault(code: Code, why: string): Fault {
  return new Fault(code, `entry_points.txt cannot be used: ${why}`);
}
