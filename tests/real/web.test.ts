/** The web set on a real Python from the real index: installed, imported, read by pip and uv, upgraded, taken apart by all three and put right. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { differences, holdings } from "../../bench/same.ts";
import { setFile } from "../../bench/sets.ts";
import { tellFigures } from "../support/figures.ts";
import { readBack } from "./read-back.ts";
import {
  emptyEnvironment,
  good,
  has,
  listed,
  mustTruewheel,
  pinned,
  pip,
  run,
  SERIES,
  truewheel,
  uv,
} from "./workshop.ts";

const web = setFile("web", "txt");
const ours = emptyEnvironment("ours");
const theirs = emptyEnvironment("theirs");
const site = join(ours.folder, "lib", `python${SERIES}`, "site-packages");

function install(...args: readonly string[]): void {
  mustTruewheel("install", [...args, "--python", ours.python]);
}

test("the web set installs, and holds what uv installs, file by file", () => {
  good(uv(theirs, "install", "--require-hashes", "-r", web));
  install("-r", web);
  assert.deepEqual(differences(holdings(ours.folder), holdings(theirs.folder)), []);
  assert.deepEqual(listed(ours), pinned("web"));
});

readBack("web", ours, theirs);

test("its programs run", () => {
  for (const [program, words] of [
    ["flask", /Flask 3/],
    ["uvicorn", /uvicorn/],
    ["celery", /./],
    ["pytest", /pytest/],
    ["gunicorn", /gunicorn/],
    ["alembic", /alembic/],
  ] as const) {
    const ran = run([join(ours.folder, "bin", program), "--version"]);
    assert.equal(ran.status, 0, `${program}: ${ran.stderr}`);
    assert.match(ran.stdout + ran.stderr, words);
  }
});

test("the same command again changes nothing", () => {
  const before = holdings(ours.folder);
  const record = readFileSync(join(site, "flask-3.1.3.dist-info", "RECORD"), "utf8");
  install("-r", web);
  assert.deepEqual(differences(holdings(ours.folder), before), []);
  assert.equal(readFileSync(join(site, "flask-3.1.3.dist-info", "RECORD"), "utf8"), record);
});

test("one package goes down a version, up to the newest, and back to its pin", () => {
  const version = () => listed(ours).find((each) => each.startsWith("idna==")) ?? "";
  const pin = version();
  install("idna==3.7", "--no-require-hashes");
  assert.equal(version(), "idna==3.7");
  install("idna", "--upgrade", "--no-require-hashes");
  assert.notEqual(version(), "idna==3.7");
  install("-r", web);
  assert.equal(version(), pin);
  assert.deepEqual(differences(holdings(ours.folder), holdings(theirs.folder)), []);
});

test("a requirement without a hash is refused, and nothing changes", () => {
  const ran = truewheel("install", ["idna==3.7", "--python", ours.python]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.deepEqual(listed(ours), pinned("web"));
});

for (const [who, takeAway, names] of [
  [
    "truewheel",
    (all: readonly string[]) => mustTruewheel("uninstall", ["-y", ...all, "--python", ours.python]),
    ["celery", "kombu", "vine", "boto3"],
  ],
  [
    "pip",
    (all: readonly string[]) => pip(ours, "uninstall", "-y", ...all),
    ["flask", "django", "charset-normalizer"],
  ],
  [
    "uv",
    (all: readonly string[]) => uv(ours, "uninstall", ...all),
    ["sqlalchemy", "pyyaml", "pytest"].filter((each) =>
      pinned("web").some((pin) => pin.startsWith(`${each}==`)),
    ),
  ],
] as const) {
  test(`what truewheel installed, ${who} can uninstall without a trace, and the same command puts it back`, () => {
    assert.ok(names.length >= 2);
    good(takeAway(names));
    good(uv(theirs, "uninstall", ...names));
    assert.deepEqual(differences(holdings(ours.folder), holdings(theirs.folder)), []);
    good(uv(theirs, "install", "--require-hashes", "-r", web));
    install("-r", web);
    assert.deepEqual(differences(holdings(ours.folder), holdings(theirs.folder)), []);
  });
}

for (const [who, fill] of [
  ["pip", (to: typeof ours) => pip(to, "install", "--require-hashes", "-r", web)],
  ["uv", (to: typeof ours) => uv(to, "install", "--require-hashes", "-r", web)],
] as const) {
  test(`over an environment that ${who} made: nothing to do, then another version, then taken away`, () => {
    const made = emptyEnvironment(`by-${who}`);
    good(fill(made));
    mustTruewheel("install", ["-r", web, "--python", made.python]);
    assert.deepEqual(differences(holdings(made.folder), holdings(theirs.folder)), []);
    mustTruewheel("install", ["click==8.1.7", "--no-require-hashes", "--no-deps", "--python", made.python]);
    assert.ok(listed(made).includes("click==8.1.7"));
    mustTruewheel("uninstall", ["-y", "click", "django", "--python", made.python]);
    good(uv(theirs, "uninstall", "click", "django"));
    assert.deepEqual(differences(holdings(made.folder), holdings(theirs.folder)), []);
    good(uv(theirs, "install", "--require-hashes", "-r", web));
  });
}

test("sync takes away what the lock does not name", () => {
  assert.ok(has("sync"), "this truewheel has no sync");
  good(uv(ours, "install", "cowsay"));
  mustTruewheel("sync", [web, "--python", ours.python]);
  assert.deepEqual(listed(ours), pinned("web"));
  tellFigures("real use: the web set", { packages: pinned("web").length, files: holdings(ours.folder).size });
});
