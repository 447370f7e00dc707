/** The real world, put together. What a run may not need is loaded when it is asked for. */

import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import type { World } from "../ports/world.ts";
import { systemClock } from "./clock.ts";
import { diskFiles } from "./disk/files.ts";
import { diskLocks } from "./disk/locks.ts";
import { fs } from "./node-fs.ts";
import { processes } from "./process.ts";
import { systemRandom } from "./random.ts";
import { openProgress, openTerminal, type Speech } from "./terminal.ts";

/** The world of this process; `root` is the package's directory, with `data/` and `python/` in it. */
export function openWorld(version: string, speech: Speech, root: URL): World {
  const terminal = openTerminal(speech);
  const progress = openProgress(terminal, speech);
  const environment = process.env;
  const ports = { files: diskFiles, random: systemRandom, clock: systemClock, progress };
  return {
    version,
    environment,
    directory: process.cwd(),
    home: homedir(),
    platform: process.platform,
    files: diskFiles,
    locks: diskLocks(systemClock),
    clock: systemClock,
    random: systemRandom,
    terminal,
    progress,
    processes,
    packageData: (name) => fs.readFileSync(fileURLToPath(new URL(`data/${name}`, root))),
    lines: async function* () {
      const { createInterface } = await import("node:readline");
      yield* createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
    },
    measurer: async () => (await import("./disk/measure.ts")).diskMeasurer,
    store: async (directory, state) => {
      const { contentStore } = await import("./stores/content-store.ts");
      const { openSeals } = await import("./sealed/seals.ts");
      const seals = openSeals({ state, home: homedir() });
      return contentStore(directory, { ...ports, seals });
    },
    http: async (sources) => (await import("./http/http.ts")).openHttp(sources, ports),
    findInterpreter: async (spec) =>
      (await import("./python/find.ts")).findInterpreter(spec, {
        files: diskFiles,
        environment,
        directory: process.cwd(),
      }),
    probe: async (executable, cacheDirectory) =>
      (await import("./python/probe.ts")).probe(executable, {
        files: diskFiles,
        processes,
        cacheDirectory,
        environment,
      }),
    compile: async (interpreter, sources) =>
      (await import("./python/compile.ts")).compileSources(
        interpreter,
        sources,
        processes,
        fs.readFileSync(fileURLToPath(new URL("python/compile.py", root)), "utf8"),
      ),
  };
}
