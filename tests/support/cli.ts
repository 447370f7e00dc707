/** The built program as a user runs it, and a store filled once from the real index. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../../src/model/report.ts";
import { type Python, pythons, scratch } from "../python/pythons.ts";

/** dist/cli.js, absolute. */
export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
/** The manifest inside the package. */
export const MANIFEST = fileURLToPath(new URL("../../data/bootstrap-manifest.json", import.meta.url));

/** How a run ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where runs keep the record of what was accepted and the key of their seals; removed after the tests. */
const STATE = scratch("state");

/** Variables of a user without settings. */
export const PLAIN: Readonly<Record<string, string>> = {
  XDG_STATE_HOME: STATE,
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  LANG: "C.UTF-8",
  CI: "1",
  TRUEWHEEL_STATE_DIR: STATE,
};

/** Runs `truewheel ...args` to its end. */
export function truewheel(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  directory = "/",
): Ran {
  const options = {
    env: { ...PLAIN, ...environment },
    cwd: directory,
    encoding: "utf8",
    timeout: 300_000,
    maxBuffer: 1 << 26,
  } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], options);
  return { status, stdout, stderr };
}

/** The same, not waited for, so that servers of the test can answer. */
export function truewheelAsync(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = start(args, environment);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (piece) => {
    stdout += piece;
  });
  child.stderr?.on("data", (piece) => {
    stderr += piece;
  });
  return new Promise((resolve) => void child.on("close", (status) => resolve({ status, stdout, stderr })));
}

/** Starts `truewheel ...args`. */
export function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    env: { ...PLAIN, ...environment },
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The report of a run with `--format json`. */
export function reportOf(ran: Ran): Report {
  assert.notEqual(ran.stdout, "", ran.stderr);
  return JSON.parse(ran.stdout) as Report;
}

const SHARED = join(process.env["XDG_CACHE_HOME"] ?? tmpdir(), "truewheel-tests");

/** Options that reach the real index from this machine. */
export function realIndex(): readonly string[] {
  const { TRUEWHEEL_TEST_CA, TRUEWHEEL_TEST_PROXY, TRUEWHEEL_TEST_INDEX } = process.env;
  return [
    ...(TRUEWHEEL_TEST_CA ? ["--cert", TRUEWHEEL_TEST_CA] : []),
    ...(TRUEWHEEL_TEST_PROXY ? ["--proxy", TRUEWHEEL_TEST_PROXY] : []),
    ...(TRUEWHEEL_TEST_INDEX ? ["--index-url", TRUEWHEEL_TEST_INDEX] : []),
  ];
}

/** A store that holds the closure for `python`, filled from the real index when it does not yet. */
export function filledStore(python: Python): string {
  const store = join(SHARED, "store");
  const done = join(SHARED, `filled-${python.series}`);
  if (!existsSync(done)) {
    mkdirSync(SHARED, { recursive: true });
    const filled = truewheel([
      "bootstrap",
      "--python",
      python.path,
      "--target",
      join(SHARED, `unused-${python.series}`),
      "--dry-run",
      "--cache-dir",
      store,
      ...realIndex(),
    ]);
    assert.equal(filled.status, 0, filled.stderr);
    writeFileSync(done, "");
  }
  return store;
}

/** A newest-series Python of this machine, and a store for it. */
export function newest(): { readonly python: Python; readonly store: string } {
  const python = pythons.filter((each) => /^3\.1\d$/.test(each.series)).at(-1);
  assert.ok(python !== undefined, "these tests need a CPython 3.10 or newer");
  return { python, store: filledStore(python) };
}

/** A pinned file. */
export interface Pin {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
  readonly sha256: string;
}

/** What the manifest pins for `series`. */
export function pinsFor(series: string): readonly Pin[] {
  const manifest = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
    closures: { series: string; files: Pin[] }[];
  };
  const closure =
    manifest.closures.find((each) => each.series === series) ??
    manifest.closures.find((each) => each.series === "3.10+");
  return closure?.files ?? [];
}

/** A folder with the closure's wheels under their own names. */
export function wheelFolder(folder: string): string {
  const { store } = newest();
  mkdirSync(folder, { recursive: true });
  for (const pin of pinsFor("3.10+"))
    writeFileSync(join(folder, pin.filename), storedFile(store, pin.sha256));
  return folder;
}

/** The store's file of this digest. */
export function storedFile(store: string, sha256: string): Buffer {
  return readFileSync(storedPath(store, sha256));
}

/** Where the store keeps the file of this digest. */
export function storedPath(store: string, sha256: string): string {
  const found = readdirSync(store, { recursive: true, encoding: "utf8" }).find(
    (path) =>
      path.replaceAll("/", "").endsWith(sha256) &&
      !path.includes("pack") &&
      statSync(join(store, path)).isFile(),
  );
  assert.ok(found !== undefined, `${sha256} is not in the store`);
  return join(store, found);
}

/** Every path below `root` with mode and content, but bytecode caches, as comparable lines. */
export function tree(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => !entry.parentPath.includes("__pycache__") && entry.name !== "__pycache__")
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      if (entry.isSymbolicLink()) return `${path} -> ${readlinkSync(path)}`;
      const mode = statSync(path).mode.toString(8);
      return entry.isFile() ? `${path} ${mode} ${readFileSync(path).toString("base64")}` : `${path} ${mode}`;
    })
    .sort();
}
