/** Every house rule by name. */
import type { Rule } from "../tree.ts";
import { addresses } from "./addresses.ts";
import { arrows, cycles, modules, roomOrder } from "./arrows.ts";
import { codes, codesInDocuments } from "./codes.ts";
import { dependencies, lock } from "./dependencies.ts";
import { globals } from "./globals.ts";
import { registrations } from "./registrations.ts";
import { documented, drawing, length, opening, promises } from "./shape.ts";
import { skips } from "./skips.ts";

/** The rules that the real tree is held to, in the order they are told. */
export const rules: Readonly<Record<string, Rule>> = {
  arrows,
  modules,
  cycles,
  roomOrder,
  globals,
  documented,
  opening,
  length,
  promises,
  codes,
  codesInDocuments,
  addresses,
  registrations,
  skips,
  dependencies,
  lock,
  drawing,
};
