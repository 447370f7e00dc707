/** Small disks and read-only ones, mounted for real: a run that finds no room leaves the environment as it was, and says so. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { Ground, STATES, treeOf } from "../support/ground.ts";
import { Judge } from "../support/moments.ts";
import { unlike } from "../support/wholeness.ts";

const ROUNDS = Number(process.env["TRUEWHEEL_TEST_KILLS"] ?? 4);
// Hooks run in the order in which they were given: the disk goes before the folder that it is mounted in.
let mounted: string | undefined;
after(() => void (mounted !== undefined && spawnSync("umount", ["-l", mounted])));
const folder = scratch("disks");
const disk = join(folder, "disk");
const reason = mount();
const ground = reason === undefined ? new Ground(folder, undefined, 30, join(disk, "env")) : undefined;

/** Why no disk can be mounted, or undefined when it was. */
function mount(): string | undefined {
  mkdirSync(disk);
  const ended = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256m,mode=755", "tmpfs", disk], {
    encoding: "utf8",
  });
  if (ended.status === 0) {
    mounted = disk;
    return undefined;
  }
  const words = ended.error?.message ?? ended.stderr.trim();
  return `NOT SHOWN: no small disk can be mounted here (${words}), so neither a full nor a read-only one was tried`;
}

function remount(options: string): void {
  const ended = spawnSync("mount", ["-o", `remount,${options}`, disk], { encoding: "utf8" });
  assert.equal(ended.status, 0, ended.stderr);
}

/** Bytes that the environment takes on the disk. */
function used(): number {
  const [, value = ""] = spawnSync("df", ["-B1", "--output=used", disk], { encoding: "utf8" }).stdout.split(
    "\n",
  );
  return Number(value);
}

for (const story of ["install", "upgrade", "uninstall"] as const) {
  onDisk(
    `${story} on a disk that is too small: the old state at once, then, with room, the new one`,
    async (here) => {
      const [start, end] = STATES[story];
      const judge = new Judge(here, story);
      here.reset(start);
      const before = used();
      assert.equal(here.run(story).status, 0);
      // Taking away needs room for no file, only for the journal.
      const most = story === "uninstall" ? before + 2 ** 20 : Math.max(before, used()) * 2.2;
      let full = 0;
      for (let round = 0; round < ROUNDS; round++) {
        here.reset(start);
        remount(`size=${Math.ceil(before + ((most - before) * round) / ROUNDS + 4096)}`);
        const ended = await here.begin(here.command(story)).ended;
        const wanted = here.reference(ended.status === 0 ? end : start).tree;
        assert.deepEqual(unlike(here.tree(), wanted).slice(0, 5), [], ended.output);
        if (ended.status !== 0) {
          full += 1;
          assert.match(ended.output, /TW-DISK-FULL/);
        }
        remount("size=256m");
        judge.look(`disk ${round} of ${ROUNDS}`);
      }
      judge.end(`${story} of 30 packages, a small disk`, { "did not fit": full });
      if (story !== "uninstall") assert.ok(full > 0, "every disk was large enough");
    },
  );

  onDisk(`${story} on a read-only disk: said so, and nothing is changed`, async (here) => {
    here.reset(STATES[story][0]);
    remount("ro");
    try {
      const ended = await here.begin(here.command(story)).ended;
      assert.notEqual(ended.status, 0);
      assert.match(ended.output, /TW-DISK-READ-ONLY/);
      assert.deepEqual(unlike(here.tree(), here.reference(STATES[story][0]).tree), []);
    } finally {
      remount("rw");
    }
  });
}

onDisk("what is right already needs no writable disk", async (here) => {
  here.reset("1.0");
  remount("ro");
  try {
    const ended = await here.begin(here.command("install")).ended;
    assert.equal(ended.status, 0, ended.output);
  } finally {
    remount("rw");
  }
});

onDisk(
  "a store without room keeps the installation from nothing, or is said so; the environment is old or new",
  async (here) => {
    const store = join(disk, "store");
    const command = here.command("install").map((word) => (word === here.store ? store : word));
    for (let round = 0; round < ROUNDS; round++) {
      here.reset("empty");
      rmSync(store, { recursive: true, force: true });
      remount(`size=${used() + 65_536 * (round + 1)}`);
      const ended = await here.begin(command).ended;
      const wanted = here.reference(ended.status === 0 ? "1.0" : "empty").tree;
      assert.deepEqual(
        unlike(treeOf(here.environment, here.environment), wanted).slice(0, 5),
        [],
        ended.output,
      );
      if (ended.status !== 0) assert.match(ended.output, /TW-DISK-FULL/);
      remount("size=256m");
      const again = await here.begin(command).ended;
      assert.equal(again.status, 0, again.output);
      assert.deepEqual(unlike(here.tree(), here.reference("1.0").tree), []);
    }
  },
);

function onDisk(title: string, run: (ground: Ground) => Promise<void>): void {
  if (ground === undefined) test(title, { skip: reason ?? "NOT SHOWN: no disk" });
  else test(title, () => run(ground));
}
