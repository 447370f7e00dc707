/** The file WHEEL. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { parseWheelFile } from "./wheel-file.ts";

test("reads what decides the installation", () => {
  const text =
    "Wheel-Version: 1.0\nGenerator: x (1)\nRoot-Is-Purelib: TRUE\nTag: py2-none-any\nTag: py3-none-any\nBuild: 1\n\n";
  assert.deepEqual(parseWheelFile(text), {
    wheelVersion: [1, 0],
    rootIsPurelib: true,
    tags: ["py2-none-any", "py3-none-any"],
  });
});

for (const [sentence, text] of [
  ["nothing", ""],
  ["no version", "Root-Is-Purelib: true\n"],
  ["two versions", "Wheel-Version: 1.0\nwheel-version: 2.0\nRoot-Is-Purelib: true\n"],
  ["a version that is none", "Wheel-Version: one\nRoot-Is-Purelib: true\n"],
  ["no root", "Wheel-Version: 1.0\n"],
  ["a root that is neither", "Wheel-Version: 1.0\nRoot-Is-Purelib: maybe\n"],
  ["a line that is no field", "Wheel-Version: 1.0\nwhat is this\nRoot-Is-Purelib: true\n"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseWheelFile(text),
      (thrown) => codeOf(thrown) === "TW-WHEEL-FILE",
    );
  });
}
