/** RECORD as pip, uv, virtualenv and nobody in particular write it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseRecorded, type RecordedFile } from "./recorded.ts";

const digest = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
const file = (path: string, more: Partial<RecordedFile> = {}): RecordedFile => ({
  path,
  algorithm: "sha256",
  digest,
  size: 0,
  isWeak: false,
  ...more,
});
const bare = (path: string): RecordedFile =>
  file(path, { algorithm: undefined, digest: "", size: undefined });

for (const [sentence, text, rows] of [
  ["a row with digest and size", `a.py,sha256=${digest},0\n`, [file("a.py")]],
  [
    "CRLF, an empty line, no line end at the end",
    `a.py,sha256=${digest},0\r\n\r\nb.py,,`,
    [file("a.py"), bare("b.py")],
  ],
  ["a padded digest", `a.py,sha256=${digest}=,0\n`, [file("a.py")]],
  ["a quoted path with a comma and a quote", `"a,""b.py",sha256=${digest},0\n`, [file('a,"b.py')]],
  ["backslashes are separators", `a\\b.py,,\n`, [bare("a/b.py")]],
  [
    "MD5 proves nothing",
    "a.py,md5=x,0\n",
    [file("a.py", { algorithm: undefined, digest: "", isWeak: true })],
  ],
  ["a row with two fields is no row", "a.py,\n", "a row has not three fields"],
  ["a row with four fields is no row", "a.py,,,\n", "a row has not three fields"],
  ["a row without a path is no row", `,sha256=${digest},0\n`, "a row has not three fields"],
  ["fields do not run on into the next line", `a.py\n,,\n`, "a row has not three fields"],
  ["a size that is none", `a.py,sha256=${digest},-1\n`, "a size is no number of bytes"],
  ["an unended quote", `"a.py,,\n`, "a quote stands where none may"],
  ["a NUL", "a\0.py,,\n", "a path holds a NUL"],
  ["nothing", "", []],
] as const) {
  test(`${sentence}`, () => assert.deepEqual(parseRecorded(text), rows));
}

test("a digest of the right length with wrong letters is kept, and equals no digest", () => {
  const rows = parseRecorded(`a.py,sha256=${"?".repeat(43)},0\n`);
  assert.deepEqual(rows, [file("a.py", { digest: "?".repeat(43) })]);
});

test("the quick and the careful way read the same rows", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_./ -]{1,20}$/);
  const row = fc.tuple(
    name,
    fc.constantFrom("", `sha256=${digest}`, "md5=x"),
    fc.constantFrom("", "0", "17"),
  );
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const quick = rows.map((fields) => `${fields.join(",")}\n`).join("");
      // One quoted row sends the whole text the other way.
      const careful = parseRecorded(`${quick}"q",,\n`);
      assert.ok(typeof careful !== "string");
      assert.deepEqual(parseRecorded(quick), careful.slice(0, -1));
    }),
  );
});
