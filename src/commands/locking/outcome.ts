/** Writes the lock, or says that it is stale. */
import { Fault } from "../../base/fault.ts";
import { pylockText } from "../../stages/lock/pylock-text.ts";
import { requirementsText } from "../../stages/lock/requirements-text.ts";
import { absolute } from "../cache-directory.ts";
import type { Outcome } from "../command.ts";
import { replaceFile } from "../replace-file.ts";
import type { Earlier } from "./earlier.ts";
import type { LockedResult, Locking } from "./lock-set.ts";
import { COOLDOWN_DAYS } from "./timing.ts";

/** A lock and where it goes. */
export interface Ending extends Omit<Locking, "http" | "store">, LockedResult {
  readonly path: string;
  readonly format: "pylock.toml" | "requirements.txt";
  readonly earlier: Earlier | undefined;
}

/** Writes, prints or compares; throws Fault TW-LOCK-STALE, TW-DISK-.... */
export function outcomeOf(ending: Ending): Outcome {
  const { given, world, path, set, earlier, parts, target } = ending;
  const text = textOf(ending);
  const changes = changesOf(ending);
  const isSame = earlier?.text === text;
  if (given.flag("check") || given.flag("locked")) {
    if (!isSame) throw stale(path, changes);
  } else if (path === "-") world.terminal.out(text);
  else if (!isSame) replaceFile(absolute(path, world.directory), text, world);
  const written = !isSame && !given.flag("check") && !given.flag("locked");
  return {
    report: {
      version: 1,
      command: "lock",
      exit: 0,
      files: [],
      removed: [],
      changed: written,
      lock: {
        path,
        packages: set.packages.length,
        environments: target.environments[0] ?? target.world.shownPython,
        parts,
        ...changes,
        written,
        notes: notesOf(ending),
      },
    },
  };
}

function textOf({ set, format, given, path }: Ending): string {
  if (format === "pylock.toml") return pylockText(set);
  const words = ["lock", ...given.words, ...given.values("requirement").flatMap((file) => ["-r", file])];
  return requirementsText(set, `truewheel ${words.join(" ")} --format requirements.txt -o ${path}`, []);
}

interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

function changesOf({ set, earlier }: Ending): Changes {
  const before = earlier?.versions ?? new Map<string, readonly string[]>();
  const after = Map.groupBy(set.packages, ({ name }) => name);
  const added: string[] = [];
  const changed: string[] = [];
  for (const [name, packages] of after) {
    const now = packages.map(({ version }) => version).join(", ");
    const old = before.get(name)?.join(", ");
    if (old === undefined) added.push(`${name} ${now}`);
    else if (old !== now) changed.push(`${name} ${old} -> ${now}`);
  }
  const removed = [...before]
    .filter(([name]) => !after.has(name))
    .map(([name, old]) => `${name} ${old.join(", ")}`);
  return { added, changed, removed };
}

function stale(path: string, { added, changed, removed }: Changes): Fault {
  const all = [
    ...removed.map((each) => `- ${each}`),
    ...changed.map((each) => `~ ${each}`),
    ...added.map((each) => `+ ${each}`),
  ];
  const lines =
    all.length === 0 ? ["  its files or markers differ"] : all.slice(0, 20).map((each) => `  ${each}`);
  return new Fault("TW-LOCK-STALE", [`${path} is not what its inputs ask for:`, ...lines].join("\n"));
}

function notesOf({ timing, missingExtras, set }: Ending): readonly string[] {
  const notes = missingExtras.map((each) => `${each} is asked for, and the release has no such extra`);
  if (timing.before !== undefined) {
    const moment = new Date(timing.before).toISOString().slice(0, 16).replace("T", " ");
    const why = timing.isAsked ? "" : ` (${COOLDOWN_DAYS} days, the default; --exclude-newer now takes them)`;
    notes.push(`files uploaded after ${moment} UTC were left aside${why}`);
  }
  const timeless = set.packages.filter(({ wheels, sdist }) =>
    [...wheels, ...(sdist === undefined ? [] : [sdist])].some(({ uploadTime }) => uploadTime === undefined),
  );
  if (timing.before !== undefined && timeless.length > 0)
    notes.push(
      `of ${timeless.length} packages no index tells when their files were uploaded, so that does not hold for them`,
    );
  return notes;
}
