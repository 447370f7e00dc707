/** Differences and reviews of manifests for a pull request. Pure. Source: CommonMark, with the tables of GitHub. */
import type { NamedManifest, PinChange, PinEvidence, Review, SeriesChange } from "../../model/repin.ts";
import { sameLine } from "./diff.ts";
import { admissionWords, ageWords, leftLines, publisherWords } from "./review.ts";

/** `manifest diff --format markdown`. */
export function diffMarkdown(
  before: NamedManifest,
  after: NamedManifest,
  changes: readonly SeriesChange[],
): string {
  return `${[
    "## Bootstrap manifest",
    "",
    `From ${text(before.madeBy)} (\`${before.sha256}\`) to ${text(after.madeBy)} (\`${after.sha256}\`).`,
    ...tables(changes),
    "",
    `${sentence(sameLine(changes))}.`,
  ].join("\n")}\n`;
}

/** `manifest update --format markdown`. */
export function reviewMarkdown(review: Review): string {
  const { before, changes } = review;
  const files = new Set(
    changes.flatMap((each) => each.changes.flatMap(({ after }) => after?.filename ?? [])),
  );
  const evidence = review.evidence.filter(({ filename }) => files.has(filename));
  const left = leftLines(review).map((line) => `- ${text(line)}`);
  const notes = review.series.flatMap(({ series, notes: all }) =>
    all.map((note) => `- ${series}: ${text(note)}`),
  );
  return `${[
    "## Bootstrap manifest",
    "",
    `Before: ${text(before.madeBy)} (\`${before.sha256}\`). Now: \`${review.sha256}\`.`,
    `Asked: ${review.indexes.map(text).join(" and ")}; ${text(admissionWords(review))}.`,
    ...tables(changes),
    "",
    `${sentence(sameLine(changes))}.`,
    ...section("### Evidence", evidence.flatMap(evidenceItem)),
    ...section("### Newer and not taken", left),
    ...section("### Stood in the way", notes),
  ].join("\n")}\n`;
}

function tables(changes: readonly SeriesChange[]): readonly string[] {
  return changes
    .filter(({ kind }) => kind !== "same")
    .flatMap(({ series, kind, changes: pins }) => [
      "",
      `### Python ${series}, ${kind}`,
      "",
      "| project | from | to | file | sha256 before | sha256 now |",
      "|---|---|---|---|---|---|",
      ...pins.map(row),
    ]);
}

function row({ name, before, after, isOlder }: PinChange): string {
  const digest = (sha256: string | undefined): string => (sha256 === undefined ? "" : `\`${sha256}\``);
  const cells = [
    name,
    before?.version ?? "(added)",
    `${after?.version ?? "(removed)"}${isOlder ? " (older)" : ""}`,
    text((after ?? before)?.filename ?? ""),
    digest(before?.sha256),
    digest(after?.sha256),
  ];
  return `| ${cells.join(" | ")} |`;
}

function evidenceItem(evidence: PinEvidence): readonly string[] {
  const said = [ageWords(evidence), publisherWords(evidence), `${evidence.level}: ${evidence.because}`];
  const lied = evidence.couldLie.length === 0 ? [] : [`could have lied: ${evidence.couldLie.join("; ")}`];
  const status = evidence.status === "active" ? [] : [`the index marks the project as ${evidence.status}`];
  const absent = evidence.absent.map((each) => `absent: ${each}`);
  return [
    `- ${text(evidence.filename)}`,
    ...[...said, ...status, ...absent, ...lied].map((each) => `  - ${text(each)}`),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, "", ...lines];
}

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Text of a stranger in which no mark of the language is left one. */
function text(words: string): string {
  return words.replace(/[\\`*_{}[\]<>()#|!~@&$]/g, (mark) => (/[()@]/.test(mark) ? mark : `\\${mark}`));
}
