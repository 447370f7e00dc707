/** What `explain CODE` says. Pure data. */
import type { Code } from "../../base/fault.ts";

/** 1: no (verification, policy, resolution). 2: usage, configuration, internal. 3: could not decide (network, upstream, clock). */
export type ExitStatus = 1 | 2 | 3;

/** One stable code. */
export interface CodeEntry {
  readonly code: Code;
  readonly exit: ExitStatus;
  /** What happened, a short sentence without a full stop. */
  readonly title: string;
  /** Why it is refused or cannot go on, and what it may mean: one to three sentences. */
  readonly meaning: string;
  /** What to do, one or two sentences. */
  readonly todo: string;
}
