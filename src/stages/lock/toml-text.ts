/** TOML as it is written here: one form for each value. Pure. Source: TOML 1.0 (toml.io). */

/** A basic string; everything that a reader or a terminal could take for something else is escaped. */
export function tomlString(text: string): string {
  const escaped = text.replace(/[\\"\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (unit) => {
    if (unit === "\\" || unit === '"') return `\\${unit}`;
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}

/** A key: bare where that is allowed. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key);
}

/** `[a, b]`, in one line. */
export function tomlArray(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

/** `{ a = 1, b = 2 }`; values are TOML already, undefined ones are left out. */
export function tomlInline(entries: readonly (readonly [string, string | undefined])[]): string {
  const present = entries.filter(([, value]) => value !== undefined);
  return `{ ${present.map(([key, value]) => `${tomlKey(key)} = ${value}`).join(", ")} }`;
}

/** A moment in UTC, to the millisecond where there are any. */
export function tomlTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
