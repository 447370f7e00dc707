/** Names of projects. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isValidName, normalizeName } from "./name.ts";

for (const [sentence, text, normal, valid] of [
  ["capitals become small", "Django", "django", true],
  ["separators become one dash", "oslo._-.concurrency", "oslo-concurrency", true],
  ["one character is enough", "a", "a", true],
  ["a separator may not begin it", "-a", "-a", false],
  ["a separator may not end it", "a_", "a-", false],
  ["a space is no part of it", "a b", "a b", false],
  ["a line end is no part of it", "a\n", "a\n", false],
  ["other letters are no part of it", "bäd", "bäd", false],
  ["the Kelvin sign is no letter K", "\u212a", "k", false],
  ["nothing is no name", "", "", false],
] as const) {
  test(`names: ${sentence}`, () => {
    assert.equal(normalizeName(text), normal);
    assert.equal(isValidName(text), valid);
  });
}

test("a normal name stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."aB1-_.") }), (text) => {
      assert.equal(normalizeName(normalizeName(text)), normalizeName(text));
    }),
  );
});
