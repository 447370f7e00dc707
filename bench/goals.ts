/** The goals that were set before anything was measured, and how the measurements stand to them. Pure. */
import { type Measured, median, quantile } from "./measure.ts";

/** What is compared: processor time of the whole process tree, or time on the wall. */
export type Figure = "cpu" | "wall";

/** In `job`, truewheel's `figure` is at most `limit` times that of `against`. */
export interface Goal {
  readonly job: string;
  readonly figure: Figure;
  readonly against: string;
  readonly limit: number;
}

/** One measured ratio beside its goal. */
export interface Standing extends Goal {
  /** Ratio of the medians; NaN when one of the two has no figure. */
  readonly ratio: number;
  /** First and third quartile of the ratios turn by turn. */
  readonly quartiles: readonly [number, number];
  readonly met: boolean;
}

/** At most 2.5 times uv warm and 1.5 times cold, and under a tenth of get-pip and ensurepip, compiling against compiling and not against not; a whole set at most 1.2 times uv's wall, a no-op twice; verifying at most 1.1 times sha256sum; a written script a quarter of get-pip. */
export const goals: readonly Goal[] = [
  { job: "J1-warm", figure: "cpu", against: "uv", limit: 2.5 },
  { job: "J1-cold", figure: "cpu", against: "uv", limit: 1.5 },
  { job: "J1-warm", figure: "cpu", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-cold", figure: "cpu", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-warm-pyc", figure: "cpu", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-cold-pyc", figure: "cpu", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-warm-pyc", figure: "cpu", against: "ensurepip", limit: 0.1 },
  { job: "J5", figure: "cpu", against: "get-pip stand-in", limit: 0.25 },
  { job: "J3-warm", figure: "wall", against: "uv", limit: 1.2 },
  { job: "J3-cold", figure: "wall", against: "uv", limit: 1.2 },
  { job: "J3-again", figure: "wall", against: "uv", limit: 2 },
  { job: "J4", figure: "wall", against: "sha256sum", limit: 1.1 },
  { job: "J4", figure: "cpu", against: "sha256sum", limit: 1.1 },
];

/** How `goal` stands after its job was measured. A goal without figures is not met. */
export function standing(goal: Goal, measured: readonly Measured[]): Standing {
  const figures = (name: string) =>
    measured.find((one) => one.name === name)?.costs.map((cost) => cost[goal.figure]) ?? [];
  const own = figures("truewheel");
  const other = figures(goal.against);
  const ratio = median(own) / median(other);
  const turns = own.map((value, turn) => value / (other[turn] ?? Number.NaN));
  return {
    ...goal,
    ratio,
    quartiles: [quantile(turns, 0.25), quantile(turns, 0.75)],
    met: ratio <= goal.limit,
  };
}
