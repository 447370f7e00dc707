/** What stands around an installation and is not as it should be: an altered store, environments that others made. */
import assert from "node:assert/strict";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Ran, tree, truewheel, truewheelAsync } from "../support/cli.ts";
import { startIndex } from "../support/index.ts";
import { app, colour, into, lib, type Place, pinned, place, requirements } from "../support/installing.ts";

const index = await startIndex([app, lib, colour]);

/** Runs with a home of its own, so that wheels are sealed. */
const withHome = (where: Place, args: readonly string[]): Promise<Ran> =>
  truewheelAsync(args, { HOME: where.folder });

test("whatever many entries of the store are altered, one run repairs them", async () => {
  const where = place();
  const file = requirements(where, pinned(lib) + pinned(app) + pinned(colour));
  const command = (name: string): readonly string[] => [
    "install",
    "-r",
    file,
    "--index-url",
    index.url,
    "--target",
    join(where.folder, name),
    ...into(where),
  ];
  await withHome(where, command("one"));
  const sealed = globSync(join(where.store, "derived/sealed-*/*/*"));
  assert.equal(sealed.length, 3);
  for (const path of sealed) {
    const bytes = readFileSync(path);
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  }
  const ran = await withHome(where, command("two"));
  assert.equal(ran.status, 0, ran.stderr);
  const same = (name: string): readonly string[] =>
    tree(join(where.folder, name)).map((line) => line.slice(join(where.folder, name).length));
  const withoutScripts = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => !/^\/bin|RECORD/.test(line));
  assert.deepEqual(withoutScripts(same("two")), withoutScripts(same("one")));
});

test("what the store remembers of an index is a hint: wrong sizes and names are asked again", async () => {
  const where = place();
  const command = ["install", "-r", requirements(where, pinned(lib)), "--index-url", index.url];
  await truewheelAsync([...command, ...into(where)]);
  const [memory = ""] = globSync(join(where.store, "derived/pinned-files/*/*"));
  const honest = JSON.parse(readFileSync(memory, "utf8"));
  const [row] = honest.files;
  for (const [at, wrong] of [
    [2, 837],
    [2, -1],
    [2, Number.MAX_SAFE_INTEGER],
    [0, "lib-1.0-7evil-py3-none-any.whl"],
    [0, "../lib-1.0-py3-none-any.whl"],
    [3, ">=99"],
  ] as const) {
    const altered = row.with(at, wrong);
    writeFileSync(memory, JSON.stringify({ ...honest, asked: Date.now(), files: [altered] }));
    rmSync(join(where.store, "sha256"), { recursive: true, force: true });
    rmSync(join(where.store, "derived/pinned-files/none"), { recursive: true, force: true });
    const target = ["--target", join(where.folder, `t${at}${String(wrong).length}`)];
    const ran = await truewheelAsync([...command, ...target, ...into(where)]);
    assert.equal(ran.status, 0, `${wrong}: ${ran.stderr}`);
    assert.match(ran.stderr, /\+ lib 1\.0 {2}PINNED/);
  }
});

test("a yanked file is named as such in pip's report, also when it comes from the store", async () => {
  const where = place();
  const yanking = await startIndex([lib], { yanked: { [lib.filename]: "has a flaw" } });
  const report = join(where.folder, "report.json");
  const command = ["install", "-r", requirements(where, pinned(lib)), "--report", report, "--dry-run"];
  for (const rest of [[], [], ["--offline"]]) {
    const ran = await truewheelAsync([...command, "--index-url", yanking.url, ...into(where), ...rest]);
    assert.match(ran.stderr, /was yanked by its publisher: has a flaw; it is used because it is pinned\n/);
    assert.equal(JSON.parse(readFileSync(report, "utf8")).install[0].is_yanked, true);
  }
});

test("a site directory that is a link is refused by every verb; a --target that is one stands for its directory", async () => {
  const where = place();
  const file = requirements(where, pinned(lib));
  const rest = ["--index-url", index.url, ...into(where)];
  const real = join(where.folder, "real");
  mkdirSync(real);
  const link = join(where.folder, "link");
  symlinkSync(real, link);
  for (const directory of [link, real]) {
    const ran = await truewheelAsync(["install", "-r", file, "--target", directory, ...rest]);
    assert.equal(ran.status, 0, ran.stderr);
  }
  assert.equal(existsSync(join(real, "lib-1.0.dist-info")), true);
  renameSync(where.site, join(where.folder, "moved"));
  symlinkSync(join(where.folder, "moved"), where.site);
  for (const command of [
    ["install", "-r", file],
    ["sync", file],
    ["uninstall", "lib"],
  ]) {
    const ran = await truewheelAsync([...command, ...(command[0] === "uninstall" ? into(where) : rest)]);
    assert.equal(ran.status, 1, ran.stderr);
    assert.match(ran.stderr, /site-packages is a link; nothing is written or removed through it/);
  }
});

test("what setuptools registered in its old ways is neither taken for absent nor a reason for a crash", async () => {
  const where = place();
  writeFileSync(join(where.site, "dev.egg-link"), "/srv/dev\n.");
  mkdirSync(join(where.site, "lib.egg-info"));
  writeFileSync(join(where.site, "lib.egg-info/PKG-INFO"), "Name: lib\n");
  const gone = truewheel(["uninstall", "dev", ...into(where)]);
  assert.equal(gone.status, 1, gone.stderr);
  assert.match(gone.stderr, /dev in .*dev\.egg-link has no RECORD[\s\S]*hint: .*pip uninstall/);
  const file = requirements(where, pinned(app));
  const ran = await truewheelAsync(["install", "-r", file, "--index-url", index.url, ...into(where)]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /app 1\.0 needs lib>=1, and lib of no known version is what is there/);
});

test("what is uninstalled is registered no more, also when its RECORD forgot its own metadata", () => {
  const where = place();
  const info = join(where.site, "rec-1.0.dist-info");
  mkdirSync(join(info, "licenses"), { recursive: true });
  writeFileSync(join(where.site, "rec.py"), "");
  for (const name of ["METADATA", "INSTALLER", "licenses/LICENSE"]) writeFileSync(join(info, name), "");
  writeFileSync(join(info, "RECORD"), "rec.py,,\r\n");
  const ran = truewheel(["uninstall", "rec", ...into(where)]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(existsSync(info), false);
});
