/** The distribution's message in EXTERNALLY-MANAGED. Pure. Source: PEP 668 "Specification"; INI as `configparser` reads it, without interpolation. */

/** Said when the file has no message of its own, or none that can be read. */
export const FALLBACK_MESSAGE =
  "The operating system's own package manager looks after this Python, and packages from elsewhere may break it. " +
  "Make a virtual environment and install into that.";

/**
 * The message for a person whose locale is `locale` (`de_DE.UTF-8`, from LC_ALL, LC_MESSAGES or LANG): Error-de_DE, else Error-de,
 * else Error, else `FALLBACK_MESSAGE`. Terminal control characters are replaced by spaces.
 */
export function managedMessage(text: string, locale?: string): string {
  const values = section(text, "externally-managed") ?? new Map<string, string>();
  for (const key of messageKeys(locale)) {
    const message = values.get(key.toLowerCase())?.trimEnd();
    if (message) return message.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, " ");
  }
  return FALLBACK_MESSAGE;
}

function messageKeys(locale: string | undefined): readonly string[] {
  const name = locale?.split(/[.@]/)[0] ?? "";
  if (name === "" || name === "C" || name === "POSIX") return ["Error"];
  return [`Error-${name}`, `Error-${name.split(/[-_]/)[0]}`, "Error"];
}

/** The options of one section, names in lower case; undefined when the text is no INI, says a key or the section twice, or lacks the section. */
function section(text: string, wanted: string): ReadonlyMap<string, string> | undefined {
  const reader = new IniReader();
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (!reader.add(line)) return undefined;
  }
  return reader.sections.get(wanted);
}

/** One line at a time: headers, `key = value` or `key: value`, deeper lines continue a value, `#` and `;` begin comment lines. */
class IniReader {
  readonly sections = new Map<string, Map<string, string>>();
  private options: Map<string, string> | undefined;
  private key: string | undefined;
  private indent = 0;

  /** False when the line makes the whole text malformed. */
  add(line: string): boolean {
    const trimmed = line.trim();
    if (trimmed.startsWith("#") || trimmed.startsWith(";")) return true;
    if (trimmed === "") return this.continueWith("");
    const indent = line.length - line.trimStart().length;
    if (this.key !== undefined && indent > this.indent) return this.continueWith(trimmed);
    this.indent = indent;
    const header = /^\[(.+)\]/.exec(trimmed)?.[1];
    return header === undefined ? this.option(trimmed) : this.header(header);
  }

  private continueWith(more: string): boolean {
    if (this.options === undefined || this.key === undefined) return true;
    const value = this.options.get(this.key) ?? "";
    this.options.set(this.key, `${value}\n${more}`);
    return true;
  }

  private header(name: string): boolean {
    this.key = undefined;
    this.options = new Map();
    if (this.sections.has(name)) return false;
    this.sections.set(name, this.options);
    return true;
  }

  private option(line: string): boolean {
    const at = line.search(/[=:]/);
    const key = at <= 0 ? "" : line.slice(0, at).trim().toLowerCase();
    if (this.options === undefined || key === "" || this.options.has(key)) return false;
    this.key = key;
    this.options.set(key, line.slice(at + 1).trim());
    return true;
  }
}
