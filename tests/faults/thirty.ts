/**
 * Thirty packages installed, upgraded and uninstalled on a disk in memory that dies at each operation. Run by one test file for each of the
 * three, so that two processors share the work; every operation with TRUEWHEEL_TEST_THOROUGH, else some spread over the whole.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { codeOf } from "../../src/base/fault.ts";
import { install } from "../../src/stages/install/install.ts";
import type { PlannedDistribution } from "../../src/stages/install/plan.ts";
import { type Counts, newCounts, tellFigures } from "../support/figures.ts";
import { MemoryFiles, type Snapshot } from "../support/memory-files.ts";
import { fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import { THIRTY, thirtyWheels } from "../support/thirty.ts";
import { absent, broken, type Reference, reference, type Tree, unlike } from "../support/wholeness.ts";

const THOROUGH = process.env["TRUEWHEEL_TEST_THOROUGH"] === "1";
/** Operations that are tried of each story when not all are. */
const SAMPLE = 60;
const target = fakeTarget("/opt/env");
const site = target.scheme.purelib;
const first = plan(thirtyWheels("1.0"), target);
const second = plan(thirtyWheels("2.0"), target);

/** A command on a disk. */
type Command = (files: MemoryFiles) => Promise<unknown>;

const bring =
  (planned: readonly PlannedDistribution[]): Command =>
  (files) =>
    install(planned, [], target, { files, locks: freeLocks, progress: quietProgress() });
const takeAway: Command = (files) =>
  install([], [], target, { files, locks: freeLocks, progress: quietProgress() }, { leaves: () => true });

const empty = bare();
const installed = await after(empty, bring(first));
const upgraded = await after(empty, bring(second));
const references = [installed, upgraded].map(refer);

/** The stories: where each starts, and what it does. */
export const stories: Readonly<Record<"install" | "upgrade" | "uninstall", readonly [Snapshot, Command]>> = {
  install: [empty, bring(first)],
  upgrade: [installed, bring(second)],
  uninstall: [installed, takeAway],
};

/** Declares the tests of one story. */
export function dieEverywhere(story: keyof typeof stories): void {
  const [start, command] = stories[story];
  const title = `${story} of ${THIRTY} packages in memory`;
  const often = THOROUGH ? "each operation" : "some operations";
  const claim = "registered is whole, nothing is lost, the same command repairs, no rubbish stays";

  test(`${title}, killed before ${often}: ${claim}`, async () => {
    const whole = await wholeRun(start, command);
    const judged = new Judgement(start, command, whole.tree);
    for (const dieAt of spread(whole.operations)) await judged.add(await dead(start, command, dieAt, false));
    judged.tell(`${title}, killed before ${often}`);
  });

  test(`${title}, killed in the middle of writing a file: ${claim}`, async () => {
    const whole = await wholeRun(start, command);
    const judged = new Judgement(start, command, whole.tree);
    for (const dieAt of spread(whole.writes)) await judged.add(await dead(start, command, dieAt, true));
    judged.tell(`${title}, killed while it writes a file`);
  });

  test(`${title}, the power cut at some operations, what was not flushed dropped: ${claim}`, async () => {
    const whole = await wholeRun(start, command);
    const judged = new Judgement(start, command, whole.tree);
    for (const dieAt of spread(whole.operations, THOROUGH ? 100 : 12)) {
      const files = new MemoryFiles({ from: start, dieAt });
      await assert.rejects(command(files), { message: /^killed/ });
      for (const state of spread(files.afterPowerCut(), 5)) await judged.add(state);
    }
    judged.tell(`${title}, power cut`);
  });

  test(`${title}, the disk full from ${often} on: old or new, and no rubbish`, async () => {
    const whole = await wholeRun(start, command);
    const judged = new Judgement(start, command, whole.tree);
    for (const fullAt of spread(whole.operations)) {
      const files = new MemoryFiles({ from: start, fullAt, remember: false });
      const code = await command(files).then(() => undefined, codeOf);
      assert.ok(code === undefined || code === "TW-DISK-FULL", `operation ${fullAt}: ${code}`);
      const wanted = code === undefined ? whole.tree : treeOf(start);
      assert.deepEqual(
        unlike(treeOf(files.snapshot()), wanted).slice(0, 5),
        [],
        `full at operation ${fullAt}`,
      );
      await judged.add(files.snapshot());
    }
    judged.tell(`${title}, disk full`);
  });
}

