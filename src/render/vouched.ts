/** Who vouches for files, for people. Pure. */
import type { Standing, VouchedFile, VouchedFiles } from "../model/report.ts";
import type { Finding, Voucher } from "../model/verdict.ts";
import { glyph } from "./glyphs.ts";
import { bold, green, red } from "./ink.ts";
import type { Style } from "./rendering.ts";

/** Each file, each proof offered for it, and what the whole rests on. */
export function vouchedLines(vouched: VouchedFiles, style: Style): readonly string[] {
  const files = vouched.files.flatMap((file) => fileLines(file, vouched.why, style));
  if (style.verbosity < 0) return vouched.files.filter(isRefused).map((file) => heading(file, style));
  const refused = vouched.files.filter(isRefused).length;
  const count = vouched.files.length;
  const verdict =
    refused === 0 ? bold("vouched for:", style) : red(`${refused} of ${count} not vouched for:`, style);
  const rest =
    count === 1 ? "the file" : refused === 0 ? `all ${count} files` : `${count - refused} files are`;
  return [
    ...files,
    "",
    refused > 0 && refused === count ? verdict.replace(/:/, "") : `${verdict} ${rest}`,
    `  trusting:   ${vouched.trust.path}: sha256 ${vouched.trust.sha256}`,
    ...vouched.roots.map(({ what, sha256 }) => `  and:        ${what}: sha256 ${sha256}`),
    "  not asked:  what is in the files, and whether a key was revoked since the trust file was written",
    ...(refused === 0
      ? []
      : [`${bold("hint:", style)} \`truewheel explain CODE\` says what each can mean and what to do.`]),
  ];
}

function isRefused(file: VouchedFile): boolean {
  return file.decision === "refused";
}

function fileLines(file: VouchedFile, why: boolean, style: Style): readonly string[] {
  return [
    heading(file, style),
    ...(why ? [`    ${file.size} bytes, sha256 ${file.sha256}`] : []),
    ...file.findings.flatMap((finding) => findingLines(finding, why, style)),
    ...(file.absent.length === 0 ? [] : [`    absent:     ${file.absent.join("; ")}`]),
    ...(file.couldLie.length === 0
      ? []
      : [`    could lie:  ${["this machine", ...file.couldLie].join(", or ")}`]),
  ];
}

function heading(file: VouchedFile, style: Style): string {
  if (file.decision === "accepted")
    return `${green(glyph("verified", style), style)} ${file.path}  ${file.level ?? ""} ${file.because}`;
  return `${red(glyph("failed", style), style)} ${file.path}  refused: ${file.because} [${file.code}]`;
}

const STANDINGS = { proves: "verified", refutes: "failed", absent: "unchecked" } as const satisfies Record<
  Finding["outcome"],
  Standing
>;

function findingLines(finding: Finding, why: boolean, style: Style): readonly string[] {
  const code = finding.code === undefined ? "" : ` [${finding.code}]`;
  const { voucher, byHand = [] } = finding;
  return [
    `    ${glyph(STANDINGS[finding.outcome], style)} ${finding.kind} ${finding.proof ?? ""}: ${finding.detail}${code}`,
    ...(voucher === undefined ? [] : voucherLines(voucher)),
    ...(why ? byHand.map((command) => `        $ ${command}`) : []),
  ];
}

function voucherLines(voucher: Voucher): readonly string[] {
  const when =
    voucher.signed === undefined
      ? "nothing says when it was signed"
      : `signed ${voucher.signed}, as ${voucher.signedBy ?? "it"} says`;
  return [
    `        ${when}; ${voucher.owner} is trusted until ${voucher.until}`,
    `        by ${voucher.addedBy}: ${voucher.why}`,
  ];
}
