/** `venv`: makes an environment (PEP 405) without the target's venv or ensurepip. */

import { absolute, cacheDirectory } from "./cache-directory.ts";
import type { Run } from "./command.ts";
import { describeInterpreter } from "./installation-report.ts";
import { interpreterOf } from "./place.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  const base = await interpreterOf(given, cacheDirectory(given, world), world);
  const directory = absolute(given.words[0] ?? ".venv", world.directory);
  const { makeVenv } = await import("../stages/venv/venv.ts");
  const there = world.files.status(directory) !== undefined;
  const prompt = given.value("prompt");
  const options = {
    copies: given.flag("copies"),
    clear: given.flag("clear"),
    ...(prompt === undefined ? {} : { prompt }),
  };
  const python = makeVenv(directory, base, options, world);
  world.progress.notice(
    `${there && !options.clear ? "there is" : "made"} an environment in ${directory} (${describeInterpreter(base)}); its Python is ${python}`,
  );
  return {
    report: {
      version: 1,
      command: "venv",
      exit: 0,
      files: [],
      removed: [],
      changed: !there || options.clear,
      target: { python, version: describeInterpreter(base), path: directory, kind: "environment" },
    },
  };
};
