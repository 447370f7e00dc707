/** Whoever plants modules, start-up files or variables around a Python gets none of them run by the probe, and changes no fact. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { processes } from "../../src/effects/process.ts";
import { probe } from "../../src/effects/python/probe.ts";
import { makeVenv } from "../../src/stages/venv/venv.ts";
import { bare, counting, onEach, PLAIN, pythons, run, scratch } from "./pythons.ts";

/** Modules that anything started in a folder, or with it on PYTHONPATH, is likely to import. */
const LIKELY =
  "json sysconfig os site platform re struct distutils _sysconfigdata__linux_x86_64-linux-gnu evil sitecustomize usercustomize encodings codecs types";

/** A folder whose modules leave a mark when they are imported. */
function trap(folder: string): () => readonly string[] {
  const mark = join(folder, "mark");
  mkdirSync(folder, { recursive: true });
  const code = `open(${JSON.stringify(mark)}, "a").write(__name__ + "\\n")\n`;
  for (const name of LIKELY.split(" ")) writeFileSync(join(folder, `${name}.py`), code);
  return () => (existsSync(mark) ? readFileSync(mark, "utf8").trim().split("\n") : []);
}

onEach("modules in the working directory are not imported", (python) => {
  const folder = scratch("cwd");
  const sprung = trap(folder);
  const inFolder = {
    ...bare(),
    processes: {
      run: ((program, args, options) =>
        processes.run(program, args, { ...options, directory: folder })) as typeof processes.run,
    },
  };
  assert.deepEqual(probe(python.path, inFolder), probe(python.path, bare()));
  assert.deepEqual(sprung(), []);
});

onEach("variables that steer a Python change nothing", (python) => {
  const folder = scratch("environment");
  const sprung = trap(folder);
  const hostile = {
    ...PLAIN,
    PYTHONPATH: folder,
    PYTHONHOME: folder,
    PYTHONSTARTUP: join(folder, "json.py"),
    PYTHONUSERBASE: folder,
    PYTHONPLATLIBDIR: "evil",
    PYTHONINSPECT: "1",
    PYTHONWARNINGS: "error",
    PYTHONIOENCODING: "utf-16",
    PYTHONPYCACHEPREFIX: folder,
    _PYTHON_SYSCONFIGDATA_NAME: "evil",
    _PYTHON_PROJECT_BASE: folder,
    _PYTHON_HOST_PLATFORM: "evil-1",
    __PYVENV_LAUNCHER__: join(folder, "python"),
    DEB_PYTHON_INSTALL_LAYOUT: "deb",
    HOME: folder,
    VIRTUAL_ENV: folder,
  };
  assert.deepEqual(probe(python.path, bare(hostile)), probe(python.path, bare()));
  assert.deepEqual(sprung(), []);
});

onEach(
  "an environment's start-up files are not run, and nothing is written",
  (python) => {
    const top = scratch("startup");
    const directory = join(top, "env");
    const executable = makeVenv(
      directory,
      probe(python.path, bare()),
      {},
      { files: diskFiles, random: { token: () => "0" } },
    );
    const clean = probe(executable, bare());
    const sprung = trap(clean.scheme.purelib);
    writeFileSync(join(clean.scheme.purelib, "evil.pth"), "import evil\n/somewhere/else\n");
    const before = readdirSync(clean.scheme.purelib);
    assert.deepEqual(probe(executable, bare()), clean);
    assert.deepEqual(sprung(), []);
    assert.deepEqual(readdirSync(clean.scheme.purelib), before, "no .pyc");
    run(executable, ["-c", ""]);
    assert.ok(sprung().length > 0, "the trap works: an ordinary start springs it");
  },
  (series) => series !== "2.7",
);

onEach("asked twice, started once; a changed Python is asked again", (python) => {
  const cacheDirectory = join(scratch("cache"), "interpreters");
  const counted = counting();
  const deps = { ...bare(), processes: counted, cacheDirectory };
  const first = probe(python.path, deps);
  const starts = counted.starts;
  assert.ok(
    starts === 1 || (starts === 2 && first.major === 2),
    "Python 2 is asked a second time without -I",
  );
  assert.deepEqual(probe(python.path, deps), first);
  assert.equal(counted.starts, starts);
});

test("a shim is followed to the Python behind it, and never remembered", () => {
  const [python] = pythons;
  assert.ok(python);
  const folder = scratch("shim");
  const shim = join(folder, "python3");
  writeFileSync(shim, `#!/bin/sh\nexec "$REAL" "$@"\n`, { mode: 0o755 });
  const counted = counting();
  const deps = {
    ...bare({ ...PLAIN, REAL: python.path, PYTHONPATH: folder }),
    processes: counted,
    cacheDirectory: join(folder, "cache"),
  };
  const found = probe(shim, deps);
  assert.deepEqual(found, probe(python.path, bare()));
  const starts = counted.starts;
  probe(shim, deps);
  assert.equal(counted.starts, 2 * starts);
});

test("letters beyond ASCII in paths are told as they are", () => {
  const modern = pythons.filter(({ series }) => series !== "pypy3");
  for (const { path, series } of modern) {
    const link = join(scratch("näme 雪"), "python ü'\"");
    symlinkSync(path, link);
    const found = probe(link, bare({ ...PLAIN, LANG: "C", LC_ALL: "C" }));
    assert.equal(found.executable, link, series);
    assert.ok(existsSync(dirname(found.scheme.purelib)), series);
  }
});
