/**
 * The real program installs, upgrades or uninstalls thirty packages on a real disk, and is killed with signal 9: at moments spread over its
 * run, at moments spread over its transaction, and at counted system calls. It is interrupted as well, and its calls fail. Run by one test
 * file for each of the three. TRUEWHEEL_TEST_KILLS: how many times each (default 2).
 */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { Ground, STATES, type Story } from "../support/ground.ts";
import { atWork, callsOf, cutAt, durations, interrupted, Judge, whyNoTracing } from "../support/moments.ts";
import { broken, unlike } from "../support/wholeness.ts";

const ROUNDS = Number(process.env["TRUEWHEEL_TEST_KILLS"] ?? 2);
const ground = new Ground(scratch("kill-thirty"));
const site = ground.site.slice(ground.environment.length);
const claim = "registered is whole, nothing is lost, the same command repairs, no rubbish stays";

/** Declares the tests of one story. */
export async function killEverywhere(story: Story): Promise<void> {
  const { whole, work } = await durations(ground, story);
  const [start, end] = STATES[story];

  test(`${story} killed at moments spread over its run: ${claim}`, async () => {
    const judge = new Judge(ground, story);
    let inTime = 0;
    for (let round = 0; round < ROUNDS; round++) {
      ground.reset(start);
      const ended = await interrupted(
        ground,
        ground.command(story),
        "SIGKILL",
        (whole * (round + 0.5)) / ROUNDS,
      );
      if (ended.signal === "SIGKILL") inTime += 1;
      judge.look(`killed at ${round} of ${ROUNDS}`);
    }
    for (let round = 0; round < ROUNDS; round++) {
      ground.reset(start);
      const delay = (work * (round + 0.5)) / ROUNDS;
      const ended = await interrupted(ground, ground.command(story), "SIGKILL", delay, atWork(ground));
      if (ended.signal === "SIGKILL") inTime += 1;
      judge.look(`killed at ${round} of ${ROUNDS} of the transaction`);
    }
    judge.end(`${story} of 30 packages, kill -9`, { "in time": inTime });
    assert.ok(inTime > ROUNDS / 2, `only ${inTime} of ${2 * ROUNDS} runs were killed in time`);
  });

  traced(`${story} killed at counted system calls: ${claim}`, async () => {
    ground.reset(start);
    const calls = callsOf(ground, ground.command(story));
    const judge = new Judge(ground, story);
    for (let round = 0; round < ROUNDS; round++) {
      ground.reset(start);
      const at = 1 + Math.floor((calls * (round + 0.5)) / ROUNDS);
      await ground.begin(cutAt(ground.command(story), at, "kill")).ended;
      judge.look(`killed at call ${at} of ${calls}`);
    }
    judge.end(`${story} of 30 packages, kill -9 at system calls`);
  });

  traced(`${story} with a system call that fails: ${claim}`, async () => {
    ground.reset(start);
    const calls = callsOf(ground, ground.command(story));
    const judge = new Judge(ground, story);
    for (let round = 0; round < ROUNDS; round++) {
      ground.reset(start);
      const at = 1 + Math.floor((calls * (round + 0.5)) / ROUNDS);
      const ended = await ground.begin(cutAt(ground.command(story), at, "EIO")).ended;
      assert.equal(ended.signal, null);
      assert.doesNotMatch(ended.output, /TW-INTERNAL|\n {4}at /, `call ${at}`);
      judge.look(`call ${at} of ${calls} failed`);
    }
    judge.end(`${story} of 30 packages, a failing system call`);
  });

  test(`${story} interrupted (SIGINT): it ends with 130, old or new, and leaves no rubbish`, async () => {
    const judge = new Judge(ground, story);
    let interruptedInTime = 0;
    let atOnce = 0;
    for (let round = 0; round < ROUNDS; round++) {
      ground.reset(start);
      const late = round % 2 === 1;
      const delay = ((late ? work : whole) * (round + 0.5)) / ROUNDS;
      const ended = await interrupted(
        ground,
        ground.command(story),
        "SIGINT",
        delay,
        late ? atWork(ground) : () => true,
      );
      const stopped = ended.status === 130 || ended.signal === "SIGINT";
      assert.ok(stopped || ended.status === 0, `${ended.status} ${ended.signal} ${ended.output}`);
      if (stopped) interruptedInTime += 1;
      const left = ground.tree();
      assert.deepEqual(broken(left, site, ground.references), []);
      const isOld = unlike(left, ground.reference(start).tree).length === 0;
      if (isOld || unlike(left, ground.reference(end).tree).length === 0) atOnce += 1;
      judge.look(`interrupted at ${round} of ${ROUNDS}`);
    }
    judge.end(`${story} of 30 packages, SIGINT`, {
      interrupted: interruptedInTime,
      "old or new at once": atOnce,
    });
    assert.ok(interruptedInTime > 0, "no run was interrupted in time");
  });
}

/** A test that is skipped, loudly, where system calls cannot be traced. */
function traced(title: string, run: (context: TestContext) => Promise<void>): void {
  const reason = whyNoTracing();
  test(title, { skip: reason ?? false }, run);
}
