/** The key of a user's seals: what is not only this user's is no key, and of many processes that make one all have the same. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { makeKey, readKey } from "../../src/effects/sealed/key.ts";

const root = mkdtempSync(join(tmpdir(), "truewheel-key-"));
after(() => rmSync(root, { recursive: true, force: true }));

function place(): string {
  return join(mkdtempSync(join(root, "home-")), "state", "truewheel", "seal-key");
}

test("a key is made once, for its owner alone, and found again", () => {
  const path = place();
  assert.equal(readKey(path), undefined);
  const key = makeKey(path);
  assert.equal(key?.length, 32);
  assert.deepEqual(readKey(path), key);
  assert.deepEqual(makeKey(path), key);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
});

const spoiled: readonly (readonly [string, (path: string) => void])[] = [
  ["may be read by the group", (path) => chmodSync(path, 0o640)],
  ["may be read by others", (path) => chmodSync(path, 0o604)],
  ["may be written by others", (path) => chmodSync(path, 0o602)],
  ["lies in a directory that the group may write", (path) => chmodSync(dirname(path), 0o770)],
  ["lies in a directory that others may write", (path) => chmodSync(dirname(path), 0o707)],
  ["is a byte too short", (path) => writeFileSync(path, readFileSync(path).subarray(1))],
  ["is a byte too long", (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.of(1)]))],
  ["is empty", (path) => writeFileSync(path, "")],
  ["has a second name", (path) => linkSync(path, `${dirname(dirname(path))}/second`)],
  [
    "is a link to a key",
    (path) => {
      renameSync(path, `${path}-moved`);
      symlinkSync(`${path}-moved`, path);
    },
  ],
  [
    "is a directory",
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
  [
    "lies behind a directory that is a link",
    (path) => {
      renameSync(dirname(path), `${dirname(path)}-moved`);
      symlinkSync(`${dirname(path)}-moved`, dirname(path));
    },
  ],
];
for (const [what, act] of spoiled) {
  test(`a key that ${what} is none, and stays as it is`, () => {
    const path = place();
    makeKey(path);
    act(path);
    assert.equal(readKey(path), undefined);
    assert.equal(makeKey(path), undefined);
    assert.ok(existsSync(path));
  });
}

for (const [what, change] of [
  ["the key", (path: string) => chownSync(path, 12_345, 12_345)],
  ["its directory", (path: string) => chownSync(dirname(path), 12_345, 12_345)],
] as const) {
  test(`a key is none when ${what} belongs to somebody else`, (context) => {
    if (process.geteuid?.() !== 0)
      return context.skip("MISSING: only root can give a file away, so nothing was shown");
    const path = place();
    makeKey(path);
    change(path);
    assert.equal(readKey(path), undefined);
    return undefined;
  });
}

test("where no directory can be made there is no key, and nothing is thrown", () => {
  const path = place();
  mkdirSync(dirname(dirname(path)), { recursive: true });
  writeFileSync(dirname(path), "a file where the directory should be");
  assert.equal(makeKey(path), undefined);
  assert.equal(makeKey("/proc/truewheel/seal-key"), undefined);
});

test("of 12 processes that make the key at once, all have the same", async () => {
  const path = place();
  const source = JSON.stringify(new URL("../../src/effects/sealed/key.ts", import.meta.url).href);
  const program = `import { makeKey } from ${source}; console.log(makeKey(${JSON.stringify(path)}).toString("hex"));`;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  const keys = await Promise.all(Array.from({ length: 12 }, run));
  assert.equal(new Set(keys.map(({ stdout }) => stdout)).size, 1);
  assert.equal(keys[0]?.stdout.trim(), readFileSync(path).toString("hex"));
});
