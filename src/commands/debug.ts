/** `debug standards`: one JSON request a line in, one JSON answer a line out. */

import { usage } from "./arguments.ts";
import type { Run } from "./command.ts";
import { answer } from "./debug-standards.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  if (given.words[0] !== "standards") throw usage("debug takes `standards`");
  for await (const line of world.lines()) world.terminal.out(`${answer(line)}\n`);
  return { text: "", exit: 0 };
};
