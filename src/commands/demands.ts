/** Reads what a verb is asked to install: requirements, or a lock. */
import { Fault } from "../base/fault.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { World } from "../ports/world.ts";
import type { Arguments } from "./command.ts";
import type { Demands } from "./demanded.ts";

/** Reads everything that `words` and the options name; throws Fault TW-REQUIREMENT..., TW-PYLOCK-..., TW-DISK-.... */
export async function demandsOf(
  words: readonly string[],
  files: readonly string[],
  given: Arguments,
  interpreter: Interpreter,
  world: World,
): Promise<Demands> {
  const locks = files.filter(isLockName);
  if (locks.length > 0) {
    if (words.length > 0 || files.length > 1 || given.values("constraint").length > 0)
      throw new Fault("TW-USAGE", `${locks[0]} is a lock: it is the whole set and goes with nothing else`);
    const { demandsOfLock } = await import("./lock-demands.ts");
    return demandsOfLock(locks[0] ?? "", given, interpreter, world);
  }
  for (const option of ["extra", "group"])
    if (given.flag(option))
      throw new Fault("TW-USAGE", `--${option} belongs to a lock, and none is named`, {
        hint:
          option === "extra"
            ? "Extras of a requirement stand behind its name: pkg[extra]."
            : "Name a lock that has dependency groups with -r.",
      });
  const { demandsOfRequirements } = await import("./requirement-demands.ts");
  return demandsOfRequirements(words, files, given, interpreter, world);
}

/** Names of what `words` and the files name, to take it away: versions, hashes and markers are not looked at, and a constraint names nothing. */
export async function namesDemanded(
  words: readonly string[],
  files: readonly string[],
  world: World,
): Promise<readonly string[]> {
  const locks = files.filter(isLockName);
  const names = await Promise.all(
    locks.map(async (path) => (await import("./lock-demands.ts")).namesInLock(path, world)),
  );
  const others = files.filter((path) => !isLockName(path));
  const { demandedNames } = await import("./requirement-demands.ts");
  return [...names.flat(), ...(await demandedNames(words, others, world))];
}

/** True for the name of a lock: `pylock.toml`, `pylock.NAME.toml` (PEP 751). */
export function isLockName(path: string): boolean {
  return /^pylock\.(?:[^.]+\.)?toml$/.test(
    path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1),
  );
}
