/** The report of a verb that changes an environment. Pure. */
import { notable } from "../model/brings.ts";
import type { Interpreter } from "../model/interpreter.ts";
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
  /** The verb. */
  readonly command: string;
  /** The manifest, where one pinned everything. */
  readonly pinning?: Pinning;
  /** Locks and requirements files that were read. */
  readonly pins?: Report["pins"];
  readonly judgements: readonly Judgement[];
  readonly exit: 0 | 1;
  /** True when nothing is done but told (`--dry-run`, `--check`). */
  readonly dry?: boolean;
  /** What would leave, told when nothing is done. */
  readonly wouldRemove?: readonly string[];
  /** File names of what is there already, when nothing is done. */
  readonly wouldKeep?: ReadonlySet<string>;
  readonly target?: Target;
  readonly planned?: readonly PlannedDistribution[];
  readonly installation?: Installation;
  readonly tree?: string;
}

/** The report, complete. */
export function reportOf(ending: Ending): Report {
  const { pinning, pins, target, installation } = ending;
  return {
    version: 1,
    command: ending.command,
    exit: ending.exit,
    files: ending.judgements.map((judgement) => reportedFile(judgement, ending)),
    removed: ending.wouldRemove ?? leaving(installation),
    changed: installation?.changed ?? false,
    ...(target === undefined ? {} : { target: describeTarget(target) }),
    ...(ending.tree === undefined ? {} : { tree: ending.tree }),
    ...(pinning === undefined
      ? {}
      : { manifest: { madeBy: pinning.madeBy, sha256: pinning.sha256, series: pinning.closure.series } }),
    ...(pins === undefined ? {} : { pins }),
  };
}

/** An interpreter in two words: `cpython 3.13.1`. */
export function describeInterpreter({ implementation, version }: Interpreter): string {
  return `${implementation} ${version}`;
}

/** A target as reports tell it. */
export function describeTarget(target: Target): NonNullable<Report["target"]> {
  return {
    python: target.interpreter.executable,
    version: describeInterpreter(target.interpreter),
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
    brings: planned === undefined || ending.target === undefined ? [] : bringsOf(planned, ending.target),
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

/** Start-up hooks, native files and scripts, by where they will lie. */
function bringsOf(planned: PlannedDistribution, { scheme }: Target): readonly string[] {
  const below = (root: string): readonly string[] =>
    planned.files.flatMap(({ path }) => (path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : []));
  const modules = [...new Set([...below(scheme.purelib), ...below(scheme.platlib)])];
  return notable(modules, below(scheme.scripts));
}

function actionOf(planned: PlannedDistribution | undefined, ending: Ending): ReportedFile["action"] {
  const { installation } = ending;
  if (planned !== undefined && ending.wouldKeep?.has(planned.filename) === true) return "kept";
  if (installation === undefined) return ending.exit === 0 || ending.dry === true ? "would-add" : "none";
  return installation.added.some((each) => each.filename === planned?.filename) ? "added" : "kept";
}
