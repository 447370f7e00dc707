/**
 * pip's configuration files. Pure. Source: pip's user guide, "Configuration Files"; Python's `configparser` with interpolation off.
 *
 *     [global]
 *     index-url = https://...      <- `key = value` or `key: value`
 *     find-links =
 *         /srv/one                 <- an indented line goes on with the value
 *         /srv/two
 *     [install]                    <- counts more than [global], whichever file it stands in
 *     no-index = true
 */
import { Fault } from "../../base/fault.ts";

/** Values of one file: section -> option (lower case, `-` for `_`) -> value. */
export type PipConfig = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Section whose options every other section has too (`configparser`). */
const DEFAULTS = "DEFAULT";

/** Reads one file; `path` is for the message. Throws Fault TW-SOURCE-CONFIG, as pip refuses such a file too. */
export function readPipConfig(text: string, path: string): PipConfig {
  const sections = new Map<string, Map<string, string>>();
  const reader = new Reader(sections, path);
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/)) reader.line(line);
  reader.endOption();
  const defaults = sections.get(DEFAULTS) ?? new Map<string, string>();
  sections.delete(DEFAULTS);
  return new Map([...sections].map(([name, options]) => [name, new Map([...defaults, ...options])]));
}

/** One file, line by line. */
class Reader {
  private readonly sections: Map<string, Map<string, string>>;
  private readonly path: string;
  private number = 0;
  private section: Map<string, string> | undefined;
  private option: string | undefined;
  private value: string[] = [];

  constructor(sections: Map<string, Map<string, string>>, path: string) {
    this.sections = sections;
    this.path = path;
  }

  line(line: string): void {
    this.number += 1;
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) return;
    if (/^\s/.test(line) && this.option !== undefined) {
      this.value.push(trimmed);
      return;
    }
    this.endOption();
    const header = /^\[([^\]]+)\]/.exec(trimmed)?.[1];
    if (header === undefined) this.startOption(trimmed);
    else this.startSection(header);
  }

  /** Puts the option under way into its section. */
  endOption(): void {
    if (this.option !== undefined) this.section?.set(this.option, this.value.join("\n").trim());
    this.option = undefined;
    this.value = [];
  }

  private startSection(name: string): void {
    if (this.sections.has(name)) throw this.wrong(`the section [${name}] occurs twice`);
    this.section = new Map();
    this.sections.set(name, this.section);
  }

  private startOption(line: string): void {
    const [, name, value] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    // The line itself is not repeated: it may hold a password.
    if (name === undefined || value === undefined)
      throw this.wrong("this is neither a [section] nor `option = value`");
    if (this.section === undefined) throw this.wrong("an option stands before the first [section]");
    this.option = name.toLowerCase().replaceAll("_", "-").replace(/^--/, "");
    if (this.section.has(this.option))
      throw this.wrong(`the option ${this.option} occurs twice in its section`);
    this.value = [value];
  }

  private wrong(why: string): Fault {
    return new Fault("TW-SOURCE-CONFIG", `${this.path}, line ${this.number}: ${why}`);
  }
}
