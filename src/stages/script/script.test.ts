import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { makeWheel } from "../../../tests/support/wheel-writer.ts";
import { sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import type { Pinned } from "../../model/manifest.ts";
import { type Carried, readCarried } from "./carried.ts";
import type { Form, Plan } from "./plan.ts";
import { joined } from "./python-file.ts";
import { pythonsOf } from "./pythons.ts";
import { recipeIn } from "./recipe.ts";
import { scriptFile } from "./script.ts";
import { formatSums, readSums } from "./sums.ts";

function carried(spec: Parameters<typeof makeWheel>[0] = {}): Carried {
  const { name, version, filename, bytes } = makeWheel(spec);
  const pin: Pinned = {
    name,
    version,
    filename,
    size: bytes.length,
    sha256: sha256(bytes),
    requiresPython: undefined,
  };
  return { pin, bytes };
}

function plan(form: Form, series = "3.10+"): Plan {
  return { series, known: ["2.7", "3.10+"], carried: [carried()], form, version: "1.2.3", manifest: "ab" };
}

test("script: each form says how it was made, and is the same every time", () => {
  for (const [form, series] of [
    ["py", "3.10+"],
    ["zipapp", "3.10+"],
    ["fetch", "2.7"],
  ] as const) {
    const bytes = Buffer.from(scriptFile(plan(form, series)));
    assert.deepEqual(recipeIn(bytes, "f"), { series: series.replace("+", ""), form });
    assert.deepEqual(scriptFile(plan(form, series)), scriptFile(plan(form, series)));
  }
});

test("script: a file with no recipe, or with two, is refused", () => {
  const line = "    truewheel script --series 3.10 -o FILE\n";
  for (const text of ["", "truewheel script\n", line + line])
    assert.throws(() => recipeIn(Buffer.from(text), "f"), { code: "TW-SCRIPT-UNKNOWN" });
});

const refused: readonly (readonly [string, Parameters<typeof makeWheel>[0]])[] = [
  ["a .data directory", { files: { "pkg-1.0.data/scripts/x": "#!python\n" } }],
  ["platlib", { wheelFile: "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: false\nTag: py3-none-any\n" }],
  ["a platform", { filename: "pkg-1.0-cp311-cp311-linux_x86_64.whl" }],
  ["a name beyond ASCII", { files: { "pkg/\u00e4.py": "" } }],
];
for (const [sentence, spec] of refused) {
  test(`script: a wheel with ${sentence} is not carried`, () => {
    assert.throws(() => readCarried([carried(spec)]), { code: "TW-SCRIPT-WHEEL" });
  });
}

test("script: no part may end its literal or hold anything but plain ASCII", () => {
  for (const part of ["'''", "\u00e4", "\r\n", "\t", "\0"])
    assert.throws(() => joined(["head", part]), Fault);
});

test("script: a list of digests is read as it was written, and nothing else is", () => {
  const name = fc.stringMatching(/^[a-z0-9_][a-zA-Z0-9._+-]{0,20}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (entries) => {
      const sums = new Map(Object.entries(entries).map(([key, value]) => [key, sha256(value)]));
      fc.pre(sums.size > 0);
      assert.deepEqual(new Map([...readSums(formatSums(sums), "f")].sort()), new Map([...sums].sort()));
    }),
  );
  const digest = "0".repeat(64);
  const wrong = [
    "",
    "x",
    `${digest} x`,
    `${digest}  ../x`,
    `${digest}  a b`,
    `${digest}  x\n${digest}  x`,
    `${digest.toUpperCase().replace("0", "A")}  x`,
    `${digest}  .x`,
  ];
  for (const text of wrong) assert.throws(() => readSums(text, "f"), { code: "TW-SCRIPT-SUMS" });
  assert.throws(() => formatSums(new Map([["a b", sha256("")]])), { code: "TW-SCRIPT-SUMS" });
});

test("script: a series stands for its version, an open one for every newer, on each system", () => {
  const versions = (series: string): readonly string[] => [
    ...new Set(pythonsOf(series).map((each) => each["python_version"] ?? "")),
  ];
  assert.deepEqual(versions("3.9"), ["3.9"]);
  assert.deepEqual(versions("3.10+"), ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]);
  assert.deepEqual(
    [...new Set(pythonsOf("3.9").map((each) => each["sys_platform"]))],
    ["linux", "darwin", "win32"],
  );
});
