/** What a lock asks to install. */
import { Fault } from "../base/fault.ts";
import type { Demands } from "./demanded.ts";

/** Not read yet. */
export function demandsOfLock(path: string): Demands {
  throw new Fault("TW-USAGE", `${path}: locks are not read yet`);
}
