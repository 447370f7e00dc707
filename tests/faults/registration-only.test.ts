/** A package that brings nothing but its registration (it only requires others), alone: in, up, out, and killed at every operation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { install } from "../../src/stages/install/install.ts";
import { MemoryFiles, type Snapshot } from "../support/memory-files.ts";
import { fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import { makeWheel } from "../support/wheel-writer.ts";

const target = fakeTarget("/opt/env");
const site = target.scheme.purelib;
const [first, second] = ["1.0", "2.0"].map((version) =>
  plan([makeWheel({ name: "meta", version, registrationOnly: true })], target),
);
assert.ok(first !== undefined && second !== undefined);

type Command = (files: MemoryFiles) => Promise<unknown>;
const ports = (files: MemoryFiles) => ({ files, locks: freeLocks, progress: quietProgress() });
const bring =
  (planned: typeof first): Command =>
  (files) =>
    install(planned, [], target, ports(files));
const takeAway: Command = (files) => install([], [], target, ports(files), { leaves: () => true });

async function after(start: Snapshot, command: Command): Promise<MemoryFiles> {
  const files = new MemoryFiles({ from: start });
  await command(files);
  return files;
}

function registrations(files: MemoryFiles): readonly string[] {
  return files.list(site).map(({ name }) => name);
}

const bare = new MemoryFiles();
for (const directory of Object.values(target.scheme)) bare.makeDirectories(directory);
const empty = bare.snapshot();
const installed = (await after(empty, bring(first))).snapshot();

for (const [sentence, start, command, wanted] of [
  ["installed", empty, bring(first), ["meta-1.0.dist-info"]],
  ["upgraded", installed, bring(second), ["meta-2.0.dist-info"]],
  ["taken away", installed, takeAway, []],
] as const) {
  test(`it is ${sentence}, and killed at any operation the next run does it`, async () => {
    const whole = await after(start, command);
    assert.deepEqual(registrations(whole), wanted);
    for (let dieAt = 1; dieAt <= whole.operations; dieAt++) {
      const files = new MemoryFiles({ from: start, dieAt });
      await assert.rejects(command(files), { message: /^killed/ });
      for (const info of registrations(files).filter((name) => name.endsWith(".dist-info")))
        assert.ok(files.status(`${site}/${info}/RECORD`) !== undefined, `half of ${info} at ${dieAt}`);
      const again = await after(files.snapshot(), command);
      assert.deepEqual([...again.snapshot().keys()].sort(), [...whole.snapshot().keys()].sort());
    }
  });
}
