/** Turns figures into text for a terminal. Pure. */
import type { Standing } from "./goals.ts";
import type { Job } from "./jobs.ts";
import { type Measured, median, quantile } from "./measure.ts";

/** One job's table: medians and quartiles of CPU time in milliseconds, the same of the wall, memory at its peak, ratios to uv's and to truewheel's own. */
export function tellJob(job: Job, measured: readonly Measured[]): string {
  const middle = (name: string, figure: "cpu" | "wall") =>
    median(measured.find((one) => one.name === name)?.costs.map((cost) => cost[figure]) ?? []);
  const rows = measured.map(({ name, costs, failure, result }) => {
    if (failure !== undefined) return [name, "failed"];
    const cpu = costs.map((cost) => cost.cpu);
    const wall = costs.map((cost) => cost.wall);
    const left =
      result === undefined ? "" : `${result.distributions} dists, ${result.files} files, ${result.pyc} .pyc`;
    return [
      name,
      milliseconds(median(cpu)),
      spread(cpu),
      milliseconds(median(wall)),
      spread(wall),
      `${Math.round(median(costs.map((cost) => cost.peak)) / 1024)}`,
      times(median(cpu) / middle("uv", "cpu")),
      times(median(wall) / middle("uv", "wall")),
      times(median(cpu) / middle("truewheel", "cpu")),
      left,
    ];
  });
  const head = [
    "",
    "CPU ms",
    "quartiles",
    "wall ms",
    "quartiles",
    "MiB",
    "CPU/uv",
    "wall/uv",
    "CPU/truewheel",
    "left behind",
  ];
  const failures = measured.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [`  ${name} failed: ${failure.split("\n").slice(0, 12).join("\n    ")}`],
  );
  const unlike = measured
    .filter(({ unlike: said }) => said.length > 0)
    .map(({ name, unlike: said }) => `  ${name} left other files than ${job.like}: ${said.join("; ")}`);
  const table = columns([head, ...rows], [1, 2, 3, 4, 5, 6, 7, 8]);
  return [`${job.id}: ${job.title}`, ...table, ...failures, ...unlike, ""].join("\n");
}

function spread(values: readonly number[]): string {
  return `${milliseconds(quantile(values, 0.25))}-${milliseconds(quantile(values, 0.75))}`;
}

/** What a reader must know of the jobs, each note once. */
export function tellNotes(jobs: readonly Job[]): string {
  const notes = new Set(jobs.flatMap((job) => job.notes));
  return ["How to read this", ...[...notes].map((note) => `  - ${note}`), ""].join("\n");
}

/** The goals, each with its measured ratio and plain words. */
export function tellGoals(standings: readonly Standing[]): string {
  const rows = standings.map(({ job, figure, against, limit, ratio, quartiles, met }) => [
    job,
    `${figure === "cpu" ? "CPU" : "wall"} of truewheel / ${against}`,
    `at most ${limit}`,
    Number.isNaN(ratio) ? "no figure" : ratio.toFixed(3),
    Number.isNaN(ratio) ? "" : `turn by turn ${quartiles.map((value) => value.toFixed(3)).join("-")}`,
    verdict(ratio, limit, met),
  ]);
  return ["Goals (ratios of medians)", ...columns(rows, [3]), ""].join("\n");
}

function verdict(ratio: number, limit: number, met: boolean): string {
  if (Number.isNaN(ratio)) return "NOT MEASURED, so not met";
  const percent = `${Math.abs(Math.round((ratio / limit - 1) * 100))} %`;
  return met ? `met, ${percent} below` : `MISSED by ${percent}`;
}

/** Rows as lines; the columns counted in `right` are set to the right. */
function columns(rows: readonly (readonly string[])[], right: readonly number[]): readonly string[] {
  const most = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: most }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const set = (cell: string, at: number) => {
    const width = widths[at] ?? 0;
    return right.includes(at) ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) => `  ${row.map(set).join("  ")}`.trimEnd());
}

function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function times(value: number): string {
  return Number.isNaN(value) ? "" : `${value.toFixed(value < 10 ? 2 : 1)}x`;
}
