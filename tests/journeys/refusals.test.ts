/** Bad input, bad places, bad luck: a clear error with a code, nothing lost. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commands } from "../../src/commands/table.ts";
import { scratch } from "../python/pythons.ts";
import { bareCopy } from "../support/bare.ts";
import {
  CLI,
  MANIFEST,
  newest,
  PLAIN,
  pinsFor,
  storedPath,
  tree,
  truewheel,
  truewheelAsync,
  wheelFolder,
} from "../support/cli.ts";

const { python, store } = newest();
const manifest = JSON.parse(readFileSync(MANIFEST, "utf8"));
const series = (): { files: Record<string, unknown>[] } => manifest.closures.at(-1);

/** The manifest with one thing changed, as a file. */
function bent(change: (closure: { files: Record<string, unknown>[] }) => void): string {
  const copy = structuredClone(manifest);
  change(copy.closures.at(-1));
  const path = join(scratch("manifest"), "manifest.json");
  writeFileSync(path, JSON.stringify(copy));
  return path;
}

const words = scratch("words");
writeFileSync(join(words, "no-python"), "#!/bin/sh\necho hello\n");
chmodSync(join(words, "no-python"), 0o755);
writeFileSync(join(words, "text.txt"), "not a program");
writeFileSync(join(words, "empty.json"), "");

const bad: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  [
    "an unknown verb",
    ["bootstrp"],
    2,
    /error: no such verb: bootstrp \[TW-USAGE\]\nhint: Did you mean bootstrap\?/,
  ],
  [
    "an unknown flag",
    ["bootstrap", "--pyton", "3"],
    2,
    /error: no such option: --pyton \[TW-USAGE\]\nhint: Did you mean --python\?/,
  ],
  ["a flag without its value", ["bootstrap", "--python"], 2, /TW-USAGE/],
  [
    "two flags that contradict one another",
    ["bootstrap", "--venv", "x", "--target", "y"],
    2,
    /--venv and --target cannot be given together/,
  ],
  [
    "a format that is none",
    ["bootstrap", "--format", "yaml"],
    2,
    /--format is one of text, json, not "yaml"/,
  ],
  ["a Python that is not there", ["bootstrap", "--python", "/nonexistent/python"], 2, /TW-PYTHON-MISSING/],
  ["a series that is not there", ["bootstrap", "--python", "3.99"], 2, /TW-PYTHON-MISSING/],
  [
    "a program that is no Python",
    ["bootstrap", "--python", join(words, "no-python")],
    2,
    /TW-PYTHON-NOT-A-PYTHON/,
  ],
  [
    "a file that is no program",
    ["bootstrap", "--python", join(words, "text.txt")],
    2,
    /TW-PYTHON-NOT-EXECUTABLE/,
  ],
  [
    "a manifest that is not there",
    ["bootstrap", "--python", python.path, "--manifest", "/nonexistent.json"],
    2,
    /TW-DISK-MISSING/,
  ],
  [
    "an empty manifest",
    ["bootstrap", "--python", python.path, "--manifest", join(words, "empty.json")],
    1,
    /TW-JSON-MALFORMED/,
  ],
  [
    "a manifest without a digest",
    [
      "bootstrap",
      "--python",
      python.path,
      "--manifest",
      bent((closure) => delete closure.files[0]?.["sha256"]),
    ],
    1,
    /TW-MANIFEST-INCOMPLETE/,
  ],
  [
    "a manifest without pip",
    ["bootstrap", "--python", python.path, "--manifest", bent((closure) => closure.files.splice(1, 1))],
    1,
    /TW-MANIFEST-INCOMPLETE/,
  ],
  [
    "an unknown key in a manifest",
    [
      "bootstrap",
      "--python",
      python.path,
      "--manifest",
      bent((closure) => Object.assign(closure.files[0] ?? {}, { url: "x" })),
    ],
    1,
    /TW-MANIFEST-MALFORMED/,
  ],
];

for (const [sentence, args, status, text] of bad) {
  test(`refuses ${sentence}`, () => {
    const ran = truewheel([...args, ...(args[0] === "bootstrap" ? ["--offline", "--cache-dir", store] : [])]);
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, text);
    assert.doesNotMatch(ran.stderr, /\n {4}at /, "no stack trace");
  });
}

function target(name: string): string {
  return join(scratch(name), "lib");
}

