/** What `manifest update` refuses; nothing is written then. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type IndexSpec, startIndex } from "../support/index.ts";
import { altered, before, ground, OLD, pip2, run, today, update, wheel } from "../support/manifest.ts";
import { type MadeWheel, metadataOf } from "../support/wheel-writer.ts";

/** Each: what the index is, the options, exit status, code and words. Nothing is written in any of them. */
const refusals: readonly (readonly [
  string,
  readonly MadeWheel[],
  IndexSpec,
  readonly string[],
  number,
  RegExp,
])[] = [
  [
    "a file that was pinned has other bytes now, as the index itself says",
    [wheel("pip", "1.0", { files: { "pip/new.py": "" } }), ...before.slice(1)],
    {},
    [],
    1,
    /^error: pip-1\.0-py3-none-any\.whl: .*\[TW-JUDGE-OTHER-BYTES\]$/m,
  ],
  [
    "the bytes are not what the index tells",
    [...before, pip2],
    { bytes: ({ name, bytes, version }) => (name === "pip" && version === "2.0" ? altered(bytes) : bytes) },
    [],
    1,
    /\[TW-FETCH-OTHER-BYTES\]$/m,
  ],
  [
    "a project is in quarantine",
    [...before, pip2],
    { statuses: { packaging: { status: "quarantined", reason: "malware" } } },
    [],
    1,
    /has packaging in quarantine: malware \[TW-INDEX-QUARANTINED\]$/m,
  ],
  [
    "the digest of the sidecar is another one's",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": OLD, "core-metadata": { sha256: "0".repeat(64) } } } },
    [],
    1,
    /^error: the METADATA that the index offers beside pip-2\.0-py3-none-any\.whl is not the one inside it \[TW-MANIFEST-SIDECAR\]$/m,
  ],
  [
    "the sidecar is another one",
    [...before, pip2],
    {
      told: { [pip2.filename]: { "upload-time": OLD, "core-metadata": true } },
      beside: {
        [`/files/${pip2.filename}.metadata`]: metadataOf({ name: "pip", version: "2.0", requires: ["evil"] }),
      },
    },
    [],
    1,
    /\[TW-MANIFEST-SIDECAR\]$/m,
  ],
  [
    "the index says other Pythons than METADATA",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": OLD, "requires-python": ">=3.6" } } },
    [],
    1,
    /the index says that pip-2\.0-py3-none-any\.whl is for Python ">=3\.6", its METADATA says ">=3\.9" \[TW-MANIFEST-REQUIRES-PYTHON\]$/m,
  ],
  [
    "the named version waits",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": today } } },
    ["--pip", "2.0"],
    1,
    /^error: pip 2\.0 may not be taken: it was uploaded .*, within the cooldown of 7 days \[TW-MANIFEST-NO-CLOSURE\]\nhint: --cooldown 0 /m,
  ],
  [
    "the named version is nowhere",
    before,
    {},
    ["--pip", "9.0"],
    1,
    /^error: the index offers no wheel of pip 9\.0 that is for any machine and for all Pythons of a series \[TW-MANIFEST-NO-CLOSURE\]$/m,
  ],
  [
    "named versions do not go together",
    [...before, wheel("wheel", "2.0", { requires: ["pip>=2"] }), pip2],
    { told: { "wheel-2.0-py3-none-any.whl": { "upload-time": OLD } } },
    ["--pip", "1.0", "--wheel", "2.0"],
    1,
    /^error: for Python 3\.9 there is no closure: wheel 2\.0 needs pip>=2, not 1\.0 \[TW-MANIFEST-NO-CLOSURE\]$/m,
  ],
  [
    "what is needed is nowhere, and there is no other version",
    before.filter(({ name }) => name !== "packaging"),
    {},
    [],
    1,
    /nothing that may be taken is packaging as wheel 1\.0 asks for >=1 \[TW-MANIFEST-NO-CLOSURE\]$/m,
  ],
  [
    "an index without pip is no index for this",
    [],
    {},
    [],
    3,
    /knows no project pip \[TW-INDEX-NO-PROJECT\]$/m,
  ],
  [
    "a page tells no digests",
    before,
    { hashless: true },
    [],
    1,
    /nothing that may be taken is pip \[TW-MANIFEST-NO-CLOSURE\]$/m,
  ],
  ["a day that is none", before, {}, ["--exclude-newer", "2026-02-30"], 2, /\[TW-USAGE\]$/m],
  ["days that are none", before, {}, ["--cooldown", "-1"], 2, /\[TW-USAGE\]$/m],
  ["a series that is none", before, {}, ["--series", "four"], 2, /\[TW-USAGE\]$/m],
  ["a version that is none", before, {}, ["--pip", "new"], 1, /\[TW-VERSION-INVALID\]$/m],
];
for (const [sentence, wheels, spec, args, status, words] of refusals)
  test(`update refuses when ${sentence}, and writes nothing`, async () => {
    const ran = await update(wheels, spec, args);
    assert.match(ran.stderr, words);
    assert.deepEqual([ran.status, ran.stdout, existsSync(ran.out)], [status, "", false]);
  });

test("an index that cannot be asked gives neither yes nor no", async () => {
  const { url, close } = await startIndex(before);
  await close();
  const { folder, manifest } = ground();
  for (const verb of [
    ["update", "--manifest", manifest],
    ["check", manifest],
  ])
    assert.equal((await run(folder, url, verb)).status, 3);
});

test("a place that cannot be written is named, and no draft stays", async () => {
  const where = ground();
  const { url } = await startIndex([...before, pip2], { told: where.told });
  mkdirSync(join(where.folder, "taken"));
  for (const output of ["taken", join("missing", "new.json")]) {
    const args = ["update", "--manifest", where.manifest, "--output", join(where.folder, output)];
    const ran = await run(where.folder, url, args);
    assert.equal(ran.status, 2, ran.stdout);
    assert.match(ran.stderr, /^error: .*\[TW-DISK-(?:NOT-A-FILE|MISSING)\]$/m);
  }
  assert.deepEqual(readdirSync(where.folder).sort(), ["manifest.json", "store", "taken"]);
});
