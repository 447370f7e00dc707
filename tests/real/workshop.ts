/** What the real-use tests share: the peers at pinned versions, caches that outlive a run, environments, and ways to look at them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PEERS } from "../../bench/lab.ts";
import { readPins, type SetName, setFile } from "../../bench/sets.ts";
import { pythons, scratch } from "../python/pythons.ts";
import { CLI, PLAIN, type Ran, realIndex } from "../support/cli.ts";

const CACHE = fileURLToPath(new URL("../../.cache/real", import.meta.url));
/** The series that the sets are installed for. */
export const SERIES = "3.12";

/** A user with a way to the index and nothing else set. */
const NETWORK: Readonly<Record<string, string>> = {
  ...PLAIN,
  // A failure that nobody foresaw shows where it happened.
  TRUEWHEEL_DEBUG: "1",
  UV_NO_CONFIG: "1",
  UV_PYTHON_DOWNLOADS: "never",
  PIP_CONFIG_FILE: "/dev/null",
  PIP_DISABLE_PIP_VERSION_CHECK: "1",
  ...named("TRUEWHEEL_TEST_CA", "SSL_CERT_FILE", "PIP_CERT"),
  ...named("TRUEWHEEL_TEST_PROXY", "HTTPS_PROXY"),
  ...named("TRUEWHEEL_TEST_INDEX", "PIP_INDEX_URL", "UV_DEFAULT_INDEX"),
};

function named(from: string, ...to: readonly string[]): Readonly<Record<string, string>> {
  const value = process.env[from];
  return value === undefined ? {} : Object.fromEntries(to.map((name) => [name, value]));
}

/** An environment of its own folder. */
export interface Environment {
  readonly folder: string;
  readonly python: string;
}

/** Runs a program to its end; `directory` is where it stands. */
export function run(command: readonly string[], directory = "/"): Ran {
  const [program = "", ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    env: NETWORK,
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 900_000,
  });
  return { status, stdout: stdout ?? "", stderr: `${stderr ?? ""}${error?.message ?? ""}` };
}

/** What a program printed, which must end with 0. */
export function must(command: readonly string[], directory = "/"): string {
  const ran = run(command, directory);
  assert.equal(
    ran.status,
    0,
    `${command.join(" ").slice(0, 500)}\n${ran.stdout.slice(-2000)}${ran.stderr.slice(-4000)}`,
  );
  return ran.stdout;
}

let tools: string | undefined;

/** A program of the environment that holds pip, uv and pip-tools; made once and kept. */
export function tool(name: "python" | "uv" | "pip-compile"): string {
  if (tools === undefined) {
    const peers = Object.entries({ ...PEERS, "pip-tools": "7.6.2" }).map(
      ([peer, version]) => `${peer}==${version}`,
    );
    const place = join(CACHE, `tools-${SERIES}-${peers.join("-")}`);
    if (!existsSync(join(place, "done"))) {
      rmSync(place, { recursive: true, force: true });
      must([python(), "-m", "venv", place]);
      must([join(place, "bin", "python"), "-m", "pip", "install", "--quiet", ...peers]);
      mkdirSync(join(place, "done"));
    }
    tools = place;
  }
  return join(tools, "bin", name);
}

/** The interpreter of the tests. */
export function python(): string {
  const found = pythons.find(({ series }) => series === SERIES)?.path;
  assert.ok(found !== undefined, `these tests need a CPython ${SERIES}`);
  return found;
}

const work = scratch("real");

/** An empty environment, made by CPython's own venv. */
export function emptyEnvironment(name: string): Environment {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  must([python(), "-I", "-m", "venv", "--without-pip", folder]);
  return { folder, python: join(folder, "bin", "python") };
}

/** A folder for files of a test. */
export function workFolder(name: string): string {
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Runs truewheel; network options are added to verbs that fetch. */
export function truewheel(verb: string, args: readonly string[], directory = "/"): Ran {
  const fetches = ["install", "sync"].includes(verb);
  const common = ["--cache-dir", join(CACHE, "store"), "--no-progress"];
  return run([process.execPath, CLI, verb, ...args, ...common, ...(fetches ? realIndex() : [])], directory);
}

/** The same, which must end with 0. */
export function mustTruewheel(verb: string, args: readonly string[], directory = "/"): Ran {
  const ran = truewheel(verb, args, directory);
  assert.equal(
    ran.status,
    0,
    `truewheel ${verb} ${args.join(" ").slice(0, 500)}\n${ran.stderr.slice(-4000)}`,
  );
  return ran;
}

/** Whether this truewheel has the verb, or the option of a verb. */
export function has(verb: string, option?: string): boolean {
  const ran = run([process.execPath, CLI, verb, "--help"]);
  return (
    ran.status === 0 && (option === undefined || ran.stdout.includes(option) || ran.stderr.includes(option))
  );
}

/** Runs `uv pip ...` on an environment. */
export function uv(environment: Environment, verb: string, ...args: readonly string[]): Ran {
  const cache = ["--cache-dir", join(CACHE, "uv"), "--no-progress"];
  return run([tool("uv"), "pip", verb, "--python", environment.python, ...cache, ...args]);
}

/** Runs pip on an environment that need not hold it. */
export function pip(environment: Environment, verb: string, ...args: readonly string[]): Ran {
  const cache = ["--cache-dir", join(CACHE, "pip")];
  return run([tool("python"), "-m", "pip", "--python", environment.python, verb, ...cache, ...args]);
}

/** What a run printed, which must have ended with 0. */
export function good(ran: Ran): string {
  assert.equal(ran.status, 0, `${ran.stdout.slice(-2000)}${ran.stderr.slice(-4000)}`);
  return ran.stdout;
}

/** `name==version` of everything that `uv pip list` sees, names normalised, sorted. */
export function listed(environment: Environment): readonly string[] {
  const all: { name: string; version: string }[] = JSON.parse(
    good(uv(environment, "list", "--format", "json")),
  );
  return all.map(({ name, version }) => `${normalized(name)}==${version}`).sort();
}

/** `name==version` of everything that a set pins, sorted. */
export function pinned(set: SetName): readonly string[] {
  return pinsOf(readFileSync(setFile(set, "txt"), "utf8"));
}

/** `name==version` of a requirements file with hashes, sorted. */
export function pinsOf(text: string): readonly string[] {
  return readPins(text)
    .map(({ name, version }) => `${normalized(name)}==${version}`)
    .sort();
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

/** What importing each top-level module of an environment gave: module to `ok` or the error's first line. */
export function imports(environment: Environment): ReadonlyMap<string, string> {
  const program = fileURLToPath(new URL("imports.py", import.meta.url));
  const found = new Map<string, string>();
  for (let from = 0; ; ) {
    const ran = run([environment.python, "-I", program, String(from)], workFolder("imports"));
    const lines = ran.stdout.split("\n").filter((line) => line.startsWith("@ "));
    for (const line of lines) {
      const [, module = "", word = ""] = /^@ (\S+) (.*)$/.exec(line) ?? [];
      found.set(module, word);
    }
    if (ran.status === 0) return found;
    // The process died in a module: that one is told, and the next process goes on behind it.
    assert.ok(lines.length > 0, ran.stderr.slice(-2000));
    from += lines.filter((line) => line.endsWith(" begins")).length;
  }
}
