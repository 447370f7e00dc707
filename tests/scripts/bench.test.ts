/** The arithmetic and the words of the measurements. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { goals, standing } from "../../bench/goals.ts";
import { type Measured, median, quantile } from "../../bench/measure.ts";
import { tellGoals, tellJob } from "../../bench/tell.ts";

const goal = { job: "J", against: "uv", limit: 2 };

/** A contender whose runs cost `cpu` milliseconds each; without figures it has failed. */
function measured(name: string, ...cpu: readonly number[]): Measured {
  const costs = cpu.map((one) => ({ wall: one, cpu: one, peak: 2048 }));
  return {
    name,
    command: [name],
    costs,
    failure: cpu.length === 0 ? "exit status 1\nwords" : undefined,
    result: undefined,
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

test("the goals are those of the issue: 2.5 and 1.5 times uv, a tenth of get-pip and ensurepip", () => {
  const limits = goals.map(({ against, limit }) => `${against} ${limit}`);
  assert.deepEqual(new Set(limits), new Set(["uv 2.5", "uv 1.5", "get-pip stand-in 0.1", "ensurepip 0.1"]));
});
