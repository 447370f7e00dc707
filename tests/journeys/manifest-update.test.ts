/** `manifest update` as a maintainer meets it, on an index of made wheels. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { scratch } from "../python/pythons.ts";
import { MANIFEST, PLAIN } from "../support/cli.ts";
import { type IndexSpec, startIndex } from "../support/index.ts";
import {
  before,
  document,
  ground,
  OLD,
  packaging2,
  pip2,
  run,
  today,
  update,
  versions,
  wheel,
} from "../support/manifest.ts";
import { type MadeWheel, makeWheel } from "../support/wheel-writer.ts";

test("nothing newer is out: the bytes are as before, and nothing is written unasked", async () => {
  const same = await update(before);
  assert.equal(same.status, 0, same.stderr);
  assert.equal(readFileSync(same.out, "utf8"), readFileSync(same.where.manifest, "utf8"));
  assert.match(same.stdout, /\nnothing changed\n/);
  const checked = await run(same.where.folder, same.url, [
    "update",
    "--check",
    "--manifest",
    same.where.manifest,
  ]);
  assert.equal(checked.status, 0, checked.stderr);
});

test("a newer closure is pinned and reviewed, and the check for it says no", async () => {
  const ran = await update([...before, pip2, packaging2]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(versions(ran.out), "packaging 2.0, pip 2.0, setuptools 1.0, wheel 1.0");
  const digest = sha256(readFileSync(ran.out));
  const days = Math.floor((Date.now() - Date.parse(OLD)) / 86_400_000);
  const origin = ran.url;
  const [old] = before;
  const block = [
    "  pip 1.0 -> 2.0",
    `    was pip-1.0-py3-none-any.whl, ${old?.bytes.length} bytes`,
    `        sha256 ${old?.sha256}`,
    `    now pip-2.0-py3-none-any.whl, ${pip2.bytes.length} bytes`,
    `        sha256 ${pip2.sha256}`,
    `    uploaded ${OLD}, ${days} days ago`,
    "    published by: nobody says",
    "    INDEX-SAYS: SHA-256 as the index tells it",
    "    absent: the index offers no METADATA beside it",
    "    absent: the index names no provenance (PEP 740)",
    "    absent: no manifest named it before",
    "    could have lied: the index; whoever stands between it and this machine with a certificate that is trusted here",
  ].join("\n");
  assert.ok(ran.stdout.includes(`\nPython 3.9 changed\n`) && ran.stdout.includes(block), ran.stdout);
  assert.ok(ran.stdout.startsWith(`before: the manifest ${ran.where.manifest}, sha256 `));
  assert.ok(ran.stdout.includes(`\nasked:  ${origin}; cooldown of 7 days for what was not pinned before`));
  assert.ok(ran.stdout.includes(`\nwrote ${ran.out}, sha256 ${digest}\n`));
  assert.ok(ran.stdout.includes("\nNothing inside truewheel was changed."));
  assert.deepEqual(readdirSync(ran.where.folder).sort(), ["manifest.json", "new.json", "store"]);
  const checked = await run(ran.where.folder, ran.url, [
    "update",
    "--check",
    "--manifest",
    ran.where.manifest,
  ]);
  assert.equal(checked.status, 1, checked.stderr);
  assert.match(checked.stdout, /another closure is out than the manifest pins; nothing was written\n$/);
  const again = await update([pip2, packaging2, ...before.toReversed()]);
  assert.equal(
    readFileSync(again.out, "utf8"),
    readFileSync(ran.out, "utf8"),
    "the order of the page means nothing",
  );
});

/** Each: what the index is, the options, and what the closure of 3.10+ is then. */
const choices: readonly (readonly [string, readonly MadeWheel[], IndexSpec, readonly string[], string])[] = [
  [
    "a yanked version is not taken",
    [...before, pip2],
    { yanked: { [pip2.filename]: "broken" } },
    [],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a version of today waits",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": today } } },
    [],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a version of today is taken when the waiting is turned off",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": today } } },
    ["--cooldown", "0"],
    "packaging 1.0, pip 2.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a version of unknown age waits",
    [...before, pip2],
    { told: { [pip2.filename]: {} } },
    [],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a version after the named day is not taken",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": "2026-02-02T00:00:00Z" } } },
    ["--exclude-newer", "2026-02-01"],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a version of the named day is",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": "2026-02-01T23:59:59Z" } } },
    ["--exclude-newer", "2026-02-01"],
    "packaging 1.0, pip 2.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "but not one that must be prior to that day",
    [...before, pip2],
    { told: { [pip2.filename]: { "upload-time": "2026-02-01T00:00:00Z" } } },
    ["--uploaded-prior-to", "2026-02-01"],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a version that needs what nobody has is not taken",
    [...before, wheel("pip", "2.0", { requires: ["ghost"] })],
    {},
    [],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "a circle is a closure",
    [...before, wheel("packaging", "2.0", { requires: ["wheel>=1"] })],
    {},
    [],
    "packaging 2.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "what only one Python of the open series needs is brought",
    [
      ...before,
      pip2,
      wheel("lib", "1.0"),
      wheel("setuptools", "2.0", { requires: ["lib; python_version == '3.12'"] }),
    ],
    {
      told: {
        "setuptools-2.0-py3-none-any.whl": { "upload-time": OLD },
        "lib-1.0-py3-none-any.whl": { "upload-time": OLD },
      },
    },
    [],
    "lib 1.0, packaging 1.0, pip 2.0, setuptools 2.0, wheel 1.0",
  ],
  [
    "a named version is taken although a newer one is there",
    [...before, pip2],
    {},
    ["--pip", "1.0"],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
  [
    "wheels for one machine are not seen",
    [...before, makeWheel({ name: "pip", version: "3.0", filename: "pip-3.0-cp312-cp312-linux_x86_64.whl" })],
    {},
    ["--cooldown", "0"],
    "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0",
  ],
];
for (const [sentence, wheels, spec, args, expected] of choices)
  test(`of what the index offers, ${sentence}`, async () => {
    const ran = await update(wheels, spec, args);
    assert.equal(ran.status, 0, ran.stderr + ran.stdout);
    assert.equal(versions(ran.out), expected, ran.stdout);
  });

