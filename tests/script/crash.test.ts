/** A script that is killed, or finds no room: the old state or the new one, and the next run repairs; `bootstrap` and the script repair one another. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PLAIN, pythons, scratch } from "../python/pythons.ts";
import { newest, truewheel } from "../support/cli.ts";
import { offlineFrom, scriptFor, THOROUGH, tree } from "./support.ts";

const diskFolder = scratch("disk");
const ROUNDS = THOROUGH ? 60 : 3;
const { python } = newest();

/** Runs the script to its end. */
function whole(
  program: string,
  args: readonly string[],
): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(program, args, { env: PLAIN, encoding: "utf8" });
  return { status, stderr };
}

/** Starts it and ends it by force after `delay` milliseconds; true when it was still at work. */
async function killed(program: string, args: readonly string[], delay: number): Promise<boolean> {
  const child = spawn(program, args, { env: PLAIN, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), delay);
  const signal = await new Promise<string | null>(
    (resolve) => void child.on("close", (_, by) => resolve(by)),
  );
  clearTimeout(timer);
  return signal === "SIGKILL";
}

/** Each registered package is there with every file that the whole tree has for it. */
function registeredAreWhole(place: string, wanted: readonly string[]): void {
  const found = new Set(tree(place));
  const infos = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith(".dist-info")) : [];
  for (const info of infos) {
    const own = [`/${info}/`, `/${info.split("-")[0]}/`];
    for (const line of wanted.filter((each) => own.some((start) => each.startsWith(start))))
      assert.ok(found.has(line), line);
  }
}

const few = THOROUGH
  ? pythons.filter(({ series }) => series === "2.7" || series === python.series)
  : [python];
for (const each of few) {
  test(`killed at ${ROUNDS} moments on ${each.series}: no package is registered that is not whole, and the next run repairs`, async () => {
    const place = join(scratch("killed"), "lib");
    const args = [scriptFor(each), "--target", place];
    const began = Date.now();
    assert.equal(whole(each.path, args).status, 0);
    const length = Date.now() - began;
    const wanted = tree(place);
    let midway = 0;
    let inTime = 0;
    for (let round = 0; round < ROUNDS; round++) {
      rmSync(place, { recursive: true });
      if (await killed(each.path, args, (length * (round + 1)) / (ROUNDS + 1))) inTime += 1;
      if (existsSync(join(place, ".truewheel"))) midway += 1;
      registeredAreWhole(place, wanted);
      const repaired = whole(each.path, args);
      assert.equal(repaired.status, 0, repaired.stderr);
      assert.deepEqual(tree(place), wanted);
    }
    assert.ok(inTime > 0, "none was killed in time");
    console.log(
      `figures: scripts killed, Python ${each.series}: tried ${ROUNDS}  in time ${inTime}  midway ${midway}  broken 0  repaired ${ROUNDS}`,
    );
  });
}

/** Kills the Python that installs right before its `number`th call that changes the disk. */
function killedAt(number: number, args: readonly string[]): boolean {
  const script = scriptFor(python);
  const harness = join(import.meta.dirname, "kill-at.py");
  return (
    spawnSync(python.path, [harness, script, String(number), ...args], { env: PLAIN }).signal === "SIGKILL"
  );
}

test("killed at each of the operations that count: what moves, what registers, what clears away", () => {
  const place = join(scratch("operation"), "lib");
  const args = ["--target", place];
  assert.equal(killedAt(1_000_000, args), false);
  const wanted = tree(place);
  let points = 0;
  // What is there is a pip without its code: its registration leaves and comes again.
  const step = THOROUGH ? 1 : 25;
  for (let number = 1; ; number += step) {
    rmSync(join(place, "pip"), { recursive: true, force: true });
    if (!killedAt(number, args)) break;
    points += 1;
    const others = ["packaging", "setuptools", "wheel"].map((name) => `/${name}`);
    registeredAreWhole(
      place,
      wanted.filter((line) => others.some((start) => line.startsWith(start))),
    );
    // The other program repairs every second one.
    const repaired =
      points % 2 === 0
        ? truewheel(["bootstrap", "--python", python.path, ...args, ...offlineFrom(python)])
        : whole(python.path, [scriptFor(python), ...args]);
    assert.equal(repaired.status, 0, repaired.stderr);
    assert.deepEqual(tree(place), wanted);
  }
  assert.ok(points > 1);
  console.log(`figures: scripts killed at an operation: tried ${points}  repaired ${points}  lost 0`);
});

test("a disk that is too small: the old state, words that say so, and with room the new state", (context) => {
  const disk = join(diskFolder, "disk");
  mkdirSync(disk);
  const ended = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=755", "tmpfs", disk], {
    encoding: "utf8",
  });
  if (ended.status !== 0)
    return context.skip(
      `NOT SHOWN: no small disk can be mounted here (${ended.error?.message ?? ended.stderr.trim()})`,
    );
  context.after(() => void spawnSync("umount", ["-l", disk]));
  const place = join(disk, "lib");
  const args = [scriptFor(python), "--target", place];
  const resize = (size: string): void =>
    assert.equal(spawnSync("mount", ["-o", `remount,size=${size}`, disk]).status, 0);
  for (const size of THOROUGH ? ["100k", "1m", "4m", "9m"] : ["1m", "9m"]) {
    resize(size);
    const full = whole(python.path, args);
    assert.equal(full.status, 2, full.stderr);
    assert.match(full.stderr, /error: the disk is full/);
    assert.deepEqual(
      existsSync(place) ? tree(place).filter((line) => !line.startsWith("/.truewheel")) : [],
      [],
    );
    resize("64m");
    const done = whole(python.path, args);
    assert.equal(done.status, 0, done.stderr);
    assert.ok(existsSync(join(place, "pip")) && !existsSync(join(place, ".truewheel")));
    rmSync(place, { recursive: true });
  }
});

test("two at once: one waits for the other, both end well, one tree", async () => {
  const place = join(scratch("together"), "lib");
  const args = [scriptFor(python), "--target", place];
  assert.equal(whole(python.path, args).status, 0);
  const wanted = tree(place);
  rmSync(place, { recursive: true });
  const ends = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<number | null>((resolve) => {
          spawn(python.path, args, { env: PLAIN, stdio: "ignore" }).on("close", resolve);
        }),
    ),
  );
  assert.deepEqual(ends, [0, 0, 0]);
  assert.deepEqual(tree(place), wanted);
});
