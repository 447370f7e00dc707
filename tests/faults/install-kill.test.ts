/** Whatever operation an installation dies at, what is registered is whole, and the next run repairs: every operation is tried. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../src/base/fault.ts";
import { isInPlace } from "../../src/stages/install/check.ts";
import { install } from "../../src/stages/install/install.ts";
import type { PlannedDistribution } from "../../src/stages/install/plan.ts";
import { Killed, MemoryFiles, type Snapshot } from "../support/memory-files.ts";
import { fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import { makeWheel } from "../support/wheel-writer.ts";

const target = fakeTarget("/opt/env");
const alpha1 = makeWheel({
  name: "alpha",
  version: "1.0",
  files: { "alpha/old.py": "1", "alpha/sub/a.py": "2", "shared/x.py": "x", "alpha.pth": "import alpha" },
  entryPoints: "[console_scripts]\nalpha = alpha:main\n",
});
const beta1 = makeWheel({
  name: "beta",
  version: "1.0",
  files: { "beta.py": "b", "shared/y.py": "y", "beta-1.0.data/data/include/beta.h": "h" },
});
const alpha2 = makeWheel({
  name: "alpha",
  version: "2.0",
  files: {
    "alpha/new.py": "1",
    "alpha/sub/b.py": "22",
    "shared/x.py": "xx",
    "alpha.pth": "import alpha.sub",
  },
  entryPoints: "[console_scripts]\nalpha = alpha:run\nalphactl = alpha:ctl\n",
});
const beta2 = makeWheel({ name: "beta", version: "2.0", files: { "beta.py": "bb", "beta_more/z.py": "z" } });
const before = plan([alpha1, beta1], target);
const after = plan([alpha2, beta2], target);

function bare(): MemoryFiles {
  const files = new MemoryFiles();
  files.makeDirectories(target.scheme.purelib);
  files.makeDirectories(target.scheme.scripts);
  files.create(`${target.scheme.scripts}/python`, Buffer.from("python"), 0o755);
  files.create(`${target.scheme.data}/pyvenv.cfg`, Buffer.from("home = /usr/bin"), 0o644);
  files.create(`${target.scheme.purelib}/shared.txt`, Buffer.from("somebody's"), 0o644);
  return files;
}

function run(
  planned: readonly PlannedDistribution[],
  files: MemoryFiles,
): Promise<Awaited<ReturnType<typeof install>>> {
  return install(planned, [], target, { files, locks: freeLocks, progress: quietProgress() });
}

/** Everything but the workspace, as comparable text. */
function tree(snapshot: Snapshot): string {
  return [...snapshot]
    .filter(([path]) => !path.startsWith(target.workspace))
    .map(
      ([path, node]) =>
        `${path} ${node.kind} ${node.mode.toString(8)} ${Buffer.from(node.bytes).toString("hex")}`,
    )
    .sort()
    .join("\n");
}

/** A `.dist-info` in site-packages must have all its files. */
function registeredIsWhole(files: MemoryFiles): void {
  for (const each of [...before, ...after]) {
    if (files.status(each.distInfo) !== undefined)
      assert.ok(isInPlace(each, files), `${each.filename} is registered and not whole`);
  }
}

async function snapshotAfter(
  start: Snapshot,
  planned: readonly PlannedDistribution[],
): Promise<{ readonly tree: string; readonly operations: number }> {
  const files = new MemoryFiles({ from: start });
  await run(planned, files);
  assert.equal(files.status(target.workspace), undefined, "the workspace is gone");
  return { tree: tree(files.snapshot()), operations: files.operations };
}

/** An environment to be: nothing but its site-packages is there, as in a `--target` or `--prefix` that begins. */
function barest(): MemoryFiles {
  const files = new MemoryFiles();
  files.makeDirectories(target.scheme.purelib);
  files.create(`${target.scheme.purelib}/shared.txt`, Buffer.from("somebody's"), 0o644);
  return files;
}

const empty = bare().snapshot();
const upgraded = new MemoryFiles({ from: empty });
await run(before, upgraded);
const installed = upgraded.snapshot();

