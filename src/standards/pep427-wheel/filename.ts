/** File names of wheels. Pure. Source: binary distribution format, "File name convention"; `packaging.utils.parse_wheel_filename`. */
import { Fault } from "../../base/fault.ts";
import { parseVersion, type Version } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";

/** What a wheel's name tells. */
export interface WheelFilename {
  /** Normalised project name. */
  readonly name: string;
  readonly version: Version;
  /** Build number and what follows it, or undefined. */
  readonly build: readonly [number: string, rest: string] | undefined;
  /** Expanded tags `py-abi-platform`. */
  readonly tags: readonly string[];
}

/** `filename` taken apart; throws Fault TW-WHEEL-FILENAME. */
export function parseWheelFilename(filename: string): WheelFilename {
  const parts = filename.endsWith(".whl") ? filename.slice(0, -4).split("-") : [];
  const [project = "", release = "", ...rest] = parts;
  if (rest.length !== 3 && rest.length !== 4) throw bad(filename, "it has not five or six parts before .whl");
  if (project.includes("__") || !/^[\w.]*$/u.test(project))
    throw bad(filename, "its project name is not escaped");
  const build = rest.length === 4 ? /^(\d+)(.*)$/.exec(rest[0] ?? "") : undefined;
  if (build === null) throw bad(filename, "its build tag does not begin with a digit");
  const [python = "", abi = "", platform = ""] = rest.slice(-3);
  return {
    name: normalizeName(project),
    version: parseVersion(release),
    build: build === undefined ? undefined : [build[1] ?? "", build[2] ?? ""],
    tags: expand(python, abi, platform),
  };
}

function expand(python: string, abi: string, platform: string): readonly string[] {
  return python
    .split(".")
    .flatMap((p) =>
      abi.split(".").flatMap((a) => platform.split(".").map((f) => `${p}-${a}-${f}`.toLowerCase())),
    );
}

function bad(filename: string, why: string): Fault {
  return new Fault("TW-WHEEL-FILENAME", `${JSON.stringify(filename)} is no name of a wheel: ${why}`);
}
