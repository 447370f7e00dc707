/** Whatever operation an installation dies at, the ledger agrees with the environment afterwards: old or new, and never neither. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Arguments } from "../../src/commands/command.ts";
import { sitesOf, withLedger } from "../../src/commands/ledger.ts";
import { isInPlace } from "../../src/stages/install/check.ts";
import { type Installation, install } from "../../src/stages/install/install.ts";
import { formatLedger, parseLedger, sameLedger } from "../../src/stages/ledger/document.ts";
import { ledgerDirectory, readLedgers, settledBy } from "../../src/stages/ledger/ledger.ts";
import { Killed, MemoryFiles, type Snapshot } from "../support/memory-files.ts";
import { accept, fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import { type MadeWheel, makeWheel } from "../support/wheel-writer.ts";

const target = fakeTarget("/opt/env");
const old = [
  makeWheel({ name: "alpha", version: "1.0", files: { "alpha/a.py": "1" } }),
  makeWheel({ name: "beta", version: "1.0" }),
];
const fresh = [
  makeWheel({
    name: "alpha",
    version: "2.0",
    files: { "alpha/b.py": "2" },
    entryPoints: "[console_scripts]\nalpha = alpha:main\n",
  }),
  makeWheel({ name: "gamma", version: "1.0" }),
];
const STATE = "/home/me/.local/state/truewheel";
const given: Arguments = {
  words: [],
  flag: () => false,
  value: () => undefined,
  values: () => [],
};

function run(
  wheels: readonly MadeWheel[],
  files: MemoryFiles,
  notices: string[] = [],
): Promise<Installation> {
  const planned = plan(wheels, target);
  const progress = quietProgress(notices);
  const world = {
    files,
    locks: freeLocks,
    progress,
    environment: {},
    platform: "linux",
    home: "/home/me",
    directory: "/",
  };
  const intended = { target, planned, accepted: wheels.map(accept) };
  return withLedger(intended, given, world, () => install(planned, [], target, world));
}

/** The versions that the ledger stands for, after it was asked which of its documents the environment agrees with. */
function told(files: MemoryFiles): string {
  const sites = sitesOf(target, files);
  const kept = readLedgers(ledgerDirectory(STATE, sites), sites, files);
  assert.equal(kept.damaged, false);
  const planned = [...plan(old, target), ...plan(fresh, target)];
  const ledger = settledBy(kept, (each) =>
    planned.some((one) => one.record.hash.digest === each.recordDigest && isInPlace(one, files)),
  );
  return (ledger?.distributions ?? []).map((each) => `${each.name} ${each.version}`).join(", ");
}

/** The versions that are registered. */
function registered(files: MemoryFiles): string {
  return [...plan(old, target), ...plan(fresh, target)]
    .filter((each) => files.status(each.distInfo) !== undefined)
    .map((each) => `${each.name} ${each.version}`)
    .sort()
    .join(", ");
}

function bare(): Snapshot {
  const files = new MemoryFiles();
  files.makeDirectories(target.scheme.purelib);
  files.makeDirectories(target.scheme.scripts);
  files.makeDirectories("/home/me");
  return files.snapshot();
}

const before = new MemoryFiles({ from: bare() });
await run(old, before);
const installed = before.snapshot();

