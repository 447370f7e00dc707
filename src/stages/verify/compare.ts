/** One file against what it must be. */
import type { StrongAlgorithm } from "../../base/digest.ts";
import type { Code } from "../../base/fault.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Measured, Measurer } from "../../ports/measure.ts";
import type { Expected } from "./expected.ts";
import type { Findings } from "./findings.ts";
import { type Place, shortened } from "./place.ts";

/** What comparing adds up. */
export interface Tally {
  files: number;
  bytes: number;
  /** Bytecode that nothing proves. */
  bytecode: number;
}

/** What every comparison needs. */
export interface Comparing {
  readonly place: Place;
  readonly findings: Findings;
  readonly measurer: Measurer;
  readonly tally: Tally;
  /** User id that owns the environment; -1 where there are none. */
  readonly owner: number;
}

/** Measures the claimed file and adds what differs. */
export function compare(expected: Expected, comparing: Comparing): void {
  const { findings, place, tally } = comparing;
  const { name } = expected.owner.found;
  const about = { distribution: name, path: shortened(expected.path, place) };
  // Without a digest there is nothing to hash for, but the file must be there, and be one.
  const measured = measure(expected.path, expected.algorithm, about, comparing);
  if (measured === "unreadable") return;
  if (measured === undefined) {
    if (expected.kind !== "bytecode")
      findings.add("TW-VERIFY-MISSING", `${source(expected)} lists it, and it is not there`, about);
    return;
  }
  if (measured.kind !== "file") {
    findings.add("TW-VERIFY-LINK", `a ${kindWord(measured.kind)} stands where a file should be`, about);
    return;
  }
  if (expected.kind === "bytecode") tally.bytecode += 1;
  else if (expected.kind !== "record" || expected.algorithm !== undefined) count(expected, measured, tally);
  compareContent(expected, measured, about, findings);
  compareRights(measured, expected.mode, about, comparing);
}

function count(expected: Expected, measured: Measured, tally: Tally): void {
  tally.files += 1;
  tally.bytes += measured.size;
  expected.owner.files += 1;
  expected.owner.bytes += measured.size;
}

/** What is at `path`; what cannot be read is added. */
export function measure(
  path: string,
  algorithm: StrongAlgorithm | undefined,
  about: { readonly path: string; readonly distribution?: string },
  { measurer, findings }: Comparing,
): Measured | undefined | "unreadable" {
  try {
    return measurer.measure(path, algorithm);
  } catch (error) {
    if (codeOf(error) === undefined || !(error instanceof Fault)) throw error;
    findings.add("TW-VERIFY-UNREADABLE", error.message, about);
    return "unreadable";
  }
}

type Named = { readonly path: string; readonly distribution: string };

function compareContent(expected: Expected, measured: Measured, about: Named, findings: Findings): void {
  if (expected.twin !== undefined) {
    compareTwins(expected, measured, about, findings);
    return;
  }
  const wrong = differs(expected, measured);
  if (wrong !== undefined) findings.add(wrong.code, wrong.because, about);
}

function differs(
  expected: Expected,
  measured: Measured,
): { readonly code: Code; readonly because: string } | undefined {
  const { kind, algorithm, size } = expected;
  const says = source(expected);
  if (kind === "weak")
    return { code: "TW-VERIFY-UNPROVED", because: "RECORD has no digest for it that proves anything" };
  if (algorithm === undefined)
    return kind === "file"
      ? { code: "TW-VERIFY-UNPROVED", because: "RECORD lists it without a digest" }
      : undefined;
  if (size !== undefined && size !== measured.size)
    return {
      code: kind === "record" ? "TW-VERIFY-RECORD-ALTERED" : "TW-VERIFY-SIZE",
      because: `it has ${measured.size} bytes; ${says} says ${size}`,
    };
  if (expected.digest === measured.digest) return undefined;
  return kind === "record"
    ? {
        code: "TW-VERIFY-RECORD-ALTERED",
        because: "RECORD is not the one that was accepted, though as long",
      }
    : { code: "TW-VERIFY-CHANGED", because: `its bytes are not those that ${says} names` };
}

/** Several distributions claim the path: nothing is wrong when all mean the same bytes; else who lost is named. */
function compareTwins(expected: Expected, measured: Measured, about: Named, findings: Findings): void {
  const all: Expected[] = [];
  for (let at: Expected | undefined = expected; at !== undefined; at = at.twin) all.push(at);
  const right = all.filter((each) => differs(each, measured) === undefined);
  for (const each of all) {
    if (right.includes(each)) continue;
    const distribution = each.owner.found.name;
    const others = all.filter((other) => other !== each).map((other) => other.owner.found.name);
    const whose = right[0]?.owner.found.name;
    const holds =
      whose === undefined ? "it holds what none of them put there" : `it holds what ${whose} put there`;
    findings.add("TW-VERIFY-TWIN", `${others.join(" and ")} claims it too, and ${holds}`, {
      ...about,
      distribution,
    });
  }
}

/** Mode, owner, and who else may write. `mode` is the accepted one, when there is one. */
export function compareRights(
  measured: Measured,
  mode: number | undefined,
  about: { readonly path: string; readonly distribution?: string },
  { findings, owner }: Comparing,
): void {
  if (measured.mode < 0) return;
  if (mode !== undefined && mode !== measured.mode) {
    const because = `it has the mode ${octal(measured.mode)} and was accepted with ${octal(mode)}`;
    findings.add("TW-VERIFY-MODE", because, about);
  } else if (measured.kind === "file" && (measured.mode & 0o6000) !== 0) {
    findings.add("TW-VERIFY-MODE", `its mode ${octal(measured.mode)} lends its owner's rights`, about);
  }
  if ((measured.mode & 0o002) !== 0)
    findings.add("TW-VERIFY-WRITABLE", `everybody may write it: mode ${octal(measured.mode)}`, about);
  // A group of the same number as its user is that user's private one.
  else if ((measured.mode & 0o020) !== 0 && measured.group !== measured.owner)
    findings.add(
      "TW-VERIFY-WRITABLE",
      `group ${measured.group} may write it: mode ${octal(measured.mode)}`,
      about,
    );
  if (owner >= 0 && measured.owner !== owner)
    findings.add(
      "TW-VERIFY-OWNER",
      `user ${measured.owner} owns it; the environment belongs to user ${owner}`,
      about,
    );
}

function source(expected: Expected): string {
  return expected.owner.accepted === undefined ? "RECORD" : "our record";
}

function kindWord(kind: Measured["kind"]): string {
  return kind === "other" ? "special file" : kind;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
