/** The arithmetic and the words of the measurements. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { goals, standing } from "../../bench/goals.ts";
import { type Measured, median, quantile } from "../../bench/measure.ts";
import { differences } from "../../bench/same.ts";
import { readPins, SETS, setFile } from "../../bench/sets.ts";
import { tellGoals, tellJob } from "../../bench/tell.ts";

const goal = { job: "J", figure: "cpu", against: "uv", limit: 2 } as const;

/** A contender whose runs cost `cpu` milliseconds each; without figures it has failed. */
function measured(name: string, ...cpu: readonly number[]): Measured {
  const costs = cpu.map((one) => ({ wall: one, cpu: one, peak: 2048 }));
  return {
    name,
    command: [name],
    costs,
    failure: cpu.length === 0 ? "exit status 1\nwords" : undefined,
    result: undefined,
    unlike: [],
  };
}

const middles: readonly (readonly [string, readonly number[], number])[] = [
  ["of one", [7], 7],
  ["of an odd number", [9, 1, 5], 5],
  ["of an even number", [4, 1, 2, 9], 3],
  ["of nothing", [], Number.NaN],
];
for (const [sentence, values, expected] of middles) {
  test(`the median ${sentence}`, () => assert.equal(median(values), expected));
}

test("quantiles lie between the least and the greatest, and rise", () => {
  const some = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(some, part, part, (values, a, b) => {
      const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))];
      assert.ok(
        low <= high + 1e-6 && low >= Math.min(...values) - 1e-6 && high <= Math.max(...values) + 1e-6,
      );
    }),
  );
});

const standings: readonly (readonly [string, readonly Measured[], boolean, RegExp])[] = [
  [
    "met with room to spare",
    [measured("truewheel", 10, 10, 10), measured("uv", 10, 10, 10)],
    true,
    /1\.000 .*met, 50 % below/,
  ],
  ["met exactly", [measured("truewheel", 20), measured("uv", 10)], true, /met, 0 % below/],
  ["missed", [measured("truewheel", 30), measured("uv", 10)], false, /3\.000 .*MISSED by 50 %/],
  [
    "not met without our figures",
    [measured("truewheel"), measured("uv", 10)],
    false,
    /NOT MEASURED, so not met/,
  ],
  [
    "not met without the other's figures",
    [measured("truewheel", 1), measured("uv")],
    false,
    /NOT MEASURED, so not met/,
  ],
  ["not met when nobody ran", [], false, /NOT MEASURED/],
];
for (const [sentence, figures, met, words] of standings) {
  test(`a goal is ${sentence}`, () => {
    const stands = standing(goal, figures);
    assert.equal(stands.met, met);
    assert.match(tellGoals([stands]), words);
  });
}

test("a contender that failed is shown as failed, with what it said", () => {
  const job = { id: "J", title: "job", notes: [], contenders: [] };
  const text = tellJob(job, [measured("truewheel", 20), measured("uv")]);
  assert.match(text, /uv +failed\n/);
  assert.match(text, /uv failed: exit status 1\n {4}words/);
});

test("the goals are those of the issues: per job, against whom, by which figure", () => {
  const limits = goals.map(({ job, figure, against, limit }) => `${job} ${figure} ${against} ${limit}`);
  assert.deepEqual(limits, [
    "J1-warm cpu uv 2.5",
    "J1-cold cpu uv 1.5",
    "J1-warm cpu get-pip stand-in 0.1",
    "J1-cold cpu get-pip stand-in 0.1",
    "J1-warm-pyc cpu get-pip stand-in 0.1",
    "J1-cold-pyc cpu get-pip stand-in 0.1",
    "J1-warm-pyc cpu ensurepip 0.1",
    "J5 cpu get-pip stand-in 0.25",
    "J3-warm wall uv 1.2",
    "J3-cold wall uv 1.2",
    "J3-again wall uv 2",
    "J4 wall sha256sum 1.1",
    "J4 cpu sha256sum 1.1",
  ]);
});

test("a goal of the wall is not met by little processor time", () => {
  const slow = { ...measured("truewheel", 10), costs: [{ wall: 50, cpu: 10, peak: 1 }] };
  assert.equal(standing({ ...goal, figure: "wall" }, [slow, measured("uv", 10)]).met, false);
  assert.equal(standing(goal, [slow, measured("uv", 10)]).met, true);
});

test("a contender that left other files than the pattern is shown so", () => {
  const job = { id: "J", title: "job", notes: [], like: "uv", contenders: [] };
  const text = tellJob(job, [{ ...measured("truewheel", 20), unlike: ["lacks a.py"] }, measured("uv", 5)]);
  assert.match(text, /truewheel left other files than uv: lacks a\.py/);
});

for (const [sentence, mine, theirs, said] of [
  ["the same files", { a: "1" }, { a: "1" }, []],
  ["a file less", {}, { a: "1" }, ["lacks a"]],
  ["a file more", { a: "1", b: "2" }, { a: "1" }, ["has b besides"]],
  ["other bytes", { a: "2" }, { a: "1" }, ["differs in a"]],
] as const) {
  test(`two environments are compared: ${sentence}`, () => {
    assert.deepEqual(differences(new Map(Object.entries(mine)), new Map(Object.entries(theirs))), said);
  });
}

const hash = "0".repeat(64);
for (const [sentence, text, expected] of [
  [
    "over two lines",
    `a==1 \\\n    --hash=sha256:${hash}\n    # via b\n`,
    [{ name: "a", version: "1", hashes: [hash] }],
  ],
  ["an empty file", "# nothing\n", []],
] as const) {
  test(`pins are read: ${sentence}`, () => assert.deepEqual(readPins(text), expected));
}
test("a pin without a hash is no pin", () =>
  assert.throws(() => readPins("a==1\n"), /not a pin with hashes/));

for (const name of SETS) {
  test(`the ${name} set pins each thing it asks for`, () => {
    const pinned = new Set(readPins(readFileSync(setFile(name, "txt"), "utf8")).map((pin) => pin.name));
    const asked = readFileSync(setFile(name, "in"), "utf8").match(/^[\w.-]+/gm) ?? [];
    assert.ok(asked.length >= 15);
    assert.deepEqual(
      asked.filter((each) => !pinned.has(each)),
      [],
    );
  });
}
