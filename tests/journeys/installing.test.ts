/** install, sync and uninstall as a user has them: made wheels, a loopback index, a real Python, the words on the screen. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { run } from "../python/pythons.ts";
import { type Ran, reportOf, tree, truewheel, truewheelAsync } from "../support/cli.ts";
import { type IndexSpec, startIndex } from "../support/index.ts";
import { app, colour, into, lib, lib2, pinned, place, requirements } from "../support/installing.ts";
import { makeWheel } from "../support/wheel-writer.ts";

test("install -r from an index, then the same again, then sync to less, then uninstall", async () => {
  const where = place();
  const bare = tree(where.env);
  const index = await startIndex([app, lib, colour]);
  const file = requirements(where, pinned(app) + pinned(lib) + pinned(colour));
  const options = ["--index-url", index.url, ...into(where)];
  const first = await truewheelAsync(["install", "-r", file, ...options]);
  assert.equal(first.status, 0, first.stderr);
  assert.match(
    first.stderr,
    /\+ app 1\.0 +PINNED {2}SHA-256 as in .*requirements\.txt:1\n {4}brings the script app\n/,
  );
  assert.match(
    first.stderr,
    /installed: 3 packages, each PINNED; every file was hashed before it was put there/,
  );
  assert.equal(run(join(where.env, "bin", "app"), []).trim(), "app runs");
  const before = tree(where.env);
  const asked = index.asked.length;
  const second = await truewheelAsync(["install", "-r", file, ...options]);
  assert.equal(second.status, 0, second.stderr);
  assert.match(
    second.stderr,
    /unchanged: 3 packages, each PINNED; every installed file was hashed again and is right/,
  );
  assert.deepEqual(tree(where.env), before);
  assert.equal(index.asked.length, asked, "what is pinned and stored asks nobody");
  const less = requirements(where, pinned(app) + pinned(lib), "less.txt");
  const checked = await truewheelAsync(["sync", less, "--check", ...options]);
  assert.equal(checked.status, 1, checked.stderr);
  assert.match(
    checked.stderr,
    /- colour 1\.0\n[\s\S]*would change: 1 package to remove; 2 packages there already/,
  );
  assert.deepEqual(tree(where.env), before);
  const synced = await truewheelAsync(["sync", less, ...options]);
  assert.equal(synced.status, 0, synced.stderr);
  assert.match(synced.stderr, /removed: 1 package; 2 packages there already, every file hashed again/);
  assert.equal(existsSync(join(where.site, "colour")), false);
  assert.equal((await truewheelAsync(["sync", less, "--check", ...options])).status, 0);
  const gone = truewheel(["uninstall", "app", "lib", "nothing", ...into(where)]);
  assert.equal(gone.status, 0, gone.stderr);
  assert.match(
    gone.stderr,
    /note: nothing is not installed\n- app 1\.0\n- lib 1\.0\n\nremoved: 2 packages\n/,
  );
  assert.deepEqual(tree(where.env), bare);
});

test("an upgrade replaces, whole", async () => {
  const where = place();
  const index = await startIndex([lib, lib2]);
  const options = ["--index-url", index.url, ...into(where)];
  await truewheelAsync(["install", "-r", requirements(where, pinned(lib)), ...options]);
  const ran = await truewheelAsync(["install", "-r", requirements(where, pinned(lib2)), ...options]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /- lib 1\.0\n\+ lib 2\.0/);
  assert.equal(existsSync(join(where.site, "lib-1.0.dist-info")), false);
  assert.equal(existsSync(join(where.site, "lib/new.py")), true);
});

const honest: readonly (readonly [string, IndexSpec, string, readonly string[], RegExp])[] = [
  ["an HTML index without sizes", { html: true, sizeless: true }, pinned(lib), [], /\+ lib 1\.0 {2}PINNED/],
  ["an HTML index without digests", { html: true, hashless: true }, pinned(lib), [], /\+ lib 1\.0 {2}PINNED/],
  [
    "a yanked version that is pinned, and says so",
    { yanked: { [lib.filename]: "has a flaw" } },
    pinned(lib),
    [],
    /was yanked by its publisher: has a flaw; it is used because it is pinned\n/,
  ],
  [
    "an archived project, and says so",
    { status: { status: "archived" } },
    pinned(lib),
    [],
    /lib is marked as archived by its index/,
  ],
  [
    "what the index says, when asked to accept that",
    {},
    "lib\n",
    ["--no-require-hashes"],
    /\+ lib 2\.0 {2}INDEX-SAYS {2}SHA-256 as the index tells it/,
  ],
  ["a hash on a constraint", {}, "lib\n", ["-c", "CONSTRAINTS"], /\+ lib 1\.0 {2}PINNED {2}SHA-256 as in/],
  ["the same project on the command line and in a file", {}, pinned(lib), ["lib"], /\+ lib 1\.0 {2}PINNED/],
  ["a sha512 pin", {}, `lib==1.0 --hash=sha512:${sha512(lib.bytes)}\n`, [], /SHA-512 as in/],
];

for (const [says, spec, text, args, words] of honest) {
  test(`install takes ${says}`, async () => {
    const where = place();
    const index = await startIndex([lib, lib2], spec);
    const constraints = requirements(where, pinned(lib), "constraints.txt");
    const given = args.map((arg) => (arg === "CONSTRAINTS" ? constraints : arg));
    const command = [
      "install",
      "-r",
      requirements(where, text),
      ...given,
      "--index-url",
      index.url,
      ...into(where),
    ];
    const ran = await truewheelAsync(command);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stderr, words);
    // A pin by another digest than SHA-256 names no entry of the store.
    const again = says === "a sha512 pin" ? 3 : 0;
    assert.equal((await truewheelAsync([...command, "--offline"])).status, again, "with the network off");
  });
}

function sha512(bytes: Uint8Array): string {
  return run("python3", [
    "-c",
    "import hashlib,sys; print(hashlib.sha512(bytes.fromhex(sys.argv[1])).hexdigest())",
    Buffer.from(bytes).toString("hex"),
  ]).trim();
}

test("a file named by its path or address has its direct_url.json, its hash in the fragment or behind it", async () => {
  const where = place();
  const index = await startIndex([lib]);
  const wheels = join(where.folder, "wheels");
  mkdirSync(wheels);
  writeFileSync(join(wheels, lib.filename), lib.bytes);
  const url = pathToFileURL(join(wheels, lib.filename)).href;
  for (const text of [
    `lib @ ${url} --hash=sha256:${lib.sha256}`,
    `${url}#sha256=${lib.sha256}`,
    `lib @ ${index.file(lib.filename)}#sha256=${lib.sha256}`,
  ]) {
    const ran = await truewheelAsync([
      "install",
      "-r",
      requirements(where, text),
      "--force-reinstall",
      ...into(where),
    ]);
    assert.equal(ran.status, 0, ran.stderr);
    const written = JSON.parse(readFileSync(join(where.site, "lib-1.0.dist-info/direct_url.json"), "utf8"));
    assert.equal(written.url, text.includes("http:") ? index.file(lib.filename) : url);
    assert.equal(written.archive_info.hashes.sha256, lib.sha256);
    rmSync(join(where.store), { recursive: true, force: true });
    truewheel(["uninstall", "lib", ...into(where)]);
  }
});

test("one distribution never takes another's file, but a file that is the same to the byte is shared", async () => {
  const where = place();
  const one = makeWheel({ name: "one", files: { "shared/__init__.py": "", "shared/one.py": "1" } });
  const two = makeWheel({ name: "two", files: { "shared/__init__.py": "", "shared/two.py": "2" } });
  const bad = makeWheel({ name: "bad", files: { "shared/__init__.py": "evil = 1\n" } });
  const index = await startIndex([one, two, bad]);
  const options = ["--index-url", index.url, ...into(where)];
  const both = await truewheelAsync([
    "install",
    "-r",
    requirements(where, pinned(one) + pinned(two)),
    ...options,
  ]);
  assert.equal(both.status, 0, both.stderr);
  const before = tree(where.env);
  const refused = await truewheelAsync(["install", "-r", requirements(where, pinned(bad)), ...options]);
  assert.equal(refused.status, 1, refused.stderr);
  assert.match(
    refused.stderr,
    /shared\/__init__\.py" is there already and belongs to no distribution that is being replaced \[TW-INSTALL-TAKEN\]/,
  );
  assert.deepEqual(tree(where.env), before);
  truewheel(["uninstall", "one", ...into(where)]);
  assert.equal(existsSync(join(where.site, "shared/__init__.py")), true, "two still lists it");
  assert.equal(existsSync(join(where.site, "shared/one.py")), false);
  truewheel(["uninstall", "two", ...into(where)]);
  assert.equal(existsSync(join(where.site, "shared")), false);
});

test("--report writes pip's report with our evidence, and --format json the whole verdict", async () => {
  const where = place();
  const index = await startIndex([lib]);
  const path = join(where.folder, "report.json");
  const ran: Ran = await truewheelAsync([
    "install",
    "-r",
    requirements(where, pinned(lib)),
    "--report",
    path,
    "--format",
    "json",
    "--index-url",
    index.url,
    ...into(where),
  ]);
  assert.equal(ran.status, 0, ran.stderr);
  const [file] = reportOf(ran).files;
  assert.deepEqual([file?.name, file?.level, file?.action], ["lib", "PINNED", "added"]);
  const report = JSON.parse(readFileSync(path, "utf8"));
  assert.equal(report.version, "1");
  assert.equal(report.install[0].download_info.archive_info.hashes.sha256, lib.sha256);
  assert.equal(report.install[0].download_info.url, index.file(lib.filename));
  assert.deepEqual([report.install[0].metadata.name, report.install[0].requested], ["lib", true]);
  assert.equal(report.install[0].truewheel.level, "PINNED");
  assert.equal(report.environment.implementation_name, "cpython");
});
