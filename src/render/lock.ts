/** What became of a lock, for people. Pure. */
import type { ReportedLock } from "../model/report.ts";
import { bold, green, red } from "./ink.ts";
import type { Style } from "./rendering.ts";

/** Changes first, then what was locked and what a person should know. */
export function lockLines(lock: ReportedLock, style: Style): readonly string[] {
  if (style.verbosity < 0) return [];
  const { path, packages, environments, parts, added, changed, removed, written, notes } = lock;
  const word = written ? "locked:" : "unchanged:";
  const selections = parts === 1 ? "" : `, with ${parts} selections of versions`;
  return [
    ...removed.map((each) => `${red("-", style)} ${each}`),
    ...changed.map((each) => `~ ${each}`),
    ...added.map((each) => `${green("+", style)} ${each}`),
    `${bold(word, style)} ${packages} ${packages === 1 ? "package" : "packages"} for ${environments}${selections}, in ${path === "-" ? "what is printed" : path}`,
    ...notes.map((note) => `  note:       ${note}`),
  ];
}
