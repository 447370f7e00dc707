/** The first capability, as a user sees it, on every CPython of this machine. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { onEach, PLAIN, type Python, run, scratch, since } from "../python/pythons.ts";
import { bareCopy, embeddable } from "../support/bare.ts";
import { filledStore, newest, reportOf, tree, truewheel } from "../support/cli.ts";

/** What a bootstrapped Python must be able to do. */
function pipWorks(python: string, environment: Readonly<Record<string, string>> = PLAIN): void {
  assert.match(run(python, ["-m", "pip", "--version"], environment), /^pip \d/);
  run(python, ["-c", "import setuptools, wheel"], environment);
  assert.match(
    run(python, ["-W", "ignore", "-m", "pip", "check"], environment),
    /No broken requirements found/,
  );
}

function bootstrap(python: Python, ...args: readonly string[]): ReturnType<typeof truewheel> {
  return truewheel(["bootstrap", "--offline", "--cache-dir", filledStore(python), ...args]);
}

/** Twice: the first installs, the second finds everything right. */
function twice(python: Python, root: string, ...args: readonly string[]): void {
  const first = bootstrap(python, ...args);
  assert.equal(first.status, 0, first.stderr);
  assert.match(
    first.stderr,
    /installed: \d packages, each PINNED; every file was hashed before it was put there/,
  );
  const before = tree(root);
  const second = bootstrap(python, ...args);
  assert.equal(second.status, 0, second.stderr);
  assert.match(
    second.stderr,
    /unchanged: \d packages, each PINNED; every installed file was hashed again and is right/,
  );
  assert.deepEqual(tree(root), before);
}

const cpython = (series: string): boolean => /^\d/.test(series);

onEach(
  "a bare Python gets a pip that works, and a second run changes nothing",
  (python) => {
    const folder = scratch("bare");
    const bare = bareCopy(python, folder);
    assert.throws(() => run(bare.python, ["-m", "pip", "--version"]), /No module named pip/);
    twice(python, bare.site, "--python", bare.python);
    pipWorks(bare.python);
  },
  cpython,
);

onEach(
  "--venv makes an environment and fills it",
  (python) => {
    const folder = scratch("venv");
    twice(python, join(folder, "env", "lib"), "--python", python.path, "--venv", join(folder, "env"));
    pipWorks(join(folder, "env", "bin", "python"));
    const { home } = Object.fromEntries(
      readFileSync(join(folder, "env", "pyvenv.cfg"), "utf8")
        .split("\n")
        .map((line) => line.split(" = ")),
    );
    assert.ok(existsSync(home));
  },
  (series) => series !== "2.7" && series !== "system",
);

onEach(
  "--target fills a directory that sys.path can name",
  (python) => {
    const folder = join(scratch("target"), "lib");
    twice(python, folder, "--python", python.path, "--target", folder);
    pipWorks(python.path, { ...PLAIN, PYTHONPATH: folder });
  },
  // A distribution's PyPy sees the distribution's own packages, whose needs pip then misses.
  cpython,
);

onEach(
  "a Python isolated by a ._pth is refused with the lines it lacks, and bootstrapped with --fix-pth",
  (python) => {
    const folder = scratch("embeddable");
    const { python: program, pth } = embeddable(python, folder);
    const before = tree(folder);
    const refused = bootstrap(python, "--python", program);
    assert.equal(refused.status, 1, refused.stderr);
    assert.match(refused.stderr, /import site/);
    assert.match(refused.stderr, /--fix-pth/);
    assert.deepEqual(tree(folder), before);
    const fixed = bootstrap(python, "--python", program, "--fix-pth");
    assert.equal(fixed.status, 0, fixed.stderr);
    assert.match(readFileSync(pth, "utf8"), /\r\nimport site\r\n/);
    pipWorks(program);
    const again = bootstrap(python, "--python", program, "--fix-pth");
    assert.match(again.stderr, /unchanged: /);
  },
  since(11),
);