test("what waits and what stands in the way is named", async () => {
  const spec = {
    yanked: { [packaging2.filename]: "it breaks" },
    told: { [pip2.filename]: { "upload-time": today } },
  };
  const ghostly = wheel("wheel", "2.0", { requires: ["ghost>=3"] });
  const told = { ...spec.told, [ghostly.filename]: { "upload-time": OLD } };
  const { stdout } = await update([...before, pip2, packaging2, ghostly], { ...spec, told });
  const lines = [
    "newer and not taken:",
    `  pip-2.0-py3-none-any.whl (3.9, 3.10+): it was uploaded ${today}, within the cooldown of 7 days`,
    '  packaging-2.0-py3-none-any.whl (3.9, 3.10+): its publisher yanked it: "it breaks"',
    "",
    "stood in the way:",
    "  3.9: nothing that may be taken is ghost as wheel 2.0 asks for >=3",
    "  3.10+: nothing that may be taken is ghost as wheel 2.0 asks for >=3",
  ];
  assert.ok(stdout.includes(lines.join("\n")), stdout);
});

test("only the named series is made anew, and a new one is added in its place", async () => {
  const where = ground();
  const ran = await update([...before, pip2], {}, ["--series", "3.9", "--series", "3.12"], where);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(versions(ran.out, "3.9"), "packaging 1.0, pip 2.0, setuptools 1.0, wheel 1.0");
  assert.equal(versions(ran.out), "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0");
  assert.match(ran.stdout, /\nPython 3\.12 added\n/);
  assert.match(ran.stdout, /\nunchanged: 3\.10\+\n/);
});

