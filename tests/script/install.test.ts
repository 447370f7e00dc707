/** A written script on every Python of this machine, with no network: the tree that `bootstrap` gives, twice, and a pip that works. */
import assert from "node:assert/strict";
import { copyFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { onEach, PLAIN, type Python, pythons, scratch, since } from "../python/pythons.ts";
import { bareCopy, embeddable } from "../support/bare.ts";
import { newest, truewheel } from "../support/cli.ts";
import {
  commonScratch,
  isCovered,
  noNamespace,
  offlineFrom,
  openedPath,
  scriptFor,
  seriesOf,
  THOROUGH,
  tree,
  type Ways,
  withoutNetwork,
} from "./support.ts";

/** All of them when asked for; else the newest, and the oldest where `both` says so. */
const chosen = (series: string, both: boolean): boolean =>
  THOROUGH || series === newest().python.series || (both && series === pythons[0]?.series);

/** A test on each Python that is chosen; loud where one is missing or nothing can be shown. */
function onScripts(
  title: string,
  story: (python: Python) => void,
  only: (series: string) => boolean = () => true,
  both = false,
): void {
  onEach(
    title,
    (python, context) => {
      if (noNamespace !== undefined) context.skip(noNamespace);
      else if (isCovered(seriesOf(python))) story(python);
      else context.skip(`NOT SHOWN: the manifest has no series for ${python.series}`);
    },
    (series) => chosen(series, both) && only(series),
  );
}

function bootstrap(python: Python, ...args: readonly string[]): void {
  const ran = truewheel(["bootstrap", ...offlineFrom(python), ...args]);
  assert.equal(ran.status, 0, ran.stderr);
}

/** The script, run twice: first it installs, then it finds everything right. */
function twice(program: string, args: readonly string[], root: string, ways: Ways = {}): readonly string[] {
  const first = withoutNetwork(program, args, ways);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /^installed: .*; every file was hashed before it was put there$/m);
  const before = tree(root);
  const second = withoutNetwork(program, args, ways);
  assert.equal(second.status, 0, second.stderr);
  assert.match(second.stderr, /^unchanged: .*; every installed file was hashed again and is right$/m);
  assert.deepEqual(tree(root), before);
  return before;
}

function pipWorks(program: string, ways: Ways = {}): void {
  const version = withoutNetwork(program, ["-B", "-m", "pip", "--version"], ways);
  assert.match(version.stdout, /^pip \d/, version.stderr);
  const imported = withoutNetwork(program, ["-B", "-c", "import setuptools, wheel"], ways);
  assert.equal(imported.status, 0, imported.stderr);
  const checked = withoutNetwork(program, ["-B", "-W", "ignore", "-m", "pip", "check"], ways);
  // A Python of the system has packages of its own, whose faults are not ours.
  const ours = checked.stdout.split("\n").filter((line) => /^(?:pip|setuptools|wheel|packaging) /.test(line));
  assert.deepEqual(ours, [], checked.stderr);
  assert.notEqual(checked.stdout, "", checked.stderr);
}

onScripts(
  "a bare Python gets the tree that bootstrap gives, twice the same, and a pip that works",
  (python) => {
    const place = join(scratch("bare"), "python");
    const before = bareCopy(python, place);
    bootstrap(python, "--python", before.python);
    const wanted = tree(place);
    rmSync(place, { recursive: true });
    const bare = bareCopy(python, place);
    assert.deepEqual(twice(bare.python, [scriptFor(python)], place), wanted);
    pipWorks(bare.python);
  },
);

onScripts("--target gets the tree that bootstrap gives, for an ordinary user too", (python) => {
  const place = join(scratch("target"), "lib");
  bootstrap(python, "--python", python.path, "--target", place);
  const wanted = tree(place);
  rmSync(place, { recursive: true });
  twice(python.path, [scriptFor(python), "--target", place], place);
  assert.deepEqual(tree(place), wanted);
  const own = join(commonScratch("nobody"), "lib");
  const program = openedPath(python);
  const script = join(own, "..", "..", "get-pip.py");
  copyFileSync(scriptFor(python), script);
  const ways = { asNobody: true };
  twice(program, [script, "--target", own], own, ways);
  // The wrappers name the interpreter, whose path is another one for an ordinary user.
  const alike = (line: string): boolean => !/^\/bin\/|\.dist-info\/RECORD /.test(line);
  assert.deepEqual(tree(own).filter(alike), wanted.filter(alike));
  pipWorks(program, { ...ways, environment: { PYTHONPATH: own } });
});

