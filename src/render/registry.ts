/** The renderings of a report. A new one is a file here and a name in this list. */
import type { Report } from "../model/report.ts";
import { human } from "./human.ts";
import { json } from "./json.ts";

/** How a rendering may look. */
export interface Style {
  readonly color: boolean;
  /** -1 quiet, 0 ordinary, 1 and more verbose. */
  readonly verbosity: number;
}

/** One rendering. */
export interface Rendering {
  readonly format: string;
  /** Where its text goes: people read standard error, programs standard output. */
  readonly to: "out" | "error";
  render(report: Report, style: Style): string;
}

/** Every rendering; the first is the default. */
export const renderings: readonly Rendering[] = [human, json];
