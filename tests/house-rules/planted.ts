/** Tests a rule on planted trees. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Rule, Tree } from "./tree.ts";

/** A sentence; files by path; what the rule finds in them, as parts of `file:line: message`, in order. */
export type Planted = readonly [
  sentence: string,
  files: Readonly<Record<string, string>>,
  found: readonly string[],
];

/** One test a case; and the rule must be violated by one of them, kept by another, and content with an empty tree. */
export function plant(name: string, rule: Rule, cases: readonly Planted[]): void {
  for (const [sentence, files, expected] of cases) {
    test(`${name}: ${sentence}`, () => {
      const found = rule(new Tree(new Map(Object.entries(files))));
      const lines = found.map(
        ({ file, line, message }) => `${file}${line > 0 ? `:${line}` : ""}: ${message}`,
      );
      assert.equal(lines.length, expected.length, lines.join("\n"));
      for (const [at, part] of expected.entries())
        assert.ok(lines[at]?.includes(part), `${lines[at]}\nlacks ${part}`);
    });
  }
  test(`${name}: has a planted violation and an innocent neighbour`, () => {
    assert.ok(cases.some(([, , found]) => found.length > 0));
    assert.ok(cases.some(([, , found]) => found.length === 0));
    assert.deepEqual(rule(new Tree(new Map())), []);
  });
}
