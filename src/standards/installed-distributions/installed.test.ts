/** Names of entries, requires.txt, .pth files and whole distributions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type InstalledTexts, installedDistribution, visible } from "./distribution.ts";
import { type InstalledEntry, installedEntry, metadataPaths } from "./entry.ts";
import { isEditableFile, parseEggLink, parsePathFile } from "./path-file.ts";
import { eggRequirements } from "./requires-txt.ts";

const entries: readonly (readonly [string, string, string | undefined])[] = [
  ["a .dist-info", "Foo_Bar-1.0.dist-info", "dist-info foo-bar 1.0"],
  ["a .dist-info without a version", "foo.dist-info", "dist-info foo undefined"],
  ["an .egg-info of setuptools", "foo-1.0-py3.9.egg-info", "egg-info foo 1.0"],
  ["an .egg-info of a working tree", "foo.egg-info", "egg-info foo undefined"],
  ["an egg with a platform", "foo-1.0-py3.9-linux-x86_64.egg", "egg foo 1.0"],
  ["a link to a working tree", "foo-bar.egg-link", "egg-link foo undefined"],
  ["a name in capitals", "FOO-1.0.DIST-INFO", "dist-info foo 1.0"],
  ["nothing in a folder of code", "foo", undefined],
  ["nothing in what pip renames while it removes", "~oo-1.0.dist-info.tmp", undefined],
  ["nothing in an ending alone", ".dist-info", undefined],
  ["nothing in a dash and an ending", "-1.0.dist-info", undefined],
];
for (const [what, name, expected] of entries)
  test(`the name of an entry tells of ${what}`, () => {
    const found = installedEntry(name);
    assert.equal(found && `${found.form} ${found.normalized} ${found.version}`, expected);
  });

test("metadata lies where each form keeps it", () => {
  assert.deepEqual(metadataPaths("egg-info"), ["PKG-INFO", ""]);
  assert.deepEqual(metadataPaths("dist-info"), ["METADATA"]);
});

test("requires.txt becomes dependency specifiers", () => {
  const text =
    "six\n\n[test]\npytest>=7\n# note\n\n[:python_version < '3']\nmock\n\n[gui:os_name == 'nt']\nwin @ https://h.example/w.whl\n";
  assert.deepEqual(eggRequirements(text), [
    "six",
    'pytest>=7; extra == "test"',
    "mock; python_version < '3'",
    "win @ https://h.example/w.whl ; (os_name == 'nt') and extra == \"gui\"",
  ]);
});

test("a .pth file adds folders, and runs what begins with import and a blank", () => {
  const found = parsePathFile(
    "\ufeff# note\r\n/src/demo  \n\nimport sys; sys.x = 1\nimport\tos\nimportant\n  \nrelative/folder",
  );
  assert.deepEqual(found.folders, ["/src/demo", "important", "relative/folder"]);
  assert.deepEqual(found.code, ["import sys; sys.x = 1", "import\tos"]);
});

test("a link to a working tree names it in its first line", () => {
  assert.equal(parseEggLink("/src/demo\n../"), "/src/demo");
  assert.equal(parseEggLink("\n/src/demo"), undefined);
});

test("setuptools' files of an editable installation are known by their names", () => {
  assert.deepEqual(
    [
      "__editable__.demo-1.0.pth",
      "__editable___demo_1_0_finder.py",
      "demo.pth",
      "distutils-precedence.pth",
    ].map(isEditableFile),
    [true, true, false, false],
  );
});

function read(name: string, texts: InstalledTexts) {
  return installedDistribution(installedEntry(name) as InstalledEntry, texts);
}

test("a whole distribution is told as its files say", () => {
  const found = read("foo_bar-1.0.dist-info", {
    metadata:
      "Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.0.0\nSummary: s\nRequires-Python: >=3\nRequires-Dist: six\nRequires-Dist: x; extra == 'a'\nProvides-Extra: a\n\nbody\n",
    installer: "pip\n",
    requested: "",
    directUrl: "{}",
  });
  assert.deepEqual(found, {
    form: "dist-info",
    name: "Foo.Bar",
    normalized: "foo-bar",
    version: "1.0.0",
    requires: ["six", "x; extra == 'a'"],
    requiresPython: ">=3",
    extras: ["a"],
    summary: "s",
    installer: "pip",
    requested: true,
    directUrl: "{}",
    hasRecord: false,
  });
});

test("without metadata the entry's name is what is known", () => {
  const found = read("foo-1.0-py3.9.egg-info", { requires: "six\n", record: "" });
  assert.deepEqual(
    [found?.name, found?.version, found?.requires, found?.requested, found?.hasRecord],
    ["foo", "1.0", ["six"], false, true],
  );
});

test("metadata of another project than its directory's says nothing", () => {
  assert.equal(read("foo-1.0.dist-info", { metadata: "Name: bar\nVersion: 1.0\n" }), undefined);
});

for (const [what, installer, expected] of [
  ["one line", "uv", "uv"],
  ["several lines", "pip\nuv\n", undefined],
  ["nothing", "\n", undefined],
  ["a terminal's commands", "\u001b[2Jpip", undefined],
] as const)
  test(`an INSTALLER of ${what} names ${expected}`, () => {
    assert.equal(read("foo-1.0.dist-info", { installer })?.installer, expected);
  });

test("of two distributions of one name the first is seen", () => {
  const both = ["Foo-1.0.dist-info", "foo-2.0.egg-info"].map((name) => read(name, {}));
  const seen = visible(both.filter((each) => each !== undefined));
  assert.deepEqual(
    [...seen.values()].map((each) => each.version),
    ["1.0"],
  );
});

test("no text breaks a reader", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 40 }), (text, name) => {
      parsePathFile(text);
      parseEggLink(text);
      eggRequirements(text);
      const entry = installedEntry(`${name}.dist-info`);
      if (entry !== undefined)
        installedDistribution(entry, { metadata: text, installer: text, requires: text });
    }),
  );
});
