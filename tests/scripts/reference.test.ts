/** The generated reference is what the code says. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codesPage, verbsPage } from "../../scripts/reference/pages.ts";

const folder = join(import.meta.dirname, "..", "..", "docs", "reference");

for (const [name, page] of [
  ["verbs.md", verbsPage],
  ["codes.md", codesPage],
] as const) {
  test(`docs/reference/${name} is up to date: npm run reference`, () => {
    assert.equal(readFileSync(join(folder, name), "utf8"), page());
  });
}
