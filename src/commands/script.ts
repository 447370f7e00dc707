/** `script`: the pinned closure as one file that installs it. Read → fetch → evidence → judge → write (→ sign). */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { Closure, Manifest } from "../model/manifest.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import { fetchAll } from "../stages/fetch/fetch.ts";
import { type Judgement, judge } from "../stages/judge/judge.ts";
import { checkClosed } from "../stages/read/closure.ts";
import { closureFor, MANIFEST_LIMIT, readManifest } from "../stages/read/manifest.ts";
import { type Carried, readCarried } from "../stages/script/carried.ts";
import type { Plan } from "../stages/script/plan.ts";
import { pythonsOf } from "../stages/script/pythons.ts";
import { type Recipe, recipeIn } from "../stages/script/recipe.ts";
import { scriptFile } from "../stages/script/script.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Outcome, Run } from "./command.ts";
import { reportOf } from "./installation-report.ts";
import type { Made } from "./script-made.ts";
import { writeScript } from "./script-output.ts";
import { sourcesOf } from "./sources.ts";
import { stateDirectory } from "./state-directory.ts";

/** Largest script that is compared, in bytes. */
const SCRIPT_LIMIT = 2 ** 28;

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  checkUse(given);
  const checked = given.value("check");
  if (checked !== undefined) return compare(absolute(checked, world.directory), given, world);
  const made = await make(recipeOf(given), given, world);
  return "bytes" in made ? writeScript(made, given, world) : made;
};

function checkUse(given: Arguments): void {
  const fault = (message: string): Fault => new Fault("TW-USAGE", message);
  const signs = ["sign-with-ssh", "sign-with-minisign"].filter((name) => given.value(name) !== undefined);
  const output = given.value("output");
  if (given.flag("fetch") && given.value("format") === "zipapp")
    throw fault("--fetch and --format zipapp exclude one another");
  if (given.value("check") !== undefined && (output !== undefined || signs.length > 0))
    throw fault("--check writes and signs nothing: leave --output and --sign-with-... out");
  if (output === undefined && signs.length > 0) throw fault(`--${signs[0]} needs --output`);
  if (output === undefined && given.value("check") === undefined && given.value("format") === "zipapp")
    throw fault("--format zipapp needs --output");
}

function recipeOf(given: Arguments): Recipe {
  const form = given.flag("fetch") ? "fetch" : given.value("format") === "zipapp" ? "zipapp" : "py";
  return { series: given.value("series"), form };
}

/** Makes the script, or the report of a refusal. */
async function make(recipe: Recipe, given: Arguments, world: World): Promise<Made | Outcome> {
  const path = given.value("manifest");
  const text =
    path === undefined
      ? world.packageData("bootstrap-manifest.json")
      : world.files.read(absolute(path, world.directory), MANIFEST_LIMIT);
  const manifest = readManifest(Buffer.from(text).toString("utf8"));
  const closure = chosen(manifest, recipe.series);
  const madeBy =
    path === undefined ? `the manifest inside truewheel ${world.version}` : `the manifest ${path}`;
  const judgements = await judged(closure, madeBy, given, world);
  const carried = judgements.flatMap(carriedOf);
  if (carried.length < judgements.length) {
    const pinning = { closure, madeBy, sha256: sha256(text) };
    return { report: reportOf({ command: "script", pinning, judgements, exit: 1 }) };
  }
  const members = readCarried(carried).map(({ metadata }) => metadata);
  for (const markers of pythonsOf(closure.series)) checkClosed(members, markers);
  const plan: Plan = {
    series: closure.series,
    known: manifest.closures.map(({ series }) => series),
    carried,
    form: recipe.form,
    version: world.version,
    manifest: sha256(text),
  };
  return { bytes: scriptFile(plan), manifest: text };
}

/** The closure of a series, by default of the newest. */
function chosen(manifest: Manifest, series: string | undefined): Closure {
  const wanted = series ?? manifest.closures.findLast((closure) => closure.series.endsWith("+"))?.series;
  const numbers = /^([0-9]{1,3})\.([0-9]{1,3})\+?$/.exec(wanted ?? manifest.closures.at(-1)?.series ?? "");
  if (numbers === null)
    throw new Fault("TW-USAGE", `--series takes a version such as 3.12, not ${JSON.stringify(series)}`);
  return closureFor(manifest, Number(numbers[1]), Number(numbers[2]));
}

async function judged(
  closure: Closure,
  madeBy: string,
  given: Arguments,
  world: World,
): Promise<readonly Judgement[]> {
  const cache = cacheDirectory(given, world);
  // No Python is asked, so there is no prefix with a pip.conf of its own: the store's directory stands in for one.
  const sources = sourcesOf(given, world, cache);
  const { files, progress } = world;
  const store = await world.store(cache, stateDirectory(given, world));
  const http = await world.http(sources);
  try {
    // The very bytes are carried: what was sealed earlier is not enough.
    const whole = new Set(closure.files);
    const artifacts = await fetchAll(
      closure.files,
      sources,
      { http, store, files, progress },
      new Map(),
      whole,
    );
    const pins = new Map(closure.files.map((file) => [file.filename, file]));
    const context = { madeBy, pins, locked: new Map() };
    return artifacts.map((artifact) => judge(artifact, evidenceKinds, context, { atLeast: "PINNED" }));
  } finally {
    http.close();
  }
}

function carriedOf(judgement: Judgement): readonly Carried[] {
  if (judgement.decision === "refused") return [];
  const { wanted, bytes } = judgement.accepted;
  return bytes === undefined ? [] : [{ pin: { requiresPython: undefined, ...wanted }, bytes }];
}

/** Makes a script again by what its head says, and compares. */
async function compare(path: string, given: Arguments, world: World): Promise<Outcome> {
  const found = world.files.read(path, SCRIPT_LIMIT);
  const recipe = recipeIn(Buffer.from(found.buffer, found.byteOffset, found.byteLength), path);
  const made = await make({ ...recipe, series: given.value("series") ?? recipe.series }, given, world);
  if (!("bytes" in made)) return made;
  if (Buffer.compare(made.bytes, found) === 0) {
    world.progress.notice(`${path} is what the manifest gives, byte for byte`);
    return { text: `${sha256(found)}  ${path.slice(path.lastIndexOf("/") + 1)}\n`, exit: 0 };
  }
  throw new Fault(
    "TW-SCRIPT-DIFFERS",
    `${path} is not what the manifest gives: ${difference(made.bytes, found)}`,
    {
      hint: "Its head names the truewheel and the manifest it says it was made by. If those are these, do not run it.",
    },
  );
}

function difference(wanted: Uint8Array, found: Uint8Array): string {
  const length = Math.min(wanted.length, found.length);
  let at = 0;
  while (at < length && wanted[at] === found[at]) at += 1;
  const sizes = wanted.length === found.length ? "" : `; it has ${found.length} bytes, not ${wanted.length}`;
  return `the first difference is at byte ${at}${sizes}`;
}
