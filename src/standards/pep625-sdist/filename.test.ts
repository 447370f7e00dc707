/** Names of source distributions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { parseSdistFilename } from "./filename.ts";

for (const [sentence, filename, name, version] of [
  ["the usual form", "foo_bar-1.0.tar.gz", "foo-bar", "1.0"],
  ["the older form", "Foo-1.zip", "foo", "1"],
  ["a name with dashes", "a-b-1.0.post1.tar.gz", "a-b", "1.0.post1"],
] as const) {
  test(`reads ${sentence}`, () => {
    const parsed = parseSdistFilename(filename);
    assert.deepEqual([parsed.name, parsed.version.text], [name, version]);
  });
}

for (const [sentence, filename] of [
  ["another ending", "a-1.tgz"],
  ["no dash", "a1.tar.gz"],
  ["no name", "-1.tar.gz"],
  ["a version that is none", "a-b.tar.gz"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseSdistFilename(filename),
      (thrown) => codeOf(thrown) === "TW-SDIST-FILENAME",
    );
  });
}
