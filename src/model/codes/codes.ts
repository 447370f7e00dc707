/** The registry of codes: one list of entries an area. Pure data. */
import type { Code } from "../../base/fault.ts";
import { archiveCodes } from "./archive.ts";
import type { CodeEntry } from "./entry.ts";
import { evidenceCodes } from "./evidence.ts";
import { generalCodes } from "./general.ts";
import { installCodes } from "./install.ts";
import { lockingCodes } from "./locking.ts";
import { manifestCodes } from "./manifest.ts";
import { needCodes } from "./needs.ts";
import { networkCodes } from "./network.ts";
import { openpgpCodes } from "./openpgp.ts";
import { pylockCodes } from "./pylock.ts";
import { pythonCodes } from "./python.ts";
import { requirementsCodes } from "./requirements.ts";
import { scriptCodes } from "./script.ts";
import { sigstoreCodes } from "./sigstore.ts";
import { standardsCodes } from "./standards.ts";
import { verifyCodes } from "./verify.ts";

/** Every code there is, area by area. */
export const codes: readonly CodeEntry[] = [
  ...generalCodes,
  ...standardsCodes,
  ...requirementsCodes,
  ...pylockCodes,
  ...archiveCodes,
  ...networkCodes,
  ...needCodes,
  ...lockingCodes,
  ...pythonCodes,
  ...installCodes,
  ...verifyCodes,
  ...manifestCodes,
  ...scriptCodes,
  ...evidenceCodes,
  ...sigstoreCodes,
  ...openpgpCodes,
];

/** The entry of `code`, or undefined when there is no such code. */
export function explain(code: Code): CodeEntry | undefined {
  return codes.find((entry) => entry.code === code);
}