onScripts(
  "an environment of an ordinary user gets a pip that works",
  (python) => {
    const place = join(commonScratch("environment"), "env");
    const ways = { asNobody: true };
    const script = join(place, "..", "..", "get-pip.py");
    copyFileSync(scriptFor(python), script);
    const made = withoutNetwork(openedPath(python), ["-m", "venv", "--without-pip", place], ways);
    assert.equal(made.status, 0, made.stderr);
    const program = join(place, "bin", "python");
    twice(program, [script], join(place, "lib"), ways);
    pipWorks(program, ways);
  },
  (series) => /^3\.\d+$/.test(series),
);

onScripts(
  "a ._pth is refused with the lines it lacks, and mended with --fix-pth as bootstrap does",
  (python) => {
    const place = join(scratch("embeddable"), "python");
    const before = embeddable(python, place);
    bootstrap(python, "--python", before.python, "--fix-pth");
    const wanted = tree(place);
    rmSync(place, { recursive: true });
    const { python: program } = embeddable(python, place);
    const empty = tree(place);
    const refused = withoutNetwork(program, [scriptFor(python)]);
    assert.equal(refused.status, 1, refused.stderr);
    assert.match(
      refused.stderr,
      /it needs the lines\n\n {4}lib\/python3\.\d+\/site-packages\n {4}import site\n/,
    );
    assert.deepEqual(tree(place), empty);
    assert.deepEqual(twice(program, [scriptFor(python), "--fix-pth"], place), wanted);
    pipWorks(program);
  },
  since(11),
);

onScripts("an archive gives the same tree", (python) => {
  const place = join(scratch("zipapp"), "lib");
  const wanted = twice(python.path, [scriptFor(python), "--target", place], place);
  rmSync(place, { recursive: true });
  assert.deepEqual(twice(python.path, [scriptFor(python, "zipapp"), "--target", place], place), wanted);
});

const { python } = newest();

test("--prefix gets the tree that bootstrap gives", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const place = join(scratch("prefix"), "usr");
  bootstrap(python, "--python", python.path, "--prefix", place);
  const wanted = tree(place);
  rmSync(place, { recursive: true });
  assert.deepEqual(twice(python.path, [scriptFor(python), "--prefix", place], place), wanted);
});

test("--user installs below the home of whoever runs it", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const home = commonScratch("user");
  const script = join(home, "..", "get-pip.py");
  copyFileSync(scriptFor(python), script);
  const ways = { asNobody: true, environment: { HOME: home } };
  twice(openedPath(python), [script, "--user"], home, ways);
  assert.ok(existsSync(join(home, ".local", "bin", "pip")));
  pipWorks(openedPath(python), ways);
});

test("a Python that its distribution manages is left alone, in the distribution's own words", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const place = scratch("managed");
  const bare = bareCopy(python, place);
  const words =
    "[externally-managed]\nError=Use the package manager\n of Examplix.\nError-de=Nimm Examplix.\n";
  writeFileSync(join(bare.site, "..", "EXTERNALLY-MANAGED"), words);
  const before = tree(place);
  const refused = withoutNetwork(bare.python, [scriptFor(python)]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Use the package manager\nof Examplix\./);
  assert.match(refused.stderr, /--break-system-packages/);
  const german = withoutNetwork(bare.python, [scriptFor(python)], { environment: { LANG: "de_DE.UTF-8" } });
  assert.match(german.stderr, /Nimm Examplix\./);
  assert.deepEqual(tree(place), before);
  assert.equal(withoutNetwork(bare.python, [scriptFor(python), "--break-system-packages"]).status, 0);
});

