/** The report for people: readable without colour, nothing abbreviated, no claim beyond the evidence. Pure. */
import type { Report, ReportedError, ReportedFile } from "../model/report.ts";
import { environmentLines } from "./environment.ts";
import { bold, green, red } from "./ink.ts";
import { lockLines } from "./lock.ts";
import type { Rendering, Style } from "./rendering.ts";
import { treeLines } from "./tree.ts";
import { vouchedLines } from "./vouched.ts";

/** `--format text`. */
export const human: Rendering = {
  format: "text",
  to: (report) => (report.dependencies === undefined ? "error" : "out"),
  render(report, style) {
    const error = report.error === undefined ? [] : errorLines(report.error, style);
    if (report.environment !== undefined) return joined(environmentLines(report.environment, style));
    if (report.dependencies !== undefined) return joined(treeLines(report.dependencies, style));
    if (report.vouched !== undefined) return joined(vouchedLines(report.vouched, style));
    if (report.lock !== undefined) return joined([...lockLines(report.lock, style), ...error]);
    if (style.verbosity < 0) return joined([...refusals(report, style), ...error]);
    return joined([
      ...fileLines(report, style),
      ...refusals(report, style),
      ...summary(report, style),
      ...error,
    ]);
  },
};

const GLYPHS = { added: "+", kept: "=", "would-add": "~", none: "!" } as const;

function fileLines(report: Report, style: Style): readonly string[] {
  const accepted = report.files.filter((file) => file.decision === "accepted");
  const width = Math.max(0, ...accepted.map((file) => file.name.length + file.version.length + 1));
  return [
    ...report.removed.map((each) => `${red("-", style)} ${each}`),
    ...accepted.flatMap((file) => fileLine(file, width, style)),
  ];
}

const SEALED = ", hashed and read when it was sealed by this user; its files are hashed as they are used";

function fileLine(file: ReportedFile, width: number, style: Style): readonly string[] {
  const glyph = file.action === "added" ? green(GLYPHS.added, style) : GLYPHS[file.action];
  const named = `${file.name} ${file.version}`.padEnd(width);
  const line = `${glyph} ${named}  ${file.level ?? ""}  ${file.because}`;
  const brings = file.brings.map((note) => `    brings ${note}`);
  if (style.verbosity < 1) return [line, ...brings];
  const detail = [
    `    ${file.filename}, ${file.size} bytes, sha256 ${file.sha256}`,
    `    from ${file.origin}${file.measured === "when sealed" ? SEALED : ""}`,
  ];
  return [
    line,
    ...detail,
    ...brings,
    ...file.evidence.map((each) => `    ${each.kind}: ${each.outcome}: ${each.detail}`),
  ];
}

function refusals(report: Report, style: Style): readonly string[] {
  return report.files
    .filter((file) => file.decision === "refused")
    .flatMap((file) => [
      `${red("error:", style)} refused ${file.filename}: ${file.because} [${file.code}]`,
      `  from: ${file.origin}`,
      `${bold("hint:", style)} \`truewheel explain ${file.code}\` says what this can mean. Nothing was installed.`,
    ]);
}

function summary(report: Report, style: Style): readonly string[] {
  const { target, manifest, pins, tree } = report;
  const decidedNo = report.files.some((file) => file.decision === "refused");
  if (report.error !== undefined || decidedNo || (manifest ?? pins) === undefined) return [];
  const lines = ["", `${verdictWord(report, style)} ${decided(report)}`];
  if (target !== undefined) lines.push(`  into:       ${target.path} (${target.version}, ${target.kind})`);
  if (manifest !== undefined)
    lines.push(`  pinned by:  ${manifest.madeBy}: sha256 ${manifest.sha256}, series ${manifest.series}`);
  for (const { madeBy, sha256 } of pins ?? [])
    lines.push(`  read:       ${madeBy}${sha256 === undefined ? "" : `: sha256 ${sha256}`}`);
  if (report.files.length > 0) lines.push(...trustLines(report));
  if (tree !== undefined) lines.push(`  tree:       sha256 ${tree}`);
  return lines;
}

function trustLines(report: Report): readonly string[] {
  const pinned = report.files.every((file) => file.level === "PINNED" || file.level === "VOUCHED");
  return [
    `  could lie:  ${couldLie(report)}, and this machine${pinned ? "; not the network, not the index, not the cache" : ""}`,
    `  absent:     no publisher's signature or attestation was looked at; ${
      pinned ? "the age of the pins was not checked" : "some files were pinned by nobody"
    }`,
  ];
}

function verdictWord(report: Report, style: Style): string {
  const would = report.files.some((file) => file.action === "would-add");
  if (would || (!report.changed && report.removed.length > 0)) return bold("would change:", style);
  if (!report.changed) return bold("unchanged:", style);
  return bold(report.files.some((file) => file.action === "added") ? "installed:" : "removed:", style);
}

/** What was done, what is right already, what left, and what was looked at for that. */
function decided({ files, removed, changed }: Report): string {
  const count = (action: ReportedFile["action"]): number =>
    files.filter((file) => file.action === action).length;
  const levels = [...new Set(files.map((file) => file.level))].join(", ");
  const [added, would, kept] = [count("added"), count("would-add"), count("kept")];
  const parts: string[] = [];
  if (added > 0)
    parts.push(`${packages(added)}, each ${levels}; every file was hashed before it was put there`);
  if (would > 0) parts.push(`${packages(would)} to install, each ${levels}`);
  if (removed.length > 0)
    parts.push(`${packages(removed.length)}${changed ? (added > 0 ? " removed" : "") : " to remove"}`);
  if (kept > 0 && parts.length === 0)
    parts.push(`${packages(kept)}, each ${levels}; every installed file was hashed again and is right`);
  else if (kept > 0) parts.push(`${packages(kept)} there already, every file hashed again`);
  return parts.length === 0 ? "there was nothing to do" : parts.join("; ");
}

function packages(count: number): string {
  return `${count} ${count === 1 ? "package" : "packages"}`;
}

function couldLie(report: Report): string {
  return [...new Set(report.files.flatMap((file) => file.couldLie))].join(", ");
}

/** `error:`, `cause:` for each cause, `hint:`. */
export function errorLines(error: ReportedError, style: Style): readonly string[] {
  return [
    `${red("error:", style)} ${error.message} [${error.code}]`,
    ...error.causes.map((cause) => `  cause: ${cause}`),
    ...(error.hint === undefined ? [] : [`${bold("hint:", style)} ${error.hint}`]),
  ];
}

function joined(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
