/** One file against what it must be. */
import type { StrongAlgorithm } from "../../base/digest.ts";
import { type Code, Fault } from "../../base/fault.ts";
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

/** Measures the claimed file and adds what differs. Says what it is about only when there is something to say: there are very many files. */
export function compare(expected: Expected, comparing: Comparing): void {
  const { findings, tally } = comparing;
  // Without a digest there is nothing to hash for, but the file must be there, and be one.
  const measured = measure(expected.path, expected.algorithm, expected, comparing);
  if (measured === "unreadable") return;
  if (measured === undefined) {
    if (expected.kind !== "bytecode")
      findings.add(
        "TW-VERIFY-MISSING",
        `${source(expected)} lists it, and it is not there`,
        aboutOf(expected, comparing),
      );
    return;
  }
  if (measured.kind !== "file") {
    findings.add(
      "TW-VERIFY-LINK",
      `a ${kindWord(measured.kind)} stands where a file should be`,
      aboutOf(expected, comparing),
    );
    return;
  }
  if (expected.kind === "bytecode") tally.bytecode += 1;
  else if (expected.kind !== "record" || expected.algorithm !== undefined) count(expected, measured, tally);
  compareContent(expected, measured, comparing);
  compareRights(measured, expected.mode, expected, comparing);
}

/** A claimed file, or the path of what nobody claims. */
type Subject = Expected | string;

function aboutOf(
  subject: Subject,
  { place }: Comparing,
): { readonly path: string; readonly distribution?: string } {
  if (typeof subject === "string") return { path: shortened(subject, place) };
  return { distribution: subject.owner.found.name, path: shortened(subject.path, place) };
}

/** What is at `path`; what cannot be read is added, as of `subject`. */
export function measure(
  path: string,
  algorithm: StrongAlgorithm | undefined,
  subject: Subject,
  comparing: Comparing,
): Measured | undefined | "unreadable" {
  try {
    return comparing.measurer.measure(path, algorithm);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    comparing.findings.add("TW-VERIFY-UNREADABLE", error.message, aboutOf(subject, comparing));
    return "unreadable";
  }
}

function count(expected: Expected, measured: Measured, tally: Tally): void {
  tally.files += 1;
  tally.bytes += measured.size;
  expected.owner.files += 1;
  expected.owner.bytes += measured.size;
}

function compareContent(expected: Expected, measured: Measured, comparing: Comparing): void {
  if (expected.twin !== undefined) {
    compareTwins(expected, measured, comparing);
    return;
  }
  const wrong = differs(expected, measured);
  if (wrong !== undefined) comparing.findings.add(wrong.code, wrong.because, aboutOf(expected, comparing));
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
function compareTwins(expected: Expected, measured: Measured, comparing: Comparing): void {
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
    comparing.findings.add("TW-VERIFY-TWIN", `${others.join(" and ")} claims it too, and ${holds}`, {
      ...aboutOf(expected, comparing),
      distribution,
    });
  }
}

/** Mode, owner, and who else may write. `mode` is the accepted one, when there is one. */
export function compareRights(
  measured: Measured,
  mode: number | undefined,
  subject: Subject,
  comparing: Comparing,
): void {
  const { findings, owner } = comparing;
  const has = measured.mode;
  if (has < 0) return;
  const add = (code: Code, because: string): void => findings.add(code, because, aboutOf(subject, comparing));
  if (mode !== undefined && mode !== has)
    add("TW-VERIFY-MODE", `it has the mode ${octal(has)} and was accepted with ${octal(mode)}`);
  else if (measured.kind === "file" && (has & 0o6000) !== 0)
    add("TW-VERIFY-MODE", `its mode ${octal(has)} lends its owner's rights`);
  if ((has & 0o002) !== 0) add("TW-VERIFY-WRITABLE", `everybody may write it: mode ${octal(has)}`);
  // A group of the same number as its user is that user's private one.
  else if ((has & 0o020) !== 0 && measured.group !== measured.owner)
    add("TW-VERIFY-WRITABLE", `group ${measured.group} may write it: mode ${octal(has)}`);
  if (owner >= 0 && measured.owner !== owner)
    add("TW-VERIFY-OWNER", `user ${measured.owner} owns it; the environment belongs to user ${owner}`);
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
