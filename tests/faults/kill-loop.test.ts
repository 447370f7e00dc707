/** The real program, killed for real with signal 9 at times spread over its run; what is registered is whole, and the next run repairs. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { bareCopy } from "../support/bare.ts";
import { newest, start, tree, truewheel } from "../support/cli.ts";

const ROUNDS = Number(process.env["TRUEWHEEL_TEST_KILLS"] ?? 10);
const { python, store } = newest();

/** Ends the program after `delay` milliseconds; true when it was still at work. */
async function killedAfter(args: readonly string[], delay: number): Promise<boolean> {
  const child = start(args);
  child.stdout?.resume();
  child.stderr?.resume();
  const timer = setTimeout(() => child.kill("SIGKILL"), delay);
  const signal = await new Promise<string | null>(
    (resolve) => void child.on("close", (_status, by) => resolve(by)),
  );
  clearTimeout(timer);
  return signal === "SIGKILL";
}

test(`killed at ${ROUNDS} moments of a bootstrap: never a registered package that is not whole`, async () => {
  const bare = bareCopy(python, scratch("kill"));
  const args = ["bootstrap", "--python", bare.python, "--offline", "--cache-dir", store];
  const began = Date.now();
  assert.equal(truewheel(args).status, 0);
  const whole = Date.now() - began;
  const wanted = tree(bare.site);
  const wantedScripts = tree(join(bare.python, ".."));
  let killed = 0;
  let midway = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of readdirSync(bare.site)) rmSync(join(bare.site, name), { recursive: true });
    for (const name of readdirSync(join(bare.python, "..")))
      if (!name.startsWith("python")) rmSync(join(bare.python, "..", name));
    if (await killedAfter(args, (whole * (round + 1)) / (ROUNDS + 1))) killed += 1;
    if (existsSync(join(bare.site, ".truewheel"))) midway += 1;
    const left = new Set(tree(bare.site).filter((line) => !line.includes(".truewheel")));
    const registered = readdirSync(bare.site).filter((name) => name.endsWith(".dist-info"));
    // A registered package is there with every file that the whole tree has for it.
    for (const info of registered) {
      const [project = ""] = info.split("-");
      for (const line of wanted.filter((each) => each.startsWith(join(bare.site, project))))
        assert.ok(left.has(line), line.slice(0, 200));
    }
    const repaired = truewheel(args);
    assert.equal(repaired.status, 0, repaired.stderr);
    assert.deepEqual(tree(bare.site), wanted);
    assert.deepEqual(tree(join(bare.python, "..")), wantedScripts);
  }
  assert.ok(killed > ROUNDS / 4, `only ${killed} of ${ROUNDS} runs were killed in time`);
  console.log(
    `killed ${killed} of ${ROUNDS}, ${midway} while the target was being changed; broken 0, repaired ${ROUNDS}`,
  );
});
