import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fixPth, parsePth } from "./pth.ts";

/** As the Windows embeddable distribution ships it. */
const EMBEDDABLE =
  "python311.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n";
const FOLDER = "Lib\\site-packages";

test("._pth: the embeddable one has two paths and no site", () => {
  assert.deepEqual(parsePth(EMBEDDABLE), { paths: ["python311.zip", "."], importSite: false });
});

const table: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "adds the folder behind the last path, uncomments `import site`, keeps CRLF and comments",
    EMBEDDABLE,
    "python311.zip\r\n.\r\nLib\\site-packages\r\n\r\n# Uncomment to run site.main() automatically\r\nimport site\r\n",
    [FOLDER, "import site"],
  ],
  [
    "ends a last line that has no end",
    "a.zip",
    "a.zip\nLib\\site-packages\nimport site\n",
    [FOLDER, "import site"],
  ],
  ["fills an empty file", "", "Lib\\site-packages\nimport site\n", [FOLDER, "import site"]],
  [
    "knows the folder in other slashes",
    "./Lib/site-packages/\n",
    "./Lib/site-packages/\nimport site\n",
    ["import site"],
  ],
  [
    "does not take a commented folder for one",
    "#Lib\\site-packages\nimport site\n",
    "Lib\\site-packages\n#Lib\\site-packages\nimport site\n",
    [FOLDER],
  ],
  [
    "keeps a comment behind a path",
    "a.zip # std\n",
    "a.zip # std\nLib\\site-packages\nimport site\n",
    [FOLDER, "import site"],
  ],
  [
    "puts paths before an `import site` that is there",
    "a.zip\nimport site\n",
    "a.zip\nLib\\site-packages\nimport site\n",
    [FOLDER],
  ],
  [
    "changes nothing that is right",
    "Lib\\site-packages\r\nimport site\r\n",
    "Lib\\site-packages\r\nimport site\r\n",
    [],
  ],
];
for (const [sentence, text, expected, lines] of table) {
  test(`._pth: ${sentence}`, () => assert.deepEqual(fixPth(text, FOLDER), { text: expected, lines }));
}

test("._pth: a mended file has what it needs, keeps every old path in order, and needs no second mending", () => {
  const line = fc.oneof(
    fc.constantFrom("a.zip", ".", "#import site", "import site", "import os", "# x", "", "lib # y", FOLDER),
    fc.stringMatching(/^[a-z ./#]*$/),
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), (lines, eol) => {
      const text = lines.join(eol);
      const fixed = fixPth(text, FOLDER);
      const read = parsePth(fixed.text);
      assert.ok(read.importSite && read.paths.includes(FOLDER));
      const added = parsePth(text).paths.includes(FOLDER) ? [] : [FOLDER];
      assert.deepEqual(
        read.paths.filter((path) => !added.includes(path)),
        parsePth(text).paths.filter((path) => !added.includes(path)),
      );
      assert.deepEqual(fixPth(fixed.text, FOLDER), { text: fixed.text, lines: [] });
    }),
  );
});
