/** The house rules, held against the repository itself. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readTree } from "./real-tree.ts";
import { rules } from "./rules/rules.ts";

const tree = readTree(join(import.meta.dirname, "..", ".."));

test("the tree that was read is this repository", () => {
  for (const path of [
    "src/base/fault.ts",
    "package.json",
    "house-rules.ts",
    "tests/house-rules/house-rules.test.ts",
  ])
    assert.ok(tree.text(path) !== undefined, `${path} was not read`);
  assert.equal(tree.text("dist/cli.js"), undefined, "what is made is not part of the tree");
});

for (const [name, rule] of Object.entries(rules)) {
  test(`the repository keeps the rule "${name}"`, () => {
    const found = rule(tree).map(
      ({ file, line, message }) => `${file}${line > 0 ? `:${line}` : ""}: ${message}`,
    );
    assert.equal(found.length, 0, `\n${found.join("\n")}`);
  });
}
