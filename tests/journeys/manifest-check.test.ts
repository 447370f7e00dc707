/** `manifest check` as a maintainer meets it, on an index of made wheels. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pythons } from "../python/pythons.ts";
import { truewheelAsync } from "../support/cli.ts";
import { type IndexSpec, startIndex } from "../support/index.ts";
import { altered, before, document, ground, packaging2, pip2, run, update } from "../support/manifest.ts";
import type { MadeWheel } from "../support/wheel-writer.ts";

test("what update writes, bootstrap reads and check approves of", async () => {
  const ran = await update([...before, pip2, packaging2]);
  const python = pythons.find(({ series }) => /^3\.(?:9|1\d)$/.test(series))?.path ?? "";
  const installed = await truewheelAsync([
    ...["bootstrap", "--manifest", ran.out, "--python", python, "--target", join(ran.where.folder, "lib")],
    ...["--index-url", ran.url, "--cache-dir", join(ran.where.folder, "store")],
  ]);
  assert.equal(installed.status, 0, installed.stderr);
  assert.ok(readdirSync(join(ran.where.folder, "lib")).includes("pip-2.0.dist-info"));
  const checked = await run(ran.where.folder, ran.url, ["check", ran.out]);
  assert.deepEqual([checked.status, checked.stderr], [0, ""], checked.stdout);
  assert.match(checked.stdout, /\n4 files, \d+ bytes, are served as pinned; every closure is complete\n$/);
  assert.match(checked.stdout, /\nclosed: 3\.9 on Python 3\.9; 3\.10\+ on Python 3\.10 to 3\.15\n/);
});

/** Each: the index, the manifest where it is not the honest one, and each line of objection. */
const objections: readonly (readonly [
  string,
  readonly MadeWheel[],
  IndexSpec,
  string | undefined,
  readonly string[],
])[] = [
  [
    "a file is gone",
    [pip2, ...before.slice(1)],
    {},
    undefined,
    ["no: the index offers pip-1.0-py3-none-any.whl no more [TW-FETCH-ABSENT] (Python 3.9, 3.10+)"],
  ],
  [
    "a file is named and gone",
    before,
    { beside: { "/files/pip-1.0-py3-none-any.whl": 404 } },
    undefined,
    [
      "no: the index names pip-1.0-py3-none-any.whl and does not have it [TW-FETCH-ABSENT] (Python 3.9, 3.10+)",
    ],
  ],
  [
    "a file is yanked",
    before,
    { yanked: { "pip-1.0-py3-none-any.whl": "bad" } },
    undefined,
    [
      'no: pip-1.0-py3-none-any.whl was yanked by its publisher: "bad" [TW-MANIFEST-YANKED] (Python 3.9, 3.10+)',
    ],
  ],
  [
    "the index tells another digest",
    before,
    { told: { "pip-1.0-py3-none-any.whl": { hashes: { sha256: "0".repeat(64) } } } },
    undefined,
    [
      "no: the index tells another sha256 of pip-1.0-py3-none-any.whl [TW-FETCH-OTHER-DIGEST] (Python 3.9, 3.10+)",
    ],
  ],
  [
    "the index tells another size",
    before,
    { told: { "pip-1.0-py3-none-any.whl": { size: 7 } } },
    undefined,
    [
      `no: the index says that pip-1.0-py3-none-any.whl has 7 bytes; ${before[0]?.bytes.length} are pinned [TW-FETCH-OTHER-SIZE] (Python 3.9, 3.10+)`,
    ],
  ],
  [
    "a project is in quarantine",
    before,
    { statuses: { pip: { status: "quarantined" } } },
    undefined,
    [" has pip in quarantine [TW-INDEX-QUARANTINED] (Python 3.9, 3.10+)"],
  ],
  [
    "a sidecar lies",
    before,
    { told: { "pip-1.0-py3-none-any.whl": { "core-metadata": { sha256: "0".repeat(64) } } } },
    undefined,
    [
      "no: the METADATA that the index offers beside pip-1.0-py3-none-any.whl is not the one inside it [TW-MANIFEST-SIDECAR] (Python 3.9, 3.10+)",
    ],
  ],
  [
    "a closure lacks something",
    before,
    {},
    document({ "3.9": before, "3.10+": before.filter(({ name }) => name !== "packaging") }),
    [
      "no: Python 3.10.0 on linux: wheel 1.0 needs packaging>=1, which nothing brings [TW-CLOSURE-INCOMPLETE] (Python 3.10+)",
    ],
  ],
  [
    "a closure is for other Pythons",
    before,
    {},
    document({ "3.8": before }),
    [
      "no: Python 3.8.0 on linux: wheel 1.0 needs Python >=3.9, this is 3.8.0 [TW-CLOSURE-PYTHON] (Python 3.8)",
    ],
  ],
  [
    "the manifest says other Pythons than METADATA",
    before,
    {},
    document({ "3.9": before }).replace('"requires-python": ">=3.9"', '"requires-python": ">=3.6"'),
    [
      "no: the manifest says that packaging-1.0-py3-none-any.whl is for Python >=3.6, its METADATA says >=3.9 [TW-MANIFEST-REQUIRES-PYTHON] (Python 3.9)",
    ],
  ],
  [
    "wheels are of another major version",
    before,
    {},
    document({ "2.7": before }),
    [
      "no: packaging-1.0-py3-none-any.whl is not for every machine and Python 2.7 [TW-MANIFEST-TAGS] (Python 2.7)",
    ],
  ],
];
for (const [sentence, wheels, spec, text, lines] of objections)
  test(`check objects when ${sentence}`, async () => {
    const where = ground(text);
    const told = Object.fromEntries(
      Object.entries(where.told).map(([name, keys]) => [name, { ...keys, ...spec.told?.[name] }]),
    );
    const { url } = await startIndex(wheels, { ...spec, told });
    const ran = await run(where.folder, url, ["check", where.manifest]);
    assert.equal(ran.status, 1, ran.stdout + ran.stderr);
    for (const line of lines) assert.ok(ran.stdout.includes(line), `${ran.stdout}\n---\n${line}`);
    const json = await run(where.folder, url, ["check", where.manifest, "--format", "json"]);
    const told791 = JSON.parse(json.stdout) as { exit: number; objections: { code: string }[] };
    assert.deepEqual([json.status, told791.exit], [1, 1]);
    assert.ok(lines.every((line) => told791.objections.some(({ code }) => line.includes(`[${code}]`))));
  });

test("check believes no stored bytes: a file that changed on the server is found although the store has the pinned one", async () => {
  const where = ground();
  const honest = await startIndex(before, { told: where.told });
  assert.equal((await run(where.folder, honest.url, ["check", where.manifest])).status, 0);
  const bytes = (made: MadeWheel): Uint8Array => (made.name === "pip" ? altered(made.bytes) : made.bytes);
  const dishonest = await startIndex(before, { told: where.told, bytes });
  const ran = await run(where.folder, dishonest.url, ["check", where.manifest]);
  assert.equal(ran.status, 1);
  assert.match(
    ran.stdout,
    /\nno: pip-1\.0-py3-none-any\.whl from .* is not the file that is expected.* \[TW-FETCH-OTHER-BYTES\]/,
  );
  assert.match(
    ran.stdout,
    /\nnote: the closure of 3\.9 was not checked, for want of pip-1\.0-py3-none-any\.whl\n/,
  );
});
