/** `--exclude-newer` and `--uploaded-prior-to`: files uploaded later are left aside. Without them, those of the last days are: what is bad is found within days. */
import { Fault } from "../../base/fault.ts";
import type { Arguments } from "../command.ts";

const DAY = 86_400_000;
/** Days that a file must have been there when nobody says otherwise. */
export const COOLDOWN_DAYS = 3;

/** From when on files are left aside. */
export interface Timing {
  /** Milliseconds since the epoch; undefined when every file is taken. */
  readonly before: number | undefined;
  /** True when somebody asked for it: a file that does not tell when is left aside too, and so is what an earlier lock has. */
  readonly isAsked: boolean;
}

/** Reads the options against the clock; throws Fault TW-USAGE. */
export function timingOf(given: Arguments, now: number): Timing {
  const newer = given.value("exclude-newer");
  const prior = given.value("uploaded-prior-to");
  if (newer !== undefined && prior !== undefined)
    throw new Fault("TW-USAGE", "--exclude-newer and --uploaded-prior-to say the same; give one of them");
  const text = newer ?? prior;
  if (text === undefined) return { before: now - COOLDOWN_DAYS * DAY, isAsked: false };
  if (/^(?:now|none|0)$/i.test(text)) return { before: undefined, isAsked: true };
  return { before: momentOf(text, now, newer === undefined ? 0 : DAY), isAsked: true };
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["h", DAY / 24],
  ["hour", DAY / 24],
  ["d", DAY],
  ["day", DAY],
  ["w", 7 * DAY],
  ["week", 7 * DAY],
]);

/** A date counts whole for `--exclude-newer`, as in uv, and not at all for `--uploaded-prior-to`, as in pip: `wholeDay` is added to it. */
function momentOf(text: string, now: number, wholeDay: number): number {
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text))
    return checked(Date.parse(`${text}T00:00:00Z`) + wholeDay, text);
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]{5,15}(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})$/.test(text))
    return checked(Date.parse(text.replace(" ", "T").toUpperCase()), text);
  const [, number, unit = ""] = /^([0-9]{1,5}) ?(h|hour|d|day|w|week)s?$/i.exec(text) ?? [];
  const [, isoNumber, isoUnit = ""] = /^P([0-9]{1,5})([DW])$/i.exec(text) ?? [];
  const length = UNITS.get((unit || isoUnit).toLowerCase());
  return checked(now - Number(number ?? isoNumber) * (length ?? Number.NaN), text);
}

function checked(moment: number, text: string): number {
  if (!Number.isNaN(moment)) return moment;
  throw new Fault("TW-USAGE", `${JSON.stringify(text)} is no moment`, {
    hint: "Write 2026-01-31, 2026-01-31T12:00:00Z, `7 days`, or `now` to take every file.",
  });
}
