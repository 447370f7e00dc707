/** The job of a written script: a bare environment bootstrapped by one Python file, beside what get-pip.py does. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";
import type { Contender, Job } from "./jobs.ts";
import { freshEnvironment, type Lab } from "./lab.ts";

const program = join(import.meta.dirname, "..", "dist", "cli.js");

/** The job; none of the contenders compiles or has a network. */
export function scriptJobs(lab: Lab): readonly Job[] {
  const at = (slug: string): string => join(lab.work, `script-${slug}`, "env");
  const make = (name: string, slug: string, command: readonly string[], prepare?: () => void): Contender => ({
    name,
    command: [join(at(slug), "bin", "python"), ...command],
    environment: at(slug),
    prepare: () => {
      freshEnvironment(lab, at(slug));
      prepare?.();
    },
  });
  const script = (name: string, slug: string, form: readonly string[]): Contender => {
    const path = join(lab.work, "scripts", `get-pip.${slug}`);
    return make(name, slug, [path], () => {
      if (!existsSync(path)) write(lab, form, path);
    });
  };
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
        script("truewheel", "py", []),
        script("truewheel, zipapp", "pyz", ["--format", "zipapp"]),
        make("get-pip stand-in", "stand-in", pip),
      ],
    },
  ];
}

/** Has truewheel write the script, once. */
function write(lab: Lab, form: readonly string[], path: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  const [series = ""] = /^\d+\.\d+/.exec(lab.pythonVersion) ?? [];
  const from = ["--no-index", "--find-links", join(lab.pipWheel, ".."), "--cache-dir", `${path}.cache`];
  must(
    process.execPath,
    [program, "script", "--series", series, ...form, "-o", path, ...from],
    lab.environment,
  );
}
