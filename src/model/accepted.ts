/** The type that only `judge` makes. */
import type { Verdict } from "./verdict.ts";

declare const judged: unique symbol;

/** A `T` that was judged and accepted. Only `stages/judge` makes one (a house rule), and `install` takes nothing else: forgetting to verify does not compile. */
export type Accepted<T> = T & {
  readonly verdict: Extract<Verdict, { decision: "accepted" }>;
  readonly [judged]: true;
};