test("a named version counts where it is for the Pythons of the series, unless the series was named too", async () => {
  const modern = wheel("pip", "2.0", { requiresPython: ">=3.10" });
  const told = { [modern.filename]: { "upload-time": OLD, "requires-python": ">=3.10" } };
  const ran = await update([...before, modern], { told }, ["--pip", "2.0"]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(versions(ran.out), "packaging 1.0, pip 2.0, setuptools 1.0, wheel 1.0");
  assert.equal(versions(ran.out, "3.9"), "packaging 1.0, pip 1.0, setuptools 1.0, wheel 1.0");
  assert.match(ran.stdout, /\n {2}3\.9: pip 2\.0 is not for this series\n/);
  const strict = await update([...before, modern], { told }, ["--pip", "2.0", "--series", "3.9"]);
  assert.equal(strict.status, 1);
  assert.match(strict.stderr, /for 3\.9 the index offers no wheel of pip 2\.0/);
});

test("the publisher is told as the index's word, and what was announced and is not there is said", async () => {
  const provenance = JSON.stringify({
    version: 1,
    attestation_bundles: [
      { publisher: { kind: "GitHub", repository: "pypa/pip", workflow: "release.yml" }, attestations: [] },
    ],
  });
  const where = ground();
  const port = await startIndex([...before, pip2, packaging2], {
    told: {
      ...where.told,
      [pip2.filename]: {
        "upload-time": OLD,
        provenance: "http://127.0.0.1:9/provenance",
        "core-metadata": true,
      },
    },
  });
  const out = join(where.folder, "new.json");
  const deaf = await run(where.folder, port.url, ["update", "--manifest", where.manifest, "-o", out]);
  assert.equal(deaf.status, 0, deaf.stderr);
  assert.match(deaf.stdout, /\n {4}absent: its provenance could not be had \(TW-HTTP-CONNECT\)\n/);
  assert.match(deaf.stdout, /\n {4}absent: METADATA beside it is announced and not there\n/);
  const beside = await startIndex([], { beside: { "/provenance": provenance } });
  const address = beside.url.replace("/simple/", "/provenance");
  const kind = await update([...before, pip2], {
    told: { [pip2.filename]: { "upload-time": OLD, provenance: address } },
  });
  assert.match(
    kind.stdout,
    /\n {4}published by, as the index tells and nobody verified: GitHub pypa\/pip release\.yml\n/,
  );
  assert.match(
    kind.stdout,
    /\n {4}absent: nobody verified its attestations: the publisher is the index's word\n/,
  );
});

test("a version that was pinned and is yanked now is replaced by an older one, and that is said", async () => {
  const pinned = [pip2, ...before.slice(1)];
  const where = ground(document({ "3.10+": pinned }));
  const ran = await update([...before, pip2], { yanked: { [pip2.filename]: "" } }, [], where);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /\n {2}pip 2\.0 -> 1\.0, which is older\n/);
  assert.match(ran.stdout, /\n {2}pip-2\.0-py3-none-any\.whl \(3\.10\+\): its publisher yanked it\n/);
});

test("an index of HTML alone serves when the waiting is turned off, and says what it could not tell", async () => {
  const ran = await update([...before, pip2], { html: true }, ["--cooldown", "0"]);
  assert.equal(ran.status, 0, ran.stderr);
  for (const words of [
    "the index tells no size",
    "the index tells no upload time",
    "the index tells no Requires-Python",
  ])
    assert.ok(ran.stdout.includes(`    absent: ${words}\n`), words);
  assert.match(ran.stdout, /\n {4}uploaded: unknown\n/);
});

test("the manifest goes to standard output when asked, and the review beside it", async () => {
  const ran = await update([...before, pip2], {}, ["--output", "-"]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(versionsIn(ran.stdout), "packaging 1.0, pip 2.0, setuptools 1.0, wheel 1.0");
  assert.match(ran.stderr, /\nwrote the manifest to standard output, sha256 /);
});

function versionsIn(text: string): string {
  const path = join(scratch("manifest-out"), "manifest.json");
  writeFileSync(path, text);
  return versions(path);
}

test("without --output a new file is written, and one that says something else is left alone", async () => {
  const where = ground();
  const { url } = await startIndex([...before, pip2], { told: where.told });
  const args = [
    "manifest",
    "update",
    "--manifest",
    where.manifest,
    "--index-url",
    url,
    "--cache-dir",
    join(where.folder, "store"),
  ];
  const inFolder = join(where.folder, "here");
  mkdirSync(inFolder);
  const { spawn } = await import("node:child_process");
  const once = (): Promise<number | null> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(MANIFEST, "../../dist/cli.js"), ...args], {
        env: PLAIN,
        cwd: inFolder,
        stdio: "ignore",
      });
      child.on("close", resolve);
    });
  assert.equal(await once(), 0);
  const path = join(inFolder, "bootstrap-manifest.json");
  assert.equal(versions(path), "packaging 1.0, pip 2.0, setuptools 1.0, wheel 1.0");
  assert.equal(await once(), 0, "the same bytes are no obstacle");
  writeFileSync(path, "mine");
  assert.equal(await once(), 2);
  assert.equal(readFileSync(path, "utf8"), "mine");
});
