/** The report as JSON: its own schema, two spaces, one line end. Pure. */
import type { Rendering } from "./rendering.ts";

/** `--format json`. */
export const json: Rendering = {
  format: "json",
  to: () => "out",
  render: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
};
