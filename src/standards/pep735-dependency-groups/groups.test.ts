/** Dependency groups. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { parseToml } from "../../formats/toml/toml.ts";
import { readDependencyGroups, resolveGroups } from "./groups.ts";

function resolved(table: string, names: readonly string[]): readonly string[] {
  const groups = readDependencyGroups(parseToml(`[dependency-groups]\n${table}`, "pyproject.toml"));
  return resolveGroups(groups, names).map(({ text, group }) => `${group}: ${text}`);
}

for (const [sentence, table, names, wanted] of [
  ["a group", 'test = ["pytest>7", "coverage"]', ["test"], ["test: pytest>7", "test: coverage"]],
  ["names in any spelling", 'Test_A = ["a"]', ["test.a"], ["test-a: a"]],
  [
    "an included group, at its place",
    'a = ["x", { include-group = "B" }, "y"]\nb = ["z"]',
    ["a"],
    ["a: x", "b: z", "a: y"],
  ],
  [
    "a group included twice",
    'a = [{ include-group = "b" }, { include-group = "b" }]\nb = ["z"]',
    ["a"],
    ["b: z", "b: z"],
  ],
  ["several groups", 'a = ["x"]\nb = ["y"]', ["b", "a"], ["b: y", "a: x"]],
  ["an empty group", "a = []", ["a"], []],
  ["no group", "a = 1", [], []],
  ["a group beside one that is broken", 'a = ["x"]\nb = [{ include-group = "none" }]', ["a"], ["a: x"]],
] as const) {
  test(`resolves ${sentence}`, () => assert.deepEqual(resolved(table, names), wanted));
}

for (const [sentence, table, names, code] of [
  ["a group that is not there", "a = []", ["b"], "TW-GROUP-MISSING"],
  ["an included group that is not there", 'a = [{ include-group = "b" }]', ["a"], "TW-GROUP-MISSING"],
  ["a group that includes itself", 'a = [{ include-group = "A" }]', ["a"], "TW-GROUP-CYCLE"],
  ["a circle", 'a = [{ include-group = "b" }]\nb = [{ include-group = "a" }]', ["a"], "TW-GROUP-CYCLE"],
  ["two spellings of one name", 'a_b = []\n"a.b" = []', [], "TW-GROUP-TWICE"],
  ["a name that names nothing", '"a/b" = []', [], "TW-GROUP-MALFORMED"],
  ["a text instead of a list", 'a = "x"', ["a"], "TW-GROUP-MALFORMED"],
  ["a number in a group", "a = [1]", ["a"], "TW-GROUP-MALFORMED"],
  ["a table of another kind", 'a = [{ path = "." }]', ["a"], "TW-GROUP-MALFORMED"],
  ["a table with a second key", 'a = [{ include-group = "b", x = 1 }]\nb = []', ["a"], "TW-GROUP-MALFORMED"],
  ["an include that is no text", "a = [{ include-group = 1 }]", ["a"], "TW-GROUP-MALFORMED"],
  ["a requirement that is none", 'a = ["x =="]', ["a"], "TW-REQUIREMENT-INVALID"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => resolved(table, names),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

test("groups that double one another end in a refusal, not in all memory", () => {
  const lines = Array.from(
    { length: 60 },
    (_, at) => `g${at} = [{ include-group = "g${at + 1}" }, { include-group = "g${at + 1}" }]`,
  );
  const table = `${lines.join("\n")}\ng60 = ["x"]`;
  assert.throws(
    () => resolved(table, ["g0"]),
    (thrown) => codeOf(thrown) === "TW-GROUP-MALFORMED",
  );
});

test("a project without groups has none", () => {
  assert.equal(readDependencyGroups(parseToml("[project]", "pyproject.toml")).size, 0);
  assert.throws(
    () => readDependencyGroups(parseToml("dependency-groups = 1", "pyproject.toml")),
    /not a table/,
  );
});
