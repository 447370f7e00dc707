/** Where a verb installs: the interpreter that `--python` means, and the target that the other options make of it. */
import type { Interpreter } from "../model/interpreter.ts";
import type { World } from "../ports/world.ts";
import { type ResolvedTarget, resolveTarget } from "../stages/target/target.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";

/** What `--python` names, else the active environment, else the first Python found; remembered in the store. */
export async function interpreterOf(given: Arguments, cache: string, world: World): Promise<Interpreter> {
  return world.probe(await world.findInterpreter(given.value("python")), `${cache}/interpreters`);
}

/** A target that may have to be made first. */
export interface Place {
  /** The target, unless it is an environment that is asked for with `--venv`. */
  readonly early: ResolvedTarget | undefined;
  /** The target; an environment that is asked for is made at the first call. Everything was judged by then. */
  made(): Promise<ResolvedTarget>;
}

/** Where the options say. */
export function placeOf(given: Arguments, base: Interpreter, cache: string, world: World): Place {
  const early = given.flag("venv") ? undefined : targetOf(given, base, world);
  let target = early === undefined ? undefined : Promise.resolve(early);
  return {
    early,
    made: () => {
      target ??= intoVenv(given, base, cache, world);
      return target;
    },
  };
}

/** The target within `interpreter`, as the options say; throws Fault TW-PYTHON-MANAGED, TW-PYTHON-PTH, TW-TARGET-.... */
export function targetOf(given: Arguments, interpreter: Interpreter, world: World): ResolvedTarget {
  const { LC_ALL, LC_MESSAGES, LANG } = world.environment;
  const path = (name: string): string | undefined => {
    const value = given.value(name);
    return value === undefined ? undefined : absolute(value, world.directory);
  };
  const options = {
    target: path("target"),
    prefix: path("prefix"),
    root: path("root"),
    locale: LC_ALL || LC_MESSAGES || LANG,
  };
  const present = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== ""),
  );
  const flags = { breakSystemPackages: given.flag("break-system-packages"), fixPth: given.flag("fix-pth") };
  return resolveTarget(interpreter, { ...present, ...flags }, { files: world.files });
}

/** Makes the environment of `--venv`. */
async function intoVenv(
  given: Arguments,
  base: Interpreter,
  cache: string,
  world: World,
): Promise<ResolvedTarget> {
  const { makeVenv } = await import("../stages/venv/venv.ts");
  const directory = absolute(given.value("venv") ?? "", world.directory);
  const python = makeVenv(directory, base, {}, world);
  return targetOf(given, await world.probe(python, `${cache}/interpreters`), world);
}
