/** `verify`: who vouches for files, or what became of an environment. */
import { Fault } from "../base/fault.ts";
import type { Run } from "./command.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  if (given.flag("installed")) return (await import("./verify-installed.ts")).verifyEnvironment(given, world);
  if (given.words.length > 0) return (await import("./verify-files.ts")).verifyFiles(given, world);
  throw new Fault("TW-USAGE", "verify needs files, or --installed", {
    hint: "`truewheel verify FILE` asks who vouches for it; `truewheel verify --installed` compares an environment with what was recorded of it.",
  });
};
