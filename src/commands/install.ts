/** `install`: adds what requirements name to an environment; everything else in it stays. */
import { Fault } from "../base/fault.ts";
import type { Run } from "./command.ts";
import { demandsOf } from "./demands.ts";
import { checkOptions } from "./exclusive-options.ts";
import { installFor } from "./installing.ts";

/** See the table of verbs. */
export const run: Run = (given, world) => {
  checkOptions(given);
  const files = given.values("requirement");
  if (given.words.length === 0 && files.length === 0)
    throw new Fault("TW-REQUIREMENT-NOTHING", "nothing was named to install", {
      hint: "Name a requirement, or a requirements file or lock with -r.",
    });
  return installFor(
    {
      command: "install",
      demands: (interpreter) => demandsOf(given.words, files, given, interpreter, world),
      leaves: () => false,
      closed: given.flag("no-deps") ? "unasked" : "must",
    },
    given,
    world,
  );
};
