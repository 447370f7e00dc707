/** The jobs that install a whole set of packages: warm, cold, and again where all is right already. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Contender, Job } from "./jobs.ts";
import { freshEnvironment, type Lab } from "./lab.ts";
import type { FilledSet } from "./sets.ts";

const program = join(import.meta.dirname, "..", "dist", "cli.js");

/** How one program installs a requirements file. */
interface Way {
  readonly name: string;
  command(environment: string, cache: string, set: FilledSet): readonly string[];
}

/** The installing jobs of the sets that `lab` holds. */
export function installJobs(lab: Lab): readonly Job[] {
  const web = lab.sets.get("web");
  const data = lab.sets.get("data");
  const all = waysOf(lab);
  // A data set by pip takes a minute a run and tells nothing that the web set does not.
  const quick = all.filter(({ name }) => name !== "pip");
  return [
    ...(web === undefined
      ? []
      : [
          fresh(lab, "J3-warm", web, "warm", all),
          fresh(lab, "J3-cold", web, "cold", all),
          again(
            lab,
            "J3-again",
            web,
            all.filter(({ name }) => name !== "uv, copying"),
          ),
        ]),
    ...(data === undefined ? [] : [fresh(lab, "J3-data-warm", data, "warm", quick)]),
  ];
}

function waysOf(lab: Lab): readonly Way[] {
  const uv = (environment: string, cache: string, set: FilledSet) => [
    ...[join(lab.tools, "bin", "uv"), "pip", "install", "--require-hashes", "-r", set.pins],
    ...["--python", pythonOf(environment), "--cache-dir", cache, "--no-progress", "--index-url", lab.mirror],
  ];
  return [
    {
      name: "truewheel",
      command: (environment, cache, set) => [
        ...[process.execPath, program, "install", "--require-hashes", "-r", set.pins, "--no-progress"],
        ...["--python", pythonOf(environment), "--cache-dir", cache, "--index-url", lab.mirror],
      ],
    },
    { name: "uv", command: uv },
    { name: "uv, copying", command: (...given) => [...uv(...given), "--link-mode", "copy"] },
    {
      name: "pip",
      command: (environment, cache, set) => [
        ...[join(lab.tools, "bin", "python"), "-m", "pip", "--python", pythonOf(environment), "install"],
        ...["--require-hashes", "-r", set.pins, "--no-compile", "--progress-bar", "off"],
        ...["--cache-dir", cache, "--index-url", lab.mirror],
      ],
    },
  ];
}

function fresh(lab: Lab, id: string, set: FilledSet, cache: "warm" | "cold", ways: readonly Way[]): Job {
  const make = ({ name, command }: Way): Contender => {
    const environment = join(lab.work, id, slug(name), "env");
    const store = cache === "cold" ? join(lab.work, id, slug(name), "cache") : warmCache(lab, set, name);
    return {
      name,
      environment,
      command: command(environment, store, set),
      prepare: () => {
        freshEnvironment(lab, environment);
        if (cache === "cold") rmSync(store, { recursive: true, force: true });
      },
    };
  };
  const from = cache === "cold" ? ", from a mirror on this machine" : "";
  return {
    id,
    title: `install the ${set.name} set into a fresh environment, ${cache} cache${from}, without .pyc files`,
    notes: notesOn(cache),
    like: "uv",
    contenders: ways.map(make),
  };
}

function again(lab: Lab, id: string, set: FilledSet, ways: readonly Way[]): Job {
  const make = ({ name, command }: Way): Contender => {
    const environment = join(lab.work, id, slug(name), "env");
    return {
      name,
      environment,
      command: command(environment, warmCache(lab, set, name), set),
      prepare: () => {
        if (!existsSync(environment)) freshEnvironment(lab, environment);
      },
    };
  };
  return {
    id,
    title: `the same command where the ${set.name} set is installed already`,
    notes: ["again: uv and pip look at the names of what is registered and at no file."],
    like: "uv",
    contenders: ways.map(make),
  };
}

function notesOn(cache: "warm" | "cold"): readonly string[] {
  return [
    "Each run starts from a fresh copy of a bare environment, made by `python -m venv --without-pip`; the copying is not measured.",
    "uv links from its cache: a later edit in one environment changes the cache and all others. `uv, copying` does not.",
    "truewheel proves every file that it installs by SHA-256, in each run; uv and pip prove the wheel when they fetch it, and in a warm run nothing.",
    ...(cache === "warm"
      ? ["Caches were filled by a run before the first; uv and pip may still ask the mirror for its pages."]
      : []),
  ];
}

function warmCache(lab: Lab, set: FilledSet, name: string): string {
  return join(lab.work, `warm-${set.name}`, slug(name));
}

function pythonOf(environment: string): string {
  return join(environment, "bin", "python");
}

function slug(name: string): string {
  return name.replaceAll(/[^a-z]+/g, "-");
}
