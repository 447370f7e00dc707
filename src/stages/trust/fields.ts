/** The fields of one table of a trust file: each read once, none left over. Pure. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import {
  isTomlArray,
  isTomlTable,
  type TomlTable,
  TomlTime,
  type TomlValue,
} from "../../formats/toml/value.ts";

const DAY = 86_400_000;
/** Longest text, in UTF-16 units: a key of RSA with its signatures fits. */
const LONGEST = 1024 * 1024;
/** Most texts of one list. */
const MOST = 1000;
/** A control character other than those between lines. */
const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Reads one table; every mistake is Fault TW-TRUST-MALFORMED with the place. */
export class Fields {
  readonly where: string;
  private readonly table: TomlTable;
  private readonly seen = new Set<string>();

  constructor(table: TomlTable, where: string) {
    this.table = table;
    this.where = where;
  }

  /** Whether there is such a field. */
  has(name: string): boolean {
    return this.table.has(name);
  }

  /** A field as it is. */
  value(name: string): TomlValue | undefined {
    this.seen.add(name);
    return this.table.get(name);
  }

  /** A text that must be there and not be empty, on one line unless `lines`. */
  text(name: string, lines = false): string {
    const value = this.value(name);
    if (typeof value !== "string" || value.trim() === "")
      throw this.malformed(`\`${name}\` must be a text, and is not`);
    return this.checked(name, value, lines);
  }

  /** One of `choices`. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const text = this.text(name);
    const found = choices.find((choice) => choice === text);
    if (found === undefined)
      throw this.malformed(`\`${name}\` is ${shownPath(text)}, none of ${choices.join(", ")}`);
    return found;
  }

  /** A flag, false when left out. */
  flag(name: string): boolean {
    const value = this.value(name) ?? false;
    if (typeof value !== "boolean") throw this.malformed(`\`${name}\` is neither true nor false`);
    return value;
  }

  /** A list of texts, empty when left out; none is empty and none occurs twice. */
  texts(name: string): readonly string[] {
    const value = this.value(name) ?? [];
    if (!isTomlArray(value) || value.length > MOST) throw this.malformed(`\`${name}\` is no list of texts`);
    const texts = value.map((each) => {
      if (typeof each !== "string" || each.trim() === "")
        throw this.malformed(`\`${name}\` is no list of texts`);
      return this.checked(name, each, false);
    });
    if (new Set(texts).size < texts.length) throw this.malformed(`\`${name}\` holds a text twice`);
    return texts;
  }

  /** Throws when a field was not asked for. */
  done(): void {
    const unknown = [...this.table.keys()].find((key) => !this.seen.has(key));
    if (unknown !== undefined)
      throw this.malformed(`\`${shownPath(unknown).slice(1, -1)}\` is not known here`);
  }

  /** The end of a day that is written as a date, or a moment with its offset: milliseconds since the epoch. */
  end(name: string): number {
    const value = this.value(name);
    if (value instanceof TomlTime && value.kind === "local date") return Date.parse(value.text) + DAY;
    const moment = value instanceof TomlTime ? value.milliseconds : undefined;
    if (moment === undefined || Number.isNaN(moment))
      throw this.malformed(`\`${name}\` must be a day (2027-12-31) or a moment with its offset: trust ends`);
    return moment;
  }

  /** The tables of a list, each with its place. */
  tables(name: string, most: number): readonly Fields[] {
    const value = this.value(name) ?? [];
    if (!isTomlArray(value) || value.length > most) throw this.malformed(`\`${name}\` is no list of tables`);
    return value.map((each, at) => {
      if (!isTomlTable(each)) throw this.malformed(`\`${name}\` is no list of tables`);
      return new Fields(each, `${this.where}: ${name} ${at + 1}`);
    });
  }

  /** The Fault of this table; `cause` is what a reader of keys said. */
  malformed(why: string, cause?: unknown): Fault {
    return new Fault("TW-TRUST-MALFORMED", `${this.where} cannot be read: ${why}`, {
      cause,
      hint: "A trust file with a mistake in it is not used at all. `truewheel explain TW-TRUST-MALFORMED` shows its form.",
    });
  }

  private checked(name: string, text: string, lines: boolean): string {
    if (text.length > LONGEST || CONTROL.test(text) || (!lines && /[\r\n]/.test(text)))
      throw this.malformed(`\`${name}\` is too long or holds characters that no text needs`);
    return text;
  }
}
