/** The arrows of the house, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { arrows, cycles, modules, roomOrder } from "./arrows.ts";

/** A file nobody objects to. */
const a = "/** A. */\nexport const a = 1;\n";

plant("arrows", arrows, [
  [
    "a stage that imports an effect",
    { "src/stages/read/a.ts": 'import "../../effects/e.ts";', "src/effects/e.ts": a },
    ["src/stages/read/a.ts:1: stages may not import effects"],
  ],
  [
    "a command that imports an effect on demand",
    { "src/commands/a.ts": 'const e = await import("../effects/e.ts");', "src/effects/e.ts": a },
    ["commands may not import effects"],
  ],
  [
    "a type taken from a higher floor",
    { "src/base/a.ts": 'import type { A } from "../model/m.ts";', "src/model/m.ts": a },
    ["base may not import model"],
  ],
  [
    "a re-export from a higher floor",
    { "src/model/a.ts": 'export * from "../ports/p.ts";', "src/ports/p.ts": a },
    ["model may not import ports"],
  ],
  [
    "a renderer that imports a standard",
    { "src/render/a.ts": 'import "../standards/s/s.ts";', "src/standards/s/s.ts": a },
    ["render may not import standards"],
  ],
  [
    "a stage that imports another stage",
    { "src/stages/read/a.ts": 'import "../judge/b.ts";', "src/stages/judge/b.ts": a },
    ["stages/read and stages/judge never import one another"],
  ],
  [
    "stages that are single files",
    { "src/stages/read.ts": 'import "./judge.ts";', "src/stages/judge.ts": a },
    ["stages/read and stages/judge"],
  ],
  [
    "a stage that imports its own room",
    { "src/stages/read/a.ts": 'import "./b.ts";', "src/stages/read/b.ts": a },
    [],
  ],
  [
    "the command line that imports everything",
    {
      "src/cli.ts": 'import "./effects/e.ts"; import "./commands/c.ts";',
      "src/effects/e.ts": a,
      "src/commands/c.ts": a,
    },
    [],
  ],
  ["a floor nobody drew", { "src/helpers/a.ts": a }, ["src/helpers is no floor of the house"]],
  [
    "an import of a file that is not there",
    { "src/base/a.ts": 'import "./b.ts";' },
    ["src/base/b.ts does not exist"],
  ],
  [
    "an import from outside the sources",
    { "src/base/a.ts": 'import "../../tests/t.ts";', "tests/t.ts": a },
    ["tests/t.ts lies outside src/"],
  ],
  [
    "an import of a test",
    { "src/base/a.ts": 'import "./b.test.ts";', "src/base/b.test.ts": a },
    ["is a test"],
  ],
  [
    "a test that imports what it likes",
    { "src/base/a.test.ts": 'import "../effects/e.ts";', "src/effects/e.ts": a },
    [],
  ],
]);

plant("modules", modules, [
  ["a package", { "src/base/a.ts": 'import x from "left-pad";' }, ["left-pad is a run-time dependency"]],
  [
    "a package in the effects",
    { "src/effects/a.ts": 'import x from "undici";' },
    ["undici is a run-time dependency"],
  ],
  [
    "a library outside its room",
    { "src/stages/a/a.ts": 'import { parse } from "smol-toml";' },
    ["smol-toml is a run-time dependency"],
  ],
  ["a library in its room", { "src/formats/toml/a.ts": 'import { parse } from "smol-toml";' }, []],
  [
    "files in a stage",
    { "src/stages/a/a.ts": 'import { readFileSync } from "node:fs";' },
    ["node:fs touches the world"],
  ],
  [
    "the network in a command",
    { "src/commands/a.ts": 'const h = await import("node:https");' },
    ["node:https touches the world"],
  ],
  ["the old name of a module", { "src/base/a.ts": 'import fs from "fs";' }, ["the package fs"]],
  [
    "chance from a harmless module",
    { "src/stages/a/a.ts": 'import { createHash, randomBytes as hash } from "node:crypto";' },
    ["randomBytes of node:crypto gives chance"],
  ],
  ["an import without its ending", { "src/base/a.ts": 'import "./b";' }, ["./b does not end in .ts"]],
  [
    "a dynamic import of a variable",
    { "src/effects/a.ts": "await import(name);" },
    ["must name its module in a plain string"],
  ],
  [
    "hashes in a stage, files in an effect",
    {
      "src/stages/a/a.ts": 'import { hash } from "node:crypto";',
      "src/effects/a.ts": 'import "node:fs";',
      "src/cli.ts": 'import "node:process";',
    },
    [],
  ],
]);

plant("cycles", cycles, [
  [
    "two files that import each other",
    { "src/base/a.ts": 'import "./b.ts";', "src/base/b.ts": 'import type { A } from "./a.ts";' },
    ["src/base/a.ts -> src/base/b.ts -> src/base/a.ts"],
  ],
  ["a file that imports itself", { "src/base/a.ts": 'import "./a.ts";' }, ["src/base/a.ts -> src/base/a.ts"]],
  [
    "a circle of three through a dynamic import",
    {
      "src/base/a.ts": 'import "./b.ts";',
      "src/base/b.ts": 'export * from "./c.ts";',
      "src/base/c.ts": 'import("./a.ts");',
    },
    ["a.ts -> src/base/b.ts -> src/base/c.ts -> src/base/a.ts"],
  ],
  [
    "a diamond",
    {
      "src/base/a.ts": 'import "./b.ts"; import "./c.ts";',
      "src/base/b.ts": 'import "./d.ts";',
      "src/base/c.ts": 'import "./d.ts";',
      "src/base/d.ts": a,
    },
    [],
  ],
]);

plant("roomOrder", roomOrder, [
  [
    "standards in a circle of rooms but not of files",
    {
      "src/standards/p/a.ts": 'import "../q/a.ts";',
      "src/standards/q/a.ts": a,
      "src/standards/q/b.ts": 'import "../p/b.ts";',
      "src/standards/p/b.ts": a,
    },
    ["standards/p -> standards/q -> standards/p"],
  ],
  [
    "standards in a row",
    {
      "src/standards/p/a.ts": 'import "../q/a.ts"; import "./b.ts";',
      "src/standards/q/a.ts": a,
      "src/standards/p/b.ts": 'import "../q/a.ts";',
    },
    [],
  ],
]);
