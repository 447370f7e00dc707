/** The job that hashes an installed set again: beside `sha256sum` over the same files, which compares them with nothing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";
import type { Job } from "./jobs.ts";
import { freshEnvironment, type Lab } from "./lab.ts";
import type { FilledSet } from "./sets.ts";

const program = join(import.meta.dirname, "..", "dist", "cli.js");

/** `J4` for each set that `lab` holds, on an environment with our own record and on one that uv made. */
export function verifyJobs(lab: Lab): readonly Job[] {
  return [...lab.sets.values()].map((set) => verify(lab, set));
}

function verify(lab: Lab, set: FilledSet): Job {
  const at = (who: string): string => join(lab.work, `J4-${set.name}`, who, "env");
  const store = join(lab.work, `J4-${set.name}`, "cache");
  const index = ["--index-url", lab.mirror, "--no-progress"];
  const pinned = ["--require-hashes", "-r", set.pins];
  const fill = (who: string, command: readonly string[]): void => {
    if (existsSync(at(who))) return;
    freshEnvironment(lab, at(who));
    const [first = "", ...rest] = command;
    must(first, rest, lab.environment);
  };
  const ours = (): void =>
    fill("truewheel", [
      ...[process.execPath, program, "install", ...pinned, ...index],
      ...["--python", join(at("truewheel"), "bin", "python"), "--cache-dir", store],
    ]);
  const theirs = (): void =>
    fill("uv", [
      ...[join(lab.tools, "bin", "uv"), "pip", "install", ...pinned, ...index, "--link-mode", "copy"],
      ...["--python", join(at("uv"), "bin", "python"), "--cache-dir", `${store}-uv`],
    ]);
  const check = (who: string): readonly string[] => [
    ...[process.execPath, program, "verify", "--installed", "--no-progress"],
    ...["--python", join(at(who), "bin", "python"), "--cache-dir", store],
  ];
  const hashing = `find '${at("truewheel")}/lib' '${at("truewheel")}/bin' -type f -print0 | xargs -0 sha256sum`;
  return {
    id: set.name === "web" ? "J4" : `J4-${set.name}`,
    title: `hash every installed file of the ${set.name} set again and compare it with what was recorded`,
    notes: [
      "J4: sha256sum reads the same files and compares them with nothing; `pip check` and `uv pip check` read no file but metadata.",
    ],
    contenders: [
      { name: "truewheel", command: check("truewheel"), prepare: ours, environment: at("truewheel") },
      { name: "truewheel, by RECORD alone", command: check("uv"), prepare: theirs, environment: at("uv") },
      { name: "sha256sum", command: ["/bin/sh", "-c", hashing], prepare: ours },
    ],
  };
}