test("a closure that leaves out what a member needs is refused before anything is installed", () => {
  const path = bent((closure) =>
    closure.files.splice(
      closure.files.findIndex((file) => file["name"] === "packaging"),
      1,
    ),
  );
  const folder = target("open");
  const ran = truewheel([
    "bootstrap",
    "--python",
    python.path,
    "--target",
    folder,
    "--manifest",
    path,
    "--offline",
    "--cache-dir",
    store,
  ]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(
    ran.stderr,
    /wheel \S+ needs packaging\s*>=\s*24\.0, which nothing brings \[TW-CLOSURE-INCOMPLETE\]/,
  );
  assert.ok(!existsSync(folder));
});

test("a manifest with a wrong digest matches no file, from the folder either", () => {
  const path = bent((closure) => Object.assign(closure.files[1] ?? {}, { sha256: "0".repeat(64) }));
  const folder = target("wrong");
  const ran = truewheel([
    "bootstrap",
    "--python",
    python.path,
    "--target",
    folder,
    "--manifest",
    path,
    "--no-index",
    "--find-links",
    wheelFolder(join(words, "wheels")),
    "--cache-dir",
    join(words, "c1"),
  ]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /TW-/);
  assert.ok(!existsSync(folder));
});

test("--no-index --find-links works from a folder of wheels, and refuses one that was altered", () => {
  const wheels = wheelFolder(join(words, "folder"));
  const args = ["bootstrap", "--python", python.path, "--no-index", "--find-links", wheels];
  const fine = truewheel([...args, "--target", target("folder"), "--cache-dir", join(words, "c2")]);
  assert.equal(fine.status, 0, fine.stderr);
  const pip = join(wheels, pinsFor("3.10+").find((pin) => pin.name === "pip")?.filename ?? "");
  const bytes = readFileSync(pip);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  writeFileSync(pip, bytes);
  const folder = target("altered");
  const ran = truewheel([...args, "--target", folder, "--cache-dir", join(words, "c3")]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /pip-\S+\.whl/);
  assert.ok(!existsSync(folder));
});

test("--offline says which files it lacks", () => {
  const ran = truewheel([
    "bootstrap",
    "--python",
    python.path,
    "--target",
    target("lack"),
    "--offline",
    "--cache-dir",
    join(words, "empty"),
  ]);
  assert.equal(ran.status, 3, ran.stderr);
  for (const pin of pinsFor("3.10+")) assert.ok(ran.stderr.includes(pin.filename), ran.stderr);
});

for (const damage of ["flipped", "truncated", "swapped", "replaced by a link"]) {
  test(`a store entry that was ${damage} is never installed`, () => {
    const copy = join(scratch("damage"), "store");
    cpSync(store, copy, { recursive: true });
    const [first, second] = pinsFor("3.10+");
    const path = storedPath(copy, first?.sha256 ?? "");
    if (damage === "flipped") {
      const bytes = readFileSync(path);
      bytes[99] = (bytes[99] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    } else if (damage === "truncated") truncateSync(path, 1000);
    else {
      rmSync(path);
      const other = storedPath(copy, second?.sha256 ?? "");
      if (damage === "swapped") cpSync(other, path);
      else symlinkSync(other, path);
    }
    const folder = target("damage");
    const ran = truewheel([
      "bootstrap",
      "--python",
      python.path,
      "--target",
      folder,
      "--offline",
      "--cache-dir",
      copy,
    ]);
    assert.equal(ran.status, 3, ran.stderr);
    assert.ok(!existsSync(folder));
    const repaired = truewheel([
      "bootstrap",
      "--python",
      python.path,
      "--target",
      folder,
      "--no-index",
      "--find-links",
      wheelFolder(join(words, "repair")),
      "--cache-dir",
      copy,
    ]);
    assert.equal(repaired.status, 0, repaired.stderr);
  });
}

test("a damaged pack of unpacked files is noticed and does no harm", () => {
  const copy = join(scratch("pack"), "store");
  const folder = target("pack-1");
  cpSync(store, copy, { recursive: true });
  const args = ["bootstrap", "--python", python.path, "--offline", "--cache-dir", copy, "--format", "json"];
  const first = JSON.parse(truewheel([...args, "--target", folder]).stdout);
  const packs = spawnSync("find", [join(copy, "derived"), "-type", "f"], { encoding: "utf8" })
    .stdout.trim()
    .split("\n");
  assert.ok(packs.length >= 4);
  for (const pack of packs) {
    const bytes = readFileSync(pack);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    writeFileSync(pack, bytes);
  }
  rmSync(folder, { recursive: true });
  assert.equal(JSON.parse(truewheel([...args, "--target", folder]).stdout).tree, first.tree);
  const again = truewheel([
    "bootstrap",
    "--python",
    python.path,
    "--offline",
    "--cache-dir",
    copy,
    "--target",
    folder,
  ]);
  assert.match(again.stderr, /unchanged: /);
});

/** Runs a shell script in a mount namespace of its own; says why when the machine does not allow it. */
function mounted(script: string): { readonly status: number | null; readonly stderr: string } | undefined {
  const probe = spawnSync("unshare", ["-m", "true"]);
  if (probe.status !== 0) return undefined;
  const { status, stderr } = spawnSync("unshare", ["-m", "sh", "-c", script], {
    env: { ...PLAIN, HOME: "/nonexistent" },
    encoding: "utf8",
  });
  return { status, stderr };
}

const command = (folder: string): string =>
  `${process.execPath} ${CLI} bootstrap --python ${python.path} --offline --cache-dir ${store} --target ${folder}`;

test("a full disk: says so, leaves the target as it was, and works once there is room", (context) => {
  const folder = scratch("full");
  for (const size of ["200k", "3m", "8m"]) {
    const ran = mounted(
      `mount -t tmpfs -o size=${size} none ${folder} && { ${command(folder)}; code=$?; ls -A ${folder} >&2; exit $code; }`,
    );
    if (ran === undefined) {
      return context.skip("MISSING: this machine lets nobody mount a small disk, so nothing was shown");
    }
    assert.equal(ran.status, 2, ran.stderr);
    assert.match(
      ran.stderr,
      /the disk is full \[TW-DISK-FULL\]\n {2}cause: ENOSPC.*\n$/,
      "the listing after it is empty",
    );
  }
  const roomy = truewheel([
    "bootstrap",
    "--python",
    python.path,
    "--offline",
    "--cache-dir",
    store,
    "--target",
    folder,
  ]);
  assert.equal(roomy.status, 0, roomy.stderr);
});

test("a read-only target is refused with a code", (context) => {
  const folder = scratch("readonly");
  const ran = mounted(`mount -t tmpfs none ${folder} && mount -o remount,ro ${folder} && ${command(folder)}`);
  if (ran === undefined) {
    return context.skip("MISSING: this machine lets nobody mount a read-only disk, so nothing was shown");
  }
  assert.equal(ran.status, 2, ran.stderr);
  assert.match(ran.stderr, /TW-DISK-READ-ONLY\]/);
});

test("eight commands at once on one target: all succeed, one tree", async () => {
  const bare = bareCopy(python, scratch("together"));
  const args = ["bootstrap", "--python", bare.python, "--offline", "--cache-dir", store];
  const all = await Promise.all(Array.from({ length: 8 }, () => truewheelAsync(args)));
  for (const ran of all) assert.equal(ran.status, 0, ran.stderr);
  assert.equal(all.filter((ran) => ran.stderr.includes("installed: ")).length, 1);
  assert.ok(!existsSync(join(bare.site, ".truewheel")));
  assert.match(truewheel(args).stderr, /unchanged: /);
});

test("somebody's own file in the way is not overwritten", () => {
  const bare = bareCopy(python, scratch("taken"));
  mkdirSync(join(bare.site, "wheel"));
  writeFileSync(join(bare.site, "wheel", "__init__.py"), "# mine\n");
  const before = tree(bare.site);
  const ran = truewheel(["bootstrap", "--python", bare.python, "--offline", "--cache-dir", store]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /TW-INSTALL-TAKEN/);
  assert.deepEqual(tree(bare.site), before);
});

test("a package directory that is a link out of the environment is not written through", () => {
  const bare = bareCopy(python, scratch("link"));
  const outside = scratch("outside");
  symlinkSync(outside, join(bare.site, "pip"));
  const ran = truewheel(["bootstrap", "--python", bare.python, "--offline", "--cache-dir", store]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /TW-INSTALL-LINK/);
  assert.deepEqual(tree(outside), []);
});

test("explain knows every code offline, and help names every verb", () => {
  const list = truewheel(["explain"]);
  assert.equal(list.status, 0);
  for (const line of list.stdout.trim().split("\n")) assert.match(line, /^TW-[A-Z0-9-]+ {2}\S/);
  assert.match(
    truewheel(["explain", "tw-judge-other-bytes"]).stdout,
    /^TW-JUDGE-OTHER-BYTES: a file is not the one that was pinned\n/,
  );
  const overview = truewheel(["--help"]).stdout;
  for (const { verb, summary } of commands)
    assert.ok(overview.includes(`${verb} `) && overview.includes(summary));
  assert.match(truewheel(["bootstrap", "--help"]).stdout, /--fix-pth/);
  assert.ok(series().files.length >= 4);
});
