/** The job of a written script: a bare environment bootstrapped by one Python file, beside what get-pip.py does. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";
import type { Contender, Job } from "./jobs.ts";
import { freshEnvironment, type Lab } from "./lab.ts";

const program = join(import.meta.dirname, "..", "dist", "cli.js");

/** The job; none of the contenders compiles or has a network. */
export function scriptJobs(lab: Lab): readonly Job[] {
  const at = (slug: string): string => join(lab.work, `script-${slug}`, "env");
  const make = (name: string, slug: string, command: readonly string[]): Contender => ({
    name,
    command: [join(at(slug), "bin", "python"), ...command],
    environment: at(slug),
    prepare: () => freshEnvironment(lab, at(slug)),
  });
  const wheels = join(lab.pipWheel, "..");
  const offline = ["--no-compile", "--no-index", "--find-links", wheels, "pip", "setuptools", "wheel"];
  const pip = [`${lab.pipWheel}/pip`, "install", "--upgrade", "--force-reinstall", ...offline];
  return [
    {
      id: "J5",
      title: "bootstrap a bare environment by one Python file, no network, without .pyc files",
      notes: [
        "J5: each run starts from a fresh copy of a bare environment; the copying is not measured.",
        "J5: the stand-in runs pip out of its own wheel as get-pip.py does and finds the wheels in a local folder; it lacks only the unpacking of get-pip.py.",
      ],
      contenders: [
        make("truewheel", "py", [written(lab, [], "get-pip.py")]),
        make("truewheel, zipapp", "pyz", [written(lab, ["--format", "zipapp"], "get-pip.pyz")]),
        make("get-pip stand-in", "stand-in", pip),
      ],
    },
  ];
}

function written(lab: Lab, form: readonly string[], name: string): string {
  const folder = join(lab.work, "scripts");
  mkdirSync(folder, { recursive: true });
  const [series = ""] = /^\d+\.\d+/.exec(lab.pythonVersion) ?? [];
  const from = ["--no-index", "--find-links", join(lab.pipWheel, ".."), "--cache-dir", join(folder, "cache")];
  const path = join(folder, name);
  must(
    process.execPath,
    [program, "script", "--series", series, ...form, "-o", path, ...from],
    lab.environment,
  );
  return path;
}
