/** A verified environment, for people. Pure. */
import type { CheckedDistribution, Difference, Standing, VerifiedEnvironment } from "../model/report.ts";
import { glyph } from "./glyphs.ts";
import { bold, green, red } from "./ink.ts";
import type { Style } from "./rendering.ts";

/** Differences of one kind in one distribution that are shown one by one. */
const MOST_ALIKE = 20;

/** Everything that differs, then what was compared with what. */
export function environmentLines(environment: VerifiedEnvironment, style: Style): readonly string[] {
  const byName = Map.groupBy(environment.differences, (each) => each.distribution ?? "");
  const known = new Map(environment.distributions.map((each) => [each.name, each]));
  const names = [...known.keys(), ...[...byName.keys()].filter((name) => !known.has(name))];
  const lines = names.flatMap((name) => {
    const differences = byName.get(name) ?? [];
    if (differences.length === 0 && style.verbosity < 1) return [];
    return [heading(name, known.get(name), differences.length, style), ...differenceLines(differences)];
  });
  return style.verbosity < 0 ? lines : [...lines, ...summary(environment, style, lines.length > 0)];
}

function heading(
  name: string,
  distribution: CheckedDistribution | undefined,
  differences: number,
  style: Style,
): string {
  const standing: Standing = differences > 0 ? "failed" : standingOf(distribution);
  const mark = glyph(standing, style);
  const painted =
    standing === "failed" ? red(mark, style) : standing === "verified" ? green(mark, style) : mark;
  if (distribution === undefined) return `${painted} ${name === "" ? "in no distribution" : name}`;
  const { version, files, comparedWith, level } = distribution;
  const how = level === undefined ? comparedWith : `${comparedWith}: ${level}`;
  return `${painted} ${name} ${version}  ${counted(files, "file")}, compared with ${how}`;
}

/** Without our own record nothing vouches: RECORD agrees, and that is all. */
function standingOf(distribution: CheckedDistribution | undefined): Standing {
  return distribution?.comparedWith === "our record" ? "verified" : "not offered";
}

function differenceLines(differences: readonly Difference[]): readonly string[] {
  const seen = new Map<string, number>();
  const lines: string[] = [];
  for (const each of differences) {
    const count = (seen.get(each.code) ?? 0) + 1;
    seen.set(each.code, count);
    if (count > MOST_ALIKE) continue;
    const files = each.files === undefined ? "" : ` (${counted(each.files, "file")})`;
    const path = each.path === undefined ? "" : `${shown(each.path)}: `;
    lines.push(`    ${path}${each.because}${files} [${each.code}]`);
  }
  for (const [code, count] of seen)
    if (count > MOST_ALIKE) lines.push(`    and ${count - MOST_ALIKE} more like these [${code}]`);
  return lines;
}

/** A name that a terminal would act on is quoted. */
function shown(path: string): string {
  return /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(path)
    ? JSON.stringify(path).replace(
        /[^\u0020-\u007e]/g,
        (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
      )
    : path;
}

function summary(environment: VerifiedEnvironment, style: Style, spaced: boolean): readonly string[] {
  const { distributions, files, bytes, found, path } = environment;
  const isRight = found === 0;
  const verdict = isRight ? "as recorded:" : counted(found, "difference");
  const what = `${counted(distributions.length, "distribution")}, ${counted(files, "file")}, ${megabytes(bytes)}; size and digest of each file were read again`;
  return [
    ...(spaced ? [""] : []),
    isRight ? `${bold(verdict, style)} ${what}` : `${red(`${verdict}:`, style)} among ${what}`,
    `  in:           ${path}`,
    `  compared:     ${comparedWith(environment)}`,
    ...environment.notCovered.map((each, at) => `  ${at === 0 ? "not covered:" : "            "}  ${each}`),
    ...(style.verbosity < 1 ? [] : environment.notes.map((each) => `  note:         ${each}`)),
    ...(isRight
      ? []
      : [`${bold("hint:", style)} \`truewheel explain CODE\` says what each can mean and what to do.`]),
  ];
}

function comparedWith({ distributions, ledger }: VerifiedEnvironment): string {
  const ours = distributions.filter((each) => each.comparedWith === "our record").length;
  const alone = distributions.filter((each) => each.comparedWith === "RECORD").length;
  const record = `RECORD alone (${alone})`;
  if (ledger === "absent") return `with ${record}; there is no record of our own of this environment`;
  if (ledger === "damaged") return `with ${record}; our own record is damaged`;
  return `with our own record of what was accepted (${ours})${alone > 0 ? `, and with ${record}` : ""}`;
}

function counted(count: number, noun: string): string {
  // Not by the locale's rules, which take longer to load than a thousand files to hash.
  const grouped = String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${grouped} ${noun}${count === 1 ? "" : "s"}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
