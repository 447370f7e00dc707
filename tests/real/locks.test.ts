/** Files that other programs wrote, installed unchanged: pylock.toml by uv and by pip, requirements with hashes by pip-compile and by uv. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { differences, holdings } from "../../bench/same.ts";
import { setFile } from "../../bench/sets.ts";
import { tellFigures } from "../support/figures.ts";
import {
  emptyEnvironment,
  good,
  listed,
  must,
  mustTruewheel,
  python,
  tool,
  uv,
  workFolder,
} from "./workshop.ts";

const folder = workFolder("locks");
const inputs = join(folder, "web.in");
copyFileSync(setFile("web", "in"), inputs);

const writers: readonly (readonly [string, string, () => void])[] = [
  [
    "a pylock.toml by uv",
    "pylock.uv.toml",
    () =>
      must(
        [
          tool("uv"),
          "pip",
          "compile",
          inputs,
          "--quiet",
          "--python",
          python(),
          "--format",
          "pylock.toml",
          "-o",
          join(folder, "pylock.uv.toml"),
        ],
        folder,
      ),
  ],
  [
    "a universal pylock.toml by uv",
    "pylock.universal.toml",
    () =>
      must(
        [
          tool("uv"),
          "pip",
          "compile",
          inputs,
          "--quiet",
          "--universal",
          "--python-version",
          "3.11",
          "--format",
          "pylock.toml",
          "-o",
          join(folder, "pylock.universal.toml"),
        ],
        folder,
      ),
  ],
  [
    "a pylock.toml by pip",
    "pylock.pip.toml",
    () =>
      must(
        [tool("python"), "-m", "pip", "lock", "--quiet", "-r", inputs, "-o", join(folder, "pylock.pip.toml")],
        folder,
      ),
  ],
  [
    "requirements by uv, universal, with markers",
    "requirements-uv.txt",
    () =>
      must(
        [
          tool("uv"),
          "pip",
          "compile",
          inputs,
          "--quiet",
          "--universal",
          "--python-version",
          "3.11",
          "--generate-hashes",
          "-o",
          join(folder, "requirements-uv.txt"),
        ],
        folder,
      ),
  ],
  [
    "requirements by pip-compile",
    "requirements-pip.txt",
    () =>
      must(
        [
          tool("pip-compile"),
          "--quiet",
          "--generate-hashes",
          "--strip-extras",
          "-o",
          join(folder, "requirements-pip.txt"),
          inputs,
        ],
        folder,
      ),
  ],
];

let shown = 0;
for (const [sentence, file, write] of writers) {
  test(`${sentence} is installed unchanged, as uv installs it`, () => {
    write();
    const path = join(folder, file);
    const before = readFileSync(path, "utf8");
    const [ours, theirs, synced] = [
      emptyEnvironment("ours"),
      emptyEnvironment("theirs"),
      emptyEnvironment("synced"),
    ];
    good(uv(theirs, "install", "-r", path));
    mustTruewheel("install", ["-r", path, "--python", ours.python]);
    mustTruewheel("sync", [path, "--python", synced.python]);
    assert.deepEqual(listed(ours), listed(theirs));
    assert.deepEqual(differences(holdings(ours.folder), holdings(theirs.folder)), []);
    assert.deepEqual(differences(holdings(synced.folder), holdings(theirs.folder)), []);
    assert.equal(readFileSync(path, "utf8"), before);
    assert.ok(listed(ours).length > 50);
    shown += 1;
  });
}

test("all of them were tried", () => {
  tellFigures("real use: locks by other programs, installed unchanged", {
    tried: writers.length,
    installed: shown,
  });
  assert.equal(shown, writers.length);
});
