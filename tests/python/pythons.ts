/** The real Pythons of the machine the tests run on, and what tests do with them. */
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { processes } from "../../src/effects/process.ts";
import type { ProbeDeps } from "../../src/effects/python/probe.ts";
import type { Processes } from "../../src/ports/process.ts";

/** Every series that is supported; a test exists for each, and says so when the series is not here. */
export const SERIES = ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"] as const;

/** An interpreter found: its series (`pypy3` for any PyPy, `system` for /usr/bin/python3) and path. */
export interface Python {
  readonly series: string;
  readonly path: string;
}

/** One Python of each series found: pyenv's newest, else what PATH has. */
export const pythons: readonly Python[] = [...SERIES, "pypy3", "system"].flatMap((series) => {
  const path = locate(series);
  return path === undefined ? [] : [{ series, path }];
});

function locate(series: string): string | undefined {
  if (series === "system") return ["/usr/bin/python3"].find(existsSync);
  const name = series === "pypy3" ? "pypy3" : `python${series}`;
  const root = join(process.env["PYENV_ROOT"] || join(homedir(), ".pyenv"), "versions");
  const versions = existsSync(root)
    ? readdirSync(root).sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    : [];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.endsWith("shims"));
  const places = [
    ...versions.map((version) => join(root, version, "bin", name)),
    ...folders.map((each) => join(each, name)),
  ];
  return places.find(existsSync);
}

/** A test for every series; a series that is not here is skipped loudly. `only` leaves series out. */
export function onEach(
  title: string,
  run: (python: Python, context: TestContext) => void,
  only: (series: string) => boolean = () => true,
): void {
  for (const series of [...SERIES, "pypy3", "system"].filter(only)) {
    const python = pythons.find((each) => each.series === series);
    const name = `${title}: ${series}`;
    if (python !== undefined) test(name, (context) => run(python, context));
    else
      test(name, {
        skip: `MISSING: there is no Python ${series} on this machine, so nothing was shown for it`,
      });
  }
}

/** True for CPython `3.minor` and newer. */
export function since(minor: number): (series: string) => boolean {
  return (series) => /^3\./.test(series) && Number(series.slice(2)) >= minor;
}

/** A directory of its own, removed after the tests, links resolved. */
export function scratch(name: string): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), `truewheel-${name}-`)));
  after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const LOADER = process.env["LD_LIBRARY_PATH"];

/** Environment variables of a person without settings; where a Python needs the loader's path to start at all, that is kept. */
export const PLAIN: Readonly<Record<string, string>> = {
  PATH: "/usr/bin:/bin",
  HOME: "/nonexistent",
  LANG: "C.UTF-8",
  ...(LOADER ? { LD_LIBRARY_PATH: LOADER } : {}),
};

/** Runs a program; throws with its words unless it ends with 0. */
export function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = PLAIN,
  directory = "/",
): string {
  const ended = processes.run(program, args, { environment, directory, timeout: 120_000, limit: 1 << 24 });
  if (ended.status !== 0)
    throw new Error(`${program} ${args.join(" ").slice(0, 200)}: ${ended.status}\n${ended.stderr}`);
  return String(ended.stdout);
}

/** Real processes that count their starts. */
export function counting(): Processes & { starts: number } {
  const counted = {
    starts: 0,
    run(...args: Parameters<Processes["run"]>) {
      counted.starts++;
      return processes.run(...args);
    },
  };
  return counted;
}

/** What a probe works with, nothing remembered. */
export function bare(environment: Readonly<Record<string, string>> = PLAIN): ProbeDeps {
  return { files: diskFiles, processes, cacheDirectory: undefined, environment };
}
