/** The `Random` port for real. */
import type { Random } from "../ports/random.ts";

/** The system's random source. */
export const systemRandom: Random = {
  // Loaded at the first call: `node:crypto` costs more than all of truewheel's own start.
  token: () => process.getBuiltinModule("node:crypto").randomBytes(8).toString("hex"),
};
