/** Child processes. Types only. */

/** How a child ended. `status` is undefined when a signal ended it. */
export interface Ended {
  readonly status: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** Starts programs and waits for them. */
export interface Processes {
  /** Runs to the end with no shell. Throws TW-PROCESS-NOT-STARTED, TW-PROCESS-TIMEOUT or TW-PROCESS-OUTPUT (more than `limit` bytes). */
  run(program: string, args: readonly string[], options: RunOptions): Ended;
}

/** Everything the child is given; nothing is inherited but what is named here. */
export interface RunOptions {
  readonly stdin?: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  /** Working directory. */
  readonly directory?: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Most bytes taken of each output stream. */
  readonly limit: number;
}
