/** The registry of codes, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { codes, codesInDocuments } from "./codes.ts";

const code = (name: string) => `/** C. */\n\nconst c = [{ code: "${name}", exit: 1 }];`;

plant("codes", codes, [
  [
    "a code that is not registered",
    { "src/base/a.ts": 'throw new Fault("TW-NO-SUCH", "x");' },
    ["TW-NO-SUCH is not registered"],
  ],
  [
    "a code that nothing uses",
    { "src/model/codes/x.ts": code("TW-IDLE") },
    ["src/model/codes/x.ts:3: TW-IDLE is registered and never used"],
  ],
  [
    "a code that only a test uses",
    { "src/model/codes/x.ts": code("TW-IDLE"), "src/base/a.test.ts": 'f("TW-IDLE");' },
    ["TW-IDLE is registered and never used"],
  ],
  [
    "a code registered twice",
    {
      "src/model/codes/x.ts": code("TW-A"),
      "src/model/codes/y.ts": code("TW-A"),
      "src/base/a.ts": 'f("TW-A");',
    },
    ["src/model/codes/y.ts:3: TW-A is registered twice, first in src/model/codes/x.ts"],
  ],
  [
    "a code put together at run time",
    { "src/base/a.ts": "const c = `TW-${name}`;\nconst d = `TW-DISK-${name}`;" },
    ["a.ts:1: a code is put together", "a.ts:2: a code is put together"],
  ],
  [
    "a code registered and used",
    { "src/model/codes/x.ts": code("TW-A-1"), "src/base/a.ts": 'f("TW-A-1"); // TW-B' },
    [],
  ],
]);

plant("codesInDocuments", codesInDocuments, [
  [
    "a document that names an unknown code",
    { "README.md": "See TW-OLD.\nAny TW-..., TW-DISK-... or TW-*." },
    ["README.md:1: TW-OLD is not registered"],
  ],
  [
    "a document that names a registered code",
    { "README.md": "See TW-A.", "src/model/codes/x.ts": code("TW-A") },
    [],
  ],
]);
