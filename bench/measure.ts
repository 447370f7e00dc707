/** Runs jobs in turns and keeps what each run cost. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender, Job } from "./jobs.ts";
import type { Lab } from "./lab.ts";
import { differences, holdings } from "./same.ts";

/** What one run cost: milliseconds, CPU in user and system mode with all descendants; KiB of memory at its peak. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

/** What one contender did in a job. */
export interface Measured {
  readonly name: string;
  readonly command: readonly string[];
  /** One entry a turn, in the order of the turns. */
  readonly costs: readonly Cost[];
  /** Why it has no costs, when it failed. */
  readonly failure: string | undefined;
  /** What stood in the environment after the last run. */
  readonly result:
    | { readonly distributions: number; readonly files: number; readonly pyc: number }
    | undefined;
  /** How that differs from what the job's pattern left, in sentences; empty when it does not. */
  readonly unlike: readonly string[];
}

/** Measures `job`: one turn that does not count, which also fills caches, then `turns` that do, each contender once a turn. */
export function measure(lab: Lab, job: Job, turns: number): readonly Measured[] {
  const kept = job.contenders.map((contender) => ({
    contender,
    costs: [] as Cost[],
    failure: undefined as string | undefined,
  }));
  for (let turn = 0; turn <= turns; turn++) {
    for (const one of kept) {
      if (one.failure !== undefined) continue;
      const cost = run(lab, one.contender);
      if (typeof cost === "string") one.failure = cost;
      else if (turn > 0) one.costs.push(cost);
    }
  }
  const pattern = job.contenders.find(({ name }) => name === job.like)?.environment;
  return kept.map(({ contender, costs, failure }) => ({
    name: contender.name,
    command: contender.command,
    costs: failure === undefined ? costs : [],
    failure,
    result: contender.environment === undefined ? undefined : contents(contender.environment),
    unlike: failure === undefined ? compared(contender.environment, pattern) : [],
  }));
}

function compared(environment: string | undefined, pattern: string | undefined): readonly string[] {
  if (environment === undefined || pattern === undefined || environment === pattern) return [];
  return differences(holdings(environment), holdings(pattern));
}

/** The cost of one run, or why there is none. */
function run(lab: Lab, contender: Contender): Cost | string {
  contender.prepare();
  // What the preparation wrote must not be flushed on the next one's time.
  spawnSync("sync");
  const result = join(lab.work, "result.json");
  const log = join(lab.work, "log.txt");
  const wrapper = join(import.meta.dirname, "measure.py");
  const ended = spawnSync(lab.python, ["-I", wrapper, result, log, ...contender.command], {
    env: lab.environment,
    cwd: lab.work,
    encoding: "utf8",
  });
  if (ended.status !== 0) return `the wrapper failed: ${ended.error?.message ?? ended.stderr}`;
  const read: { wall: number; user: number; system: number; peak: number; status: number } = JSON.parse(
    readFileSync(result, "utf8"),
  );
  if (read.status !== 0) return `exit status ${read.status}\n${readFileSync(log, "utf8").trimEnd()}`;
  return { wall: read.wall * 1000, cpu: (read.user + read.system) * 1000, peak: read.peak };
}

function contents(environment: string): Measured["result"] {
  const all = globSync("lib/python*/site-packages/**", { cwd: environment, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile()).map(({ name }) => name);
  return {
    distributions: globSync("lib/python*/site-packages/*.dist-info", { cwd: environment }).length,
    files: files.length,
    pyc: files.filter((name) => name.endsWith(".pyc")).length,
  };
}

/** The value in the middle of `values`, or the mean of the two there; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a `part` of `values` lies, interpolated; NaN of nothing. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