for (const [name, start, wheels, outcomes] of [
  ["a first installation", bare(), old, ["", "alpha 1.0, beta 1.0"]],
  ["an upgrade", installed, fresh, ["alpha 1.0, beta 1.0", "alpha 2.0, beta 1.0, gamma 1.0"]],
] as const) {
  test(`${name} killed at any operation: when the environment is old or new, the ledger says which`, async () => {
    const whole = new MemoryFiles({ from: start });
    await run(wheels, whole);
    assert.equal(told(whole), outcomes[1]);
    const seen = new Set<string>();
    for (let dieAt = 1; dieAt <= whole.operations; dieAt++) {
      const files = new MemoryFiles({ from: start, dieAt });
      await assert.rejects(run(wheels, files), Killed);
      const there = registered(files);
      const says = told(new MemoryFiles({ from: files.snapshot() }));
      assert.ok(
        outcomes.some((each) => each === says),
        says,
      );
      if (outcomes.some((each) => each === there)) {
        assert.equal(says, there, `operation ${dieAt}`);
        seen.add(there);
      }
      const again = new MemoryFiles({ from: files.snapshot() });
      await run(wheels, again);
      assert.equal(told(again), outcomes[1], `repaired after operation ${dieAt}`);
      assert.equal(registered(again), outcomes[1]);
    }
    assert.deepEqual([...seen].sort(), [...outcomes].sort(), "both outcomes were met");
  });

  test(`${name} cut off by a power failure at any operation: the next run brings both to agree`, async () => {
    const whole = new MemoryFiles({ from: start });
    await run(wheels, whole);
    for (let dieAt = 1; dieAt <= whole.operations + 1; dieAt++) {
      const files = new MemoryFiles({ from: start, dieAt });
      await run(wheels, files).catch((error: unknown) => assert.ok(error instanceof Killed));
      for (const left of files.afterPowerCut()) {
        const disk = new MemoryFiles({ from: left });
        const there = registered(disk);
        if (outcomes.some((each) => each === there) && disk.status(target.workspace) === undefined)
          assert.equal(told(disk), there, `operation ${dieAt}`);
        await run(wheels, disk);
        assert.equal(told(disk), outcomes[1], `operation ${dieAt}`);
      }
    }
  });
}

test("an installation that fails leaves the ledger as it was", async () => {
  const whole = new MemoryFiles({ from: installed });
  await run(fresh, whole);
  for (let fullAt = 1; fullAt <= whole.operations; fullAt++) {
    const files = new MemoryFiles({ from: installed, fullAt });
    const failed = await run(fresh, files).then(
      () => false,
      () => true,
    );
    const again = new MemoryFiles({ from: files.snapshot() });
    if (failed) assert.equal(told(again), registered(again), `operation ${fullAt}`);
  }
});

test("what leaves without a successor leaves the ledger too", async () => {
  const files = new MemoryFiles({ from: installed });
  const world = {
    files,
    locks: freeLocks,
    progress: quietProgress(),
    environment: {},
    platform: "linux",
    home: "/home/me",
    directory: "/",
  };
  const leaves = ({ name }: { readonly name: string }): boolean => name === "beta";
  await withLedger({ target, planned: [], accepted: [], leaves }, given, world, () =>
    install([], [], target, world, { leaves }),
  );
  assert.equal(registered(files), "alpha 1.0");
  assert.equal(told(files), "alpha 1.0");
});

test("a second run writes nothing", async () => {
  const files = new MemoryFiles({ from: installed });
  await run(old, files);
  assert.equal(files.operations, 0);
});

test("a state directory that cannot be written ends nothing, and is said", async () => {
  const files = new MemoryFiles({ from: bare() });
  files.create("/home/me/.local", Buffer.from("in the way"), 0o644);
  const notices: string[] = [];
  const { changed } = await run(old, files, notices);
  assert.equal(changed, true);
  assert.match(notices.join("\n"), /what was accepted is not recorded: .*will have RECORD alone/);
});

test("a distribution that something else removed leaves the record aloud", async () => {
  const files = new MemoryFiles({ from: installed });
  files.removeTree(`${target.scheme.purelib}/beta-1.0.dist-info`);
  const notices: string[] = [];
  await run(fresh, files, notices);
  assert.equal(told(files), "alpha 2.0, gamma 1.0");
  assert.deepEqual(notices, ["beta 1.0, accepted earlier, was removed by something else"]);
});

test("a document reads back as it was written, and no changed byte of it is believed", () => {
  const files = new MemoryFiles({ from: installed });
  const sites = sitesOf(target, files);
  const { current } = readLedgers(ledgerDirectory(STATE, sites), sites, files);
  assert.ok(current !== undefined);
  const bytes = formatLedger(current);
  assert.ok(sameLedger(parseLedger(bytes), current));
  for (let at = 0; at < bytes.length; at++) {
    const other = Uint8Array.from(bytes);
    other[at] = (other[at] ?? 0) ^ 1;
    assert.equal(parseLedger(other), undefined, `byte ${at}`);
  }
  assert.equal(parseLedger(bytes.subarray(0, -1)), undefined, "one byte less");
  assert.equal(parseLedger(Buffer.concat([bytes, Buffer.from("x")])), undefined, "one byte more");
});
