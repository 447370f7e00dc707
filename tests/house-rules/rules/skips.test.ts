/** The reasons of skipped tests, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { skips } from "./skips.ts";

plant("skips", skips, [
  [
    "a test left out without a reason",
    {
      "tests/a.test.ts":
        'test.skip("x", f);\ntest("y", { skip: true }, f);\ntest("z", { skip: "" }, f);\ntest("w", (t) => t.skip());',
    },
    ["a.test.ts:1", "a.test.ts:2", "a.test.ts:3", "a.test.ts:4: skip() without a reason"],
  ],
  [
    "a test that leaves out the others",
    { "tests/a.test.ts": 'it.only("x", f);\ntest("y", { only: true }, f);' },
    ["a.test.ts:1: only", "a.test.ts:2: only"],
  ],
  [
    "a test that is still to be written",
    { "src/base/a.test.ts": 'test.todo("x");\ntest("y", { todo: true });' },
    ["a.test.ts:1", "a.test.ts:2"],
  ],
  [
    "a test left out with a reason",
    {
      "tests/a.test.ts":
        'test("x", { skip: "no PyPy here" }, f);\ntest("y", { skip: found ? false : "none" }, f);\ntest("z", (t) => t.skip("why"));\n// test.only("w")',
    },
    [],
  ],
]);
