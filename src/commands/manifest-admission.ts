/** Which files `manifest update` lets in: `--exclude-newer`, `--uploaded-prior-to` and `--cooldown`. Pure. */
import type { NamedManifest } from "../model/repin.ts";
import type { Admission } from "../stages/repin/candidates.ts";
import { usage } from "./arguments.ts";
import type { Arguments } from "./command.ts";
import { pinsOf } from "./manifest-asking.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Days a file must have been on the index before it is taken, when nobody says otherwise: most bad releases are found within days. */
export const COOLDOWN = 7;

/** Throws TW-USAGE for what is no date or no number of days. */
export function admissionOf(given: Arguments, before: NamedManifest, now: number): Admission {
  const cooldown = daysOf(given);
  return {
    uploadedBefore: uploadedBefore(given),
    // From midnight (UTC), so that all runs of one day answer the same.
    cooledBefore: cooldown === 0 ? undefined : (Math.floor(now / DAY) - cooldown) * DAY,
    cooldown,
    pinned: pinsOf(before),
  };
}

function daysOf(given: Arguments): number {
  const text = given.value("cooldown");
  if (text === undefined) return COOLDOWN;
  if (!/^[0-9]{1,4}$/.test(text))
    throw usage(`--cooldown takes a number of days, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** The earlier of the two moments. As in uv, `--exclude-newer` with a day takes in that day; as in pip, `--uploaded-prior-to` with a day does not. */
function uploadedBefore(given: Arguments): number | undefined {
  const moments = [momentOf(given, "exclude-newer", DAY), momentOf(given, "uploaded-prior-to", 0)];
  const said = moments.filter((each) => each !== undefined);
  return said.length === 0 ? undefined : Math.min(...said);
}

/** A day means its midnight in UTC and `more`, so that the answer is the same everywhere. */
function momentOf(given: Arguments, option: string, more: number): number | undefined {
  const text = given.value(option);
  if (text === undefined) return undefined;
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
    const day = Date.parse(`${text}T00:00:00Z`);
    // Some engines take the 30th of February for a day in March.
    if (!Number.isNaN(day) && new Date(day).toISOString().startsWith(text)) return day + more;
  }
  const isMoment =
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
  const moment = isMoment.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment))
    throw usage(
      `--${option} takes a day such as 2026-11-05 or a moment such as 2026-11-05T12:00:00Z, not ${JSON.stringify(text)}`,
    );
  return moment;
}
