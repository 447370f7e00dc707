/** The report for people: readable without colour, nothing abbreviated, no claim beyond the evidence. Pure. */
import type { Report, ReportedError, ReportedFile } from "../model/report.ts";
import { bold, green, red } from "./ink.ts";
import type { Rendering, Style } from "./rendering.ts";

/** `--format text`. */
export const human: Rendering = {
  format: "text",
  to: "error",
  render(report, style) {
    const error = report.error === undefined ? [] : errorLines(report.error, style);
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
  const { target, manifest, tree } = report;
  if (report.exit !== 0 || manifest === undefined) return [];
  const lines = ["", `${verdictWord(report, style)} ${decided(report)}`];
  if (target !== undefined) lines.push(`  into:       ${target.path} (${target.version}, ${target.kind})`);
  lines.push(`  pinned by:  ${manifest.madeBy}: sha256 ${manifest.sha256}, series ${manifest.series}`);
  lines.push(
    `  could lie:  ${couldLie(report)}, and this machine; not the network, not the index, not the cache`,
  );
  lines.push(
    "  absent:     no publisher's signature or attestation was looked at; the age of the pins was not checked",
  );
  if (tree !== undefined) lines.push(`  tree:       sha256 ${tree}`);
  return lines;
}

function verdictWord(report: Report, style: Style): string {
  const planned = report.files.some((file) => file.action === "would-add");
  return bold(planned ? "would install:" : report.changed ? "installed:" : "unchanged:", style);
}

function decided(report: Report): string {
  const count = `${report.files.length} ${report.files.length === 1 ? "package" : "packages"}`;
  const levels = [...new Set(report.files.map((file) => file.level))].join(", ");
  if (report.changed) return `${count}, each ${levels}; every file was hashed before it was put there`;
  return report.files.some((file) => file.action === "kept")
    ? `${count}, each ${levels}; every installed file was hashed again and is right`
    : `${count}, each ${levels}; nothing was changed`;
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
