/** The jobs that are measured, and who does each of them how. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installJobs } from "./install-jobs.ts";
import { freshEnvironment, type Lab } from "./lab.ts";
import { lockJobs } from "./lock-jobs.ts";
import { scriptJobs } from "./script-job.ts";
import { verifyJobs } from "./verify-job.ts";

/** One program doing one job. */
export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** Makes the state that a run starts from; not measured. */
  prepare(): void;
  /** The environment that the run fills, for a look at the result. */
  readonly environment?: string;
}

/** One job: contenders that end in the same state, or as near to it as they can. */
export interface Job {
  readonly id: string;
  readonly title: string;
  /** What a reader must know to compare the lines. */
  readonly notes: readonly string[];
  /** The contender whose environment is the pattern for all: what others left behind is compared with it. */
  readonly like?: string;
  readonly contenders: readonly Contender[];
}

const program = join(import.meta.dirname, "..", "dist", "cli.js");

type Cache = "warm" | "cold";

/** Every job. `published` adds the cold one against the public index. */
export function jobsIn(lab: Lab, published: boolean): readonly Job[] {
  return [
    startUp(lab),
    bootstrap(lab, "warm", false),
    bootstrap(lab, "warm", true),
    bootstrap(lab, "cold", false),
    bootstrap(lab, "cold", true),
    ...scriptJobs(lab),
    again(lab),
    ...lockJobs(lab),
    ...installJobs(lab),
    ...verifyJobs(lab),
    ...(published ? [bootstrap(lab, "cold", false, true)] : []),
  ];
}

function startUp(lab: Lab): Job {
  const contender = (name: string, ...command: string[]): Contender => ({
    name,
    command,
    prepare: () => undefined,
  });
  return {
    id: "J0",
    title: "start-up: --version",
    notes: ["J0: the empty programs show what the languages themselves cost before the first line."],
    contenders: [
      contender("truewheel", process.execPath, program, "--version"),
      contender("uv", tool(lab, "uv"), "--version"),
      contender("pip", tool(lab, "python"), "-m", "pip", "--version"),
      contender("node, an empty program", process.execPath, "-e", "0"),
      contender("python -I -S, an empty program", lab.python, "-I", "-S", "-c", ""),
    ],
  };
}

function bootstrap(lab: Lab, cache: Cache, compile: boolean, published = false): Job {
  const id = `J1-${published ? "public" : cache}${compile ? "-pyc" : ""}`;
  const make = (
    name: string,
    command: (environment: string, cache: string) => readonly string[],
  ): Contender => {
    const slug = `${id}-${name.replaceAll(/[^a-z]+/g, "-")}`;
    const environment = join(lab.work, slug, "env");
    const store =
      cache === "cold"
        ? join(lab.work, slug, "cache")
        : join(lab.work, "warm", name.replaceAll(/[^a-z]+/g, "-"));
    return {
      name,
      environment,
      command: command(environment, store),
      prepare: () => {
        freshEnvironment(lab, environment);
        if (cache === "cold") rmSync(store, { recursive: true, force: true });
      },
    };
  };
  const index = published ? [] : ["--index-url", lab.mirror];
  const uv = (environment: string, store: string) =>
    uvInstall(lab, environment, store, [...index, ...flag(compile)]);
  const contenders = [
    make("truewheel", (environment, store) => truewheel(environment, store, [...index, ...flag(compile)])),
    make("uv", uv),
    make("uv, copying", (environment, store) => [...uv(environment, store), "--link-mode", "copy"]),
    make("pip", (environment, store) =>
      pipInstall(lab, environment, store, [...index, ...noCompile(compile)]),
    ),
    make("get-pip stand-in", (environment, store) =>
      getPip(lab, environment, store, [...index, ...noCompile(compile)]),
    ),
  ];
  if (compile && cache === "warm")
    contenders.push(
      make("ensurepip", (environment) => [pythonOf(environment), "-m", "ensurepip", "--upgrade"]),
    );
  const from = published ? "from the public index" : cache === "cold" ? "from a mirror on this machine" : "";
  return {
    id,
    title: `bootstrap a bare environment, ${cache} cache${from === "" ? "" : `, ${from}`}, ${compile ? "with" : "without"} .pyc files`,
    notes: notesOn(cache, compile),
    contenders,
  };
}

