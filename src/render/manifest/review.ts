/** The review of a new manifest, for people. Pure. */
import type { LeftOut, PinChange, PinEvidence, Review, SeriesChange } from "../../model/repin.ts";
import { changeLines, sameLine } from "./diff.ts";

/** What changed and on what evidence, what was left out and why, and what to do with it. */
export function reviewText(review: Review): string {
  const { before, changes, evidence } = review;
  const byFile = new Map(evidence.map((each) => [each.filename, each]));
  return `${[
    `before: ${before.madeBy}, sha256 ${before.sha256}`,
    `asked:  ${review.indexes.join(" and ")}; ${admissionWords(review)}`,
    ...changes.filter(({ kind }) => kind !== "same").flatMap((each) => seriesLines(each, byFile)),
    "",
    sameLine(changes),
    ...titled("newer and not taken:", leftLines(review)),
    ...titled("stood in the way:", noteLines(review)),
    ...endLines(review),
  ].join("\n")}\n`;
}

/** Which ages were let in. */
export function admissionWords({ cooldown, uploadedBefore }: Review): string {
  const until = uploadedBefore === undefined ? "" : ` (files uploaded before ${uploadedBefore})`;
  return cooldown === 0
    ? `no cooldown: nothing was waited for${until}`
    : `cooldown of ${cooldown} ${cooldown === 1 ? "day" : "days"} for what was not pinned before${until}`;
}

function seriesLines(
  { series, kind, changes }: SeriesChange,
  byFile: ReadonlyMap<string, PinEvidence>,
): readonly string[] {
  return [
    "",
    `Python ${series} ${kind}`,
    ...changes.flatMap((change) => [...changeLines(change), ...evidenceLines(change, byFile)]),
  ];
}

function evidenceLines({ after }: PinChange, byFile: ReadonlyMap<string, PinEvidence>): readonly string[] {
  const evidence = after === undefined ? undefined : byFile.get(after.filename);
  if (evidence === undefined) return [];
  return [
    `    ${ageWords(evidence)}`,
    `    ${publisherWords(evidence)}`,
    `    ${evidence.level}: ${evidence.because}`,
    ...(evidence.status === "active" ? [] : [`    the index marks the project as ${evidence.status}`]),
    ...evidence.absent.map((each) => `    absent: ${each}`),
    ...(evidence.couldLie.length === 0 ? [] : [`    could have lied: ${evidence.couldLie.join("; ")}`]),
  ];
}

/** `uploaded 2026-10-01T12:00:00Z, 14 days ago`. */
export function ageWords({ uploaded, days }: PinEvidence): string {
  if (uploaded === undefined || days === undefined) return "uploaded: unknown";
  return `uploaded ${uploaded}, ${days} ${days === 1 ? "day" : "days"} ago`;
}

/** Who published it, as far as anybody told. */
export function publisherWords({ publishers }: PinEvidence): string {
  return publishers.length === 0
    ? "published by: nobody says"
    : `published by, as the index tells and nobody verified: ${publishers.join("; ")}`;
}

/** Lines of newer versions told for one project. */
const MOST_LEFT = 3;

/** `NAME.whl (3.9, 3.10+): why` for each newer version that was not taken; of one project the newest few. */
export function leftLines({ series }: Review): readonly string[] {
  const byFile = new Map<string, { readonly each: LeftOut; readonly in: string[] }>();
  for (const { series: name, left } of series)
    for (const each of left) {
      const known = byFile.get(each.filename) ?? { each, in: [] };
      byFile.set(each.filename, known);
      known.in.push(name);
    }
  const byName = Map.groupBy(byFile.values(), ({ each }) => each.name);
  return [...byName].flatMap(([name, all]) => {
    const shown = all
      .slice(0, MOST_LEFT)
      .map(({ each, in: where }) => `${each.filename} (${where.join(", ")}): ${each.because}`);
    return all.length <= MOST_LEFT ? shown : [...shown, `and ${all.length - MOST_LEFT} more of ${name}`];
  });
}

function noteLines({ series }: Review): readonly string[] {
  return series.flatMap((each) => each.notes.map((note) => `${each.series}: ${note}`));
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function endLines({ wrote, sha256, changes, before }: Review): readonly string[] {
  if (changes.every(({ kind }) => kind === "same") && wrote === undefined) return [];
  if (wrote === undefined) return ["", `another closure is out than the manifest pins; nothing was written`];
  if (sha256 === before.sha256)
    return ["", `${wrote === "-" ? "standard output" : wrote} is byte for byte as before`];
  return [
    "",
    `wrote ${wrote === "-" ? "the manifest to standard output" : wrote}, sha256 ${sha256}`,
    "These digests come from the index alone. Before anybody relies on them, let a second person make the manifest",
    "over another network and compare the sha256.",
    ...(wrote === "-"
      ? []
      : [
          `Try it: truewheel bootstrap --manifest ${wrote} --venv DIR`,
          "Nothing inside truewheel was changed. To put it there, replace data/bootstrap-manifest.json and its line in",
          "data/SHA256SUMS; docs/guides/releasing-a-manifest.md says how.",
        ]),
  ];
}
