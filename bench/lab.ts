/** What the measurements need, made once and kept under .cache/bench: the peers at pinned versions, the real wheels, a bare environment. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testEnvironment } from "../scripts/testing/environment.ts";
import { must } from "./command.ts";
import { type FilledSet, fillSet, type SetName, writeSidecars } from "./sets.ts";

/** The peers, exact: a figure is repeated only with its version. */
export const PEERS = { pip: "26.3", uv: "0.13.9" } as const;

/** A file of the closure that bootstrap installs. */
export interface PinnedFile {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
  readonly sha256: string;
}

/** Paths and addresses for the jobs. */
export interface Lab {
  /** The directory that runs write to. */
  readonly work: string;
  /** The interpreter that everything runs on: a real path. */
  readonly python: string;
  readonly pythonVersion: string;
  /** The environment with pip and uv. */
  readonly tools: string;
  readonly closure: readonly PinnedFile[];
  /** The closure as a requirements file with hashes. */
  readonly pins: string;
  /** pip's own wheel, which runs as a program. */
  readonly pipWheel: string;
  /** The sets of packages that were asked for, filled. */
  readonly sets: ReadonlyMap<SetName, FilledSet>;
  /** The mirror's base address: it serves the closure and the sets. */
  readonly mirror: string;
  readonly mirrorProcess: ChildProcess;
  /** Variables of every measured run. */
  readonly environment: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");

/** Makes the lab with `sets`. Runs write below `work`; `python` names the interpreter. Throws Error with what a step printed when it fails. */
export async function openLab(work: string, python: string, sets: readonly SetName[]): Promise<Lab> {
  const cache = join(root, ".cache", "bench");
  mkdirSync(cache, { recursive: true });
  const environment = measuredEnvironment(work);
  const about = "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])";
  const [real = python, pythonVersion = ""] = must(python, ["-I", "-c", about], environment)
    .trim()
    .split("\n");
  const closure = closureFor(pythonVersion);
  const key = createHash("sha256")
    .update(JSON.stringify([PEERS, real, pythonVersion, closure]))
    .digest("hex")
    .slice(0, 16);
  const home = join(cache, key);
  const lab = { tools: join(home, "tools"), wheels: join(home, "wheels"), pins: join(home, "pins.txt") };
  if (!existsSync(join(home, "done"))) {
    rmSync(home, { recursive: true, force: true });
    fill(lab, real, closure, environment);
    writeFileSync(join(home, "done"), "");
  }
  makeBare(real, work, environment);
  const fetcher = { python: join(lab.tools, "bin", "python"), version: pythonVersion, environment, cache };
  const filled = new Map(sets.map((name) => [name, fillSet(name, fetcher)]));
  const folders = [lab.wheels, ...[...filled.values()].map(({ wheels }) => wheels)];
  const { address, child } = await startMirror(folders);
  return {
    work,
    python: real,
    pythonVersion,
    tools: lab.tools,
    closure,
    pins: lab.pins,
    pipWheel: join(lab.wheels, closure.find(({ name }) => name === "pip")?.filename ?? ""),
    sets: filled,
    mirror: address,
    mirrorProcess: child,
    environment,
  };
}

/** The machine's variables without what would favour or hinder a contender; the certificates of whoever stands before the index stay. */
function measuredEnvironment(work: string): Readonly<Record<string, string>> {
  const clean = testEnvironment(process.env, join(work, "xdg"));
  const authorities = clean["TRUEWHEEL_TEST_CA"];
  const proxy = clean["TRUEWHEEL_TEST_PROXY"];
  return {
    ...clean,
    HOME: join(work, "home"),
    UV_NO_CONFIG: "1",
    UV_PYTHON_DOWNLOADS: "never",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    ...(authorities === undefined ? {} : { SSL_CERT_FILE: authorities, PIP_CERT: authorities }),
    ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy }),
  };
}

function closureFor(pythonVersion: string): readonly PinnedFile[] {
  const [major = 0, minor = 0] = pythonVersion.split(".").map(Number);
  const series = major === 3 && minor >= 10 ? "3.10+" : `${major}.${minor}`;
  const manifest: { closures: { series: string; files: PinnedFile[] }[] } = JSON.parse(
    readFileSync(join(root, "data", "bootstrap-manifest.json"), "utf8"),
  );
  const closure = manifest.closures.find((one) => one.series === series);
  if (closure === undefined) throw new Error(`the manifest has no closure for Python ${pythonVersion}`);
  return closure.files;
}

function fill(
  lab: { readonly tools: string; readonly wheels: string; readonly pins: string },
  python: string,
  closure: readonly PinnedFile[],
  environment: Readonly<Record<string, string>>,
): void {
  console.error("bench: fetching the peers and the wheels from the public index, once");
  const peers = Object.entries(PEERS).map(([name, version]) => `${name}==${version}`);
  const tool = join(lab.tools, "bin", "python");
  must(python, ["-m", "venv", lab.tools], environment);
  must(tool, ["-m", "pip", "install", "--quiet", ...peers], environment);
  const lines = closure.map(({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`);
  writeFileSync(lab.pins, lines.join(""));
  const wanted = [
    "--no-deps",
    "--only-binary",
    ":all:",
    "--require-hashes",
    "-r",
    lab.pins,
    "-d",
    lab.wheels,
  ];
  must(tool, ["-m", "pip", "download", "--quiet", ...wanted], environment);
  writeSidecars(tool, lab.wheels, environment);
}

function makeBare(python: string, work: string, environment: Readonly<Record<string, string>>): void {
  rmSync(join(work, "bare"), { recursive: true, force: true });
  mkdirSync(join(work, "home"), { recursive: true });
  must(python, ["-I", "-m", "venv", "--without-pip", join(work, "bare")], environment);
}

/** A fresh copy of the bare environment at `path`. */
export function freshEnvironment(lab: Lab, path: string): void {
  rmSync(path, { recursive: true, force: true });
  cpSync(join(lab.work, "bare"), path, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

/** Serves the wheels of `folders`; the promise fails when the mirror does not start. */
export function startMirror(
  folders: readonly string[],
): Promise<{ readonly address: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "mirror.ts"), ...folders], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve({ address: line.toString().trim(), child }));
    child.once("exit", (status) => reject(new Error(`the mirror ended with status ${status}`)));
  });
}
