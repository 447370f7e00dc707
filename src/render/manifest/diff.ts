/** What differs between two manifests, for people. Pure. */
import type { Pinned } from "../../model/manifest.ts";
import type { NamedManifest, PinChange, SeriesChange } from "../../model/repin.ts";

/** One block a series that differs, and a line for those that do not. */
export function diffText(
  before: NamedManifest,
  after: NamedManifest,
  changes: readonly SeriesChange[],
): string {
  return `${[
    `from ${before.madeBy}, sha256 ${before.sha256}`,
    `to   ${after.madeBy}, sha256 ${after.sha256}`,
    ...changes.filter(({ kind }) => kind !== "same").flatMap(seriesLines),
    "",
    sameLine(changes),
  ].join("\n")}\n`;
}

function seriesLines({ series, kind, changes }: SeriesChange): readonly string[] {
  return ["", `Python ${series} ${kind}`, ...changes.flatMap(changeLines)];
}

/** A change in words: what it is now, what it was. */
export function changeLines(change: PinChange): readonly string[] {
  const { before, after } = change;
  const was = before === undefined ? [] : [`    was ${pinned(before)}`, `        sha256 ${before.sha256}`];
  const now = after === undefined ? [] : [`    now ${pinned(after)}`, `        sha256 ${after.sha256}`];
  const pythons =
    before !== undefined && after !== undefined && before.requiresPython !== after.requiresPython
      ? [`    for Python ${after.requiresPython ?? "any"}, was ${before.requiresPython ?? "any"}`]
      : [];
  return [`  ${headline(change)}`, ...was, ...now, ...pythons];
}

/** `pip 26.3 -> 26.4`, `packaging added, 26.3`, `packaging removed, was 26.3`. */
export function headline({ name, before, after, isOlder }: PinChange): string {
  if (before === undefined) return `${name} added, ${after?.version ?? ""}`;
  if (after === undefined) return `${name} removed, was ${before.version}`;
  if (before.version !== after.version)
    return `${name} ${before.version} -> ${after.version}${isOlder ? ", which is older" : ""}`;
  if (before.sha256 === after.sha256) return `${name} ${after.version}: the same bytes, told otherwise`;
  const where = before.filename === after.filename ? "under the same name" : "of the same version";
  return `${name} ${after.version}: other bytes ${where}`;
}

/** The series that are the same, in one line. */
export function sameLine(changes: readonly SeriesChange[]): string {
  const same = changes.filter(({ kind }) => kind === "same").map(({ series }) => series);
  if (same.length === changes.length) return "nothing changed";
  return same.length === 0 ? "every series changed" : `unchanged: ${same.join(", ")}`;
}

function pinned({ filename, size }: Pinned): string {
  return `${filename}, ${size} bytes`;
}
