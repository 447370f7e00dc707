/** One manifest's closure → one file's bytes. Pure. */
import type { Plan } from "./plan.ts";
import { pythonFile } from "./python-file.ts";
import { zipapp } from "./zipapp.ts";

/** The bytes of the script in the form that `plan` asks for. */
export function scriptFile(plan: Plan): Uint8Array {
  return plan.form === "zipapp" ? zipapp(plan) : pythonFile(plan);
}
