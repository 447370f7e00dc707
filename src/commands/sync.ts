/** `sync`: makes an environment equal to a lock or to requirements files: what they do not name leaves. */
import { Fault } from "../base/fault.ts";
import type { Run } from "./command.ts";
import { demandsOf } from "./demands.ts";
import { checkOptions } from "./exclusive-options.ts";
import { installFor } from "./installing.ts";

/** The lock that is read when none is named (PEP 751). */
const USUAL_LOCK = "pylock.toml";
/** What environments are made with stays unless `--exact`, as with pip-sync and uv. */
const SEEDS: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel"]);

/** See the table of verbs. */
export const run: Run = (given, world) => {
  checkOptions(given);
  const named = [...given.words, ...given.values("requirement")];
  const files = named.length > 0 ? named : [USUAL_LOCK];
  if (named.length === 0 && world.files.status(`${world.directory}/${USUAL_LOCK}`) === undefined)
    throw new Fault("TW-REQUIREMENT-NOTHING", `there is no ${USUAL_LOCK} here, and no other file was named`, {
      hint: "Name a lock or a requirements file.",
    });
  const keepsSeeds = !given.flag("exact");
  return installFor(
    {
      command: "sync",
      demands: async (interpreter) => {
        const demands = await demandsOf([], files, given, interpreter, world);
        if (demands.needs.length === 0 && !given.flag("allow-empty-requirements"))
          throw new Fault(
            "TW-REQUIREMENT-NOTHING",
            `${files.join(" and ")} names nothing for this Python, so everything would be removed`,
            { hint: "If that is meant, say so with --allow-empty-requirements." },
          );
        return demands;
      },
      leaves: ({ name }) => !(keepsSeeds && SEEDS.has(name)),
      closed: given.flag("no-deps") ? "unasked" : "should",
    },
    given,
    world,
  );
};
