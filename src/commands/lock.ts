/** `lock`: requirements → a complete set of releases, every file with its digest. Nothing of any package is run. */
import { Fault } from "../base/fault.ts";
import type { Sources } from "../model/sources.ts";
import { pylockName } from "../standards/pep751-pylock/pylock.ts";
import { cacheDirectory } from "./cache-directory.ts";
import type { Outcome, Run } from "./command.ts";
import { earlierLock, preferredOf } from "./locking/earlier.ts";
import { readInputs } from "./locking/inputs.ts";
import { type Locking, lockSet } from "./locking/lock-set.ts";
import { outcomeOf } from "./locking/outcome.ts";
import { targetOf } from "./locking/target.ts";
import { timingOf } from "./locking/timing.ts";
import { sourcesOf } from "./sources.ts";
import { stateDirectory } from "./state-directory.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  const format = given.value("format") === "requirements.txt" ? "requirements.txt" : "pylock.toml";
  const path = given.value("output") ?? format;
  if (path !== "-" && format === "pylock.toml") pylockName(path.slice(path.lastIndexOf("/") + 1));
  const earlier = await earlierLock(path, format, world);
  if (earlier === undefined && ["check", "locked", "frozen"].some((name) => given.flag(name)))
    throw new Fault("TW-LOCK-MISSING", `there is no ${path}`);
  if (given.flag("frozen")) return frozen(path, earlier?.versions.size ?? 0);
  const inputs = await readInputs(given, world);
  const target = await targetOf(given, inputs, world);
  const timing = timingOf(given, world.clock.now());
  const preferred = preferredOf(earlier, given);
  const sources = sourcesOf(given, world, "", inputs.settings);
  if (sources.findLinks.length > 0) {
    const shown = sources.findLinks
      .map((place) => (place.kind === "local" ? place.path : place.url))
      .join(", ");
    if (given.flag("find-links"))
      throw new Fault("TW-USAGE", "a lock is made from indexes: --find-links is not looked at");
    world.progress.notice(`the links at ${shown} are not looked at: a lock is made from indexes`);
  }
  const locking = { given, world, inputs, target, timing, preferred, sources };
  const locked = await withHttp(locking, sources);
  return outcomeOf({ ...locking, ...locked, path, format, earlier });
};

async function withHttp(locking: Omit<Locking, "http" | "store">, sources: Sources) {
  const { given, world } = locking;
  const store = await world.store(cacheDirectory(given, world), stateDirectory(given, world));
  const http = await world.http(sources);
  try {
    return await lockSet({ ...locking, http, store });
  } finally {
    http.close();
  }
}

function frozen(path: string, packages: number): Outcome {
  return {
    report: {
      ...EMPTY,
      lock: {
        path,
        packages,
        environments: "what it says",
        parts: 1,
        added: [],
        changed: [],
        removed: [],
        written: false,
        notes: [],
      },
    },
  };
}

const EMPTY = { version: 1, command: "lock", exit: 0, files: [], removed: [], changed: false } as const;
