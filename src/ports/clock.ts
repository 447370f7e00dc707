/** Time, as the stages see it. Types only. */

/** The wall clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`. */
  wait(milliseconds: number): Promise<void>;
}
