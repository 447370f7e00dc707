/** Somebody changes the store, or an environment that was made from it: changed bytes are never installed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { tellFigures } from "../support/figures.ts";
import { Ground } from "../support/ground.ts";
import { startIndex } from "../support/index.ts";
import { thirtyWheels } from "../support/thirty.ts";
import { unlike } from "../support/wholeness.ts";

const THOROUGH = process.env["TRUEWHEEL_TEST_THOROUGH"] === "1";
const ground = new Ground(scratch("store-attacks"));
const attacked = join(ground.folder, "attacked");
const index = await startIndex(thirtyWheels("1.0"));
/** A store that was filled from an index, and what it was asked: offline, it is all there is. */
const fromIndex = join(ground.folder, "from-index");
ground.reset("empty");
const filled = await ground.begin(commandOn(fromIndex, false)).ended;
assert.equal(filled.status, 0, filled.output);

/** The installation of thirty packages from the index, with its store in `store`. */
function commandOn(store: string, offline: boolean): readonly string[] {
  const command = ground.command("install").map((word) => (word === ground.store ? store : word));
  const links = command.indexOf("--find-links");
  const rest = command.filter((word, at) => at !== links && at !== links + 1 && word !== "--no-index");
  return [...rest, "--index-url", index.url, ...(offline ? ["--offline"] : [])];
}

/** Each file of the store that could be installed from; what is remembered of interpreters is no package's. */
function entries(store: string): readonly string[] {
  return readdirSync(store, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/interpreters/") && lstatSync(path).size > 0)
    .sort();
}

const attacks: Readonly<Record<string, (path: string, all: readonly string[]) => void>> = {
  "a byte flipped": (path) => flip(path, Math.floor(lstatSync(path).size / 2)),
  "its last byte flipped": (path) => flip(path, lstatSync(path).size - 1),
  truncated: (path) => truncateSync(writable(path), Math.floor(lstatSync(path).size / 2)),
  emptied: (path) => truncateSync(writable(path), 0),
  "made longer": (path) => appendFileSync(writable(path), "x"),
  "swapped with another": (path, all) => {
    const like = all.filter((each) => each !== path && depth(each) === depth(path));
    const other = like[Math.floor(like.length / 2)] ?? all.find((each) => each !== path) ?? path;
    renameSync(path, `${path}.swap`);
    renameSync(other, path);
    renameSync(`${path}.swap`, other);
  },
  "replaced by a link to an altered copy": (path) => {
    const aside = join(ground.folder, "aside");
    rmSync(aside, { force: true });
    copyFileSync(path, aside);
    flip(aside, Math.floor(lstatSync(aside).size / 3));
    rmSync(path);
    symlinkSync(aside, path);
  },
  removed: (path) => rmSync(path),
};

for (const [attack, change] of Object.entries(attacks)) {
  for (const offline of [false, true]) {
    const where = offline ? "offline" : "with the index at hand";
    test(`an entry of the store, ${attack}, ${where}: right bytes or a refusal`, async () => {
      const all = entries(fromIndex);
      const step = THOROUGH ? 1 : Math.ceil(all.length / 2);
      const counts = { tried: 0, "installed wrong": 0, refused: 0 };
      for (const path of all.filter((_, at) => at % step === 0)) {
        await attackOnce([path], change, offline, counts);
      }
      await attackOnce(all, change, offline, counts);
      tellFigures(`store: ${attack}, ${where}`, counts);
      assert.equal(counts["installed wrong"], 0);
      if (!offline) assert.equal(counts.refused, 0, "the index was there to put it right from");
    });
  }
}

async function attackOnce(
  paths: readonly string[],
  change: (path: string, all: readonly string[]) => void,
  offline: boolean,
  counts: { tried: number; "installed wrong": number; refused: number },
): Promise<void> {
  rmSync(attacked, { recursive: true, force: true });
  copy(fromIndex, attacked);
  const here = (path: string) => join(attacked, path.slice(fromIndex.length));
  const all = entries(attacked);
  for (const path of paths.map(here))
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) change(path, all);
  ground.reset("empty");
  const { status, output } = await ground.begin(commandOn(attacked, offline)).ended;
  counts.tried += 1;
  assert.ok(status === 0 || status === 1 || status === 3, `${status}: ${output}`);
  if (status !== 0) counts.refused += 1;
  const wanted = ground.reference(status === 0 ? "1.0" : "empty").tree;
  const differs = unlike(ground.tree(), wanted);
  if (differs.length > 0) {
    counts["installed wrong"] += 1;
    console.log(`${paths.length === 1 ? paths[0] : "all"}: ${differs.slice(0, 3).join("; ")}`);
  }
}

test("the store alone, unchanged, is enough offline", async () => {
  const counts = { tried: 0, "installed wrong": 0, refused: 0 };
  await attackOnce([], () => undefined, true, counts);
  assert.deepEqual(counts, { tried: 1, "installed wrong": 0, refused: 0 });
});

test("a file edited in one environment, in place, is not what another gets from the same store", () => {
  ground.reset("empty");
  assert.equal(ground.run("install").status, 0);
  const edited = join(ground.folder, "edited");
  rmSync(edited, { recursive: true, force: true });
  renameSync(ground.environment, edited);
  let count = 0;
  for (const path of entries(edited).filter(
    (each) => each.includes("site-packages") && each.endsWith(".py"),
  )) {
    flip(path, 0);
    count += 1;
  }
  ground.reset("empty");
  const ended = ground.run("install");
  assert.equal(ended.status, 0, ended.output);
  const wrong = unlike(ground.tree(), ground.reference("1.0").tree);
  tellFigures("files edited in another environment", { tried: count, "installed wrong": wrong.length });
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.ok(count > 100);
});

function flip(path: string, at: number): void {
  const file = openSync(writable(path), "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 1;
  writeSync(file, byte, 0, 1, at);
  closeSync(file);
}

/** Whoever may write the store's folder may also change a file's mode. */
function writable(path: string): string {
  chmodSync(path, 0o644);
  return path;
}

function depth(path: string): string {
  return path.slice(ground.folder.length).replaceAll(/[0-9a-f]{2,}/g, "#");
}

function copy(from: string, to: string): void {
  const ended = spawnSync("cp", ["-a", from, to], { encoding: "utf8" });
  assert.equal(ended.status, 0, ended.stderr);
}
