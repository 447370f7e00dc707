/** `bootstrap`: the pinned closure of pip, setuptools and wheel, into any Python. Read → fetch → evidence → judge → install → report. */
import { sha256 } from "../base/digest.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Closure } from "../model/manifest.ts";
import type { Report } from "../model/report.ts";
import type { Store } from "../ports/store.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import { fetchAll } from "../stages/fetch/fetch.ts";
import { type Edit, install } from "../stages/install/install.ts";
import {
  type AcceptedWheel,
  type PlannedDistribution,
  planDistribution,
  treeDigest,
} from "../stages/install/plan.ts";
import { Keeper, readAccepted } from "../stages/install/read.ts";
import { type Judgement, judge } from "../stages/judge/judge.ts";
import { checkClosed } from "../stages/read/closure.ts";
import { closureFor, MANIFEST_LIMIT, REQUESTED, readManifest } from "../stages/read/manifest.ts";
import { type ResolvedTarget, resolveTarget } from "../stages/target/target.ts";
import { checkOptions } from "./bootstrap-options.ts";
import { type Pinning, reportOf } from "./bootstrap-report.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Outcome, Run } from "./command.ts";
import { repairing } from "./repairing.ts";
import { sourcesOf } from "./sources.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  checkOptions(given);
  const cache = cacheDirectory(given, world);
  const base = await world.probe(await world.findInterpreter(given.value("python")), `${cache}/interpreters`);
  const pinning = readPinning(given, base, world);
  // Before anything is fetched: a refusal of the target should not cost a download.
  const early = given.flag("venv") ? undefined : resolve(given, base, world);
  let target = early === undefined ? undefined : Promise.resolve(early);
  const into = (): Promise<ResolvedTarget> => {
    target ??= intoVenv(given, base, cache, world);
    return target;
  };
  const store = await world.store(cache);
  const setting = { given, world, base, pinning, early, into, store };
  return repairing(() => bring(setting));
};

/** What is known before anything is fetched. */
interface Setting {
  readonly given: Arguments;
  readonly world: World;
  readonly base: Interpreter;
  readonly pinning: Pinning;
  readonly early: ResolvedTarget | undefined;
  /** The target; an environment that is asked for is made at the first call. */
  readonly into: () => Promise<ResolvedTarget>;
  readonly store: Store;
}

async function bring(setting: Setting): Promise<Outcome> {
  const { given, world, base, pinning, early, store } = setting;
  const artifacts = await fetchClosure(given, base, pinning.closure, store, world);
  const judgements = artifacts.map((artifact) =>
    judge(artifact, evidenceKinds, pinsOf(pinning), { atLeast: "PINNED" }),
  );
  const accepted = judgements.flatMap((each) => (each.decision === "accepted" ? [each.accepted] : []));
  if (accepted.length < judgements.length) return { report: reportOf({ pinning, judgements, exit: 1 }) };
  const keeper = new Keeper(store);
  try {
    const wheels = await Promise.all(accepted.map((each) => readAccepted(each, keeper)));
    checkClosed(
      wheels.map(({ wheel }) => wheel.metadata),
      base.markers,
    );
    warnOfNewer(wheels, world);
    if (given.flag("dry-run")) return { report: dryRun(wheels, early, pinning, judgements) };
    const { target, edit } = await setting.into();
    const bare = plan(wheels, target);
    const planned = given.flag("compile-bytecode") ? await compiled(bare, target, world) : bare;
    const installation = await install(planned, editsOf(edit), target, world);
    keeper.keep(installation.added);
    const tree = treeDigest(planned, target);
    return { report: reportOf({ pinning, judgements, exit: 0, target, planned, installation, tree }) };
  } finally {
    keeper.drop();
  }
}

/** The manifest of `--manifest`, else the one inside truewheel; its closure for this Python without what was left out. */
function readPinning(given: Arguments, interpreter: Interpreter, world: World): Pinning {
  const path = given.value("manifest");
  const bytes =
    path === undefined
      ? world.packageData("bootstrap-manifest.json")
      : world.files.read(absolute(path, world.directory), MANIFEST_LIMIT);
  const manifest = readManifest(Buffer.from(bytes).toString("utf8"));
  const closure = closureFor(manifest, interpreter.major, interpreter.minor);
  const left = ["setuptools", "wheel"].filter((name) => given.flag(`no-${name}`));
  // packaging is in the closure only because wheel needs it.
  if (left.includes("wheel")) left.push("packaging");
  return {
    closure: { series: closure.series, files: closure.files.filter((file) => !left.includes(file.name)) },
    madeBy: path === undefined ? `the manifest inside truewheel ${world.version}` : `the manifest ${path}`,
    sha256: sha256(bytes),
  };
}