test("another version is replaced, whole, and a damaged one repaired", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const bare = bareCopy(python, scratch("upgrade"));
  const wanted = twice(bare.python, [scriptFor(python)], bare.site);
  const name = wanted.find((line) => /^\/pip-[^/]+\/RECORD /.test(line))?.split("/")[1] ?? "";
  const info = join(bare.site, name);
  const old = join(bare.site, "pip-20.0.dist-info");
  renameSync(info, old);
  const record = readFileSync(join(old, "RECORD"), "utf8").replaceAll(name, "pip-20.0.dist-info");
  writeFileSync(join(old, "RECORD"), record);
  assert.equal(withoutNetwork(bare.python, [scriptFor(python)]).status, 0);
  assert.deepEqual(tree(bare.site), wanted);
  writeFileSync(join(bare.site, "pip", "__init__.py"), "raise SystemExit(1)\n");
  rmSync(join(bare.site, "setuptools", "__init__.py"));
  assert.equal(withoutNetwork(bare.python, [scriptFor(python)]).status, 0);
  assert.deepEqual(tree(bare.site), wanted);
});

test("what belongs to nobody, and a link, are not written over", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const bare = bareCopy(python, scratch("taken"));
  writeFileSync(join(bare.site, "pip"), "mine");
  const before = tree(bare.site);
  const taken = withoutNetwork(bare.python, [scriptFor(python)]);
  assert.equal(taken.status, 1);
  assert.match(taken.stderr, /site-packages\/pip is there already and belongs to no distribution/);
  assert.deepEqual(tree(bare.site), before);
  rmSync(join(bare.site, "pip"));
  cpSync(bare.site, join(bare.site, "..", "elsewhere"), { recursive: true });
  const ended = withoutNetwork("ln", ["-s", join(bare.site, "..", "elsewhere"), join(bare.site, "pip")]);
  assert.equal(ended.status, 0);
  const linked = withoutNetwork(bare.python, [scriptFor(python)]);
  assert.match(linked.stderr, /site-packages\/pip is a link; nothing is written or removed through it/);
});

test("options that leave something out do, on the command line and as get-pip's variables", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const place = join(scratch("left-out"), "lib");
  const holds = (
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): readonly string[] => {
    rmSync(place, { recursive: true, force: true });
    const ran = withoutNetwork(python.path, [scriptFor(python), "-t", place, ...args], { environment });
    assert.equal(ran.status, 0, ran.stderr);
    return ["packaging", "pip", "setuptools", "wheel"].filter((name) => existsSync(join(place, name)));
  };
  assert.deepEqual(holds(["--no-setuptools"], {}), ["packaging", "pip", "wheel"]);
  assert.deepEqual(holds(["--no-wheel"], {}), ["pip", "setuptools"]);
  assert.deepEqual(holds(["--no-wheel"], { PIP_NO_SETUPTOOLS: "1" }), ["pip"]);
  assert.deepEqual(holds([], { PIP_NO_WHEEL: "1", PIP_NO_SETUPTOOLS: "" }), ["pip", "setuptools"]);
});

test("another Python is told which script it needs, and nothing is written", (context) => {
  const other = pythons.find((each) => each.series === "2.7" || each.series === "3.9");
  if (other === undefined) return context.skip("MISSING: no Python 2.7 or 3.9 on this machine");
  const place = join(scratch("other"), "lib");
  const refused = withoutNetwork(other.path, [scriptFor(python), "--target", place]);
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /this file installs into Python 3\.10 or newer, and this is Python (?:2\.7|3\.9)/,
  );
  assert.match(refused.stderr, /`truewheel script --series (?:2\.7|3\.9) -o FILE` writes the one for it/);
  assert.ok(!existsSync(place));
});

test("what cannot be meant is refused before anything is written", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const place = scratch("usage");
  const refusals: readonly (readonly [readonly string[], number, RegExp])[] = [
    [["--traget", "x"], 2, /no such option: --traget/],
    [["--target", join(place, "x"), "--user"], 2, /--target and --user exclude one another/],
    [["--target", join(place, "x"), "--fix-pth"], 2, /--fix-pth and --target exclude one another/],
    [["--target", ""], 2, /--target needs a value/],
    [["--target", join(place, "x"), "pip==1.0"], 2, /this file does not install pip==1\.0/],
    [["--target", join(place, "x"), "flask"], 2, /this file does not install flask/],
    [["--target", join(place, "x"), "-r", join(place, "absent.txt")], 2, /cannot read .*absent\.txt/],
  ];
  for (const [args, status, words] of refusals) {
    const ran = withoutNetwork(python.path, [scriptFor(python), ...args]);
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, words);
    assert.deepEqual(tree(place), []);
  }
  assert.equal(PLAIN["PYTHONPATH"], undefined);
});
