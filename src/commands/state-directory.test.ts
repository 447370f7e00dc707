/** Where our own records are kept, on each platform. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readArguments } from "./arguments.ts";
import { stateDirectory } from "./state-directory.ts";
import { commands } from "./table.ts";

const install = commands.find(({ verb }) => verb === "install");
const linux = { environment: {}, platform: "linux", home: "/home/u", directory: "/d" };

const places: readonly (readonly [
  string,
  readonly string[],
  Partial<typeof linux>,
  Record<string, string>,
  string,
])[] = [
  ["where --state-dir says", ["--state-dir", "s"], {}, {}, "/d/s"],
  ["where TRUEWHEEL_STATE_DIR says", [], {}, { TRUEWHEEL_STATE_DIR: "/t" }, "/t"],
  ["below XDG_STATE_HOME", [], {}, { XDG_STATE_HOME: "/s" }, "/s/truewheel"],
  [
    "below the home, when XDG_STATE_HOME is relative",
    [],
    {},
    { XDG_STATE_HOME: "s" },
    "/home/u/.local/state/truewheel",
  ],
  [
    "below the home, when XDG_STATE_HOME is empty",
    [],
    {},
    { XDG_STATE_HOME: "" },
    "/home/u/.local/state/truewheel",
  ],
  [
    "in macOS's own place",
    [],
    { platform: "darwin", home: "/Users/u" },
    {},
    "/Users/u/Library/Application Support/truewheel",
  ],
  ["in Windows' own place", [], { platform: "win32" }, { LOCALAPPDATA: "C:/L" }, "C:/L/truewheel/state"],
];

for (const [where, args, world, environment, expected] of places) {
  test(`records are kept ${where}`, () => {
    const given = readArguments(install, [...args, "x"], environment);
    assert.equal(stateDirectory(given, { ...linux, ...world, environment }), expected);
  });
}
