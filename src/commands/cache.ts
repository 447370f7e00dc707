/** `cache dir | info | verify | prune`: looks after the store. */
import { Fault } from "../base/fault.ts";
import type { World } from "../ports/world.ts";
import { prune, verifyEntries } from "../stages/cache/keep.ts";
import { checkStore, type StoreEntry, survey, totals } from "../stages/cache/survey.ts";
import { cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Outcome, Run } from "./command.ts";

/** See the table of verbs. */
export const run: Run = (given, world) => {
  const directory = cacheDirectory(given, world);
  const [what = ""] = given.words;
  switch (what) {
    case "dir":
      return { text: `${directory}\n`, exit: 0 };
    case "info":
      return info(directory, given, world);
    case "verify":
      return verify(directory, given, world);
    case "prune":
      return pruned(directory, given, world);
    default:
      throw new Fault("TW-USAGE", `cache has no ${JSON.stringify(what)}`, {
        hint: "It is one of dir, info, verify and prune.",
      });
  }
};

const HOUR = 60 * 60 * 1000;

interface Contents {
  readonly entries: readonly StoreEntry[];
  readonly strange: readonly string[];
}

function contents(directory: string, world: World): Contents {
  if (checkStore(directory, world.files) === "absent") return { entries: [], strange: [] };
  return survey(directory, world.files);
}

function info(directory: string, given: Arguments, world: World): Outcome {
  const { entries, strange } = contents(directory, world);
  const kinds = totals(entries);
  const bytes = kinds.reduce((sum, each) => sum + each.bytes, 0);
  if (isJson(given)) return json({ directory, bytes, kinds, strange }, 0);
  const lines = kinds.map((each) => row(each.kind, each.entries, each.bytes));
  const more = strange.map((path) => `strange       ${path}`);
  return {
    text: [directory, ...lines, row("in all", entries.length, bytes), ...more, ""].join("\n"),
    exit: 0,
  };
}

function row(kind: string, entries: number, bytes: number): string {
  return `${kind.padEnd(12)}${String(entries).padStart(8)} entries${megabytes(bytes).padStart(14)}`;
}

async function verify(directory: string, given: Arguments, world: World): Promise<Outcome> {
  const { entries } = contents(directory, world);
  const ports = { files: world.files, measurer: await world.measurer() };
  const found = verifyEntries(entries, !given.flag("dry-run"), ports);
  const exit = found.damaged.length === 0 ? 0 : 1;
  if (isJson(given)) return json({ directory, ...found }, exit);
  const lines = found.damaged.map(
    (each) =>
      `${each.path}: ${each.because}; ${each.isRemoved ? "it was removed" : "it is still there, and is never used"}`,
  );
  const verdict = exit === 0 ? "every entry is what its name says" : `${found.damaged.length} damaged`;
  const left = found.left === 0 ? "" : `; ${found.left} others are verified by whoever uses them`;
  lines.push(`${found.checked} entries, ${megabytes(found.bytes)}, were hashed: ${verdict}${left}`);
  return { text: `${lines.join("\n")}\n`, exit };
}

function pruned(directory: string, given: Arguments, world: World): Outcome {
  const now = world.clock.now();
  const days = daysOf(given);
  const isDry = given.flag("dry-run");
  const { entries } = contents(directory, world);
  const result = prune(
    entries,
    {
      temporaryBefore: now - HOUR,
      wheelsBefore: days === undefined ? undefined : now - days * 24 * HOUR,
      isAll: given.flag("all"),
      isDry,
    },
    world.files,
  );
  const exit = result.failed.length === 0 ? 0 : 2;
  if (isJson(given)) return json({ directory, dryRun: isDry, ...result }, exit);
  const failures = result.failed.map((path) => `${path} could not be removed`);
  const said = `${isDry ? "would remove" : "removed"} ${result.entries} entries, ${megabytes(result.bytes)}`;
  return { text: `${[...failures, said].join("\n")}\n`, exit };
}

/** `--older-than`, whole days. */
function daysOf(given: Arguments): number | undefined {
  const text = given.value("older-than");
  if (text === undefined) return undefined;
  if (!/^[0-9]{1,5}$/.test(text))
    throw new Fault("TW-USAGE", `--older-than takes a number of days, not ${JSON.stringify(text)}`);
  return Number(text);
}

function isJson(given: Arguments): boolean {
  return given.value("format") === "json";
}

function json(value: Readonly<Record<string, unknown>>, exit: 0 | 1 | 2): Outcome {
  return {
    text: `${JSON.stringify({ version: 1, command: "cache", exit, ...value }, undefined, 2)}\n`,
    exit,
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