function pinsOf(pinning: Pinning): {
  readonly madeBy: string;
  readonly pins: ReadonlyMap<string, Closure["files"][number]>;
} {
  return {
    madeBy: pinning.madeBy,
    pins: new Map(pinning.closure.files.map((file) => [file.filename, file])),
  };
}

async function fetchClosure(
  given: Arguments,
  base: Interpreter,
  closure: Closure,
  store: Store,
  world: World,
): Promise<readonly Artifact[]> {
  const sources = sourcesOf(given, world, base.prefix);
  const { files, progress } = world;
  const http = await world.http(sources);
  try {
    return await fetchAll(closure.files, sources, { http, store, files, progress });
  } finally {
    http.close();
  }
}

function resolve(given: Arguments, interpreter: Interpreter, world: World): ResolvedTarget {
  const { LC_ALL, LC_MESSAGES, LANG } = world.environment;
  const path = (name: string): string | undefined => {
    const value = given.value(name);
    return value === undefined ? undefined : absolute(value, world.directory);
  };
  const options = {
    target: path("target"),
    prefix: path("prefix"),
    root: path("root"),
    locale: LC_ALL || LC_MESSAGES || LANG,
  };
  const present = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== ""),
  );
  const flags = { breakSystemPackages: given.flag("break-system-packages"), fixPth: given.flag("fix-pth") };
  return resolveTarget(interpreter, { ...present, ...flags }, { files: world.files });
}

/** Everything was judged by now: only then is the environment made. */
async function intoVenv(
  given: Arguments,
  base: Interpreter,
  cache: string,
  world: World,
): Promise<ResolvedTarget> {
  const { makeVenv } = await import("../stages/venv/venv.ts");
  const directory = absolute(given.value("venv") ?? "", world.directory);
  const python = makeVenv(directory, base, {}, world);
  return resolve(given, await world.probe(python, `${cache}/interpreters`), world);
}

function plan(
  wheels: readonly AcceptedWheel[],
  target: ResolvedTarget["target"],
): readonly PlannedDistribution[] {
  return wheels.map((each) =>
    planDistribution(
      each,
      target,
      REQUESTED.some((name) => name === each.accepted.wanted.name),
    ),
  );
}

/** A wheel of a newer minor format is read as far as it is known (binary distribution format, "Installing a wheel"). */
function warnOfNewer(wheels: readonly AcceptedWheel[], world: World): void {
  for (const { accepted, wheel } of wheels) {
    if (wheel.newerMinor)
      world.progress.notice(`${accepted.wanted.filename} has a newer format than is known here`);
  }
}

async function compiled(
  planned: readonly PlannedDistribution[],
  target: ResolvedTarget["target"],
  world: World,
): Promise<readonly PlannedDistribution[]> {
  const { sourcesToCompile, withBytecode } = await import("../stages/install/bytecode.ts");
  const sources = sourcesToCompile(planned, target);
  world.progress.begin(`compiling ${sources.length} files`);
  const result = await world.compile(target.interpreter, sources);
  world.progress.end();
  return withBytecode(planned, sources, result);
}

function editsOf(edit: ResolvedTarget["edit"]): readonly Edit[] {
  return edit === undefined ? [] : [edit];
}

/** Every file is read and proved, and planned when the target is there already, so that a wheel that cannot be installed is found. */
function dryRun(
  wheels: readonly AcceptedWheel[],
  resolved: ResolvedTarget | undefined,
  pinning: Pinning,
  judgements: readonly Judgement[],
): Report {
  for (const { wheel } of wheels) for (const file of wheel.files) file.read();
  if (resolved === undefined) return reportOf({ pinning, judgements, exit: 0 });
  const { target } = resolved;
  const planned = plan(wheels, target);
  return reportOf({ pinning, judgements, exit: 0, target, planned, tree: treeDigest(planned, target) });
}