test("--prefix and --root lay files out below their directory", () => {
  const { python } = newest();
  const folder = scratch("prefix");
  const prefixed = bootstrap(python, "--python", python.path, "--prefix", join(folder, "usr"));
  assert.equal(prefixed.status, 0, prefixed.stderr);
  assert.ok(existsSync(join(folder, "usr", "bin", "pip")));
  const bare = bareCopy(python, join(folder, "bare"));
  const rooted = bootstrap(python, "--python", bare.python, "--root", join(folder, "image"));
  assert.equal(rooted.status, 0, rooted.stderr);
  assert.ok(existsSync(join(folder, "image", bare.site, "pip", "__init__.py")));
  assert.ok(!existsSync(join(bare.site, "pip")));
  assert.match(
    readFileSync(join(folder, "image", folder, "bare", "bin", "pip"), "utf8"),
    new RegExp(`^#!${bare.python}\n`),
  );
});

test("a Python that its distribution manages is left alone, in the distribution's own words", () => {
  const { python } = newest();
  const bare = bareCopy(python, scratch("managed"));
  writeFileSync(
    join(bare.site, "..", "EXTERNALLY-MANAGED"),
    "[externally-managed]\nError=Use the package manager of Examplix.\n",
  );
  const refused = bootstrap(python, "--python", bare.python);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Use the package manager of Examplix\./);
  assert.match(refused.stderr, /--break-system-packages/);
  assert.ok(!existsSync(join(bare.site, "pip")));
  assert.equal(bootstrap(python, "--python", bare.python, "--break-system-packages").status, 0);
});

test("two machines' worth of runs give the same tree and say the same digest", () => {
  const { python } = newest();
  const place = join(scratch("equal"), "env");
  const runs = [1, 2].map((number) => {
    const moved = `${place}-${number}`;
    // Two empty caches, each filled from the folder; the target has the same path both times.
    const cache = join(scratch(`cache-${number}`), "cache");
    const ran = truewheel([
      "bootstrap",
      "--python",
      python.path,
      "--venv",
      place,
      "--offline",
      "--find-links",
      wheels(),
      "--cache-dir",
      cache,
      "--format",
      "json",
    ]);
    assert.equal(ran.status, 0, ran.stderr);
    const lines = tree(join(place, "lib"));
    run("/bin/mv", [place, moved]);
    return { digest: reportOf(ran).tree, lines };
  });
  assert.match(runs[0]?.digest ?? "", /^[0-9a-f]{64}$/);
  assert.deepEqual(runs[0], runs[1]);
});

test("--compile-bytecode gives the same bytecode every time, and it is used without a look at the source", () => {
  const { python } = newest();
  const place = join(scratch("compiled"), "env");
  const digests = [1, 2].map(() => {
    run("/bin/rm", ["-rf", place]);
    const ran = bootstrap(
      python,
      "--python",
      python.path,
      "--venv",
      place,
      "--compile-bytecode",
      "--format",
      "json",
    );
    assert.equal(ran.status, 0, ran.stderr);
    return reportOf(ran).tree;
  });
  assert.equal(digests[0], digests[1]);
  const cached = run(join(place, "bin", "python"), [
    "-c",
    "import importlib.util, pip; print(importlib.util.cache_from_source(pip.__file__))",
  ]).trim();
  assert.equal(readFileSync(cached).readUInt32LE(4), 1, "flags: hash-based, unchecked");
});

test("another version of pip is replaced, whole", () => {
  const { python, store } = newest();
  const bare = bareCopy(python, scratch("upgrade"));
  const old = truewheel([
    "bootstrap",
    "--python",
    bare.python,
    "--offline",
    "--cache-dir",
    store,
    "--no-wheel",
  ]);
  assert.equal(old.status, 0, old.stderr);
  run(bare.python, [
    "-c",
    "import os, pip; d = os.path.dirname(os.path.dirname(pip.__file__)); n = [x for x in os.listdir(d) if x.startswith('pip-')][0]; os.rename(os.path.join(d, n), os.path.join(d, 'pip-20.0.dist-info')); r = os.path.join(d, 'pip-20.0.dist-info', 'RECORD'); t = open(r).read().replace(n, 'pip-20.0.dist-info'); open(r, 'w').write(t)",
  ]);
  const ran = truewheel(["bootstrap", "--python", bare.python, "--offline", "--cache-dir", store]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /^- pip 20\.0$/m);
  pipWorks(bare.python);
  assert.ok(!existsSync(join(bare.site, "pip-20.0.dist-info")));
});

let folder: string | undefined;
function wheels(): string {
  folder ??= wheelFolderOnce();
  return folder;
}

function wheelFolderOnce(): string {
  const made = scratch("wheels");
  mkdirSync(made, { recursive: true });
  return fill(made);
}

import { wheelFolder as fill } from "../support/cli.ts";
