/** The store against many processes, against damage, and against a directory it may not write. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { sha256 } from "../../src/base/digest.ts";
import { codeOf } from "../../src/base/fault.ts";
import { listener, makeWheel, storeIn } from "./client.ts";
import { scratch } from "./servers.ts";

const directory = scratch();
const { wanted, bytes } = makeWheel();

function entry(store: { readonly directory: string }): string {
  return join(store.directory, "sha256", wanted.sha256.slice(0, 2), wanted.sha256);
}

test("what was put comes out, once and again, with mode 0644", () => {
  const store = storeIn(directory);
  assert.equal(store.get(wanted.sha256, wanted.size), undefined);
  store.put(wanted.sha256, bytes);
  store.put(wanted.sha256, bytes);
  assert.deepEqual(store.get(wanted.sha256, wanted.size), bytes);
  assert.equal(lstatSync(entry(store)).mode & 0o777, 0o644);
  assert.deepEqual(readdirSync(join(store.directory, "temp")), []);
});

test("bytes under another digest are never taken", () => {
  const store = storeIn(directory);
  assert.throws(
    () => store.put(wanted.sha256, bytes.subarray(1)),
    (thrown) => codeOf(thrown) === "TW-STORE-MISUSED",
  );
  assert.equal(existsSync(store.directory), false);
});

const damages: readonly (readonly [string, (path: string) => void])[] = [
  [
    "one bit altered",
    (path) => writeFileSync(path, Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)])),
  ],
  ["truncated", (path) => writeFileSync(path, bytes.subarray(0, 100))],
  ["emptied", (path) => writeFileSync(path, "")],
  ["made longer", (path) => writeFileSync(path, Buffer.concat([bytes, bytes]))],
  [
    "replaced by a link to the very bytes",
    (path) => {
      writeFileSync(join(directory, "elsewhere"), bytes);
      rmSync(path);
      symlinkSync(join(directory, "elsewhere"), path);
    },
  ],
  [
    "replaced by a directory",
    (path) => {
      rmSync(path);
      mkdirSync(join(path, "inner"), { recursive: true });
    },
  ],
];
for (const [damage, act] of damages) {
  test(`an entry that was ${damage} is reported, removed, and replaced by the next put`, () => {
    const said = listener();
    const store = storeIn(directory, said);
    store.put(wanted.sha256, bytes);
    act(entry(store));
    assert.equal(store.get(wanted.sha256, wanted.size), undefined);
    assert.equal(said.lines.length, 1);
    assert.match(said.lines[0] ?? "", /is damaged: .*; it was removed$/);
    assert.equal(lstatSync(entry(store), { throwIfNoEntry: false }), undefined);
    store.put(wanted.sha256, bytes);
    assert.deepEqual(store.get(wanted.sha256, wanted.size), bytes);
  });
}

test("a put replaces what stands in its place without following it", () => {
  const store = storeIn(directory);
  const victim = join(directory, "victim");
  writeFileSync(victim, "precious");
  mkdirSync(dirname(entry(store)), { recursive: true });
  symlinkSync(victim, entry(store));
  store.put(wanted.sha256, bytes);
  assert.equal(readFileSync(victim, "utf8"), "precious");
  assert.equal(lstatSync(entry(store)).isFile(), true);
});

test("a store that cannot be written is told once and done without", () => {
  const said = listener();
  const store = storeIn(directory, said);
  // A file where the directory should be: refused for every user, also for root.
  writeFileSync(store.directory, "");
  store.put(wanted.sha256, bytes);
  store.put(wanted.sha256, bytes);
  assert.equal(store.get(wanted.sha256, wanted.size), undefined);
  assert.equal(said.lines.length, 1);
  assert.match(said.lines[0] ?? "", /going on without it$/);
});

test("partial and derived data come back as they are, within their bounds", () => {
  const store = storeIn(directory);
  store.putPartial(wanted.sha256, bytes.subarray(0, 10));
  assert.deepEqual(store.getPartial(wanted.sha256, wanted.size), bytes.subarray(0, 10));
  store.putPartial(wanted.sha256, bytes);
  assert.equal(store.getPartial(wanted.sha256, wanted.size), undefined, "a whole file is no partial one");
  store.putDerived("unpacked", wanted.sha256, bytes);
  assert.deepEqual(store.getDerived("unpacked", wanted.sha256, bytes.length), bytes);
  assert.equal(store.getDerived("other", wanted.sha256, bytes.length), undefined);
  store.dropDerived("unpacked", wanted.sha256);
  assert.equal(store.getDerived("unpacked", wanted.sha256, bytes.length), undefined);
  assert.throws(
    () => store.putDerived("../x", wanted.sha256, bytes),
    (thrown) => codeOf(thrown) === "TW-STORE-MISUSED",
  );
});

test("what a killed process left is swept after a day", () => {
  const store = storeIn(directory);
  const temp = join(store.directory, "temp");
  mkdirSync(temp, { recursive: true });
  writeFileSync(join(temp, "old"), "x");
  utimesSync(join(temp, "old"), 1, 1);
  writeFileSync(join(temp, "new"), "x");
  store.put(wanted.sha256, bytes);
  assert.deepEqual(readdirSync(temp), ["new"]);
});

test("32 processes put the same and different files at once: every entry is whole, nothing is left over", async () => {
  const store = storeIn(directory);
  const url = (path: string): string => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);
  const body = (at: number): Buffer => Buffer.alloc(200_000, `file ${at} `);
  const program = `
    const { contentStore } = await import(${url("effects/stores/content-store.ts")});
    const { diskFiles } = await import(${url("effects/disk/files.ts")});
    const { systemRandom } = await import(${url("effects/random.ts")});
    const { sha256 } = await import(${url("base/digest.ts")});
    const progress = { notice: (line) => console.log(line) };
    const store = contentStore(process.argv[1], { files: diskFiles, random: systemRandom, clock: Date, progress });
    for (let at = 0; at < 20; at++) {
      const bytes = Buffer.alloc(200000, "file " + (at % 5) + " ");
      const key = sha256(bytes);
      store.put(key, bytes);
      const back = store.get(key, bytes.length);
      if (back === undefined || !bytes.equals(back)) console.log("lost " + at);
    }`;
  const run = promisify(execFile);
  const runs = Array.from({ length: 32 }, () =>
    run(process.execPath, ["--input-type=module", "-e", program, store.directory]),
  );
  for (const { stdout } of await Promise.all(runs)) assert.equal(stdout, "");
  for (const at of [0, 1, 2, 3, 4]) assert.deepEqual(store.get(sha256(body(at)), 200_000), body(at));
  assert.deepEqual(readdirSync(join(store.directory, "temp")), []);
});
