/** Environments made without the target's venv are environments to every Python that knows them. */
import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { Fault } from "../../src/base/fault.ts";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { probe } from "../../src/effects/python/probe.ts";
import type { Files } from "../../src/ports/files.ts";
import { makeVenv } from "../../src/stages/venv/venv.ts";
import { bare, onEach, PLAIN, pythons, run, scratch } from "./pythons.ts";

let number = 0;
const random = { token: () => String(++number).padStart(16, "0") };
const ports = { files: diskFiles, random };
const knowsPyvenvCfg = (series: string) => series !== "2.7";

/** Path, kind and content of everything below. */
function tree(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(directory, name);
      const status = lstatSync(path);
      if (status.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`;
      return `${name} ${status.mode.toString(8)} ${status.isFile() ? sha256(readFileSync(path)) : ""}`;
    });
}

onEach(
  "works as an environment",
  (python) => {
    const base = probe(python.path, bare());
    const directory = join(scratch("venv"), "my env");
    const executable = makeVenv(directory, base, {}, ports);
    assert.equal(executable, join(directory, "bin/python"));
    const code =
      "import sys, ssl, ctypes, json; print(json.dumps([sys.prefix, sys.base_prefix, sys.executable, [p for p in sys.path if 'site-packages' in p or 'dist-packages' in p], sys.flags.no_user_site]))";
    const [prefix, basePrefix, itself, packages] = JSON.parse(run(executable, ["-c", code]));
    const found = probe(executable, bare());
    assert.deepEqual(
      [prefix, basePrefix, itself, packages],
      [directory, base.basePrefix, executable, [found.scheme.purelib]],
    );
    const told = JSON.parse(
      run(executable, [
        "-B",
        "-c",
        "import json, sysconfig; print(json.dumps([sysconfig.get_path(k) for k in ('purelib', 'platlib', 'scripts', 'data')]))",
      ]),
    );
    assert.deepEqual(
      [found.scheme.purelib, found.scheme.platlib, found.scheme.scripts, found.scheme.data],
      told,
    );
    assert.ok(existsSync(found.scheme.purelib));
    assert.deepEqual(
      [found.virtual, found.prefix, found.basePrefix, found.version],
      [true, directory, base.basePrefix, base.version],
    );
    assert.equal(found.scheme.headers, join(directory, "include/site", `python${base.major}.${base.minor}`));
    assert.match(run(executable, ["-m", "site"]), /ENABLE_USER_SITE: False/);
    for (const name of ["python3", `python${base.major}.${base.minor}`]) {
      assert.equal(
        run(join(directory, "bin", name), ["-c", "import sys; print(sys.prefix)"]).trim(),
        directory,
      );
    }
  },
  knowsPyvenvCfg,
);

onEach(
  "has the same bytes each time, and a second run does nothing",
  (python) => {
    const base = probe(python.path, bare());
    const top = scratch("again");
    const directory = join(top, "env");
    makeVenv(directory, base, {}, ports);
    const first = tree(directory);
    const watched = { ...ports, files: onlyLooking() };
    assert.equal(makeVenv(directory, base, {}, watched), join(directory, "bin/python"));
    makeVenv(directory, base, { clear: true }, ports);
    assert.deepEqual(tree(directory), first);
    assert.deepEqual(readdirSync(top), ["env"], "nothing is left beside");
  },
  knowsPyvenvCfg,
);

/** Files that may be looked at and nothing else. */
function onlyLooking(): Files {
  const { status, list, read, readLink, realPath } = diskFiles;
  const forbidden = () => assert.fail("a write");
  const none = Object.fromEntries(Object.keys(diskFiles).map((name) => [name, forbidden]));
  return { ...none, status, list, read, readLink, realPath } as unknown as Files;
}

onEach(
  "with copies, the program is a file of its own and still finds its base",
  (python) => {
    const base = probe(python.path, bare());
    const directory = join(scratch("copies"), "env");
    const executable = makeVenv(directory, base, { copies: true }, ports);
    assert.ok(lstatSync(executable).isFile());
    const code = "import sys, json; print(json.dumps([sys.prefix, sys.base_prefix]))";
    assert.deepEqual(JSON.parse(run(executable, ["-c", code])), [directory, base.basePrefix]);
    assert.deepEqual(probe(executable, bare()).basePrefix, base.basePrefix);
  },
  (series) => knowsPyvenvCfg(series) && series !== "pypy3",
);

onEach(
  "of an environment is an environment of its base, also when made by venv itself",
  (python) => {
    const base = probe(python.path, bare());
    const top = scratch("nested");
    const first = makeVenv(join(top, "first"), base, {}, ports);
    const inner = probe(first, bare());
    const second = probe(makeVenv(join(top, "second"), inner, {}, ports), bare());
    assert.deepEqual(
      [second.prefix, second.basePrefix, second.virtual],
      [join(top, "second"), base.basePrefix, true],
    );
    assert.equal(
      readFileSync(join(top, "second/pyvenv.cfg"), "utf8"),
      readFileSync(join(top, "first/pyvenv.cfg"), "utf8"),
    );
  },
  knowsPyvenvCfg,
);

onEach(
  "is told from one that the Python's own venv makes by nothing the probe says",
  (python, context) => {
    const top = scratch("own");
    try {
      run(python.path, ["-I", "-m", "venv", "--without-pip", join(top, "env")]);
    } catch {
      return context.skip(`MISSING: ${python.path} has no venv to compare with`);
    }
    const theirs = probe(join(top, "env/bin/python"), bare());
    diskFiles.removeTree(join(top, "env"));
    const ours = probe(makeVenv(join(top, "env"), probe(python.path, bare()), {}, ports), bare());
    assert.deepEqual({ ...ours, baseExecutable: "" }, { ...theirs, baseExecutable: "" });
  },
  knowsPyvenvCfg,
);

onEach(
  "is refused for Python 2.7, with what to do instead",
  (python) => {
    const directory = join(scratch("two"), "env");
    assert.throws(
      () => makeVenv(directory, probe(python.path, bare()), {}, ports),
      (error) => error instanceof Fault && error.code === "TW-VENV-UNSUPPORTED" && error.hint !== undefined,
    );
    assert.ok(!existsSync(directory));
  },
  (series) => series === "2.7",
);

/** Any Python that carries environments. */
function some() {
  const python = pythons.find(({ series }) => series.startsWith("3."));
  assert.ok(python, "no Python 3 on this machine");
  return probe(python.path, bare());
}

test("a link outside the prefix is a base whose standard library is found", () => {
  const top = scratch("linked");
  symlinkSync(some().executable, join(top, "py"));
  const executable = makeVenv(join(top, "env"), probe(join(top, "py"), bare()), {}, ports);
  assert.equal(run(executable, ["-c", "import sys, os; print(sys.prefix)"]).trim(), join(top, "env"));
});

const occupied: readonly (readonly [string, (path: string) => void, boolean])[] = [
  ["a directory with other files", (path) => put(join(path, "notes.txt")), false],
  ["the same, also with clear", (path) => put(join(path, "notes.txt")), true],
  ["a file", (path) => put(path), true],
  [
    "an environment of another interpreter",
    (path) => put(join(path, "pyvenv.cfg"), "home = /elsewhere\nversion = 3.0.0\n"),
    false,
  ],
  ["a dangling link", (path) => symlinkSync("/nowhere/at/all", path), true],
];
for (const [sentence, occupy, clear] of occupied) {
  test(`refuses ${sentence} and leaves it alone`, () => {
    const top = scratch("occupied");
    occupy(join(top, "env"));
    const before = tree(top);
    assert.throws(
      () => makeVenv(join(top, "env"), some(), { clear }, ports),
      (error) => error instanceof Fault && error.code === "TW-VENV-OCCUPIED" && error.hint !== undefined,
    );
    assert.deepEqual(tree(top), before);
  });
}

function put(path: string, text = "x"): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

test("takes an empty directory, a link to one, and with clear an environment of another interpreter", () => {
  const top = scratch("free");
  mkdirSync(join(top, "empty"));
  mkdirSync(join(top, "real"));
  symlinkSync("real", join(top, "link"));
  put(join(top, "other/pyvenv.cfg"), "home = /elsewhere\nversion = 3.0.0\n");
  put(join(top, "other/lib/old.py"));
  makeVenv(join(top, "empty"), some(), {}, ports);
  assert.equal(makeVenv(join(top, "link"), some(), {}, ports), join(top, "real/bin/python"));
  makeVenv(join(top, "other"), some(), { clear: true }, ports);
  assert.ok(!existsSync(join(top, "other/lib/old.py")) && existsSync(join(top, "other/bin/python")));
});

const beginnings: readonly (readonly [string, (directory: string) => void, readonly string[]])[] = [
  ["nothing", () => undefined, ["nothing", "whole"]],
  ["an empty directory", (directory) => mkdirSync(directory), ["nothing", "whole"]],
  [
    "an environment to clear",
    (directory) => put(join(directory, "pyvenv.cfg"), "home = /elsewhere\n"),
    ["old", "whole"],
  ],
];
for (const [sentence, begin, allowed] of beginnings) {
  test(`broken off at any write, it leaves ${sentence} as it was, or the whole environment`, () => {
    const base = some();
    const seen = new Set<string>();
    for (let step = 1, reached = true; reached; step++) {
      const directory = join(scratch("broken"), "env");
      begin(directory);
      const disk = failing(step);
      try {
        makeVenv(directory, base, { clear: true }, { files: disk.files, random });
      } catch {
        // Broken off: judged by what stands there.
      }
      seen.add(stateOf(directory));
      reached = disk.reached;
    }
    assert.deepEqual([...seen].sort(), allowed);
  });
}

/** What stands in a directory: nothing, the environment it held, or a new one that works. */
function stateOf(directory: string): string {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return "nothing";
  const python = join(directory, "bin/python");
  if (!existsSync(python)) return readdirSync(directory).join() === "pyvenv.cfg" ? "old" : "half";
  return run(python, ["-c", "import sys; print(sys.prefix)"]).trim() === directory ? "whole" : "broken";
}

/** Files whose write number `step` fails, once. */
function failing(step: number): { readonly files: Files; readonly reached: boolean } {
  let writes = 0;
  const state = { reached: false };
  const names = [
    "create",
    "makeDirectory",
    "makeDirectories",
    "makeLink",
    "rename",
    "remove",
    "removeDirectory",
    "removeTree",
  ] as const;
  const guarded = names.map((name) => {
    const real = diskFiles[name] as (...args: readonly unknown[]) => void;
    const guard = (...args: readonly unknown[]) => {
      if (++writes === step) {
        state.reached = true;
        throw new Error(`write ${step}`);
      }
      real(...args);
    };
    return [name, guard] as const;
  });
  const files = { ...diskFiles, ...Object.fromEntries(guarded) } as Files;
  return {
    files,
    get reached() {
      return state.reached;
    },
  };
}

const POSIX_SHELL = `. "$1/bin/activate"; . "$1/bin/activate"; python -c 'import sys; print(sys.prefix)'; echo "$VIRTUAL_ENV_PROMPT"
deactivate; echo "$PATH:\${VIRTUAL_ENV-none}"`;
const FISH = `source "$argv[1]/bin/activate.fish"; source "$argv[1]/bin/activate.fish"; python -c 'import sys; print(sys.prefix)'
echo $VIRTUAL_ENV_PROMPT; deactivate; set -q VIRTUAL_ENV; or set none none; echo "$PATH:$none"`;
const CSH = `set d = "$1:q"; source "$d:q/bin/activate.csh"; source "$d:q/bin/activate.csh"; python -c 'import sys; print(sys.prefix)'
echo "$VIRTUAL_ENV_PROMPT"; deactivate; if (! $?VIRTUAL_ENV) echo "\${PATH}:none"`;
const shells: readonly (readonly [string, readonly string[], string])[] = [
  ["sh", ["-eu"], POSIX_SHELL],
  ["bash", ["-eu"], POSIX_SHELL],
  ["zsh", ["-f", "-eu"], POSIX_SHELL],
  ["fish", ["--no-config"], FISH],
  ["tcsh", ["-f"], CSH],
];
for (const [name, flags, code] of shells) {
  const shell = (process.env["PATH"] ?? "")
    .split(":")
    .map((folder) => join(folder, name))
    .find(existsSync);
  const skip = shell === undefined ? `MISSING: there is no ${name} on this machine` : false;
  test(`is activated and left again in ${name}, whatever its path`, { skip }, () => {
    assert.ok(shell);
    const top = scratch("shell");
    const directory = join(top, 'it\'s "my" $HOME `env`\\!');
    makeVenv(directory, some(), {}, ports);
    writeFileSync(join(top, "script"), `${code}\n`);
    const said = run(shell, [...flags, join(top, "script"), directory], PLAIN)
      .trim()
      .split("\n");
    assert.deepEqual(said, [directory, basename(directory), `${PLAIN["PATH"]}:none`]);
  });
}
