/** Progress of long work. Types only. A stage reports; the renderer decides whether a person sees it. */

/** Takes news of work under way; every method returns at once. */
export interface Progress {
  /** A step begins; `total` is its amount in bytes or items when known. */
  begin(step: string, total?: number): void;
  /** `amount` more of the step under way is done. */
  advance(amount: number): void;
  /** The step is over. */
  end(): void;
  /** A line for `-v`. */
  detail(line: string): void;
  /** A line everybody sees: a retry, a warning. */
  notice(line: string): void;
}
