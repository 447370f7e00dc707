/** TOML documents: what the layer over the library adds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { parseToml } from "./toml.ts";
import { TomlFloat, TomlTime, tomlKind } from "./value.ts";

for (const [sentence, text, kind] of [
  ["an integer", "a = 1_000", "an integer"],
  ["a float without a fraction stays a float", "a = 1.0", "a float"],
  ["the largest integer read", "a = 9007199254740991", "an integer"],
  ["a moment", "a = 2024-02-29T10:00:00+01:00", "an offset date-time"],
  ["a day", "a = 2024-02-29", "a local date"],
  ["a time", "a = 10:00:00", "a local time"],
  ["an array", "a = [1, 'x']", "an array"],
  ["a table", "[a]", "a table"],
] as const) {
  test(`reads ${sentence}`, () => {
    const value = parseToml(text, "t.toml").get("a");
    assert.equal(value === undefined ? "nothing" : tomlKind(value), kind);
  });
}

test("values keep what they say", () => {
  const table = parseToml(Buffer.from("\ufeffa = 2024-01-01T10:00:00.5+01:00\nb = 1.5\n"), "t.toml");
  const [a, b] = [table.get("a"), table.get("b")];
  assert.ok(a instanceof TomlTime && a.milliseconds === Date.UTC(2024, 0, 1, 9, 0, 0, 500));
  assert.ok(b instanceof TomlFloat && b.value === 1.5);
});

for (const [sentence, document, code] of [
  ["a key twice", "a = 1\na = 2", "TW-TOML-MALFORMED"],
  ["a table twice", "[a]\n[a]", "TW-TOML-MALFORMED"],
  ["bytes that are no UTF-8", Buffer.from([0x61, 0x3d, 0x22, 0xff, 0x22]), "TW-TOML-MALFORMED"],
  ["half of a surrogate pair", "a = '\ud800'", "TW-TOML-MALFORMED"],
  ["a day that its month does not have", "a = 2024-02-30T00:00:00Z", "TW-TOML-MALFORMED"],
  ["such a day within an array", "a = [2024-01-01,\n  2023-02-29]", "TW-TOML-MALFORMED"],
  ["a month that does not exist", "a = 2024-13-01", "TW-TOML-MALFORMED"],
  ["an integer that a number would round", "a = 9007199254740993", "TW-TOML-LIMIT"],
  ["deep arrays", `a = ${"[".repeat(40)}${"]".repeat(40)}`, undefined],
  ["deep tables", `[${"a.".repeat(40)}a]`, "TW-TOML-LIMIT"],
  ["a hundred thousand nested tables", `[${"a.".repeat(100_000)}a]`, "TW-TOML-LIMIT"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseToml(document, "t.toml"),
      (thrown) => (code === undefined ? /^TW-TOML-/.test(codeOf(thrown) ?? "") : codeOf(thrown) === code),
    );
  });
}

test("a document past the bound is not parsed", () => {
  const limits = { size: 10, depth: 8 };
  assert.throws(
    () => parseToml("a = 12345678", "t.toml", limits),
    (thrown) => codeOf(thrown) === "TW-TOML-LIMIT",
  );
});

test("a refusal tells the line and nothing that a terminal would act on", () => {
  assert.throws(
    () => parseToml("a = 1\nb = \u001b[2J", "t\u001b.toml"),
    (thrown) => {
      assert.ok(thrown instanceof Error);
      assert.match(thrown.message, /line 2, column/);
      assert.doesNotMatch(thrown.message, /[\u0000-\u001f]/);
      return true;
    },
  );
});
