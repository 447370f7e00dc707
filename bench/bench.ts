/**
 * `npm run bench`: what bootstrap and installing cost beside uv, pip, get-pip and ensurepip; whole process, processor time and wall
 * clock, in turns.
 *
 *   --runs N      turns that count (default 11)          --dir D      where runs write (default: the system's temporary directory)
 *   --job ID      only jobs whose id contains ID         --python PY  the interpreter (default python3)
 *   --public      also cold, from the public index       --json       figures of every run as JSON on standard output
 *   --data        also the data set (about 1 GB, fetched once)
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { goals, type Standing, standing } from "./goals.ts";
import { jobsIn } from "./jobs.ts";
import { openLab } from "./lab.ts";
import { describe } from "./machine.ts";
import { type Measured, measure } from "./measure.ts";
import { SETS, type SetName } from "./sets.ts";
import { tellGoals, tellJob, tellNotes } from "./tell.ts";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "11" },
    dir: { type: "string", default: tmpdir() },
    job: { type: "string", default: "" },
    python: { type: "string", default: "python3" },
    public: { type: "boolean", default: false },
    data: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

try {
  await main();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  if (!/^[1-9]\d*$/.test(options.runs)) throw new Error(`--runs takes a number above 0, not ${options.runs}`);
  mkdirSync(options.dir, { recursive: true });
  const work = mkdtempSync(join(realpathSync(options.dir), "truewheel-bench-"));
  const lab = await openLab(work, options.python, setsFor(options.job, options.data));
  const say = (text: string) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  try {
    const machine = describe(lab, join(import.meta.dirname, "..", "dist", "cli.js"));
    for (const [name, value] of Object.entries(machine)) say(`${name.padEnd(10)}${value}`);
    say(
      `turns     ${options.runs}, after one that does not count; figures are medians; ratios hold elsewhere, milliseconds do not\n`,
    );
    const results = new Map<string, readonly Measured[]>();
    const jobs = jobsIn(lab, options.public).filter(({ id }) => id.includes(options.job));
    if (jobs.length === 0) throw new Error(`no job's id contains ${options.job}`);
    for (const job of jobs) {
      const measured = measure(lab, job, Number(options.runs));
      results.set(job.id, measured);
      say(tellJob(job, measured));
    }
    say(tellNotes(jobs));
    const standings: readonly Standing[] = goals
      .filter(({ job }) => results.has(job))
      .map((goal) => standing(goal, results.get(goal.job) ?? []));
    if (standings.length > 0) say(tellGoals(standings));
    if (options.json)
      console.log(JSON.stringify({ machine, jobs: Object.fromEntries(results), goals: standings }, null, 2));
  } finally {
    lab.mirrorProcess.kill();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The sets whose wheels the wanted jobs need: none are fetched in vain. */
function setsFor(job: string, data: boolean): readonly SetName[] {
  if (/^J[01]/.test(job)) return [];
  return data || job.includes("data") ? SETS : ["web"];
}
