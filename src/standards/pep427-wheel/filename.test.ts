/** Names of wheels. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { parseWheelFilename } from "./filename.ts";

test("reads all parts", () => {
  const { name, version, build, tags } = parseWheelFilename(
    "Foo_Bar-1.0_1-007x-py2.Py3-none-any.whl".replace("1.0_1", "01.0"),
  );
  assert.deepEqual(
    [name, version.text, build, tags],
    ["foo-bar", "1.0", ["7", "x"], ["py2-none-any", "py3-none-any"]],
  );
});

test("needs no build tag", () => {
  assert.equal(parseWheelFilename("a-1-py3-none-any.whl").build, undefined);
});

test("expands every set, each tag once", () => {
  const { tags } = parseWheelFilename("a-1-cp311.cp312-abi3.none-win32.win32.whl");
  assert.deepEqual(tags, ["cp311-abi3-win32", "cp311-none-win32", "cp312-abi3-win32", "cp312-none-win32"]);
});

for (const [sentence, filename] of [
  ["another ending", "a-1-py3-none-any.zip"],
  ["an ending in capitals", "a-1-py3-none-any.WHL"],
  ["too few parts", "a-1-py3-none.whl"],
  ["too many parts", "a-1-1-1-py3-none-any.whl"],
  ["a name with two underscores", "a__b-1-py3-none-any.whl"],
  ["no name", "-1-py3-none-any.whl"],
  ["a name with a space", "a b-1-py3-none-any.whl"],
  ["a version that is none", "a-x-py3-none-any.whl"],
  ["a build tag without a digit first", "a-1-b1-py3-none-any.whl"],
  ["an empty tag", "a-1-py3-none-.whl"],
  ["an empty tag in a set", "a-1-py2..py3-none-any.whl"],
  ["a Python tag that is no identifier", "a-1-3py-none-any.whl"],
  ["a name too long", `${"a".repeat(20_001)}-1-py3-none-any.whl`],
  ["more tags than anybody needs", `a-1-${"a.".repeat(80)}a-${"a.".repeat(80)}a-${"a.".repeat(80)}a.whl`],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseWheelFilename(filename),
      (thrown) => codeOf(thrown) === "TW-WHEEL-FILENAME",
    );
  });
}
