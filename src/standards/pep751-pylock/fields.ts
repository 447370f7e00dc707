/** Typed access to the tables of a lock; every complaint says where. Pure. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import {
  isTomlArray,
  isTomlTable,
  type TomlTable,
  TomlTime,
  type TomlValue,
  tomlKind,
} from "../../formats/toml/value.ts";

/** One table. Keys that nobody asked for are told by `rest`. */
export class Fields {
  /** As `packages[3].wheels[0]`; empty for the document. */
  readonly where: string;
  private readonly table: TomlTable;
  private readonly asked = new Set<string>();

  constructor(table: TomlTable, where: string) {
    this.table = table;
    this.where = where;
  }

  /** A string, not empty. */
  text(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw this.wrongType(key, value, "a string");
    if (value === "" || value.includes("\u0000")) throw this.wrong(key, "it is empty or holds a NUL");
    return value;
  }

  /** A string that must be there. */
  requiredText(key: string): string {
    return this.text(key) ?? this.missing(key);
  }

  /** What `read` makes of a string; a Fault of `read` is told with the place. */
  parsed<Result>(key: string, read: (text: string) => Result): Result | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : this.reading(key, () => read(text));
  }

  /** An array of strings. */
  texts(key: string): readonly string[] | undefined {
    return this.array(key)?.map((value, at) => {
      if (typeof value !== "string") throw this.wrongType(`${key}[${at}]`, value, "a string");
      return value;
    });
  }

  /** What `read` makes of each string of an array. */
  parsedTexts<Result>(key: string, read: (text: string) => Result): readonly Result[] | undefined {
    return this.texts(key)?.map((text, at) => this.reading(`${key}[${at}]`, () => read(text)));
  }

  /** A whole number, 0 or more. */
  count(key: string): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value !== "number") throw this.wrongType(key, value, "an integer");
    if (value < 0) throw this.wrong(key, "it is negative");
    return value;
  }

  /** True or false. */
  flag(key: string): boolean | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === "boolean") return value;
    throw this.wrongType(key, value, "a boolean");
  }

  /** A date and time in UTC. */
  moment(key: string): TomlTime | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (!(value instanceof TomlTime) || value.kind !== "offset date-time")
      throw this.wrongType(key, value, "a date-time with an offset");
    if (!/(?:Z|[+-]00:00)$/i.test(value.text)) throw this.wrong(key, "it is not in UTC");
    return value;
  }

  /** A table as it is. */
  raw(key: string): TomlTable | undefined {
    const value = this.value(key);
    if (value === undefined || isTomlTable(value)) return value;
    throw this.wrongType(key, value, "a table");
  }

  /** A table. */
  inner(key: string): Fields | undefined {
    const table = this.raw(key);
    return table === undefined ? undefined : new Fields(table, this.place(key));
  }

  /** An array of tables, as they are. */
  rawTables(key: string): readonly TomlTable[] | undefined {
    return this.array(key)?.map((value, at) => {
      if (!isTomlTable(value)) throw this.wrongType(`${key}[${at}]`, value, "a table");
      return value;
    });
  }

  /** An array of tables. */
  tables(key: string): readonly Fields[] | undefined {
    return this.rawTables(key)?.map((table, at) => new Fields(table, this.place(`${key}[${at}]`)));
  }

  /** Each string value of the table, by key. */
  strings(): readonly (readonly [string, string])[] {
    return [...this.table.keys()].map((key) => [key, this.requiredText(key)]);
  }

  /** True when the key is there. */
  has(key: string): boolean {
    return this.table.has(key);
  }

  /** Places of the keys nobody asked for. */
  rest(): readonly string[] {
    return [...this.table.keys()].filter((key) => !this.asked.has(key)).map((key) => this.place(key));
  }

  /** Fault TW-PYLOCK-MALFORMED about a key. */
  wrong(key: string, why: string): Fault {
    return new Fault(
      "TW-PYLOCK-MALFORMED",
      `the lock breaks PEP 751 at ${shownKey(this.place(key))}: ${why}`,
    );
  }

  /** The key's whole place. */
  place(key: string): string {
    return this.where === "" ? key : `${this.where}.${key}`;
  }

  /** Does `act`; its Fault becomes one about the key. */
  reading<Result>(key: string, act: () => Result): Result {
    try {
      return act();
    } catch (thrown) {
      if (thrown instanceof Fault) throw this.wrong(key, thrown.message);
      throw thrown;
    }
  }

  private array(key: string): readonly TomlValue[] | undefined {
    const value = this.value(key);
    if (value === undefined || isTomlArray(value)) return value;
    throw this.wrongType(key, value, "an array");
  }

  private value(key: string): TomlValue | undefined {
    this.asked.add(key);
    return this.table.get(key);
  }

  private wrongType(key: string, value: TomlValue, wanted: string): Fault {
    return this.wrong(key, `it is ${tomlKind(value)}, not ${wanted}`);
  }

  private missing(key: string): never {
    throw this.wrong(key, "it is missing");
  }
}

function shownKey(place: string): string {
  return shownPath(place).slice(1, -1);
}
