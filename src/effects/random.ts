/** The `Random` port for real. */
import { randomBytes } from "node:crypto";
import type { Random } from "../ports/random.ts";

/** The system's random source. */
export const systemRandom: Random = { token: () => randomBytes(8).toString("hex") };
