/** TOML values as data. Pure. Source: TOML 1.0, with the additions of 1.1 (toml.io). */

/** A table, in document order. A Map, so that no key has a meaning of its own. */
export type TomlTable = ReadonlyMap<string, TomlValue>;

/** Any value. An integer is a number without a fraction that JavaScript holds exactly. */
export type TomlValue = string | boolean | number | TomlFloat | TomlTime | readonly TomlValue[] | TomlTable;

/** A float, which is no integer even when it has no fraction. */
export class TomlFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A date, a time or both. */
export class TomlTime {
  readonly kind: "offset date-time" | "local date-time" | "local date" | "local time";
  /** RFC 3339, to the millisecond. */
  readonly text: string;

  constructor(kind: TomlTime["kind"], text: string) {
    this.kind = kind;
    this.text = text;
  }

  /** Milliseconds since the epoch; undefined for what has no offset and so is no moment. */
  get milliseconds(): number | undefined {
    return this.kind === "offset date-time" ? Date.parse(this.text) : undefined;
  }
}

/** True for a table. */
export function isTomlTable(value: TomlValue | undefined): value is TomlTable {
  return value instanceof Map;
}

/** True for an array. */
export function isTomlArray(value: TomlValue | undefined): value is readonly TomlValue[] {
  return Array.isArray(value);
}

/** What a value is, in words. */
export function tomlKind(value: TomlValue): string {
  if (value instanceof TomlFloat) return "a float";
  if (value instanceof TomlTime) return `${value.kind === "offset date-time" ? "an" : "a"} ${value.kind}`;
  if (isTomlArray(value)) return "an array";
  if (typeof value === "string") return "a string";
  if (typeof value === "boolean") return "a boolean";
  return typeof value === "number" ? "an integer" : "a table";
}
