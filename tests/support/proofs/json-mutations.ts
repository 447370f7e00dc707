/** Every field of a JSON document spoilt in every way of the table. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One spoilt document. */
export type JsonMutation = readonly [sentence: string, text: string];

const GONE = Symbol("gone");

/** Each field of `document` removed, retyped, emptied, twice, oversized, and put in from `other`, a document of the same form about another file. */
export function jsonMutations(document: string, other: string): readonly JsonMutation[] {
  const top = JSON.parse(document) as Json;
  return pathsOf(top).flatMap((path) => {
    const value = at(top, path);
    const name = path.join(".");
    const put = (what: string, instead: Json | typeof GONE): JsonMutation => [
      `${name} ${what}`,
      JSON.stringify(replaced(top, path, instead)),
    ];
    const foreign = at(JSON.parse(other) as Json, path);
    return [
      put("removed", GONE),
      put("null", null),
      put("a number", 17),
      put("a list", []),
      put("an object", {}),
      put("an empty text", ""),
      put("true", true),
      ...(typeof value === "string"
        ? [put("oversized", value.repeat(3_000)), put("with a blank behind it", `${value} `)]
        : []),
      ...(Array.isArray(value) ? [put("with every element twice", [...value, ...value])] : []),
      ...(JSON.stringify(foreign) === JSON.stringify(value) || foreign === undefined
        ? []
        : [put("of the other document", foreign)]),
      ...twice(document, path.at(-1), value),
    ];
  });
}

function pathsOf(value: Json, before: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...before, key],
    ...pathsOf(inner as Json, [...before, key]),
  ]);
}

function at(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, key) =>
      typeof found === "object" && found !== null ? (found as { [name: string]: Json })[key] : undefined,
    value,
  );
}

function replaced(value: Json, [key, ...rest]: readonly string[], instead: Json | typeof GONE): Json {
  if (key === undefined) return instead === GONE ? null : instead;
  const entries = Object.entries(value as object).flatMap(([name, inner]): [string, Json][] => {
    if (name !== key) return [[name, inner as Json]];
    return rest.length === 0 && instead === GONE ? [] : [[name, replaced(inner as Json, rest, instead)]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** The key a second time, with the same value. */
function twice(document: string, key: string | undefined, value: Json | undefined): readonly JsonMutation[] {
  const field = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  if (key === undefined || /^\d+$/.test(key) || !document.includes(field)) return [];
  return [[`${key} twice`, document.replace(field, `${field},${field}`)]];
}
