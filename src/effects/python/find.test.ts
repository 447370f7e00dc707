import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { Fault } from "../../base/fault.ts";
import { diskFiles } from "../disk/files.ts";
import { findInterpreter } from "./find.ts";

const top = realpathSync(mkdtempSync(join(tmpdir(), "truewheel-find-")));
after(() => rmSync(top, { recursive: true, force: true }));

/** An empty file; a program unless `mode` says otherwise. */
function file(path: string, mode = 0o755, text = ""): void {
  const whole = join(top, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  chmodSync(whole, mode);
}

file("a/python3");
file("a/python3.9");
file("b/python");
file("b/python3");
file("b/python2.7");
file("noexec/python3", 0o644);
mkdirSync(join(top, "folder/python3"), { recursive: true });
file("env/bin/python");
file("project/.venv/bin/python");
mkdirSync(join(top, "project/.venv-broken"), { recursive: true });
file("empty/x", 0o644);
file("pyenv/shims/python3", 0o755, "#!/bin/sh\n");
file("pyenv/shims/python3.8", 0o755, "#!/bin/sh\n");
for (const version of ["3.8.2", "3.8.18", "3.12.1"]) {
  const series = version.split(".").slice(0, 2).join(".");
  for (const name of ["python", "python3", `python${series}`]) file(`pyenv/versions/${version}/bin/${name}`);
}
file("pyenv/version", 0o644, "3.12.1\n");
file("pinned/deep/x", 0o644);
file("pinned/.python-version", 0o644, "# ours\n3.8\n");
symlinkSync("../a/python3", join(top, "b/linked"));
symlinkSync("/nowhere/at/all", join(top, "b/dangling"));

const at = (...names: readonly string[]) => names.map((name) => join(top, name)).join(":");
const PYENV = { PYENV_ROOT: at("pyenv"), PATH: at("pyenv/shims", "a", "b") };

const found: readonly (readonly [
  string,
  string | undefined,
  Readonly<Record<string, string>>,
  string,
  string,
])[] = [
  [
    "an active environment first",
    undefined,
    { VIRTUAL_ENV: at("env"), PATH: at("a") },
    "project",
    "env/bin/python",
  ],
  ["then .venv here", undefined, { PATH: at("a") }, "project", "project/.venv/bin/python"],
  ["then python3 on PATH", undefined, { PATH: at("b", "a") }, "empty", "b/python3"],
  ["an empty VIRTUAL_ENV is none", undefined, { VIRTUAL_ENV: "", PATH: at("a") }, "empty", "a/python3"],
  ["an empty name is none", "", { PATH: at("a") }, "empty", "a/python3"],
  [
    "the first on PATH that is a program",
    "python3",
    { PATH: at("nowhere", "noexec", "folder", "b") },
    "empty",
    "b/python3",
  ],
  ["a link, unresolved", "linked", { PATH: at("b") }, "empty", "b/linked"],
  ["a version on PATH", "3.9", { PATH: at("b", "a") }, "empty", "a/python3.9"],
  ["a major version on PATH", "3", { PATH: at("b", "a") }, "empty", "b/python3"],
  ["a path relative to here", "../env", {}, "empty", "env/bin/python"],
  ["a path to a program", join(top, "a/python3.9"), {}, "empty", "a/python3.9"],
  ["a directory here that PATH does not know", "env", { PATH: at("a") }, ".", "env/bin/python"],
  ["the current directory", ".", {}, "env", "env/bin/python"],
  ["no entry of PATH that is not absolute", "python3", { PATH: `.::a:${at("b")}` }, "a", "b/python3"],
  [
    "what pyenv's root chose, behind its shim",
    "python3",
    PYENV,
    "empty",
    "pyenv/versions/3.12.1/bin/python3",
  ],
  [
    "what PYENV_VERSION chose",
    "python3",
    { ...PYENV, PYENV_VERSION: "3.8.2" },
    "empty",
    "pyenv/versions/3.8.2/bin/python3",
  ],
  [
    "what a .python-version above chose, newest by number",
    "python3",
    PYENV,
    "pinned/deep",
    "pyenv/versions/3.8.18/bin/python3",
  ],
  [
    "the system's own when pyenv says so",
    "python3",
    { ...PYENV, PYENV_VERSION: "system" },
    "empty",
    "a/python3",
  ],
  [
    "the next choice that has the program",
    "python3.8",
    { ...PYENV, PYENV_VERSION: "3.12.1:3.8.2" },
    "empty",
    "pyenv/versions/3.8.2/bin/python3.8",
  ],
  ["pyenv's newest of a series nobody chose", "3.8", PYENV, "empty", "pyenv/versions/3.8.18/bin/python"],
  ["pyenv's very version", "3.8.2", PYENV, "empty", "pyenv/versions/3.8.2/bin/python"],
];
for (const [sentence, spec, environment, directory, expected] of found) {
  test(`find: ${sentence}`, () => {
    const deps = { files: diskFiles, environment, directory: join(top, directory) };
    assert.equal(findInterpreter(spec, deps), join(top, expected));
  });
}

test("find: python when PATH has no python3", () => {
  file("onlypython/python");
  const deps = { files: diskFiles, environment: { PATH: at("onlypython") }, directory: join(top, "empty") };
  assert.equal(findInterpreter(undefined, deps), join(top, "onlypython/python"));
});

const missing: readonly (readonly [string, string | undefined, Readonly<Record<string, string>>, RegExp])[] =
  [
    [
      "nothing anywhere",
      undefined,
      { PATH: at("empty") },
      /no Python was found; tried .*\.venv, python3 on PATH, python on PATH$/,
    ],
    [
      "an active environment that is gone",
      undefined,
      { VIRTUAL_ENV: at("gone"), PATH: at("a") },
      /tried .*gone$/,
    ],
    ["a name", "python9", { PATH: at("a") }, /named by "python9"; tried python9 on PATH/],
    ["a version", "3.4", PYENV, /named by "3.4"; tried python3.4 on PATH/],
    ["a path", "./nothing", {}, /tried .*empty\/nothing$/],
    ["a dangling link", join(top, "b/dangling"), {}, /dangling/],
    ["a directory without a program", join(top, "empty"), {}, /empty$/],
    ["a version that leaves pyenv's folder", "..", PYENV, /tried/],
  ];
for (const [sentence, spec, environment, message] of missing) {
  test(`find: says what was tried for ${sentence}`, () => {
    const deps = { files: diskFiles, environment, directory: join(top, "empty") };
    assert.throws(
      () => findInterpreter(spec, deps),
      (error) => error instanceof Fault && error.code === "TW-PYTHON-MISSING" && message.test(error.message),
    );
  });
}
