/** The registries, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { registrations } from "./registrations.ts";

const a = "/** A. */\nexport const a = 1;\n";
const verb = "/** Does it. */\nexport const run = 1;\n";

plant("registrations", registrations, [
  [
    "a kind that is not registered",
    {
      "src/stages/evidence/kinds/a.ts": a,
      "src/stages/evidence/kinds/b.ts": a,
      "src/stages/evidence/kinds/registry.ts": 'import { a } from "./a.ts";',
    },
    ["src/stages/evidence/kinds/b.ts: is not named in src/stages/evidence/kinds/registry.ts"],
  ],
  [
    "kinds without a registry",
    { "src/stages/sources/kinds/a.ts": a, "src/stages/sources/kinds/b.ts": a },
    ["src/stages/sources/kinds: has no registry file"],
  ],
  [
    "a store and a rendering that are named in a comment only",
    {
      "src/effects/stores/a.ts": a,
      "src/effects/stores/registry.ts": '// import "./a.ts";',
      "src/render/b.ts": a,
      "src/render/registry.ts": 'const s = "./b.ts";',
    },
    ["src/effects/stores/a.ts: is not named", "src/render/b.ts: is not named"],
  ],
  [
    "a verb that is not in the table",
    { "src/commands/a.ts": verb, "src/commands/table.ts": a },
    ["src/commands/a.ts: is not named in src/commands/table.ts"],
  ],
  [
    "a verb that is loaded on demand, its test, what verbs share, and a store alone",
    {
      "src/commands/a.ts": verb,
      "src/commands/a.test.ts": verb,
      "src/commands/options.ts": a,
      "src/commands/table.ts": 'const l = () => import("./a.ts");',
      "src/effects/stores/a.ts": a,
    },
    [],
  ],
  [
    "a rendering that is registered, and its helper",
    {
      "src/render/registry.ts": 'import { a } from "./a.ts";',
      "src/render/a.ts": 'import { b } from "./ink.ts";',
      "src/render/ink.ts": a,
    },
    [],
  ],
]);
