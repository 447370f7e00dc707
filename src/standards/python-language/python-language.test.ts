/** White space, names and string literals as Python has them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isIdentifier, isKeyword } from "./identifier.ts";
import { strip, stripEnd, words } from "./space.ts";
import { stringLiteralValue } from "./string-literal.ts";

test("white space is Python's, not JavaScript's", () => {
  assert.equal(strip("\u001c\u0085 a\u200bb \u3000\v"), "a\u200bb");
  assert.equal(strip("\ufeffa\u200b"), "\ufeffa\u200b");
  assert.deepEqual(words(" a\u00a0b\n\nc "), ["a", "b", "c"]);
  assert.deepEqual(words("\t"), []);
});

test("stripping an end touches nothing else", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const stripped = stripEnd(text);
      assert.ok(text.startsWith(stripped));
      assert.equal(stripEnd(stripped), stripped);
    }),
  );
});

for (const [sentence, text, identifier, keyword] of [
  ["a plain name", "main", true, false],
  ["an underscore first", "_x1", true, false],
  ["letters of any script", "föö", true, false],
  ["a digit first", "1x", false, false],
  ["a keyword", "import", true, true],
  ["a dot", "a.b", false, false],
  ["nothing", "", false, false],
  ["a line end", "a\n", false, false],
] as const) {
  test(`identifiers: ${sentence}`, () => {
    assert.equal(isIdentifier(text), identifier);
    assert.equal(isKeyword(text), keyword);
  });
}

for (const [sentence, inside, value] of [
  ["plain text is itself", "3.8", "3.8"],
  ["known escapes are read", "a\\tb\\\\c\\'", "a\tb\\c'"],
  ["numbers are read", "\\101\\x42\\u0043\\U00000044", "ABCD"],
  ["unknown escapes stay", "\\d\\.", "\\d\\."],
  ["a hidden line end goes away", "a\\\r\nb", "ab"],
  ["an open line end is refused", "a\nb", undefined],
  ["a lone carriage return is a line end", "a\rb", undefined],
  ["a backslash alone is refused", "a\\", undefined],
  ["a short number is refused", "\\x4", undefined],
  ["a number beyond Unicode is refused", "\\U00110000", undefined],
  ["a name would need Unicode's list, so it is refused", "\\N{DASH}", undefined],
  ["a NUL is refused", "a\0", undefined],
  ["half a surrogate pair is refused", "\ud800", undefined],
] as const) {
  test(`string literals: ${sentence}`, () => assert.equal(stringLiteralValue(inside), value));
}
