/** `manifest show | diff | check | update`: the maintainers' verbs. Each is loaded when it is asked for. */
import { usage } from "./arguments.ts";
import type { Run } from "./command.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  switch (given.words[0]) {
    case "show":
      return (await import("./manifest-show.ts")).show(given, world);
    case "diff":
      return (await import("./manifest-diff.ts")).diff(given, world);
    case "check":
      return (await import("./manifest-check.ts")).check(given, world);
    case "update":
      return (await import("./manifest-update.ts")).update(given, world);
    default:
      throw usage(`manifest has no ${JSON.stringify(given.words[0])}: it is show, diff, check or update`);
  }
};
