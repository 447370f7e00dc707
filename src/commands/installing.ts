/** The way of every installation: demands → fetch → evidence → judge → plan → install → report. `install` and `sync` differ in what leaves. */
import { dirname } from "node:path";
import { Fault } from "../base/fault.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Need, Pin } from "../model/need.ts";
import type { Sources } from "../model/sources.ts";
import type { Target } from "../model/target.ts";
import type { Level } from "../model/verdict.ts";
import type { Store } from "../ports/store.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import type { Met } from "../stages/fetch/choice.ts";
import { fetchNeeds } from "../stages/fetch/needs.ts";
import { withDirectUrl } from "../stages/install/direct-url.ts";
import { compare, type Departures, install } from "../stages/install/install.ts";
import { findInstalled, type InstalledDistribution } from "../stages/install/installed.ts";
import { type AcceptedWheel, type PlannedDistribution, treeDigest } from "../stages/install/plan.ts";
import { Keeper, readAccepted } from "../stages/install/read.ts";
import { type Judgement, judge } from "../stages/judge/judge.ts";
import type { ResolvedTarget } from "../stages/target/target.ts";
import { layoutOf } from "../stages/venv/layout.ts";
import { contains } from "../standards/pep440-version/specifiers.ts";
import { asVersion } from "../standards/pep440-version/version.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import { checkNeeds } from "./closed.ts";
import type { Arguments, Outcome } from "./command.ts";
import type { Demands } from "./demanded.ts";
import { type Ending, reportOf } from "./installation-report.ts";
import { withLedger } from "./ledger.ts";
import { pipReport, type Reported } from "./pip-report.ts";
import { interpreterOf, type Place, placeOf, venvDirectory } from "./place.ts";
import { repairing } from "./repairing.ts";
import { sourcesOf } from "./sources.ts";
import { stateDirectory } from "./state-directory.ts";
import { compiled, planAll, warnOfNewer } from "./wheels.ts";

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
  checkReport(given, world);
  const cache = cacheDirectory(given, world);
  const base = await interpreterOf(given, cache, world);
  // Before anything is fetched: a refusal of the target should not cost a download.
  const place = await placeOf(given, base, cache, world);
  const demands = await verb.demands(base);
  return repairing(await world.store(cache, stateDirectory(given, world)), (store) =>
    bring({ verb, given, world, base, place, demands, store }),
  );
}

/** What is known before anything is fetched. */
interface Setting {
  readonly verb: Verb;
  readonly given: Arguments;
  readonly world: World;
  readonly base: Interpreter;
  readonly place: Place;
  readonly demands: Demands;
  readonly store: Store;
}

async function bring(setting: Setting): Promise<Outcome> {
  const { verb, given, world, base, place, demands, store } = setting;
  const wanted = demands.needs.filter((need) => !isThere(need, place.early, given, world));
  const leaves = leavesUnder(verb, demands.needs);
  const met = await fetchAll(wanted, setting);
  const judgements = judgeAll(met, given);
  const accepted = judgements.flatMap((each) => (each.decision === "accepted" ? [each.accepted] : []));
  const shared = { command: verb.command, pins: demands.pins, judgements };
  if (accepted.length < judgements.length) return { report: reportOf({ ...shared, exit: 1 }) };
  const keeper = new Keeper(store);
  try {
    const wheels = await Promise.all(accepted.map((each) => readAccepted(each, keeper)));
    warnOfNewer(wheels, world);
    const departures = departuresOf(wheels, leaves, setting);
    const about = { met, judgements, interpreter: base, version: world.version, extras: demands.extras };
    if (given.flag("dry-run") || given.flag("check"))
      return dry({ ...shared, ...about }, wheels, departures, setting);
    const { target, edit } = await place.made();
    const bare = planned(wheels, target, met);
    const plan = given.flag("compile-bytecode") ? await compiled(bare, target, world) : bare;
    const edits = edit === undefined ? [] : [edit];
    const intended = { target, planned: plan, accepted, leaves };
    const installation = await withLedger(intended, given, world, () =>
      install(plan, edits, target, world, departures),
    );
    keeper.keep(installation.added);
    writeReport({ ...about, planned: installation.added }, given, world);
    const tree = plan.length === 0 ? {} : { tree: treeDigest(plan, target) };
    return { report: reportOf({ ...shared, ...tree, target, planned: plan, installation, exit: 0 }) };
  } finally {
    keeper.drop();
  }
}