/** Looks at what each fault left, runs the command again, looks again, and counts. */
class Judgement {
  private readonly counts: Counts = newCounts();
  private readonly said: string[] = [];
  private readonly before: Reference;
  private readonly command: Command;
  private readonly wanted: Tree;

  constructor(start: Snapshot, command: Command, wanted: Tree) {
    this.before = refer(start);
    this.command = command;
    this.wanted = wanted;
  }

  async add(state: Snapshot): Promise<void> {
    const { counts, command } = this;
    const left = treeOf(state);
    const again = new MemoryFiles({ from: state, remember: false });
    await command(again);
    const repaired = treeOf(again.snapshot());
    const halves = [left, repaired].flatMap((tree) => broken(tree, site, references));
    const differs = unlike(repaired, this.wanted);
    const mayGo = command === takeAway;
    const gone = mayGo ? [] : absent(repaired, site, this.before);
    counts.tried += 1;
    if (!mayGo && absent(left, site, this.before).length > 0) counts.between += 1;
    counts.broken += halves.length;
    counts.lost += gone.length;
    counts.rubbish += differs.filter((sentence) => sentence.endsWith("too much")).length;
    if (differs.length === 0) counts.repaired += 1;
    this.said.push(...halves, ...differs, ...gone.map((name) => `${name} is lost`));
  }

  tell(title: string): void {
    tellFigures(title, this.counts);
    assert.deepEqual(this.said.slice(0, 20), []);
    assert.ok(this.counts.tried > 0);
    assert.equal(this.counts.repaired, this.counts.tried);
  }
}

/** The disk at a death: as it is before the operation, or with half of a file written. */
async function dead(start: Snapshot, command: Command, dieAt: number, torn: boolean): Promise<Snapshot> {
  const files = new MemoryFiles({ from: start, dieAt, torn, remember: false });
  await assert.rejects(command(files), { message: /^killed/ });
  return files.snapshot();
}

/** All, or as many as the sample has, evenly. */
function spread<T>(all: readonly T[], most = THOROUGH ? all.length : SAMPLE): readonly T[] {
  const step = Math.max(1, all.length / most);
  return all.filter((_, at) => Math.floor((at + 1) / step) !== Math.floor(at / step));
}

interface WholeRun {
  readonly tree: Tree;
  readonly operations: readonly number[];
  readonly writes: readonly number[];
}

async function wholeRun(start: Snapshot, command: Command): Promise<WholeRun> {
  const files = new MemoryFiles({ from: start, remember: false });
  await command(files);
  const operations = Array.from({ length: files.operations }, (_, at) => at + 1);
  return { tree: treeOf(files.snapshot()), operations, writes: files.writes };
}

async function after(start: Snapshot, command: Command): Promise<Snapshot> {
  const files = new MemoryFiles({ from: start, remember: false });
  await command(files);
  return files.snapshot();
}

function bare(): Snapshot {
  const files = new MemoryFiles();
  for (const directory of Object.values(target.scheme)) files.makeDirectories(directory);
  files.create(`${target.scheme.scripts}/python`, Buffer.from("python"), 0o755);
  files.create(`${target.scheme.data}/pyvenv.cfg`, Buffer.from("home = /usr/bin"), 0o644);
  files.create(`${site}/mine.txt`, Buffer.from("somebody's"), 0o644);
  return files.snapshot();
}

function treeOf(snapshot: Snapshot): Tree {
  const tree = new Map<string, string>();
  for (const [path, node] of snapshot) {
    const digest = createHash("sha256").update(node.bytes).digest("hex");
    tree.set(path, `${node.kind} ${node.mode.toString(8)} ${digest}`);
  }
  return tree;
}

function refer(snapshot: Snapshot): Reference {
  return reference(treeOf(snapshot), site, (path) => Buffer.from(snapshot.get(path)?.bytes ?? "").toString());
}
