/** Where a verb installs: the interpreter that `--python` means, and the target that the other options make of it. */
import { Fault } from "../base/fault.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { World } from "../ports/world.ts";
import { type ResolvedTarget, resolveTarget } from "../stages/target/target.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";

/** What `--python` names, else the active environment, else the first Python found; remembered in the store. */
export async function interpreterOf(given: Arguments, cache: string, world: World): Promise<Interpreter> {
  return world.probe(await world.findInterpreter(given.value("python")), `${cache}/interpreters`);
}

/** The same for a verb that makes no environment: `--venv` names one that is there. */
export async function presentInterpreterOf(
  given: Arguments,
  cache: string,
  world: World,
): Promise<Interpreter> {
  if (!given.flag("venv")) return interpreterOf(given, cache, world);
  return world.probe(await world.findInterpreter(venvDirectory(given, world)), `${cache}/interpreters`);
}

/** A target that may have to be made first. */
export interface Place {
  /** The target, unless it is an environment that `--venv` asks for and that is not there yet. */
  readonly early: ResolvedTarget | undefined;
  /** The target; an environment that is asked for is made at the first call. Everything was judged by then. */
  made(): Promise<ResolvedTarget>;
}

/** Where the options say; throws what `targetOf` throws, and TW-VENV-OCCUPIED. Writes nothing. */
export async function placeOf(
  given: Arguments,
  base: Interpreter,
  cache: string,
  world: World,
): Promise<Place> {
  const early = await earlyOf(given, base, cache, world);
  let target = early === undefined ? undefined : Promise.resolve(early);
  return {
    early,
    made: () => {
      target ??= intoVenv(given, base, cache, world);
      return target;
    },
  };
}

/** The target as far as it is there: an environment that stands where `--venv` says is looked at like every other. */
async function earlyOf(
  given: Arguments,
  base: Interpreter,
  cache: string,
  world: World,
): Promise<ResolvedTarget | undefined> {
  if (!given.flag("venv")) return targetOf(given, base, world);
  if (isEmpty(venvDirectory(given, world), world)) return undefined;
  return await intoVenv(given, base, cache, world);
}

/** True where nothing is or an empty directory: only there `--venv` makes something. */
function isEmpty(directory: string, { files }: World): boolean {
  if (files.status(directory) === undefined) return true;
  try {
    return files.list(directory).length === 0;
  } catch (error) {
    // A file, or a link that leads nowhere: whoever makes environments says so.
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** The directory that `--venv` names, absolute. */
export function venvDirectory(given: Arguments, world: World): string {
  return absolute(given.value("venv") ?? "", world.directory);
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
  const python = makeVenv(venvDirectory(given, world), base, {}, world);
  return targetOf(given, await world.probe(python, `${cache}/interpreters`), world);
}
