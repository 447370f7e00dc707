/** Traps of install, sync and uninstall: what looks like an answer and would be a wrong one. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newest, tree, truewheel, truewheelAsync } from "../support/cli.ts";
import { startIndex } from "../support/index.ts";
import { app, colour, into, lib, lib2, pinned, place, requirements } from "../support/installing.ts";
import { makeWheel } from "../support/wheel-writer.ts";

const index = await startIndex([app, lib, lib2, colour]);
const open = ["--no-require-hashes", "--index-url", index.url];

test("what sync is asked for stays, also where it is there already and was not looked at", async () => {
  const where = place();
  const command = ["sync", requirements(where, "lib\n"), ...open, ...into(where)];
  assert.equal((await truewheelAsync(command)).status, 0);
  const before = tree(where.env);
  const again = await truewheelAsync(command);
  assert.equal(again.status, 0, again.stderr);
  assert.match(
    again.stderr,
    /lib 2\.0 is there already and was not looked at\n\nunchanged: there was nothing/,
  );
  assert.doesNotMatch(again.stderr, /tree:/, "nothing was hashed, so no digest of a tree is told");
  assert.deepEqual(tree(where.env), before);
  assert.equal((await truewheelAsync([...command, "--check"])).status, 0);
});

test("sync to nothing removes nothing, unless that is said", async () => {
  const where = place();
  await truewheelAsync(["install", "lib", ...open, ...into(where)]);
  const before = tree(where.env);
  const empty = requirements(where, "# cut short\n", "empty.txt");
  const ran = await truewheelAsync(["sync", empty, ...into(where)]);
  assert.equal(ran.status, 2, ran.stderr);
  assert.match(ran.stderr, /names nothing for this Python, so everything would be removed/);
  assert.deepEqual(tree(where.env), before);
  const meant = await truewheelAsync(["sync", empty, "--allow-empty-requirements", ...into(where)]);
  assert.match(meant.stderr, /- lib 2\.0\n\nremoved: 1 package\n/);
});

test("uninstall takes what is named, from where it is named, and nothing of a constraint", async () => {
  const where = place();
  const base = newest().python.path;
  await truewheelAsync(["install", "lib", "colour", ...open, ...into(where)]);
  const nothing = truewheel(["uninstall", ...into(where)]);
  assert.equal(nothing.status, 2);
  assert.match(nothing.stderr, /nothing was named to uninstall \[TW-REQUIREMENT-NOTHING\]/);
  requirements(where, "lib<3\n", "limits.txt");
  const file = requirements(where, "app\n-c limits.txt\n");
  const constrained = truewheel(["uninstall", "--dry-run", "-r", file, ...into(where)]);
  assert.match(constrained.stderr, /app is not installed\n\nunchanged/);
  const lock = requirements(
    where,
    `lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "colour"\narchive = {path = "${colour.filename}", hashes = {sha256 = "${colour.sha256}"}}\n`,
    "pylock.toml",
  );
  const locked = truewheel(["uninstall", "-r", lock, ...into(where)]);
  assert.match(locked.stderr, /- colour 1\.0\n\nremoved: 1 package\n/);
  const other = truewheel([
    "uninstall",
    "lib",
    "--python",
    base,
    "--venv",
    where.env,
    "--cache-dir",
    where.store,
  ]);
  assert.match(other.stderr, /- lib 2\.0\n/);
  assert.ok(other.stderr.includes(`into:       ${where.site}`), other.stderr);
});

test("--check and --dry-run of --venv look at the environment that is there, and make none that is not", async () => {
  const where = place();
  const base = newest().python.path;
  const rest = ["--python", base, "--cache-dir", where.store, "--index-url", index.url];
  const command = ["install", "-r", requirements(where, pinned(lib)), "--venv", where.env, ...rest];
  assert.equal((await truewheelAsync([...command, "--check"])).status, 1);
  assert.equal((await truewheelAsync(command)).status, 0);
  const before = tree(where.env);
  const right = await truewheelAsync([...command, "--check"]);
  assert.equal(right.status, 0, right.stderr);
  assert.deepEqual(tree(where.env), before);
  const fresh = join(where.folder, "fresh");
  const dry = await truewheelAsync([
    "install",
    "-r",
    requirements(where, pinned(lib)),
    "--dry-run",
    "--venv",
    fresh,
    ...rest,
  ]);
  assert.equal(dry.status, 0, dry.stderr);
  assert.ok(dry.stderr.includes(`into:       ${fresh}/lib/python`), dry.stderr);
  assert.equal(existsSync(fresh), false);
});

test("options that would be passed over in silence are refused, and those of pip and uv explained", () => {
  const where = place();
  for (const [args, words] of [
    [["lib", "--extra", "x"], /--extra belongs to a lock.*\n.*pkg\[extra\]/],
    [["lib", "--group", "x"], /--group belongs to a lock/],
    [["lib", "--user"], /no such option: --user.*\nhint: nothing is installed into a user's own site/],
    [["-e", "."], /no such option: -e .*\nhint: nothing is built here/],
    [["lib", "--trusted-host", "x"], /hint: every certificate is checked/],
    [["lib", "--no-cache-dir"], /hint: the store is never believed/],
    [["lib", "--report", "-", "--format", "json"], /both want standard output/],
    [["lib", "--report", where.folder], /no place for a file/],
    [["lib", "--index-for", "lib=ftp://x"], /--index-for takes NAME=URL/],
    [["lib", "--index-for", "lib=http://x/?a=b"], /--index-for takes NAME=URL/],
    [["lib", "--index-for", "lib=http://x/", "--index-for", "Lib=http://y/"], /gives lib two indexes/],
  ] as const) {
    const ran = truewheel(["install", ...args, "--no-require-hashes", "--no-index", ...into(where)]);
    assert.equal(ran.status, 2, `${args}: ${ran.stderr}`);
    assert.match(ran.stderr + ran.stdout, words);
  }
});

test("--index-for takes any spelling of the name, says which name nobody asks for, and bows to --no-index", async () => {
  const where = place();
  const own = await startIndex([makeWheel({ name: "my_lib" })]);
  const stranger = await startIndex([makeWheel({ name: "my_lib", version: "9.0" })]);
  const command = ["install", "my-lib", "--no-require-hashes", "--index-url", stranger.url, ...into(where)];
  const ran = await truewheelAsync([...command, "--index-for", `My.Lib=${own.url}`]);
  assert.match(ran.stderr, /\+ my-lib 1\.0 {2}INDEX-SAYS/);
  assert.deepEqual(stranger.asked, []);
  const typo = await truewheelAsync([
    ...command,
    "--upgrade",
    "--dry-run",
    "--index-for",
    `mylib=${own.url}`,
  ]);
  assert.match(typo.stderr, /note: --index-for names mylib, which nothing asks for/);
  const asked = own.asked.length;
  const none = await truewheelAsync([
    "install",
    "my-lib",
    "--upgrade",
    "--no-require-hashes",
    "--no-index",
    "--index-for",
    `my-lib=${own.url}`,
    ...into(where),
  ]);
  assert.match(none.stderr, /TW-SOURCE-NONE/);
  assert.equal(own.asked.length, asked);
});

const odd: readonly (readonly [string, (path: string) => void])[] = [
  ["a link that leads nowhere", (path) => symlinkSync(join(path, "nowhere"), path)],
  ["a pipe", (path) => void execFileSync("mkfifo", [path])],
  [
    "a file larger than memory",
    (path) => {
      writeFileSync(path, "");
      truncateSync(path, 3 * 2 ** 30);
    },
  ],
];
for (const [says, make] of odd) {
  test(`another version in a folder that is ${says} is in nobody's way`, () => {
    const where = place();
    const folder = join(where.folder, "links");
    mkdirSync(folder);
    writeFileSync(join(folder, lib.filename), lib.bytes);
    make(join(folder, lib2.filename));
    const rest = ["--no-index", "--find-links", folder, ...into(where)];
    const ran = truewheel(["install", "-r", requirements(where, pinned(lib)), ...rest]);
    assert.equal(ran.status, 0, ran.stderr);
    const chosen = truewheel(["install", "-r", requirements(where, pinned(lib2)), ...rest]);
    assert.notEqual(chosen.status, 0, chosen.stderr);
    assert.doesNotMatch(chosen.stderr, /TW-INTERNAL/);
  });
}

const lockOf = (entry: string): string =>
  `lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "lib"\nversion = "1.0"\n${entry}\n`;
const hashes = `hashes = {sha256 = "${lib.sha256}"}`;
const locks: readonly (readonly [string, string, RegExp])[] = [
  [
    "a user's name with a broken escape",
    lockOf(`wheels = [{name = "${lib.filename}", url = "http://%zz@127.0.0.1/${lib.filename}", ${hashes}}]`),
    /broken percent-escape \[TW-PYLOCK-REACH\]/,
  ],
  [
    "a file name with a broken escape",
    lockOf(`archive = {url = "http://127.0.0.1/%zz.whl", ${hashes}}`),
    /broken percent-escape \[TW-PYLOCK-REACH\]/,
  ],
  [
    "an archive of another version than it says",
    lockOf(`archive = {url = "${index.file(lib2.filename)}", ${hashes}}`),
    /is not of the version that .*pylock\.toml, lib names: lib==1\.0 \[TW-FETCH-NAME\]/,
  ],
];
for (const [says, text, words] of locks) {
  test(`a lock with ${says} is refused`, async () => {
    const where = place();
    const ran = await truewheelAsync([
      "install",
      "-r",
      requirements(where, text, "pylock.toml"),
      ...into(where),
    ]);
    assert.equal(ran.status, 1, ran.stderr);
    assert.match(ran.stderr, words);
  });
}

test("a lock that is wrong about a size costs the store nothing", async () => {
  const where = place();
  await truewheelAsync(["install", "-r", requirements(where, pinned(lib)), ...open.slice(1), ...into(where)]);
  const entry = lockOf(
    `wheels = [{name = "${lib.filename}", url = "${index.file(lib.filename)}", size = 3, ${hashes}}]`,
  );
  const path = requirements(where, entry, "pylock.toml");
  const ran = await truewheelAsync(["install", "-r", path, "--dry-run", ...into(where)]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.doesNotMatch(ran.stderr, /damaged/);
  assert.equal(globSync(join(where.store, "sha256/*", lib.sha256)).length, 1);
});

test("a file pinned at its address needs no network the second time", async () => {
  const where = place();
  const text = `lib @ ${index.file(lib.filename)}#sha256=${lib.sha256}`;
  assert.equal((await truewheelAsync(["install", text, ...into(where)])).status, 0);
  truewheel(["uninstall", "lib", ...into(where)]);
  const again = truewheel(["install", text, "--offline", ...into(where)]);
  assert.equal(again.status, 0, again.stderr);
  for (const size of globSync(join(where.store, "derived/sizes/*/*"))) writeFileSync(size, "999");
  const misled = await truewheelAsync(["install", text, "--force-reinstall", ...into(where)]);
  assert.equal(misled.status, 0, misled.stderr);
});

test("nobody is told the index's own word for a digest as if it were pinned", async () => {
  const where = place();
  const lying = await startIndex([lib], {
    bytes: (wheel) => Buffer.from(wheel.bytes).fill(1, 100, 101),
  });
  const ran = await truewheelAsync([
    "install",
    "lib",
    "--no-require-hashes",
    "--index-url",
    lying.url,
    ...into(where),
  ]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(
    ran.stderr,
    /is not the file that is expected: its sha256 is another \[TW-FETCH-OTHER-BYTES\]/,
  );
  assert.doesNotMatch(ran.stderr, /[0-9a-f]{64}|pinned/);
});
