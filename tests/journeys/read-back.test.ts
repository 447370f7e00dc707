/**
 * Small packages, installed by truewheel and read by everybody else: they import and run, pip reads and uninstalls them, truewheel installs
 * over pip's work. The whole of it on real packages is `npm run test:real`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { newest, PLAIN, truewheel } from "../support/cli.ts";
import { Ground } from "../support/ground.ts";
import { unlike } from "../support/wholeness.ts";

const ground = new Ground(scratch("read-back"));
const wanted = ground.reference("1.0").tree;
ground.reset("1.0");
/** An environment with pip in it, apart from the one that is looked at. */
const helper = join(ground.folder, "helper");
const made = truewheel([
  "bootstrap",
  "--venv",
  helper,
  "--python",
  newest().python.path,
  "--offline",
  "--cache-dir",
  newest().store,
]);
assert.equal(made.status, 0, made.stderr);

function python(...args: readonly string[]): string {
  return good(ground.python, args);
}

function pip(verb: string, ...args: readonly string[]): string {
  return good(join(helper, "bin", "python"), [
    "-m",
    "pip",
    "--python",
    ground.python,
    verb,
    "--disable-pip-version-check",
    ...args,
  ]);
}

function good(program: string, args: readonly string[]): string {
  const environment = { ...PLAIN, PYTHONDONTWRITEBYTECODE: "1", PIP_CONFIG_FILE: "/dev/null" };
  const ran = spawnSync(program, args, { env: environment, cwd: "/", encoding: "utf8" });
  assert.equal(ran.status, 0, `${args.join(" ").slice(0, 300)}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

test("each package imports, from its folder, its namespace and its single modules", () => {
  const names = ground.names.map((name) => name.replace("-", "_"));
  const words = python(
    "-B",
    "-c",
    `import importlib, shared_space\nfor n in ${JSON.stringify(names)}:\n  importlib.import_module(n); importlib.import_module('shared_space.' + n)\nprint('ok')`,
  );
  assert.match(words, /ok/);
});

test("the interpreter's own reader finds each with all its files", () => {
  const program =
    "import importlib.metadata as m\nfor d in m.distributions():\n  print(d.name, d.version, all(f.locate().exists() for f in d.files), d.read_text('INSTALLER').strip())";
  const lines = python("-B", "-c", program).trim().split("\n").sort();
  assert.deepEqual(
    lines,
    ground.names.map((name) => `${name.replace("-", "_")} 1.0 True truewheel`),
  );
});

test("a script runs with the environment's interpreter", () => {
  assert.equal(good(join(ground.environment, "bin", "many_01-run"), []), "1\n");
  assert.match(
    readFileSync(join(ground.environment, "bin", "many_01-run"), "utf8"),
    new RegExp(`^#!${ground.python}`),
  );
});

test("pip list, check and inspect read them", () => {
  const all: { name: string; version: string }[] = JSON.parse(pip("list", "--format", "json"));
  assert.deepEqual(all.map(({ name }) => name.replace("_", "-")).sort(), ground.names);
  assert.match(pip("check"), /No broken requirements found/);
  const inspected: { installed: { installer: string; requested: boolean }[] } = JSON.parse(pip("inspect"));
  assert.ok(inspected.installed.every(({ installer, requested }) => installer === "truewheel" && requested));
});

test("verify --installed finds all right", () => {
  const { status, output } = ground.verify();
  assert.equal(status, 0, output);
  assert.match(output, /our own record/);
});

test("what truewheel installed, pip uninstalls without a trace, and the same command puts it back", () => {
  pip("uninstall", "-y", "many-01", "many-02", "many-03", "many-04", "many-05");
  for (const path of wanted.keys()) {
    if (!/many_0[1-5]/.test(path)) continue;
    assert.ok(!existsSync(join(ground.environment, path)), `${path} is left`);
  }
  assert.equal(ground.run("install").status, 0);
  assert.deepEqual(unlike(ground.tree(), wanted), []);
});

test("over what pip installed, truewheel upgrades and uninstalls without a trace", () => {
  ground.reset("empty");
  pip(
    "install",
    "--quiet",
    "--no-compile",
    "--no-index",
    "--find-links",
    ground.wheels,
    "-r",
    ground.requirements("1.0"),
  );
  const upgraded = ground.run("upgrade");
  assert.equal(upgraded.status, 0, upgraded.output);
  assert.deepEqual(unlike(ground.tree(), ground.reference("2.0").tree), []);
  ground.reset("empty");
  pip(
    "install",
    "--quiet",
    "--no-compile",
    "--no-index",
    "--find-links",
    ground.wheels,
    "-r",
    ground.requirements("1.0"),
  );
  const gone = ground.run("uninstall");
  assert.equal(gone.status, 0, gone.output);
  assert.deepEqual(unlike(ground.tree(), ground.reference("empty").tree), []);
});
