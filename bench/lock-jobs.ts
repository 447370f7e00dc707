/** The jobs that lock a whole set of packages: what was asked for becomes pins with hashes, warm and cold. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Contender, Job } from "./jobs.ts";
import type { Lab } from "./lab.ts";
import type { FilledSet } from "./sets.ts";

const program = join(import.meta.dirname, "..", "dist", "cli.js");

/** `J2` for each set that `lab` holds. */
export function lockJobs(lab: Lab): readonly Job[] {
  return [...lab.sets.values()].flatMap((set) => [lock(lab, set, "warm"), lock(lab, set, "cold")]);
}

function lock(lab: Lab, set: FilledSet, cache: "warm" | "cold"): Job {
  const id = `J2-${set.name}-${cache}`;
  const make = (name: string, command: (store: string, output: string) => readonly string[]): Contender => {
    const slug = name.replaceAll(/[^a-z]+/g, "-");
    const store = join(lab.work, cache === "cold" ? id : `J2-${set.name}-kept`, slug, "cache");
    const output = join(lab.work, `pylock.${id}-${slug}.toml`);
    return {
      name,
      command: command(store, output),
      prepare: () => {
        rmSync(output, { force: true });
        if (cache === "cold") rmSync(store, { recursive: true, force: true });
      },
    };
  };
  const ours = (store: string, output: string, options: readonly string[]): readonly string[] => [
    ...[process.execPath, program, "lock", set.inputs, "-o", output, "--index-url", lab.mirror],
    ...["--cache-dir", store, "--python", lab.python, "--no-progress", ...options],
  ];
  const uv = (store: string, output: string, options: readonly string[]): readonly string[] => [
    ...[join(lab.tools, "bin", "uv"), "pip", "compile", set.inputs, "-o", output, "--index-url", lab.mirror],
    ...["--cache-dir", store, "--python", lab.python, "--generate-hashes", "--no-progress", "-q", ...options],
  ];
  const one = ["--python-version", lab.pythonVersion];
  const contenders = [
    make("truewheel", (store, output) => ours(store, output, one)),
    make("uv", (store, output) => uv(store, output, one)),
  ];
  // A data set by pip takes a minute a run and tells nothing that the web set does not.
  if (set.name === "web") contenders.push(make("pip lock", (store, output) => pip(lab, set, store, output)));
  return {
    id,
    title: `lock the ${set.name} set for one environment, ${cache} cache, from a mirror on this machine`,
    notes: [
      "J2: the mirror offers one version of each project, so what choosing among many costs is not in it. Cold, truewheel also holds each sidecar against the wheel's own METADATA.",
      "pip lock has no cache of metadata to speak of, and writes one wheel a package.",
    ],
    contenders,
  };
}

function pip(lab: Lab, set: FilledSet, store: string, output: string): readonly string[] {
  return [
    ...[join(lab.tools, "bin", "python"), "-m", "pip", "lock", "-r", set.inputs, "-o", output, "-q"],
    ...["--cache-dir", store, "--index-url", lab.mirror, "--progress-bar", "off"],
  ];
}
