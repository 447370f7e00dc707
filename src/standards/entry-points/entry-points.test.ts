/** entry_points.txt. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf, Fault } from "../../base/fault.ts";
import { checkScriptName, parseEntryPoints } from "./entry-points.ts";

test("reads commands and other groups", () => {
  const { console, gui, groups } = parseEntryPoints(
    "# made by hand\n[console_scripts]\nTool = pkg.mod : main.run [a, b-c]\n\n[gui_scripts]\r\ngui=pkg:show\n[x.y]\nany : thing = whatever it is\n",
  );
  assert.deepEqual(console, [
    { name: "Tool", module: "pkg.mod", attribute: "main.run", extras: ["a", "b-c"] },
  ]);
  assert.deepEqual(gui, [{ name: "gui", module: "pkg", attribute: "show", extras: [] }]);
  assert.equal(groups.get("x.y")?.get("any : thing"), "whatever it is");
});

test("an empty file has none", () => {
  assert.deepEqual(parseEntryPoints(" \n"), { console: [], gui: [], groups: new Map() });
});

test("a file that is indented as a whole is read", () => {
  assert.equal(parseEntryPoints("\n  [console_scripts]\n  a = b:c\n  d = e:f\n").console.length, 2);
});

const script = (line: string): string => `[console_scripts]\n${line}\n`;

for (const [sentence, text, code] of [
  ["an entry before any group", "a = b:c", "TW-ENTRY-POINTS-INI"],
  ["a line without an equals sign", script("a"), "TW-ENTRY-POINTS-INI"],
  ["an entry without a name", script("= b:c"), "TW-ENTRY-POINTS-INI"],
  ["a continuation line", script("a = b:c\n  d = e:f"), "TW-ENTRY-POINTS-INI"],
  ["a group that stays open", "[console_scripts\n", "TW-ENTRY-POINTS-INI"],
  ["a NUL", script("a = b:c\0"), "TW-ENTRY-POINTS-INI"],
  ["a name twice", script("a = b:c\na = b:d"), "TW-ENTRY-POINTS-DUPLICATE"],
  ["names that differ in case", script("a = b:c\nA = b:d"), "TW-ENTRY-POINTS-DUPLICATE"],
  ["a name in both groups", `${script("a = b:c")}[gui_scripts]\na = b:c\n`, "TW-ENTRY-POINTS-DUPLICATE"],
  ["a group twice", `${script("a = b:c")}${script("d = b:c")}`, "TW-ENTRY-POINTS-DUPLICATE"],
  ["no attribute", script("a = b"), "TW-ENTRY-POINTS-REFERENCE"],
  ["nothing", script("a ="), "TW-ENTRY-POINTS-REFERENCE"],
  ["code", script("a = b:c();import os"), "TW-ENTRY-POINTS-REFERENCE"],
  ["a keyword", script("a = b:import"), "TW-ENTRY-POINTS-REFERENCE"],
  ["an empty part", script("a = b..c:d"), "TW-ENTRY-POINTS-REFERENCE"],
  ["a comment behind it", script("a = b:c # run"), "TW-ENTRY-POINTS-REFERENCE"],
  ["extras that are none", script("a = b:c [x y]"), "TW-ENTRY-POINTS-REFERENCE"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseEntryPoints(text),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

for (const [sentence, name] of [
  ["a separator", "a/b"],
  ["a backslash", "a\\b"],
  ["the parent directory", ".."],
  ["a space", "a b"],
  ["a letter that is not ASCII", "bäd"],
  ["nothing", ""],
  ["the interpreter", "python"],
  ["the interpreter with a version", "Python3.12"],
  ["another interpreter", "pypy3"],
  ["an activation script", "activate.csh"],
  ["an activation script in capitals", "Activate.ps1"],
  ["an activation script of virtualenv", "activate_this.py"],
  ["what switches an environment off", "deactivate.bat"],
  ["the interpreter with flags of its ABI", "python3.13t"],
  ["the interpreter without a window", "pythonw.exe"],
  ["the debugging interpreter", "python_d.exe"],
  ["the interpreter as a batch file", "PYTHON.BAT"],
  ["the interpreter of a machine", "python3-intel64"],
  ["the interpreter's settings", "python3.12-config"],
  ["PyPy's compiled self", "pypy3.10-c"],
  ["GraalPy", "graalpy"],
  ["a Windows device", "con.exe"],
  ["a dot at the end", "a."],
] as const) {
  test(`no command is called by ${sentence}`, () => {
    assert.throws(
      () => checkScriptName(name),
      (thrown) => codeOf(thrown) === "TW-ENTRY-POINTS-NAME",
    );
  });
}

test("usual names are taken", () => {
  for (const name of [
    ...[
      "pip3.12",
      "f2py",
      "jupyter-lab",
      "py.test",
      "_x",
      "pypyr",
      "2to3",
      "ipython3",
      "bpython",
      "pythonpy",
    ],
    ...["activate-global-python-argcomplete", "python-argcomplete-check-easy-install-script"],
    ...["register-python-argcomplete", "python-dotenv", "activated", "reactivate"],
  ])
    checkScriptName(name);
});

test("throws nothing but Faults", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."[]console_scripts=:\n a.#"), maxLength: 60 }),
      (text) => {
        try {
          parseEntryPoints(text);
        } catch (thrown) {
          if (!(thrown instanceof Fault)) throw thrown;
        }
      },
    ),
  );
});
