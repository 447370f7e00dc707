/** `uninstall`: takes distributions out of an environment, each with exactly the files that its RECORD names. */
import { Fault } from "../base/fault.ts";
import type { Report } from "../model/report.ts";
import type { Target } from "../model/target.ts";
import type { World } from "../ports/world.ts";
import { compare, type Departures, install } from "../stages/install/install.ts";
import { findInstalled } from "../stages/install/installed.ts";
import { normalizeName } from "../standards/pep503-name/name.ts";
import { cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Run } from "./command.ts";
import { namesDemanded } from "./demands.ts";
import { checkOptions } from "./exclusive-options.ts";
import { describeTarget } from "./installation-report.ts";
import { withLedger } from "./ledger.ts";
import { presentInterpreterOf, targetOf } from "./place.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  checkOptions(given);
  if (given.words.length === 0 && given.values("requirement").length === 0)
    throw new Fault("TW-REQUIREMENT-NOTHING", "nothing was named to uninstall", {
      hint: "Name a distribution, or a requirements file or lock with -r.",
    });
  const base = await presentInterpreterOf(given, cacheDirectory(given, world), world);
  const { target } = targetOf(given, base, world);
  const names = await namesOf(given, world);
  sayAbsent(names, target, world);
  const departures: Departures = { leaves: ({ name }) => names.has(name) };
  if (given.flag("dry-run")) {
    const { old } = compare([], target, world.files, departures);
    return { report: reportOf(target, old, false) };
  }
  const intended = { target, planned: [], accepted: [], leaves: departures.leaves };
  const { removed, changed } = await withLedger(intended, given, world, () =>
    install([], [], target, world, departures),
  );
  return { report: reportOf(target, removed, changed) };
};

async function namesOf(given: Arguments, world: World): Promise<ReadonlySet<string>> {
  const files = given.values("requirement");
  const listed = await namesDemanded(given.words, files, world);
  return new Set(listed.map(normalizeName));
}

/** As with pip and uv, what is not there is a word and no failure: the environment is as asked. */
function sayAbsent(names: ReadonlySet<string>, target: Target, world: World): void {
  const found = new Set(findInstalled(target, names, world.files).map(({ name }) => name));
  for (const name of names) if (!found.has(name)) world.progress.notice(`${name} is not installed`);
}

function reportOf(
  target: Target,
  removed: readonly { readonly name: string; readonly version: string }[],
  changed: boolean,
): Report {
  return {
    version: 1,
    command: "uninstall",
    exit: 0,
    files: [],
    removed: removed.map(({ name, version }) => `${name} ${version}`),
    changed,
    pins: [],
    target: describeTarget(target),
  };
}
