/** The report of `bootstrap`. Pure. */
import { notable } from "../model/brings.ts";
import type { Closure } from "../model/manifest.ts";
import type { Report, ReportedFile } from "../model/report.ts";
import type { Target } from "../model/target.ts";
import type { Installation } from "../stages/install/install.ts";
import type { PlannedDistribution } from "../stages/install/plan.ts";
import type { Judgement } from "../stages/judge/judge.ts";

/** A closure with the words that say who pinned it. */
export interface Pinning {
  readonly closure: Closure;
  readonly madeBy: string;
  /** SHA-256 of the manifest's text. */
  readonly sha256: string;
}

/** What is known at the end. Without `installation` nothing was changed. */
export interface Ending {
  readonly pinning: Pinning;
  readonly judgements: readonly Judgement[];
  readonly exit: 0 | 1;
  readonly target?: Target;
  readonly planned?: readonly PlannedDistribution[];
  readonly installation?: Installation;
  readonly tree?: string;
}

/** The report, complete. */
export function reportOf(ending: Ending): Report {
  const { pinning, target, installation } = ending;
  return {
    version: 1,
    command: "bootstrap",
    exit: ending.exit,
    files: ending.judgements.map((judgement) => reportedFile(judgement, ending)),
    removed: leaving(installation),
    changed: installation?.changed ?? false,
    ...(target === undefined ? {} : { target: targetOf(target) }),
    ...(ending.tree === undefined ? {} : { tree: ending.tree }),
    manifest: { madeBy: pinning.madeBy, sha256: pinning.sha256, series: pinning.closure.series },
  };
}

function targetOf(target: Target): NonNullable<Report["target"]> {
  const { executable, version, implementation } = target.interpreter;
  return {
    python: executable,
    version: `${implementation} ${version}`,
    path: target.scheme.purelib,
    kind: target.kind,
  };
}

/** A damaged distribution of the planned version is repaired, not removed. */
function leaving(installation: Installation | undefined): readonly string[] {
  const added = new Set(installation?.added.map((each) => each.distInfo));
  return (installation?.removed ?? [])
    .filter((each) => !added.has(each.distInfo))
    .map((each) => `${each.name} ${each.version}`);
}

function reportedFile(judgement: Judgement, ending: Ending): ReportedFile {
  const artifact = judgement.decision === "accepted" ? judgement.accepted : judgement.artifact;
  const verdict = judgement.decision === "accepted" ? judgement.accepted.verdict : judgement.verdict;
  const { wanted, origin } = artifact;
  const planned = ending.planned?.find((each) => each.filename === wanted.filename);
  const shared = {
    name: wanted.name,
    version: wanted.version,
    filename: wanted.filename,
    size: wanted.size,
    sha256: wanted.sha256,
    origin: origin.from === "store" ? "store" : origin.url,
    evidence: verdict.findings.map(({ kind, outcome, detail }) => ({ kind, outcome, detail })),
    brings: planned === undefined ? [] : notable(planned.wheel.files.map((file) => file.path)),
  };
  if (verdict.decision === "refused") {
    return {
      ...shared,
      decision: "refused",
      because: verdict.because,
      code: verdict.code,
      couldLie: [],
      action: "none",
    };
  }
  const action = actionOf(planned, ending);
  return {
    ...shared,
    decision: "accepted",
    level: verdict.level,
    measured: verdict.measured,
    because: verdict.by.detail,
    couldLie: verdict.minCompromise,
    action,
  };
}

function actionOf(planned: PlannedDistribution | undefined, ending: Ending): ReportedFile["action"] {
  const { installation } = ending;
  if (installation === undefined) return ending.exit === 0 ? "would-add" : "none";
  return installation.added.some((each) => each.filename === planned?.filename) ? "added" : "kept";
}
