/** Written scripts, and the places they are run in: a namespace without a network, with this user's rights or an ordinary user's. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { PLAIN, type Python, pythons, run, scratch } from "../python/pythons.ts";
import { filledStore, MANIFEST, truewheel } from "../support/cli.ts";
import { treeOf } from "../support/ground.ts";

/** True when everything is shown on every Python, not a part of it on two. */
export const THOROUGH = process.env["TRUEWHEEL_TEST_THOROUGH"] === "1";

const folder = scratch("script");
/** Where the interpreters of this machine's owner are mounted for an ordinary user. */
const opened = join(scratch("opened"), "pythons");
mkdirSync(opened);
chmodSync(join(opened, ".."), 0o755);

/** What a script may be. */
export type Form = "py" | "zipapp" | "fetch";

/** `3.13` for a Python of any name. */
export function seriesOf(python: Python): string {
  return run(python.path, ["-E", "-s", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).trim();
}

/** True when the manifest covers a Python; a test on it is left to those that do. */
export function isCovered(series: string): boolean {
  return readFileSync(MANIFEST, "utf8").includes(`"series": "${series}"`) || /^3\.1\d$/.test(series);
}

/** Path of the script for `python`, written once. */
export function scriptFor(python: Python, form: Form = "py"): string {
  const series = seriesOf(python);
  const path = join(
    folder,
    `get-pip-${series}${form === "zipapp" ? ".pyz" : form === "py" ? ".py" : "-thin.py"}`,
  );
  if (!existsSync(path)) {
    const forms = { py: [], zipapp: ["--format", "zipapp"], fetch: ["--fetch"] }[form];
    const ran = truewheel(["script", "--series", series, ...forms, "-o", path, ...offlineFrom(python)]);
    assert.equal(ran.status, 0, ran.stderr);
  }
  return path;
}

/** Options with which truewheel needs no network for `python`. */
export function offlineFrom(python: Python): readonly string[] {
  return ["--offline", "--cache-dir", filledStore(python)];
}

/** Every path below `root` with mode and digest, but what Python compiled for itself. */
export function tree(root: string): readonly string[] {
  return [...treeOf(root, root)]
    .filter(([path]) => !/\.py[co]$|\/__pycache__$/.test(path))
    .map(([path, word]) => `${path} ${word}`)
    .sort();
}

/** How a program ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface Ways {
  /** Nobody, instead of this user. */
  readonly asNobody?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly directory?: string;
}

/** Why no namespace can be made here, or undefined when it can. */
export const noNamespace: string | undefined = whyNot();

function whyNot(): string | undefined {
  const ended = spawnSync("unshare", ["-n", "-m", "true"], { encoding: "utf8" });
  if (ended.status === 0) return undefined;
  const words = ended.error?.message ?? ended.stderr.trim();
  return `NOT SHOWN: no namespace without a network can be made here (${words})`;
}

const NOBODY = "65534";

/** Runs a program where there is no network, not even a loopback that is up. An ordinary user cannot enter other people's homes: theirs are mounted for it. */
export function withoutNetwork(program: string, args: readonly string[], ways: Ways = {}): Ran {
  const library = `LD_LIBRARY_PATH=${libraries.join(":")}`;
  const rights = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "env", library];
  const command = [...(ways.asNobody === true ? rights : []), program, ...args];
  const steps = ways.asNobody === true ? [...mounts(), 'exec "$@"'] : ['exec "$@"'];
  const whole = ["-n", "-m", "sh", "-c", steps.join("\n"), "sh", ...command];
  const { status, stdout, stderr } = spawnSync("unshare", whole, {
    env: { ...PLAIN, ...ways.environment },
    cwd: ways.directory ?? "/",
    encoding: "utf8",
    timeout: 300_000,
    maxBuffer: 1 << 26,
    ...(ways.stdin === undefined ? {} : { input: ways.stdin }),
  });
  return { status, stdout, stderr };
}

/** Where the loader finds the library of a Python whose own path is closed. */
const libraries = pythons
  .map((each) => join(openedPath(each), "..", "..", "lib"))
  .filter((path) => path.startsWith(opened));

/** The interpreters of this machine's owner where everybody can reach them. */
function mounts(): readonly string[] {
  const home = ownersVersions();
  return home === undefined ? [] : [`mount --bind '${home}' '${opened}' || exit 99`];
}

function ownersVersions(): string | undefined {
  const path = pythons.find((each) => each.path.includes(`${sep}versions${sep}`))?.path;
  return path?.slice(0, path.indexOf(`${sep}versions${sep}`) + `${sep}versions`.length);
}

/** A Python's path as an ordinary user reaches it. */
export function openedPath(python: Python): string {
  const home = ownersVersions();
  return home !== undefined && python.path.startsWith(`${home}/`)
    ? opened + python.path.slice(home.length)
    : python.path;
}

/** A directory that everybody may enter and nobody owns. */
export function commonScratch(name: string): string {
  const made = scratch(name);
  const ended = spawnSync("sh", [
    "-c",
    `chmod 755 "$1" && mkdir "$1/own" && chown ${NOBODY}:${NOBODY} "$1/own"`,
    "sh",
    made,
  ]);
  assert.equal(ended.status, 0);
  return join(made, "own");
}
