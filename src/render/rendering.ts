/** What a rendering is. Types only. */
import type { Report } from "../model/report.ts";

/** How a rendering may look. */
export interface Style {
  readonly color: boolean;
  /** -1 quiet, 0 ordinary, 1 and more verbose. */
  readonly verbosity: number;
  /** True when the reader's terminal shows more than ASCII. */
  readonly unicode?: boolean;
}

/** One rendering. */
export interface Rendering {
  readonly format: string;
  /** Where its text goes: people read standard error, programs standard output. */
  to(report: Report): "out" | "error";
  render(report: Report, style: Style): string;
}