/** Says what would be done. `--check` answers no when something would change; `--dry-run` only tells. */
function dry(
  all: Omit<Ending, "exit" | "dry" | "target" | "planned"> & Omit<Reported, "planned">,
  wheels: readonly AcceptedWheel[],
  departures: Departures,
  { base, given, place, world }: Setting,
): Outcome {
  // Every file is read and proved, so that a wheel that cannot be installed is found.
  for (const { wheel } of wheels) for (const file of wheel.files) file.read();
  const { target } = place.early ?? notYet(base, venvDirectory(given, world));
  const plan = planned(wheels, target, all.met);
  const would = compare(plan, target, world.files, departures);
  writeReport({ ...all, planned: would.missing }, given, world);
  const arriving = new Set(would.missing.map(({ distInfo }) => distInfo));
  const wouldRemove = would.old
    .filter(({ distInfo }) => !arriving.has(distInfo))
    .map(({ name, version }) => `${name} ${version}`);
  const differs = would.missing.length > 0 || would.old.length > 0;
  const wouldKeep = new Set(would.kept.map(({ filename }) => filename));
  const exit = differs && given.flag("check") ? 1 : 0;
  return { report: reportOf({ ...all, target, planned: plan, exit, dry: true, wouldRemove, wouldKeep }) };
}

/** An environment that is not made for a dry run, as it would be in `directory`. */
function notYet(base: Interpreter, directory: string): ResolvedTarget {
  const layout = layoutOf(base);
  const below = (path: string): string => `${directory}/${path.replaceAll("\\", "/")}`;
  const site = below(layout.sitePackages);
  const scheme = {
    purelib: site,
    platlib: site,
    scripts: below(layout.scripts),
    headers: below("include"),
    data: directory,
  };
  const executable = below(layout.python);
  const workspace = `${site}/.truewheel`;
  return {
    target: { kind: "environment", interpreter: base, scheme, executable, workspace },
    edit: undefined,
  };
}

/** A report that cannot be written is better known before anything is changed. */
function checkReport(given: Arguments, world: World): void {
  const path = given.value("report");
  if (path === undefined) return;
  if (path === "-" && given.value("format") === "json")
    throw new Fault("TW-USAGE", "--report - and --format json both want standard output", {
      hint: "Name a file with --report, or leave one of them out: --format json tells everything too.",
    });
  if (path === "-") return;
  const place = absolute(path, world.directory);
  const above = world.files.realPath(dirname(place));
  if (world.files.status(above)?.kind !== "directory" || world.files.status(place)?.kind === "directory")
    throw new Fault("TW-USAGE", `--report cannot be written to ${path}: that is no place for a file`);
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
  { demands, base: interpreter, store, given, world }: Setting,
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

/** What is asked for never leaves, also where it is there already and nothing of it arrives. */
function leavesUnder(verb: Verb, needs: readonly Need[]): Departures["leaves"] {
  const asked = new Set(needs.map(({ name }) => name));
  return (installed) => !asked.has(installed.name) && verb.leaves(installed);
}

function departuresOf(
  wheels: readonly AcceptedWheel[],
  leaves: Departures["leaves"],
  { verb, demands, base: interpreter, place, world }: Setting,
): Departures {
  const check = (present: readonly InstalledDistribution[]): void =>
    checkNeeds(
      verb.closed,
      wheels.map(({ wheel }) => wheel.metadata),
      { present, extras: demands.extras, markers: interpreter.markers },
      world,
    );
  // Once before the store, the environment or anything else is touched; again with the lock held.
  if (place.early === undefined) check([]);
  return { leaves, agree: check };
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
