/** `bootstrap`: the pinned closure of pip, setuptools and wheel, into any Python. Read → fetch → evidence → judge → install → report. */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { Accepted } from "../model/accepted.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Closure } from "../model/manifest.ts";
import type { Report } from "../model/report.ts";
import type { Store } from "../ports/store.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import { fetchAll } from "../stages/fetch/fetch.ts";
import { type Edit, type Installation, install } from "../stages/install/install.ts";
import { type PlannedDistribution, planDistribution, treeDigest } from "../stages/install/plan.ts";
import { type Judgement, judge } from "../stages/judge/judge.ts";
import { checkClosed } from "../stages/read/closure.ts";
import { closureFor, MANIFEST_LIMIT, REQUESTED, readManifest } from "../stages/read/manifest.ts";
import { type ResolvedTarget, resolveTarget } from "../stages/target/target.ts";
import { packOf } from "../standards/pep427-wheel/wheel.ts";
import { checkOptions } from "./bootstrap-options.ts";
import { type Pinning, reportOf } from "./bootstrap-report.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Run } from "./command.ts";
import { sourcesOf } from "./sources.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  checkOptions(given);
  const cache = cacheDirectory(given, world);
  const base = await world.probe(await world.findInterpreter(given.value("python")), `${cache}/interpreters`);
  const pinning = readPinning(given, base, world);
  // Before anything is fetched: a refusal of the target should not cost a download.
  const early = given.flag("venv") ? undefined : resolve(given, base, world);
  const store = await world.store(cache);
  const artifacts = await fetchClosure(given, base, pinning.closure, store, world);
  const judgements = artifacts.map((artifact) =>
    judge(artifact, evidenceKinds, pinsOf(pinning), { atLeast: "PINNED" }),
  );
  const accepted = judgements.flatMap((each) => (each.decision === "accepted" ? [each.accepted] : []));
  if (accepted.length < judgements.length) return { report: reportOf({ pinning, judgements, exit: 1 }) };
  if (given.flag("dry-run")) return { report: dryRun(accepted, early, pinning, judgements, store) };
  const { target, edit } = early ?? (await intoVenv(given, base, cache, world));
  const bare = plan(accepted, target, store);
  const planned = given.flag("compile-bytecode") ? await compiled(bare, target, world) : bare;
  checkClosed(
    planned.map((each) => ({ ...each.wheel.metadata, name: each.name })),
    target.interpreter.markers,
  );
  const installation = await install(planned, editsOf(edit), target, world);
  keepPacks(installation, accepted, store);
  return {
    report: reportOf({
      pinning,
      judgements,
      exit: 0,
      target,
      planned,
      installation,
      tree: treeDigest(planned, target),
    }),
  };
};

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
  accepted: readonly Accepted<Artifact>[],
  target: ResolvedTarget["target"],
  store: Store,
): readonly PlannedDistribution[] {
  return accepted.map((each) => {
    const { name, sha256: key } = each.wanted;
    const requested = REQUESTED.some((one) => one === name);
    const pack = {
      load: () => store.getDerived("pack", key, 2 ** 31),
      damaged: () => store.dropDerived("pack", key),
    };
    return planDistribution(each, target, { requested, pack });
  });
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

/** The unpacked files of what was just installed: the next installation is spared the unpacking, and proves each file again. */
function keepPacks(installation: Installation, accepted: readonly Accepted<Artifact>[], store: Store): void {
  for (const added of installation.added) {
    const key = accepted.find((each) => each.wanted.filename === added.filename)?.wanted.sha256;
    if (key !== undefined && !added.wheel.fromPack()) store.putDerived("pack", key, packOf(added.wheel));
  }
}

function editsOf(edit: ResolvedTarget["edit"]): readonly Edit[] {
  return edit === undefined ? [] : [edit];
}

/** With a target at hand the wheels are read and planned too, so that a wheel that cannot be installed is found. */
function dryRun(
  accepted: readonly Accepted<Artifact>[],
  resolved: ResolvedTarget | undefined,
  pinning: Pinning,
  judgements: readonly Judgement[],
  store: Store,
): Report {
  if (resolved === undefined) return reportOf({ pinning, judgements, exit: 0 });
  const planned = plan(accepted, resolved.target, store);
  for (const each of planned)
    for (const file of each.files)
      if (file.read().length !== file.size) throw new Fault("TW-INTERNAL", "a size changed");
  return reportOf({
    pinning,
    judgements,
    exit: 0,
    target: resolved.target,
    planned,
    tree: treeDigest(planned, resolved.target),
  });
}
