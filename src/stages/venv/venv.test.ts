/** Windows, which the journeys of tests/python do not reach. Those on real Pythons are there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../base/fault.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import type { Files } from "../../ports/files.ts";
import { makeVenv } from "./venv.ts";

const scheme = { purelib: "", platlib: "", scripts: "", headers: "", data: "" };
const WINDOWS: Interpreter = {
  executable: "C:\\Py\\python.exe",
  implementation: "cpython",
  version: "3.13.0",
  major: 3,
  minor: 13,
  markers: {},
  tags: [],
  prefix: "C:\\Py",
  basePrefix: "C:\\Py",
  baseExecutable: "C:\\Py\\python.exe",
  platform: "win32",
  path: [],
  scheme,
  prefixScheme: undefined,
  virtual: false,
  pth: undefined,
  managed: undefined,
  freeThreaded: false,
};

/** Files in memory: text by path, undefined for a directory. */
function memory(things: Map<string, string | undefined>): Files {
  const below = (path: string) => [...things.keys()].filter((each) => each.startsWith(`${path}\\`));
  return {
    status: (path: string) =>
      things.has(path)
        ? {
            kind: things.get(path) === undefined ? "directory" : "file",
            size: 0,
            mode: 0o755,
            modified: 0n,
            inode: 1n,
            device: 1n,
          }
        : undefined,
    list: (path: string) => below(path).map((name) => ({ name, kind: "file" })),
    read: (path: string) => Buffer.from(things.get(path) ?? ""),
    create: (path: string, bytes: Uint8Array) => void things.set(path, String(Buffer.from(bytes))),
    makeDirectory: (path: string) => void things.set(path, undefined),
    makeDirectories: (path: string) => void things.set(path, undefined),
    realPath: (path: string) => (things.has(path) ? path : assert.fail(path)),
    rename(from: string, to: string) {
      for (const each of [from, ...below(from)]) {
        things.set(to + each.slice(from.length), things.get(each));
        things.delete(each);
      }
    },
    removeTree(path: string) {
      for (const each of [path, ...below(path)]) things.delete(each);
    },
  } as unknown as Files;
}

const random = { token: () => "0123456789abcdef" };
const NT = "C:\\Py\\Lib\\venv\\scripts\\nt";

test("venv: on Windows the base's launchers are copied, and there are no links", () => {
  const things = new Map<string, string | undefined>([
    ["C:\\Py\\python.exe", "base"],
    [`${NT}\\venvlauncher.exe`, "launcher"],
    [`${NT}\\venvwlauncher.exe`, "wlauncher"],
  ]);
  const python = makeVenv("C:\\env", WINDOWS, { prompt: "p" }, { files: memory(things), random });
  assert.equal(python, "C:\\env\\Scripts\\python.exe");
  assert.deepEqual(
    [things.get(python), things.get("C:\\env\\Scripts\\pythonw.exe")],
    ["launcher", "wlauncher"],
  );
  assert.ok(things.has("C:\\env\\Lib\\site-packages"));
  assert.match(things.get("C:\\env\\pyvenv.cfg") ?? "", /^home = C:\\Py\n/);
  assert.match(things.get("C:\\env\\Scripts\\Activate.ps1") ?? "", /'C:\\env'/);
  assert.deepEqual(
    [...things.keys()].filter((path) => path.includes("0123456789abcdef")),
    [],
  );
});

test("venv: before 3.13 the launchers have the programs' names", () => {
  const things = new Map<string, string | undefined>([
    ["C:\\Py\\python.exe", "base"],
    [`${NT}\\python.exe`, "launcher"],
    [`${NT}\\pythonw.exe`, "wlauncher"],
  ]);
  makeVenv("C:\\env", { ...WINDOWS, version: "3.9.1", minor: 9 }, {}, { files: memory(things), random });
  assert.equal(things.get("C:\\env\\Scripts\\python.exe"), "launcher");
});

const unable: readonly (readonly [string, Interpreter, RegExp])[] = [
  ["a Python without launchers (the embeddable one)", WINDOWS, /no launcher/],
  [
    "a Python ruled by a ._pth",
    { ...WINDOWS, pth: { path: "C:\\Py\\python313._pth", text: "" } },
    /python313\._pth rules/,
  ],
  ["Python 2.7", { ...WINDOWS, version: "2.7.18", major: 2, minor: 7 }, /knows no pyvenv\.cfg/],
  ["a base that is gone", { ...WINDOWS, baseExecutable: "C:\\gone\\python.exe" }, /is not there/],
];
for (const [sentence, interpreter, message] of unable) {
  test(`venv: refuses ${sentence}, and leaves nothing`, () => {
    const things = new Map<string, string | undefined>([["C:\\Py\\python.exe", "base"]]);
    assert.throws(
      () => makeVenv("C:\\env", interpreter, {}, { files: memory(things), random }),
      (error) =>
        error instanceof Fault &&
        error.code === "TW-VENV-UNSUPPORTED" &&
        message.test(error.message) &&
        error.hint !== undefined,
    );
    assert.deepEqual(
      [...things.keys()].filter((path) => path.includes("env\\") || path.includes(".env")),
      [],
    );
  });
}
