/** `bootstrap`: the pinned closure of pip, setuptools and wheel, into any Python. Read → fetch → evidence → judge → install → report. */
import { sha256 } from "../base/digest.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Closure } from "../model/manifest.ts";
import type { Pin } from "../model/need.ts";
import type { Report } from "../model/report.ts";
import type { Store } from "../ports/store.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import { fetchAll } from "../stages/fetch/fetch.ts";
import { type Edit, install } from "../stages/install/install.ts";
import { type AcceptedWheel, treeDigest } from "../stages/install/plan.ts";
import { Keeper, readAccepted } from "../stages/install/read.ts";
import { type Judgement, judge } from "../stages/judge/judge.ts";
import { checkClosed } from "../stages/read/closure.ts";
import { closureFor, MANIFEST_LIMIT, REQUESTED, readManifest } from "../stages/read/manifest.ts";
import type { ResolvedTarget } from "../stages/target/target.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Outcome, Run } from "./command.ts";
import { checkOptions } from "./exclusive-options.ts";
import { type Pinning, reportOf } from "./installation-report.ts";
import { withLedger } from "./ledger.ts";
import { interpreterOf, type Place, placeOf } from "./place.ts";
import { repairing } from "./repairing.ts";
import { sourcesOf } from "./sources.ts";
import { stateDirectory } from "./state-directory.ts";
import { compiled, planAll, warnOfNewer } from "./wheels.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  checkOptions(given);
  const cache = cacheDirectory(given, world);
  const base = await interpreterOf(given, cache, world);
  const pinning = readPinning(given, base, world);
  // Before anything is fetched: a refusal of the target should not cost a download.
  const place = await placeOf(given, base, cache, world);
  return repairing(await world.store(cache, stateDirectory(given, world)), (store) =>
    bring({ given, world, base, pinning, place, store }),
  );
};

/** What is known before anything is fetched. */
interface Setting {
  readonly given: Arguments;
  readonly world: World;
  readonly base: Interpreter;
  readonly pinning: Pinning;
  readonly place: Place;
  readonly store: Store;
}

async function bring({ given, world, base, pinning, place, store }: Setting): Promise<Outcome> {
  const artifacts = await fetchClosure(given, base, pinning.closure, store, world);
  const judgements = artifacts.map((artifact) =>
    judge(artifact, evidenceKinds, pinsOf(pinning), { atLeast: "PINNED" }),
  );
  const accepted = judgements.flatMap((each) => (each.decision === "accepted" ? [each.accepted] : []));
  const shared = { command: "bootstrap", pinning, judgements };
  if (accepted.length < judgements.length) return { report: reportOf({ ...shared, exit: 1 }) };
  const keeper = new Keeper(store);
  try {
    const wheels = await Promise.all(accepted.map((each) => readAccepted(each, keeper)));
    checkClosed(
      wheels.map(({ wheel }) => wheel.metadata),
      base.markers,
    );
    warnOfNewer(wheels, world);
    if (given.flag("dry-run")) return { report: dryRun(wheels, place.early, pinning, judgements) };
    const { target, edit } = await place.made();
    const bare = planAll(wheels, target, new Set(REQUESTED));
    const planned = given.flag("compile-bytecode") ? await compiled(bare, target, world) : bare;
    const installation = await withLedger({ target, planned, accepted }, given, world, () =>
      install(planned, editsOf(edit), target, world),
    );
    keeper.keep(installation.added);
    const tree = treeDigest(planned, target);
    return { report: reportOf({ ...shared, exit: 0, target, planned, installation, tree }) };
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
  readonly locked: ReadonlyMap<string, Pin>;
} {
  return {
    madeBy: pinning.madeBy,
    pins: new Map(pinning.closure.files.map((file) => [file.filename, file])),
    locked: new Map(),
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
  if (resolved === undefined) return reportOf({ command: "bootstrap", pinning, judgements, exit: 0 });
  const { target } = resolved;
  const planned = planAll(wheels, target, new Set(REQUESTED));
  return reportOf({
    command: "bootstrap",
    pinning,
    judgements,
    exit: 0,
    target,
    planned,
    tree: treeDigest(planned, target),
  });
}