function again(lab: Lab): Job {
  const at = (slug: string) => join(lab.work, `again-${slug}`, "env");
  const make = (name: string, slug: string, command: readonly string[]): Contender => ({
    name,
    command,
    environment: at(slug),
    prepare: () => {
      if (!existsSync(at(slug))) freshEnvironment(lab, at(slug));
    },
  });
  const store = (slug: string) => join(lab.work, "warm", slug);
  const index = ["--index-url", lab.mirror];
  return {
    id: "J1-again",
    title: "the same command on an environment that is right already",
    notes: [
      "J1-again: truewheel hashes every installed file again; uv and pip look at the names of what is registered.",
    ],
    contenders: [
      make("truewheel", "truewheel", truewheel(at("truewheel"), store("truewheel"), index)),
      make("uv", "uv", uvInstall(lab, at("uv"), store("uv"), index)),
      make("pip", "pip", pipInstall(lab, at("pip"), store("pip"), [...index, ...noCompile(false)])),
    ],
  };
}

function truewheel(environment: string, store: string, options: readonly string[]): readonly string[] {
  const target = ["--python", pythonOf(environment), "--cache-dir", store];
  return [process.execPath, program, "bootstrap", ...target, "--no-progress", ...options];
}

function uvInstall(
  lab: Lab,
  environment: string,
  store: string,
  options: readonly string[],
): readonly string[] {
  const target = ["--python", pythonOf(environment), "--cache-dir", store];
  return [
    tool(lab, "uv"),
    "pip",
    "install",
    "--require-hashes",
    "-r",
    lab.pins,
    ...target,
    "--no-progress",
    ...options,
  ];
}

function pipInstall(
  lab: Lab,
  environment: string,
  store: string,
  options: readonly string[],
): readonly string[] {
  const pip = [tool(lab, "python"), "-m", "pip", "--python", pythonOf(environment), "install"];
  return [...pip, "--require-hashes", "-r", lab.pins, "--cache-dir", store, ...options];
}

/** What get-pip.py does once it has unpacked the wheel of pip that it carries: pip, run from that wheel, installs by name. */
function getPip(lab: Lab, environment: string, store: string, options: readonly string[]): readonly string[] {
  const pip = [pythonOf(environment), `${lab.pipWheel}/pip`, "install", "--upgrade", "--force-reinstall"];
  return [...pip, "--cache-dir", store, ...options, "pip", "setuptools", "wheel"];
}

function notesOn(cache: Cache, compile: boolean): readonly string[] {
  return [
    "Each run starts from a fresh copy of a bare environment, made by `python -m venv --without-pip`; the copying is not measured.",
    ...(cache === "warm"
      ? ["Caches were filled by a run before the first; uv and pip may still ask the mirror for its pages."]
      : []),
    "uv links from its cache when it can; `uv, copying` writes each file anew, as truewheel and pip do.",
    "get-pip.py itself is on no registry; the stand-in runs pip out of its own wheel by the same call, so it lacks only the unpacking of the script.",
    ...(compile && cache === "warm"
      ? ["ensurepip installs only what its Python bundles, unhashed, and cannot leave compiling out."]
      : []),
  ];
}

function flag(compile: boolean): readonly string[] {
  return compile ? ["--compile-bytecode"] : [];
}

function noCompile(compile: boolean): readonly string[] {
  return compile ? [] : ["--no-compile"];
}

function pythonOf(environment: string): string {
  return join(environment, "bin", "python");
}

function tool(lab: Lab, name: string): string {
  return join(lab.tools, "bin", name);
}
