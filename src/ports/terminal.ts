/** Where words go. Types only. Human text goes to `error`, data to `out`. */

/** The two streams, and what stands behind the human one. */
export interface Terminal {
  /** Writes data to standard output. */
  out(text: string): void;
  /** Writes human text to standard error. */
  error(text: string): void;
  /** True when standard error is a terminal that can redraw a line. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}
