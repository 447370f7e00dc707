import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf } from "./fault.ts";
import { type Json, parseStrictJson } from "./strict-json.ts";

function outcome(text: string, depth?: number): string {
  try {
    parseStrictJson(text, depth);
    return "accepted";
  } catch (error) {
    return codeOf(error) ?? `crash: ${String(error)}`;
  }
}

const cases: readonly (readonly [string, string, string])[] = [
  ["accepts compact text", '{"a":[1,2,{"b":null}]}', "accepted"],
  ["accepts text in two columns", '{\n  "a": [\n    1\n  ]\n}\n', "accepted"],
  ["accepts any other white space", '{ "a" :\t1 }', "accepted"],
  ["refuses a key that is there twice, in compact text", '{"a":1,"a":1}', "TW-JSON-DUPLICATE-KEY"],
  ["refuses it in two columns", '{\n  "a": 1,\n  "a": 1\n}', "TW-JSON-DUPLICATE-KEY"],
  ["refuses it when one is written with an escape", '{"a":1,"\\u0061":2}', "TW-JSON-DUPLICATE-KEY"],
  ["refuses `__proto__` twice", '{"__proto__":1,"__proto__":2}', "TW-JSON-DUPLICATE-KEY"],
  ["refuses two keys that are numbers", '{"1":1,"1":2}', "TW-JSON-DUPLICATE-KEY"],
  ["refuses a comma too many", '{"a":1,}', "TW-JSON-MALFORMED"],
  ["refuses what follows the value", '{"a":1}x', "TW-JSON-MALFORMED"],
  ["refuses two line ends", '{"a":1}\n\n1', "TW-JSON-MALFORMED"],
  ["refuses nothing", "", "TW-JSON-MALFORMED"],
];
for (const [sentence, text, expected] of cases) {
  test(`the strict JSON reader ${sentence}`, () => assert.equal(outcome(text), expected));
}

test("nested one deeper than allowed is refused, compact or not", () => {
  for (const space of ["", " "]) {
    const nested = (depth: number): string => `${`[${space}`.repeat(depth)}${"]".repeat(depth)}`;
    assert.equal(outcome(nested(4), 4), "accepted");
    assert.equal(outcome(nested(5), 4), "TW-JSON-MALFORMED");
  }
  assert.equal(outcome("[".repeat(100_000)), "TW-JSON-MALFORMED");
});

test("a key `__proto__` is one key among others", () => {
  const value = parseStrictJson('{"__proto__":{"a":1}}') as ReadonlyMap<string, Json>;
  assert.deepEqual([...value.keys()], ["__proto__"]);
});

test("whatever the value, compact, in columns and with odd white space it reads the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const compact = JSON.stringify(value);
      const expected = parseStrictJson(` ${compact}`);
      assert.deepEqual(parseStrictJson(compact), expected);
      assert.deepEqual(parseStrictJson(JSON.stringify(value, null, 2)), expected);
      assert.deepEqual(parseStrictJson(`${JSON.stringify(value, null, 2)}\n`), expected);
    }),
  );
});
