/** The rules on the shape of files, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { documented, drawing, length, opening, promises } from "./shape.ts";

/** A file nobody objects to. */
const a = "/** A. */\nexport const a = 1;\n";

plant("documented", documented, [
  [
    "an export without a word",
    { "src/base/a.ts": "export const a = 1;" },
    ["the export a has no documentation comment"],
  ],
  ["an export list", { "scripts/a.ts": "const a = 1;\nexport { a };" }, ["scripts/a.ts:2"]],
  [
    "overloads documented once",
    {
      "src/base/a.ts":
        "/** F. */\nexport function f(a: 1): 1;\nexport function f(a: number): number { return a; }",
    },
    [],
  ],
  ["an undocumented export of a test", { "src/base/a.test.ts": "export const a = 1;" }, []],
]);

plant("opening", opening, [
  [
    "a file that opens without a word",
    { "src/base/a.ts": 'import "./b.ts";\n/** A. */' },
    ["src/base/a.ts:1: does not open"],
  ],
  [
    "a program that opens with its interpreter",
    { "src/cli.ts": "#!/usr/bin/env node\n/** The program. */" },
    [],
  ],
]);

plant("length", length, [
  [
    "a file of 401 lines",
    { "src/base/a.ts": "a;\n".repeat(401), "src/base/b.ts": "b;\n".repeat(400) },
    ["src/base/a.ts: 401 lines"],
  ],
  ["a long Python file", { "python/a.py": "pass\n".repeat(401) }, ["python/a.py: 401 lines"]],
  ["a long document", { "README.md": "line\n".repeat(401) }, []],
]);

plant("promises", promises, [
  [
    "a promise nobody can keep",
    { "src/render/a.ts": 'say("this package is safe");\nsay(`${name} is secure now`);' },
    ["a.ts:1: says a word", "a.ts:2: says a word"],
  ],
  [
    "the same word in a comment or a name",
    {
      "src/render/a.ts":
        "// is it safe?\nconst secureContext = Number.isSafeInteger(1);\nsay('URL-safe base64');",
    },
    [],
  ],
]);

plant("drawing", drawing, [
  [
    "a floor missing from the picture",
    { "ARCHITECTURE.md": "base/ and models/", "src/base/a.ts": a, "src/model/a.ts": a },
    ["ARCHITECTURE.md: does not mention src/model"],
  ],
  [
    "a picture of every floor that is there",
    { "ARCHITECTURE.md": "base/ and cli.ts", "src/base/a.ts": a, "src/cli.ts": a },
    [],
  ],
]);
