/** Kills and interrupts of real runs, and the judgement of what they leave. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Counts, newCounts, tellFigures } from "./figures.ts";
import { type Ended, type Ground, STATES, type Story } from "./ground.ts";
import { absent, broken, unlike } from "./wholeness.ts";

/** Looks at an environment after each fault, runs the same command again, looks again, and counts. */
export class Judge {
  readonly counts: Counts = newCounts();
  /** Everything that was wrong, in sentences. */
  readonly said: string[] = [];
  private readonly ground: Ground;
  private readonly story: Story;

  constructor(ground: Ground, story: Story) {
    this.ground = ground;
    this.story = story;
  }

  /** After a fault, with the program dead; `what` names the fault. */
  look(what: string): void {
    const { ground, counts } = this;
    const [start, end] = STATES[this.story];
    const site = ground.site.slice(ground.environment.length);
    const left = ground.tree();
    const again = ground.run(this.story);
    const repaired = ground.tree();
    const halves = [left, repaired].flatMap((tree) => broken(tree, site, ground.references));
    const differs = unlike(repaired, ground.reference(end).tree);
    const before = ground.reference(start);
    const mayGo = end === "empty";
    const gone = mayGo ? [] : absent(repaired, site, before);
    counts.tried += 1;
    counts.broken += halves.length;
    if (!mayGo && absent(left, site, before).length > 0) counts.between += 1;
    counts.lost += gone.length;
    counts.rubbish += differs.filter((sentence) => sentence.endsWith("too much")).length;
    if (differs.length === 0 && again.status === 0) counts.repaired += 1;
    // Of an environment that nothing is left in, there may be no record.
    const verified = end === "empty" ? undefined : ground.verify();
    const status = [
      ...(again.status === 0 ? [] : [`the same command again ended with ${again.status}: ${again.output}`]),
      ...(verified === undefined || verified.status === 0 ? [] : [`verify --installed: ${verified.output}`]),
    ];
    for (const each of [...halves, ...status, ...differs, ...gone.map((name) => `${name} is lost`)])
      this.said.push(`${what}: ${each}`);
  }

  /** Tells the figures, and fails when one of them is not as it shall be. */
  end(title: string, more: Readonly<Record<string, number>> = {}): void {
    tellFigures(title, { ...this.counts, ...more });
    assert.deepEqual(this.said.slice(0, 20), []);
    assert.ok(this.counts.tried > 0, "nothing was tried");
    assert.equal(this.counts.repaired, this.counts.tried);
  }
}

/** Runs the command and sends `signal` after `delay` milliseconds, counted from when `from` says so (the start, else). */
export async function interrupted(
  ground: Ground,
  command: readonly string[],
  signal: NodeJS.Signals,
  delay: number,
  from: () => boolean = () => true,
): Promise<Ended> {
  const { child, ended } = ground.begin(command);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  // Polling without a pause: the moments that matter last less than a timer's grain.
  while (!over && !from()) await new Promise((resolve) => setImmediate(resolve));
  const due = performance.now() + delay;
  while (!over && performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
  if (!over) child.kill(signal);
  return ended;
}

/** True from when a transaction is at work in the environment. */
export function atWork(ground: Ground): () => boolean {
  const workspace = join(ground.site, ".truewheel");
  return () => existsSync(workspace);
}

/** Durations of a story, in milliseconds: from its start, and from the start of its transaction. */
export interface Durations {
  readonly whole: number;
  readonly work: number;
}

/** How long a story takes: the middle of three runs. */
export async function durations(ground: Ground, story: Story): Promise<Durations> {
  const runs: (readonly [number, number])[] = [];
  for (let round = 0; round < 3; round++) {
    ground.reset(STATES[story][0]);
    const { ended } = ground.begin(ground.command(story));
    const started = performance.now();
    const working = atWork(ground);
    let seen = Number.NaN;
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!over) {
      if (Number.isNaN(seen) && working()) seen = performance.now();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const done = performance.now();
    assert.equal((await ended).status, 0, (await ended).output);
    runs.push([done - started, Number.isNaN(seen) ? 0 : done - seen]);
  }
  const middle = (at: 0 | 1) => runs.map((run) => run[at]).sort((a, b) => a - b)[1] ?? 0;
  return { whole: middle(0), work: middle(1) };
}

/** System calls that change a file system. */
const CHANGING = [
  ...[
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "unlink",
    "unlinkat",
    "rmdir",
    "link",
    "linkat",
    "symlink",
  ],
  ...[
    "symlinkat",
    "fsync",
    "fdatasync",
    "chmod",
    "fchmod",
    "fchmodat",
    "ftruncate",
    "write",
    "pwrite64",
    "copy_file_range",
  ],
];

/** Why calls cannot be counted here, or undefined when they can. */
export function whyNoTracing(): string | undefined {
  const ended = spawnSync("strace", ["-f", "-qq", "-e", "trace=rename", "-o", "/dev/null", "true"], {
    encoding: "utf8",
  });
  if (ended.status === 0) return undefined;
  return `NOT SHOWN: strace cannot be used here (${ended.error?.message ?? ended.stderr.trim()}), so no run was killed at a counted system call`;
}

/** How many changing calls the command's main thread makes. */
export function callsOf(ground: Ground, command: readonly string[]): number {
  const log = join(ground.folder, "calls");
  const traced = [
    "-f",
    "-qq",
    "-e",
    `trace=${CHANGING.map((name) => `?${name}`).join(",")}`,
    "-e",
    "signal=none",
    "-o",
    log,
  ];
  const ended = spawnSync("strace", [...traced, ...command], {
    encoding: "utf8",
    cwd: "/",
    env: { ...ground.variables },
  });
  assert.equal(ended.status, 0, ended.stderr);
  const lines = readFileSync(log, "utf8").split("\n");
  const [main] = lines[0]?.split(" ") ?? [];
  return lines.filter((line) => line.startsWith(`${main} `)).length;
}

/** The command as it is killed at its changing call number `at`, or with that call answered by an error. */
export function cutAt(command: readonly string[], at: number, how: "kill" | "EIO"): readonly string[] {
  const set = CHANGING.filter((name) => how === "kill" || !/write|copy/.test(name))
    .map((name) => `?${name}`)
    .join(",");
  const fault = how === "kill" ? "signal=KILL" : `error=${how}`;
  return [
    ...["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${set}`, "-e", "signal=none"],
    ...["-e", `inject=${set}:${fault}:when=${at}`],
    ...command,
  ];
}
