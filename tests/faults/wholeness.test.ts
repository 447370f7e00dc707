/** The judge of trees is judged: planted damage is found, whole trees are not blamed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { absent, broken, reference, type Tree, unlike } from "../support/wholeness.ts";

const record = "a/x.py,sha256=AA,1\na-1.0.dist-info/RECORD,,\n../../../bin/a,sha256=BB,1\n";
const whole: Tree = new Map([
  ["/e/lib/p/site/a/x.py", "file 644 1"],
  ["/e/lib/p/site/a-1.0.dist-info", "directory 755"],
  ["/e/lib/p/site/a-1.0.dist-info/RECORD", "file 644 2"],
  ["/e/bin/a", "file 755 3"],
]);
const site = "/e/lib/p/site";
const wanted = reference(whole, site, () => record);

function without(...paths: readonly string[]): Tree {
  return new Map([...whole].filter(([path]) => !paths.includes(path)));
}

const damages: readonly (readonly [string, Tree, number, number])[] = [
  ["a whole tree is blamed for nothing", whole, 0, 0],
  ["a missing module of a registered package", without(`${site}/a/x.py`), 1, 0],
  ["a missing script of a registered package", without("/e/bin/a"), 1, 0],
  ["other bytes in a registered package", new Map([...whole, [`${site}/a/x.py`, "file 644 9"]]), 1, 0],
  ["another mode in a registered package", new Map([...whole, ["/e/bin/a", "file 644 3"]]), 1, 0],
  [
    "a registration that nobody made",
    new Map([...whole, [`${site}/b-1.0.dist-info/RECORD`, "file 644 1"]]),
    1,
    0,
  ],
  ["an empty directory that registers", without(`${site}/a-1.0.dist-info/RECORD`, `${site}/a/x.py`), 1, 0],
  ["files without a registration are nobody's", new Map([[`${site}/a/x.py`, "file 644 1"]]), 0, 1],
];
for (const [sentence, tree, halves, lost] of damages) {
  test(sentence, () => {
    assert.equal(broken(tree, site, [wanted]).length, halves);
    assert.equal(absent(tree, site, wanted).length, lost);
  });
}

test("a tree that lacks what its own RECORD lists is no reference", () => {
  assert.throws(
    () => reference(without("/e/bin/a"), site, () => record),
    /lacks what the RECORD of a-1\.0 lists/,
  );
});

test("what is too much, missing or other is told apart", () => {
  const tree = new Map([
    ...without("/e/bin/a"),
    ["/e/bin/b", "file 755 3"],
    [`${site}/a/x.py`, "file 644 9"],
  ]);
  assert.deepEqual(unlike(tree, whole), [
    "/e/bin/a is missing",
    "/e/bin/b is too much",
    `${site}/a/x.py is other`,
  ]);
});
