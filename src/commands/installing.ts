/** The way of every installation: demands → fetch → evidence → judge → plan → install → report. `install` and `sync` differ in what leaves. */
import type { Interpreter } from "../model/interpreter.ts";
import type { Need, Pin } from "../model/need.ts";
import type { Report } from "../model/report.ts";
import type { Sources } from "../model/sources.ts";
import type { Target } from "../model/target.ts";
import type { Level } from "../model/verdict.ts";
import type { Store } from "../ports/store.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import { fetchNeeds, type Met } from "../stages/fetch/needs.ts";
import { withDirectUrl } from "../stages/install/direct-url.ts";
import { compare, type Departures, install, type Work } from "../stages/install/install.ts";
import { findInstalled, type InstalledDistribution } from "../stages/install/installed.ts";
import { type AcceptedWheel, type PlannedDistribution, treeDigest } from "../stages/install/plan.ts";
import { type Judgement, judge } from "../stages/judge/judge.ts";
import type { ResolvedTarget } from "../stages/target/target.ts";
import { contains } from "../standards/pep440-version/specifiers.ts";
import { asVersion } from "../standards/pep440-version/version.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import { checkNeeds } from "./closed.ts";
import type { Arguments, Outcome } from "./command.ts";
import type { Demands } from "./demanded.ts";
import { type Ending, reportOf } from "./installation-report.ts";
import { pipReport, type Reported } from "./pip-report.ts";
import { interpreterOf, intoVenv, targetOf } from "./place.ts";
import { sourcesOf } from "./sources.ts";
import { compiled, keepPacks, openWheel, planAll, warnOfNewer } from "./wheels.ts";

/** What sets a verb apart. */
export interface Verb {
  readonly command: string;
  /** Reads what is asked for. */
  demands(interpreter: Interpreter): Promise<Demands>;
  /** True for an installed distribution that leaves although nothing of its name arrives. */
  leaves(installed: InstalledDistribution): boolean;
  /** What a missing dependency is: the end, or a line for everybody. */
  readonly closed: "must" | "should" | "unasked";
}

/** Runs `verb`; every file is judged before anything is written. */
export async function installFor(verb: Verb, given: Arguments, world: World): Promise<Outcome> {
  const cache = cacheDirectory(given, world);
  const base = await interpreterOf(given, cache, world);
  // Before anything is fetched: a refusal of the target should not cost a download.
  const early = given.flag("venv") ? undefined : targetOf(given, base, world);
  const demands = await verb.demands(base);
  const store = await world.store(cache);
  const wanted = demands.needs.filter((need) => !isThere(need, early, given, world));
  const met = await fetchAll(wanted, demands, base, store, given, world);
  const judgements = judgeAll(met, given);
  const accepted = judgements.flatMap((each) => (each.decision === "accepted" ? [each.accepted] : []));
  const shared = { command: verb.command, pins: demands.pins, judgements };
  if (accepted.length < judgements.length) return { report: reportOf({ ...shared, exit: 1 }) };
  const wheels = accepted.map((each) => openWheel(each, store));
  warnOfNewer(wheels, world);
  const departures = departuresOf(verb, wheels, demands, base, early, world);
  const isDry = given.flag("dry-run") || given.flag("check");
  const { target, edit } = early ?? (isDry ? notYet(base) : await intoVenv(given, base, cache, world));
  const bare = planned(wheels, target, met);
  const plan = given.flag("compile-bytecode") && !isDry ? await compiled(bare, target, world) : bare;
  const edits = edit === undefined ? [] : [edit];
  const all = { ...shared, target, planned: plan };
  const about = { met, judgements, interpreter: base, version: world.version, extras: demands.extras };
  if (isDry) {
    // Every file is read and proved, so that a wheel that cannot be installed is found.
    for (const { wheel } of wheels) for (const file of wheel.files) file.read();
    const would = compare(plan, target, world.files, departures);
    writeReport({ ...about, planned: would.missing }, given, world);
    return { report: dryReport(all, would, given) };
  }
  const installation = await install(plan, edits, target, world, departures);
  keepPacks(installation, store);
  writeReport({ ...about, planned: installation.added }, given, world);
  return { report: reportOf({ ...all, installation, tree: treeDigest(plan, target), exit: 0 }) };
}

/** An environment that is not made for a dry run, as it would be. */
function notYet(base: Interpreter): ResolvedTarget {
  const nowhere = "/dev/null/env";
  const scheme = {
    purelib: `${nowhere}/lib/site-packages`,
    platlib: `${nowhere}/lib/site-packages`,
    scripts: `${nowhere}/bin`,
    headers: `${nowhere}/include`,
    data: nowhere,
  };
  const executable = `${nowhere}/bin/python`;
  const workspace = `${scheme.purelib}/.truewheel`;
  return {
    target: { kind: "environment", interpreter: base, scheme, executable, workspace },
    edit: undefined,
  };
}

