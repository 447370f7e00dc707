/** METADATA, as an installer and as a publisher reads it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { isDescriptionContentType } from "./content-type.ts";
import { parseHeaders } from "./headers.ts";
import { parseMetadata } from "./metadata.ts";
import { validateMetadata } from "./validate.ts";

const HEAD = "Metadata-Version: 2.4\nName: Foo.Bar\nVersion: 1.0\n";

test("reads fields, whatever their case, and leaves the body", () => {
  const text = `${HEAD}requires-dist: a>=1\nRequires-Dist: b; extra == "x"\nRequires-Python: >=3.9\nProvides-Extra: x\nLicense-Expression: MIT\nX-Own: 1\n\nName: body\n`;
  const metadata = parseMetadata(text);
  assert.deepEqual(
    [
      metadata.name,
      metadata.version,
      metadata.requiresDist,
      metadata.requiresPython,
      metadata.providesExtra,
      metadata.license,
    ],
    ["Foo.Bar", "1.0", ["a>=1", 'b; extra == "x"'], ">=3.9", ["x"], "MIT"],
  );
  assert.deepEqual(metadata.fields.get("x-own"), ["1"]);
});

test("continuation lines belong to the field above", () => {
  const { fields, body, problem } = parseHeaders("A: 1\n  2\r\n\t3\nB:\n\nbody\n");
  assert.deepEqual(fields, [
    { name: "A", value: "1\n  2\r\n\t3" },
    { name: "B", value: "" },
  ]);
  assert.deepEqual([body, problem], ["body\n", undefined]);
});

test("metadata of old builders is read", () => {
  assert.equal(parseMetadata("Metadata-Version: 2.0\nName: a\nVersion: 1\nLicense-File: x\n").name, "a");
});

for (const [sentence, text, code] of [
  ["nothing", "", "TW-METADATA-FIELD"],
  ["no name", "Metadata-Version: 2.1\nVersion: 1\n", "TW-METADATA-FIELD"],
  ["two names", `${HEAD}name: b\n`, "TW-METADATA-FIELD"],
  ["a name that is none", HEAD.replace("Foo.Bar", "-x"), "TW-METADATA-FIELD"],
  ["a version that is none", HEAD.replace("1.0", "one"), "TW-METADATA-FIELD"],
  ["a requirement that is none", `${HEAD}Requires-Dist: a b\n`, "TW-METADATA-FIELD"],
  ["a requirement over two lines", `${HEAD}Requires-Dist: a\n >=1\n`, "TW-METADATA-FIELD"],
  ["a Python that is none", `${HEAD}Requires-Python: 3\n`, "TW-METADATA-FIELD"],
  ["two Pythons", `${HEAD}Requires-Python: >=3\nRequires-Python: >=2\n`, "TW-METADATA-FIELD"],
  ["another major version", HEAD.replace("2.4", "3.0"), "TW-METADATA-VERSION"],
  [
    "a line that hides the fields behind it",
    HEAD.replace("\nVersion", "\nhidden\nVersion"),
    "TW-METADATA-HEADERS",
  ],
  ["a continuation of nothing", ` x\n${HEAD}`, "TW-METADATA-HEADERS"],
  ["an envelope line", `From x\n${HEAD}`, "TW-METADATA-HEADERS"],
  ["a field without a name", `${HEAD}: x\n`, "TW-METADATA-HEADERS"],
  ["a byte order mark", `\ufeff${HEAD}`, "TW-METADATA-HEADERS"],
] as const) {
  test(`an installer refuses ${sentence}`, () => {
    assert.throws(
      () => parseMetadata(text),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

for (const [sentence, line] of [
  ["a field nobody knows", "X-Own: 1"],
  ["a field of a later version", "Import-Name: a"],
  ["a repeated field", "Summary: a\nSummary: b"],
  ["a summary over two lines", "Summary: a\n b"],
  ["an extra that is no name", "Provides-Extra: -x"],
  ["a dynamic field that never is", "Dynamic: Name"],
  ["a licence nobody knows", "License-Expression: Mine"],
  ["a licence file outside", "License-File: ../LICENSE"],
  ["a licence file with backslashes", "License-File: a\\b"],
  ["a label twice", "Project-URL: a, x\nProject-URL: a, y"],
  ["a description twice", "Description: x\n\nbody"],
  ["a description of an unknown type", "Description-Content-Type: text/html"],
] as const) {
  test(`a publisher refuses ${sentence}`, () => {
    assert.throws(
      () => validateMetadata(`${HEAD}${line}\n`),
      (thrown) => codeOf(thrown) === "TW-METADATA-FIELD",
    );
  });
}

test("a publisher takes what is complete", () => {
  const text = `${HEAD.replace("2.4", "2.6")}Import-Name: foo.bar ; private\nDynamic: License\nLicense-File: a/LICENSE\nProject-URL: Home, https://h.example\nRequires-Dist: a\n\nbody\n`;
  const metadata = validateMetadata(text);
  assert.deepEqual([metadata.version.text, metadata.requiresDist.length], ["1.0", 1]);
});

for (const [sentence, value, taken] of [
  ["a type alone", "text/x-rst", true],
  ["a charset in quotes", 'text/markdown; charset="utf-8"; variant=CommonMark', true],
  ["another charset", "text/plain; charset=latin1", false],
  ["an unknown variant", "text/markdown; variant=Mine", false],
  ["a parameter twice", "text/plain; a=1; a=2", false],
  ["a parameter without a value", "text/plain; a", false],
] as const) {
  test(`content types: ${sentence}`, () => assert.equal(isDescriptionContentType(value), taken));
}
