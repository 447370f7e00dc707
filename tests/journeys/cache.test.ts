/** The store's keeper, as a user meets it. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { copyTree } from "../support/bare.ts";
import { newest, pinsFor, type Ran, storedPath, truewheel } from "../support/cli.ts";
import { flip } from "../support/tampering.ts";

const { python, store } = newest();

/** A copy of a filled store, marked by something being kept in it. */
function filled(): string {
  const directory = join(scratch("cache"), "store");
  copyTree(store, directory);
  const target = join(scratch("cache-target"), "lib");
  const ran = truewheel([
    "bootstrap",
    "--offline",
    "--cache-dir",
    directory,
    "--python",
    python.path,
    "--target",
    target,
  ]);
  assert.equal(ran.status, 0, ran.stderr);
  if (!existsSync(join(directory, "CACHEDIR.TAG"))) {
    rmSync(join(directory, "derived"), { recursive: true, force: true });
    rmSync(target, { recursive: true });
    assert.equal(
      truewheel([
        "bootstrap",
        "--offline",
        "--cache-dir",
        directory,
        "--python",
        python.path,
        "--target",
        target,
      ]).status,
      0,
    );
  }
  return directory;
}

function cache(directory: string, ...words: readonly string[]): Ran {
  return truewheel(["cache", ...words, "--cache-dir", directory]);
}

const pins = pinsFor("3.10+");
const pin = pins[0]?.sha256 ?? "";

test("dir prints the directory and nothing else", () => {
  const ran = cache("/somewhere/else", "dir");
  assert.deepEqual([ran.status, ran.stdout, ran.stderr], [0, "/somewhere/else\n", ""]);
});

test("info counts what is there, and names what does not belong there", () => {
  const directory = filled();
  writeFileSync(join(directory, "mine.txt"), "mine");
  const ran = cache(directory, "info", "--format", "json");
  assert.equal(ran.status, 0, ran.stderr);
  const told = JSON.parse(ran.stdout) as { kinds: { kind: string; entries: number }[]; strange: string[] };
  const wheels = told.kinds.find((each) => each.kind === "wheels")?.entries ?? 0;
  assert.ok(wheels >= pins.length);
  assert.deepEqual(told.strange, [join(directory, "mine.txt")]);
  assert.match(cache(directory, "info").stdout, /wheels +\d+ entries +\d+\.\d MB/);
});

test("verify finds nothing wrong with a store that is right", () => {
  const ran = cache(filled(), "verify");
  assert.equal(ran.status, 0, ran.stdout);
  assert.match(ran.stdout, /every entry is what its name says/);
});

const damages: readonly (readonly [string, (path: string) => void])[] = [
  ["a bit is flipped", flip],
  ["a file is cut short", (path) => writeFileSync(path, "")],
  [
    "a file is replaced by a link to itself",
    (path) => {
      writeFileSync(`${path}.moved`, readFileSync(path));
      rmSync(path);
      symlinkSync(`${path}.moved`, path);
    },
  ],
  [
    "a file is replaced by a directory",
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
];

for (const [sentence, damage] of damages) {
  test(`verify: ${sentence}: it is named and removed`, () => {
    const directory = filled();
    const path = storedPath(directory, pin);
    damage(path);
    const dry = cache(directory, "verify", "--dry-run");
    assert.equal(dry.status, 1);
    assert.ok(
      dry.stdout.includes(`${path}: `) && dry.stdout.includes("it is still there, and is never used"),
    );
    const ran = cache(directory, "verify");
    assert.equal(ran.status, 1);
    assert.match(ran.stdout, /it was removed\n.*1 damaged/);
    assert.equal(existsSync(path), false);
    assert.equal(cache(directory, "verify").status, 0);
  });
}

test("prune removes leftovers, partial downloads and derived data, and keeps the wheels", () => {
  const directory = filled();
  const temp = join(directory, "temp");
  mkdirSync(temp, { recursive: true });
  mkdirSync(join(directory, "partial"), { recursive: true });
  const old = join(temp, "0123456789abcdef");
  const young = join(temp, "fedcba9876543210");
  writeFileSync(old, "left");
  writeFileSync(young, "being written");
  utimesSync(old, 0, 0);
  writeFileSync(join(directory, "partial", pin), "first bytes");
  writeFileSync(join(directory, "mine.txt"), "mine");
  const dry = cache(directory, "prune", "--dry-run");
  assert.match(dry.stdout, /^would remove \d+ entries/);
  assert.ok(existsSync(old));
  const ran = cache(directory, "prune");
  assert.equal(ran.status, 0, ran.stdout);
  assert.deepEqual([existsSync(old), existsSync(young)], [false, true], "what is being written stays");
  assert.deepEqual(readdirSync(join(directory, "partial")), []);
  assert.ok(existsSync(join(directory, "mine.txt")), "what is not the store's stays");
  assert.ok(existsSync(storedPath(directory, pin)));
  const target = join(scratch("cache-again"), "lib");
  const again = [
    "bootstrap",
    "--offline",
    "--cache-dir",
    directory,
    "--python",
    python.path,
    "--target",
    target,
  ];
  assert.equal(truewheel(again).status, 0, "a pruned store still serves");
});

test("prune --older-than takes wheels of that age, --all takes all", () => {
  const directory = filled();
  const path = storedPath(directory, pin);
  utimesSync(path, 0, 0);
  assert.equal(cache(directory, "prune", "--older-than", "90").status, 0);
  assert.equal(existsSync(path), false);
  assert.ok(existsSync(storedPath(directory, pins[1]?.sha256 ?? "")));
  assert.equal(cache(directory, "prune", "--all").status, 0);
  assert.match(cache(directory, "info").stdout, /in all +0 entries/);
  assert.equal(cache(directory, "prune", "--older-than", "soon").status, 2);
});

test("a directory that is no store is not touched", () => {
  const directory = scratch("foreign");
  const hex = "ab".repeat(32);
  mkdirSync(join(directory, "sha256", "ab"), { recursive: true });
  writeFileSync(join(directory, "sha256", "ab", hex), "somebody's");
  for (const words of [["prune", "--all"], ["verify"], ["info"]]) {
    const ran = cache(directory, ...words);
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /is not marked as a store of this program \[TW-CACHE-FOREIGN\]/);
  }
  writeFileSync(join(directory, "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
  assert.equal(cache(directory, "prune", "--all").status, 2, "another program's mark is not ours");
  assert.ok(existsSync(join(directory, "sha256", "ab", hex)));
  const link = join(scratch("foreign-link"), "store");
  symlinkSync(directory, link);
  assert.equal(cache(link, "prune", "--all").status, 2);
});

test("links in the store are removed, and what they lead to stays", () => {
  const directory = filled();
  const outside = scratch("outside");
  writeFileSync(join(outside, "precious"), "");
  mkdirSync(join(directory, "partial"), { recursive: true });
  symlinkSync(outside, join(directory, "partial", pin));
  symlinkSync(outside, join(directory, "derived", "kind"));
  assert.equal(cache(directory, "prune", "--all").status, 0);
  assert.ok(existsSync(join(outside, "precious")));
  assert.ok(
    existsSync(join(directory, "derived", "kind")),
    "a link where a directory should be is somebody else's",
  );
});
