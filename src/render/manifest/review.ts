/** The review of a new manifest, for people. Pure. */
import type { PinChange, PinEvidence, Review, SeriesChange } from "../../model/repin.ts";
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
    ...leftLines(review),
    ...noteLines(review),
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

function leftLines({ series }: Review): readonly string[] {
  const by = new Map<string, { readonly because: string; readonly in: string[] }>();
  for (const { series: name, left } of series)
    for (const each of left) {
      const known = by.get(each.filename) ?? { because: each.because, in: [] };
      by.set(each.filename, known);
      known.in.push(name);
    }
  if (by.size === 0) return [];
  const lines = [...by].map(([filename, each]) => `  ${filename} (${each.in.join(", ")}): ${each.because}`);
  return ["", "newer and not taken:", ...lines];
}

function noteLines({ series }: Review): readonly string[] {
  const lines = series.flatMap((each) => each.notes.map((note) => `  ${each.series}: ${note}`));
  return lines.length === 0 ? [] : ["", "stood in the way:", ...lines];
}

function endLines({ wrote, sha256, changes, before }: Review): readonly string[] {
  if (changes.every(({ kind }) => kind === "same") && wrote === undefined) return [];
  if (wrote === undefined)
    return ["", `a newer closure is out; nothing was written (it would have the sha256 ${sha256})`];
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
