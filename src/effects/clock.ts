/** The `Clock` port for real. */
import type { Clock } from "../ports/clock.ts";

/** The machine's wall clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
};
