/** The dependency tree of an environment, as a user sees it. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { newest, type Ran, reportOf, truewheel } from "../support/cli.ts";

const { python, store } = newest();
const root = join(scratch("tree"), "env");
const made = truewheel([
  "bootstrap",
  "--offline",
  "--cache-dir",
  store,
  "--python",
  python.path,
  "--venv",
  root,
]);
assert.equal(made.status, 0, made.stderr);
const [version = ""] = readdirSync(join(root, "lib"));
const site = join(root, "lib", version, "site-packages");

/** Registers distributions: `name version`, then the lines of Requires-Dist. */
function register(
  context: { after(action: () => void): void },
  all: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [key, requires] of Object.entries(all)) {
    const [name = "", number = ""] = key.split(" ");
    const directory = join(site, `${name}-${number}.dist-info`);
    mkdirSync(directory);
    const lines = requires.map((each) => `Requires-Dist: ${each}\n`).join("");
    writeFileSync(
      join(directory, "METADATA"),
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${number}\nProvides-Extra: x\n${lines}`,
    );
    context.after(() => rmSync(directory, { recursive: true, force: true }));
  }
}

function tree(...args: readonly string[]): Ran {
  return truewheel(["tree", "--cache-dir", store, "--python", root, ...args]);
}

/** The lines of the drawing, without the legend. */
function drawn(ran: Ran): readonly string[] {
  return ran.stdout.split("\n\n")[0]?.split("\n") ?? [];
}

const UNKNOWN = "unknown: not installed by truewheel";

test("what truewheel installed is shown with the level of its evidence", () => {
  const ran = tree();
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /^✓ wheel [\d.]+ {2}PINNED\n└── ✓ packaging [\d.]+ \(>=24\.0\) {2}PINNED$/m);
  assert.match(ran.stdout, /\n\n✓ verified\n$/);
});

test("a terminal without UTF-8 gets ASCII", () => {
  const ran = truewheel(["tree", "--cache-dir", store, "--python", root], { LANG: "C", LC_ALL: "C" });
  assert.match(ran.stdout, /^`-- v packaging/m);
  assert.doesNotMatch(ran.stdout, /[^\n\x20-\x7e]/);
});

test("dependencies are drawn once, and marked where they come again", (t) => {
  register(t, {
    "top 1.0": ["left", "right>=1"],
    "left 1.0": ["base"],
    "right 2.0": ["left"],
    "base 1.0": [],
  });
  assert.deepEqual(drawn(tree("top")), [
    `· top 1.0  ${UNKNOWN}`,
    `├── · left 1.0  ${UNKNOWN}`,
    `│   └── · base 1.0  ${UNKNOWN}`,
    `└── · right 2.0 (>=1)  ${UNKNOWN}`,
    `    └── · left 1.0  ${UNKNOWN} (*)`,
  ]);
  assert.deepEqual(drawn(tree("top", "--depth", "0")), [`· top 1.0  ${UNKNOWN}`]);
});

test("inverted, it leads to who needs it", (t) => {
  register(t, { "top 1.0": ["base>=1"], "base 1.0": [] });
  assert.deepEqual(drawn(tree("--invert", "Base")), [
    `· base 1.0  ${UNKNOWN}`,
    `└── · top 1.0 (base >=1)  ${UNKNOWN}`,
  ]);
});

test("a circle is drawn and ends", (t) => {
  register(t, { "snake 1.0": ["tail"], "tail 1.0": ["snake"] });
  assert.deepEqual(drawn(tree("snake")), [
    `· snake 1.0  ${UNKNOWN}`,
    `└── · tail 1.0  ${UNKNOWN}`,
    `    └── · snake 1.0  ${UNKNOWN} (*)`,
  ]);
  assert.ok(drawn(tree()).includes(`· snake 1.0  ${UNKNOWN}`), "also when nobody outside needs it");
});

test("markers are evaluated for that Python, and extras when somebody asks for them", (t) => {
  register(t, {
    "top 1.0": ['never ; python_version < "3"', "base[x]"],
    "base 1.0": ['extra-thing ; extra == "x"', 'other ; extra == "y"'],
    "extra_thing 1.0": [],
  });
  assert.deepEqual(drawn(tree("top")), [
    `· top 1.0  ${UNKNOWN}`,
    `└── · base[x] 1.0  ${UNKNOWN}`,
    `    └── · extra-thing 1.0  ${UNKNOWN}`,
  ]);
  assert.deepEqual(drawn(tree("base")), [`· base 1.0  ${UNKNOWN}`]);
});

test("what is missing or in conflict is marked; --strict answers no", (t) => {
  register(t, { "top 1.0": ["gone>=2", "old>=2"], "old 1.0": [] });
  const ran = tree("top");
  assert.equal(ran.status, 0);
  assert.deepEqual(drawn(ran), [
    `· top 1.0  ${UNKNOWN}`,
    "├── ✗ gone is missing: >=2 is needed",
    "└── ✗ old 1.0 conflicts: >=2 is needed",
  ]);
  assert.equal(tree("top", "--strict").status, 1);
  const { dependencies } = reportOf(tree("--format", "json"));
  assert.equal(dependencies?.problems, 2);
  assert.deepEqual(
    dependencies.nodes.find((each) => each.name === "top")?.needs.map((each) => [each.name, each.state]),
    [
      ["gone", "missing"],
      ["old", "conflict"],
    ],
  );
});

test("a RECORD that is not the accepted one, and METADATA that cannot be read, are failures", (t) => {
  register(t, { "broken 1.0": ["not a requirement!"] });
  const record = join(
    site,
    readdirSync(site).find((each) => /^wheel-.*dist-info$/.test(each)) ?? "",
    "RECORD",
  );
  writeFileSync(record, "");
  const ran = tree();
  assert.match(ran.stdout, /^✗ wheel [\d.]+ {2}its RECORD is not the one that was accepted$/m);
  assert.match(ran.stdout, /^✗ broken 1\.0 {2}.*requires-dist.*$/m);
  assert.equal(tree("--strict").status, 1);
});

test("a name that is not installed is no tree", () => {
  const ran = tree("no-such");
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /no-such is not installed in .*\[TW-TREE-NOT-INSTALLED\]/);
});
