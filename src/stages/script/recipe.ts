/** How a script says that it was made: the line in its head. Pure. */
import { Fault } from "../../base/fault.ts";
import type { Form } from "./plan.ts";

/** What decides a script besides the manifest. */
export interface Recipe {
  /** `3.9`; undefined for the newest of the manifest. */
  readonly series: string | undefined;
  readonly form: Form;
}

const LINE = /^ {4}truewheel script --series ([0-9]{1,3}\.[0-9]{1,3})( --format zipapp| --fetch)? -o FILE$/gm;

/** The recipe in the head of the script at `path`; throws Fault TW-SCRIPT-UNKNOWN unless there is exactly one. */
export function recipeIn(script: Buffer, path: string): Recipe {
  const [line, ...others] = script.toString("latin1").matchAll(LINE);
  if (line === undefined || others.length > 0)
    throw new Fault("TW-SCRIPT-UNKNOWN", `${path} does not say how it was made`, {
      hint: "Only a file that `truewheel script` wrote can be made again.",
    });
  const [, series, form] = line;
  return { series, form: form === undefined ? "py" : form === " --fetch" ? "fetch" : "zipapp" };
}
