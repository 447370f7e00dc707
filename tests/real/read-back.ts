/** Tests that what truewheel installed is read by everybody else as what it is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SetName } from "../../bench/sets.ts";
import { tellFigures } from "../support/figures.ts";
import { type Environment, good, has, imports, listed, mustTruewheel, pinned, pip, uv } from "./workshop.ts";

interface Inspected {
  readonly installed: readonly {
    readonly metadata: { readonly name: string; readonly version: string };
    readonly installer?: string;
    readonly requested: boolean;
  }[];
}

/** Declares the tests for `set`, installed by truewheel in `ours` and by uv in `theirs`. */
export function readBack(set: SetName, ours: Environment, theirs: Environment): void {
  test(`${set}: every module imports that imports where uv installed it`, () => {
    const [mine, other] = [imports(ours), imports(theirs)];
    assert.deepEqual([...mine], [...other]);
    const bad = [...mine].filter(([, word]) => word !== "ok");
    for (const [module, word] of bad) console.log(`in both environments, ${module}: ${word}`);
    tellFigures(`real use: modules of the ${set} set`, {
      imported: mine.size - bad.length,
      "fail in uv's too": bad.length,
    });
    assert.ok(mine.size - bad.length > 50);
  });

  test(`${set}: pip check and uv pip check are content`, () => {
    assert.match(good(pip(ours, "check")), /No broken requirements found/);
    const ran = uv(ours, "check");
    assert.equal(ran.status, uv(theirs, "check").status, ran.stderr);
    assert.equal(ran.status, 0, ran.stderr);
  });

  test(`${set}: pip inspect reads each package, and by whom it was installed`, () => {
    const { installed }: Inspected = JSON.parse(good(pip(ours, "inspect")));
    const read = installed.map(
      ({ metadata: { name, version } }) => `${name.toLowerCase().replaceAll(/[-_.]+/g, "-")}==${version}`,
    );
    assert.deepEqual(read.sort(), pinned(set));
    assert.deepEqual(new Set(installed.map(({ installer }) => installer)), new Set(["truewheel"]));
    assert.ok(installed.every(({ requested }) => requested));
  });

  test(`${set}: uv pip list reads each package`, () => assert.deepEqual(listed(ours), pinned(set)));

  test(`${set}: verify --installed finds nothing wrong`, {
    skip: has("verify", "--installed") ? false : "NOT SHOWN: there is no verify --installed yet",
  }, () => {
    mustTruewheel("verify", ["--installed", "--python", ours.python]);
  });
}
