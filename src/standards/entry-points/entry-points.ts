/** entry_points.txt, read strictly. Pure. Source: entry points specification; names bounded so that no script leaves its directory or shadows an interpreter. */
import { Fault } from "../../base/fault.ts";

/** One entry point. */
export interface EntryPoint {
  readonly name: string;
  /** Dotted module. */
  readonly module: string;
  /** Dotted attribute; empty when the whole module is meant. */
  readonly attribute: string;
}

/** Entry points by use. */
export interface EntryPoints {
  readonly console: readonly EntryPoint[];
  readonly gui: readonly EntryPoint[];
}

const LARGEST = 1_000_000;
const IDENTIFIER = "[\\p{ID_Start}_][\\p{ID_Continue}]*";
const DOTTED = `${IDENTIFIER}(?:\\.${IDENTIFIER})*`;
const REFERENCE = new RegExp(`^(${DOTTED})(?:\\s*:\\s*(${DOTTED}))?\\s*(?:\\[[\\w\\s,.-]*\\])?$`, "u");
/** Interpreters, and what activates an environment. */
const RESERVED = /^(?:python|pypy|activate|deactivate)(?:$|[^a-z_-]|w$)/i;

/** `text` by group; throws Fault TW-ENTRY-POINTS when it is no INI file or a script has a name or reference that is not allowed. */
export function parseEntryPoints(text: string): EntryPoints {
  if (text.length > LARGEST) throw malformed("it is too large");
  const groups = readIni(text);
  const scripts = (group: string): readonly EntryPoint[] =>
    [...(groups.get(group) ?? [])].map(([name, reference]) => readScript(name, reference));
  return { console: scripts("console_scripts"), gui: scripts("gui_scripts") };
}

/** Throws Fault TW-ENTRY-POINT-NAME unless `name` may stand in a scripts directory. */
export function checkScriptName(name: string): void {
  const plain = /^[\w.][\w.+-]*$/.test(name) && !/^\.+$/.test(name);
  if (!plain || RESERVED.test(name)) {
    throw new Fault(
      "TW-ENTRY-POINT-NAME",
      `${JSON.stringify(name.slice(0, 80))} may not be the name of a script`,
    );
  }
}

function readScript(name: string, reference: string): EntryPoint {
  checkScriptName(name);
  const match = REFERENCE.exec(reference);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new Fault(
      "TW-ENTRY-POINT-REFERENCE",
      `the script ${name} refers to ${JSON.stringify(reference.slice(0, 80))}, which is no \`module:attribute\``,
    );
  }
  return { name, module: match[1], attribute: match[2] };
}

function readIni(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    if (/^\s/.test(raw)) throw malformed("a value goes on over several lines");
    const header = /^\[([^\]]+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      if (groups.has(header)) throw malformed(`the group ${JSON.stringify(header)} is there twice`);
      group = new Map();
      groups.set(header, group);
      continue;
    }
    const equals = line.indexOf("=");
    if (group === undefined || equals < 1)
      throw malformed(`a line is no \`name = reference\`: ${JSON.stringify(line.slice(0, 80))}`);
    const name = line.slice(0, equals).trim();
    if (group.has(name)) throw malformed(`${JSON.stringify(name)} is there twice in one group`);
    group.set(name, line.slice(equals + 1).trim());
  }
  return groups;
}

function malformed(why: string): Fault {
  return new Fault("TW-ENTRY-POINTS", `entry_points.txt cannot be read: ${why}`);
}
