/** Texts of locks: what is written is read back as it was, and is the same for the same set. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseToml } from "../../formats/toml/toml.ts";
import type { LockedPackage, LockedSet } from "../../model/lock.ts";
import { readPylock } from "../../standards/pep751-pylock/read.ts";
import { logicalLines } from "../../standards/requirements-txt/lines.ts";
import { pylockText } from "./pylock-text.ts";
import { requirementsText } from "./requirements-text.ts";
import { tomlKey, tomlString } from "./toml-text.ts";

const DIGEST = "ab".repeat(32);

const file = (filename: string) => ({
  filename,
  url: `https://files.index.example/${filename}`,
  uploadTime: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  size: 1234,
  hashes: new Map([
    ["sha512", "cd".repeat(64)],
    ["sha256", DIGEST],
  ]),
});

const lib: LockedPackage = {
  name: "lib",
  version: "1.0",
  marker: `sys_platform == 'win32' and "dev" in dependency_groups`,
  requiresPython: ">=3.9",
  dependencies: [{ name: "base", version: "2.0" }, { name: "other" }],
  index: "https://index.example/simple/",
  sdist: file("lib-1.0.tar.gz"),
  wheels: [file("lib-1.0-py3-none-any.whl")],
  identities: [{ kind: "GitHub", fields: new Map([["repository", 'a"b']]) }],
  via: ["-r requirements.in", "app"],
  extras: ["x"],
};
const set: LockedSet = {
  environments: ["python_version == '3.12'"],
  requiresPython: ">=3.12",
  extras: [],
  groups: ["dev"],
  defaultGroups: [],
  packages: [lib],
};

test("any text is a string and a key that TOML reads back", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary-ascii", minLength: 1 }),
      (value, key) => {
        assert.equal(parseToml(`${tomlKey(key)} = ${tomlString(value)}`, "t").get(key), value);
      },
    ),
  );
});

test("a lock is read back with everything that was locked", () => {
  const lock = readPylock(parseToml(pylockText(set), "pylock.toml"));
  assert.deepEqual(lock.warnings, []);
  assert.deepEqual(lock.dependencyGroups, ["dev"]);
  const [read] = lock.packages;
  assert.ok(read?.source.kind === "files");
  const [wheel] = read.source.wheels;
  assert.equal(wheel?.size, 1234);
  assert.equal(wheel?.uploadTime?.milliseconds, Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  assert.deepEqual(
    wheel?.hashes.map(({ algorithm }) => algorithm),
    ["sha256", "sha512"],
  );
  assert.equal(read.source.sdist?.filename, "lib-1.0.tar.gz");
  assert.equal(read.index, "https://index.example/simple/");
  assert.equal(read.dependencies.length, 2);
  assert.equal(read.attestationIdentities[0]?.kind, "GitHub");
});

test("an empty set is a lock all the same", () => {
  const lock = readPylock(parseToml(pylockText({ ...set, packages: [] }), "pylock.toml"));
  assert.equal(lock.packages.length, 0);
});

test("a requirements file joins a pin and its hashes to one line, and tells who asked", () => {
  const text = requirementsText(set, "truewheel lock", []);
  const lines = logicalLines(text, {}, "requirements.txt").map((line) => line.text);
  const hash = `--hash=sha256:${DIGEST}`;
  assert.deepEqual(
    lines.map((line) => line.replaceAll(/ +/g, " ")),
    [`lib[x]==1.0 ; ${lib.marker} ${hash} ${hash}`],
  );
  assert.match(text, / {4}# via\n {4}# {3}-r requirements\.in\n {4}# {3}app\n$/);
});
