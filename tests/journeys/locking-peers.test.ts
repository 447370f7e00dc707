/** Locks in other hands: pip and uv install from pylock.toml, pip from the requirements file with hashes; and `sync` does. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { newest, PLAIN, truewheel, truewheelAsync } from "../support/cli.ts";
import { startLockIndex, wheel } from "../support/lock-index.ts";
import { uvProgram } from "../support/peers.ts";

const { python, store } = newest();
const folder = scratch("locking-peers");
const environment = join(folder, "env");
const made = truewheel([
  "bootstrap",
  "--offline",
  "--cache-dir",
  store,
  "--python",
  python.path,
  "--venv",
  environment,
]);
assert.equal(made.status, 0, made.stderr);

const index = await startLockIndex([
  wheel("app", "1.0", ["lib>=1", "winonly; sys_platform == 'win32'", "posixonly; os_name == 'posix'"]),
  wheel("lib", "1.0"),
  wheel("lib", "2.0", [], { requiresPython: `>=${python.series}` }),
  wheel("winonly", "1.0"),
  wheel("posixonly", "1.0"),
]);

/** Locks `app` and returns the path. */
async function locked(name: string, options: readonly string[]): Promise<string> {
  const output = join(folder, name);
  const common = ["--index-url", index.url, "--cache-dir", join(folder, "store"), "--python", python.path];
  const ran = await truewheelAsync(["lock", "app", "-o", output, ...common, ...options]);
  assert.equal(ran.status, 0, ran.stderr);
  return output;
}

/** Runs a program to its end while the index answers. */
function run(command: readonly string[]): Promise<{ readonly status: number | null; readonly text: string }> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    env: { ...PLAIN, UV_CACHE_DIR: join(folder, "uv"), PIP_NO_CACHE_DIR: "1" },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece) => {
      text += piece;
    });
  return new Promise((resolve) => void child.on("close", (status) => resolve({ status, text })));
}

const EXPECTED = ["app-1.0", "lib-2.0", "posixonly-1.0"];
const pip = [
  join(environment, "bin", "python"),
  "-m",
  "pip",
  "install",
  "--dry-run",
  "--disable-pip-version-check",
];

for (const [sentence, name, options] of [
  ["every environment", "pylock.every.toml", []],
  ["one environment", "pylock.one.toml", ["--python-version", python.series]],
] as const) {
  test(`pip installs from a lock for ${sentence}`, async () => {
    const { status, text } = await run([...pip, "-r", await locked(name, options)]);
    assert.equal(status, 0, text);
    for (const each of EXPECTED)
      assert.match(text, new RegExp(`Would install .*${each.replace(".", "\\.")}`));
    assert.doesNotMatch(text, /Would install .*winonly/);
  });

  test(`uv installs from a lock for ${sentence}`, async (context) => {
    const uv = uvProgram(python, store);
    if ("missing" in uv) return context.skip(`uv could not be fetched: ${uv.missing}`);
    const lock = await locked(name, options);
    const { status, text } = await run([uv.path, "pip", "sync", "--dry-run", "--python", environment, lock]);
    assert.equal(status, 0, text);
    for (const each of EXPECTED)
      assert.match(text, new RegExp(`\\+ ${each.replace("-", "==").replace(".", "\\.")}`));
    assert.doesNotMatch(text, /\+ winonly/);
  });
}

test("pip installs a requirements file with hashes", async () => {
  const path = await locked("requirements.txt", ["--format", "requirements.txt"]);
  assert.match(readFileSync(path, "utf8"), /winonly==1\.0 ; sys_platform == 'win32' \\/);
  const { status, text } = await run([...pip, "--require-hashes", "--index-url", index.url, "-r", path]);
  assert.equal(status, 0, text);
  for (const each of EXPECTED) assert.match(text, new RegExp(each.replace(".", "\\.")));
});

test("sync makes an environment of the lock", async () => {
  const lock = await locked("pylock.toml", []);
  const ran = await truewheelAsync([
    "sync",
    lock,
    "--python",
    environment,
    "--cache-dir",
    join(folder, "store"),
  ]);
  assert.equal(ran.status, 0, ran.stderr);
  const { text } = await run([
    join(environment, "bin", "python"),
    "-c",
    "import app, lib, posixonly; print(lib.__version__)",
  ]);
  assert.equal(text.trim(), "2.0");
});
