/** The goals that were set before anything was measured, and how the measurements stand to them. Pure. */
import { type Measured, median, quantile } from "./measure.ts";

/** In `job`, truewheel's CPU is at most `limit` times that of `against`. */
export interface Goal {
  readonly job: string;
  readonly against: string;
  readonly limit: number;
}

/** One measured ratio of CPU time beside its goal. */
export interface Standing extends Goal {
  /** Ratio of the medians; NaN when one of the two has no figure. */
  readonly ratio: number;
  /** First and third quartile of the ratios turn by turn. */
  readonly quartiles: readonly [number, number];
  readonly met: boolean;
}

/** At most 2.5 times uv warm and 1.5 times cold, and under a tenth of get-pip and ensurepip, compiling against compiling and not against not. */
export const goals: readonly Goal[] = [
  { job: "J1-warm", against: "uv", limit: 2.5 },
  { job: "J1-cold", against: "uv", limit: 1.5 },
  { job: "J1-warm", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-cold", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-warm-pyc", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-cold-pyc", against: "get-pip stand-in", limit: 0.1 },
  { job: "J1-warm-pyc", against: "ensurepip", limit: 0.1 },
];

/** How `goal` stands after its job was measured. A goal without figures is not met. */
export function standing(goal: Goal, measured: readonly Measured[]): Standing {
  const cpu = (name: string) =>
    measured.find((one) => one.name === name)?.costs.map((cost) => cost.cpu) ?? [];
  const own = cpu("truewheel");
  const other = cpu(goal.against);
  const ratio = median(own) / median(other);
  const turns = own.map((value, turn) => value / (other[turn] ?? Number.NaN));
  return {
    ...goal,
    ratio,
    quartiles: [quantile(turns, 0.25), quantile(turns, 0.75)],
    met: ratio <= goal.limit,
  };
}