/** `--check` answers no when something would change; `--dry-run` only tells. */
function dryReport(all: Omit<Ending, "exit" | "dry">, would: Work, given: Arguments): Report {
  const arriving = new Set(would.missing.map(({ distInfo }) => distInfo));
  const wouldRemove = would.old
    .filter(({ distInfo }) => !arriving.has(distInfo))
    .map(({ name, version }) => `${name} ${version}`);
  const differs = would.missing.length > 0 || would.old.length > 0;
  const wouldKeep = new Set(would.kept.map(({ filename }) => filename));
  return reportOf({
    ...all,
    exit: differs && given.flag("check") ? 1 : 0,
    dry: true,
    wouldRemove,
    wouldKeep,
  });
}

function writeReport(reported: Reported, given: Arguments, world: World): void {
  const path = given.value("report");
  if (path === undefined) return;
  const text = pipReport(reported);
  if (path === "-") world.terminal.out(text);
  else replaceFile(absolute(path, world.directory), text, world);
}

/** Whole or not at all, over what is there. */
function replaceFile(path: string, text: string, { files, random }: World): void {
  const draft = `${path}.${random.token()}`;
  try {
    files.create(draft, Buffer.from(text), 0o644);
    files.rename(draft, path);
  } catch (error) {
    files.remove(draft);
    throw error;
  }
}

/** Without hash-checking and without --upgrade, what is there and meets the need stays, as with pip and uv. */
function isThere(need: Need, early: ResolvedTarget | undefined, given: Arguments, world: World): boolean {
  const again = given.flag("upgrade") || given.flag("force-reinstall");
  if (need.pin.hashes.length > 0 || need.named !== undefined || early === undefined || again) return false;
  const found = findInstalled(early.target, new Set([need.name]), world.files);
  const [only] = found;
  if (only === undefined || found.length > 1 || !meets(need, only.version)) return false;
  world.progress.notice(`${need.name} ${only.version} is there already and was not looked at`);
  return true;
}

function meets({ specifiers }: Need, text: string): boolean {
  const version = asVersion(text);
  return version !== undefined && contains(specifiers, version, true);
}

async function fetchAll(
  needs: readonly Need[],
  demands: Demands,
  interpreter: Interpreter,
  store: Store,
  given: Arguments,
  world: World,
): Promise<readonly Met[]> {
  const known = sourcesOf(given, world, interpreter.prefix, demands.settings);
  const sources: Sources = { ...known, credentials: new Map([...demands.credentials, ...known.credentials]) };
  const { files, progress, clock } = world;
  const http = await world.http(sources);
  const fit = {
    tags: interpreter.tags,
    python: interpreter.markers["python_full_version"] ?? interpreter.version,
  };
  try {
    return await fetchNeeds(needs, fit, sources, { http, store, files, progress, clock });
  } finally {
    http.close();
  }
}

function judgeAll(met: readonly Met[], given: Arguments): readonly Judgement[] {
  const locked = new Map<string, Pin>(met.map(({ need, artifact }) => [artifact.wanted.filename, need.pin]));
  const context = { madeBy: "no manifest", pins: new Map(), locked };
  const atLeast: Level = given.flag("no-require-hashes") ? "INDEX-SAYS" : "PINNED";
  return met.map(({ artifact }) => judge(artifact, evidenceKinds, context, { atLeast }));
}

function departuresOf(
  verb: Verb,
  wheels: readonly AcceptedWheel[],
  demands: Demands,
  interpreter: Interpreter,
  early: ResolvedTarget | undefined,
  world: World,
): Departures {
  const check = (present: readonly InstalledDistribution[]): void =>
    checkNeeds(
      verb.closed,
      wheels.map(({ wheel }) => wheel.metadata),
      { present, extras: demands.extras, markers: interpreter.markers },
      world,
    );
  // Once before the store, the environment or anything else is touched; again with the lock held.
  if (early === undefined) check([]);
  return { leaves: (installed) => verb.leaves(installed), agree: check };
}

function planned(
  wheels: readonly AcceptedWheel[],
  target: Target,
  met: readonly Met[],
): readonly PlannedDistribution[] {
  const requested = new Set(met.filter(({ need }) => need.requested).map(({ need }) => need.name));
  const direct = new Map(met.map(({ need, artifact }) => [artifact.wanted.filename, need.named]));
  return planAll(wheels, target, requested).map((each) => {
    const named = direct.get(each.filename);
    return named?.direct === true ? withDirectUrl(each, named) : each;
  });
}