for (const [name, start, planned] of [
  ["a first installation", empty, before],
  ["an installation that makes the scripts' directory", barest().snapshot(), before],
  ["an upgrade", installed, after],
] as const) {
  for (const torn of [false, true]) {
    test(`${name} killed ${torn ? "in the middle of" : "before"} any operation leaves old or new, and the next run repairs`, async () => {
      const whole = await snapshotAfter(start, planned);
      for (let dieAt = 1; dieAt <= whole.operations; dieAt++) {
        const files = new MemoryFiles({ from: start, dieAt, torn });
        await assert.rejects(run(planned, files), Killed);
        registeredIsWhole(files);
        const again = new MemoryFiles({ from: files.snapshot() });
        await run(planned, again);
        assert.equal(tree(again.snapshot()), whole.tree, `operation ${dieAt}`);
        assert.equal(again.status(target.workspace), undefined, "no rubbish stays");
      }
    });
  }

  test(`${name} cut off by a power failure at any operation is repaired by the next run, and no committed file is lost`, async () => {
    const whole = await snapshotAfter(start, planned);
    for (let dieAt = 1; dieAt <= whole.operations + 1; dieAt++) {
      const files = new MemoryFiles({ from: start, dieAt });
      await run(planned, files).catch((error: unknown) => assert.ok(error instanceof Killed));
      for (const left of files.afterPowerCut()) {
        const disk = new MemoryFiles({ from: left });
        registeredIsWhole(disk);
        await run(planned, disk);
        assert.equal(tree(disk.snapshot()), whole.tree, `operation ${dieAt}`);
      }
    }
  });

  test(`${name} on a disk that fills up at any operation says so and leaves the target as it was`, async () => {
    const whole = await snapshotAfter(start, planned);
    for (let fullAt = 1; fullAt <= whole.operations; fullAt++) {
      const files = new MemoryFiles({ from: start, fullAt });
      const refused = await run(planned, files).then(
        () => undefined,
        (error: unknown) => codeOf(error),
      );
      if (refused === undefined) assert.equal(tree(files.snapshot()), whole.tree);
      else {
        assert.equal(refused, "TW-DISK-FULL");
        assert.equal(tree(files.snapshot()), tree(start), `operation ${fullAt}`);
        assert.equal(files.status(target.workspace), undefined, "no rubbish stays");
      }
    }
  });
}

for (const [name, start, planned] of [
  ["a first installation", empty, before],
  ["an upgrade", installed, after],
] as const) {
  for (const [often, distance] of [
    ["one operation fails", 0],
    ["two operations in a row fail", 1],
    ["an operation and the third after it fail", 3],
  ] as const) {
    test(`${name} in which ${often}, whichever: what is registered is whole, and the next run repairs`, async () => {
      const whole = await snapshotAfter(start, planned);
      for (let failing = 1; failing <= whole.operations; failing++) {
        const files = new MemoryFiles({ from: start, failAt: [failing, failing + distance] });
        await run(planned, files).catch((error: unknown) => assert.equal(codeOf(error), "TW-DISK-FAILED"));
        registeredIsWhole(files);
        const again = new MemoryFiles({ from: files.snapshot() });
        await run(planned, again);
        assert.equal(tree(again.snapshot()), whole.tree, `operation ${failing}`);
      }
    });
  }
}

test("a second run changes nothing and takes no lock", async () => {
  const files = new MemoryFiles({ from: installed });
  const result = await run(before, files);
  assert.equal(result.changed, false);
  assert.equal(files.operations, 0);
});

for (const path of [
  "alpha/old.py",
  "alpha/sub/a.py",
  "alpha-1.0.dist-info/RECORD",
  "alpha-1.0.dist-info/METADATA",
]) {
  for (const change of ["removed", "altered"]) {
    test(`${path}, ${change}, is put right by the next run`, async () => {
      const files = new MemoryFiles({ from: installed });
      files.remove(`${target.scheme.purelib}/${path}`);
      if (change === "altered") files.create(`${target.scheme.purelib}/${path}`, Buffer.from("evil"), 0o644);
      await run(before, files);
      assert.equal(tree(files.snapshot()), tree(installed));
    });
  }
}
