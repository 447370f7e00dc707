/** `explain CODE`: what a code means and what to do. */
import { type Code, Fault } from "../base/fault.ts";
import { codes, explain } from "../model/codes/codes.ts";
import { nearest } from "./arguments.ts";
import type { Run } from "./command.ts";

/** See the table of verbs. */
export const run: Run = (given) => {
  const [word] = given.words;
  if (word === undefined)
    return { text: codes.map((entry) => `${entry.code}  ${entry.title}\n`).join(""), exit: 0 };
  const entry = explain(word.toUpperCase() as Code);
  if (entry === undefined) {
    const near = nearest(
      word.toUpperCase(),
      codes.map((each) => each.code),
    );
    throw new Fault("TW-USAGE", `there is no code ${JSON.stringify(word)}`, {
      hint: near === undefined ? "`truewheel explain` lists them all." : `Did you mean ${near}?`,
    });
  }
  const kind = { 1: "1, a no", 2: "2, usage or this machine", 3: "3, could not decide" }[entry.exit];
  return {
    text: `${entry.code}: ${entry.title}\n\n${entry.meaning}\n\n${entry.todo}\n\nExit status: ${kind}.\n`,
    exit: 0,
  };
};
