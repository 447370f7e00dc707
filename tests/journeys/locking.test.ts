/** `lock`, as a user runs it: what is written, what is kept, what is refused, and with which words. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseToml } from "../../src/formats/toml/toml.ts";
import { readPylock } from "../../src/standards/pep751-pylock/read.ts";
import { scratch } from "../python/pythons.ts";
import { type Ran, truewheelAsync } from "../support/cli.ts";
import {
  type LockIndex,
  metadataText,
  type Offered,
  source,
  startLockIndex,
  wheel,
} from "../support/lock-index.ts";

const web = [
  wheel("app", "1.0", ["lib>=1", "colour; extra == 'pretty'", "winonly; sys_platform == 'win32'"]),
  wheel("app", "2.0", ["lib>=2", "colour; extra == 'pretty'"]),
  wheel("lib", "1.0"),
  wheel("lib", "2.0", [], { requiresPython: ">=3.10" }),
  wheel("colour", "1.0"),
  wheel("winonly", "1.0"),
];

/** A folder with input files, and a way to lock there. */
async function bench(files: readonly Offered[], inputs: Readonly<Record<string, string>>) {
  const index = await startLockIndex(files);
  const folder = scratch("locking");
  for (const [name, text] of Object.entries(inputs)) writeFileSync(join(folder, name), text);
  const output = join(folder, "pylock.toml");
  const lock = (args: readonly string[], at: LockIndex = index): Promise<Ran> =>
    truewheelAsync([
      "lock",
      ...args.map((arg) => (arg in inputs ? join(folder, arg) : arg)),
      ...(args.includes("-o") ? [] : ["-o", output]),
      "--index-url",
      at.url,
      "--cache-dir",
      join(folder, "store"),
      "--no-progress",
    ]);
  const read = (): string => readFileSync(output, "utf8");
  const packages = (): readonly string[] =>
    readPylock(parseToml(read(), "pylock.toml")).packages.map(
      ({ name, version }) => `${name} ${version?.text}`,
    );
  return { index, folder, output, lock, read, packages };
}

const ONE = ["--python-version", "3.12", "--python-platform", "linux"];

test("a lock for one environment names every file, its size, its time and its digest", async () => {
  const { lock, read, packages, index } = await bench(web, { "requirements.in": "app[pretty]\n" });
  const ran = await lock(["requirements.in", ...ONE]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.deepEqual(packages(), ["app 2.0", "colour 1.0", "lib 2.0"]);
  const [app] = readPylock(parseToml(read(), "pylock.toml")).packages;
  assert.ok(app?.source.kind === "files");
  const [file] = app.source.wheels;
  assert.equal(file?.url, `${index.origin}/files/app-2.0-py3-none-any.whl`);
  assert.equal(file?.size, web[1]?.bytes.length);
  assert.equal(file?.uploadTime?.text, "2024-03-24T00:00:00.000Z");
  assert.equal(app.index, index.url);
  assert.match(read(), /dependencies = \[\n {4}\{ name = "colour" \},\n {4}\{ name = "lib" \},\n\]/);
  assert.match(ran.stderr, /locked: 3 packages for python_version == '3\.12' and sys_platform == 'linux'/);
});

test("a lock for every environment falls apart only where versions must differ", async () => {
  const { lock, read } = await bench(web, {
    "pyproject.toml":
      '[project]\nname = "mine"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["app"]\n',
  });
  const ran = await lock(["pyproject.toml"]);
  assert.equal(ran.status, 0, ran.stderr);
  const told = readPylock(parseToml(read(), "pylock.toml")).packages.map(
    (each) => `${each.name} ${each.version?.text}`,
  );
  assert.deepEqual(told, ["app 1.0", "app 2.0", "lib 1.0", "lib 2.0", "winonly 1.0"]);
  assert.match(read(), /^requires-python = ">=3\.9"$/m);
  assert.match(read(), /name = "lib"\nversion = "2\.0"\nmarker = "python_version >= '3\.10'"/);
  assert.match(
    read(),
    /name = "winonly"\nversion = "1\.0"\nmarker = "python_version == '3\.9' and sys_platform == 'win32'"/,
  );
});

test("extras and groups of a project are locked for those who ask for them", async () => {
  const { lock, read } = await bench(web, {
    "pyproject.toml":
      '[project]\nname = "mine"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["lib"]\n' +
      '[project.optional-dependencies]\nall = ["mine[ui]"]\nui = ["colour"]\n[dependency-groups]\ntest = ["app"]\n',
  });
  const ran = await lock(["pyproject.toml", "--extra", "all", "--group", "test"]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(read(), /^extras = \["all"\]\ndependency-groups = \["test"\]\ndefault-groups = \[\]$/m);
  assert.match(read(), /name = "colour"\nversion = "1\.0"\nmarker = "\\"all\\" in extras"/);
  assert.match(read(), /name = "app"\nversion = "2\.0"\nmarker = "\\"test\\" in dependency_groups"/);
  assert.match(read(), /name = "lib"\nversion = "2\.0"\nrequires-python/);
});

test("inputs in any order give the same lock, twenty times", async () => {
  const lines = ["app[pretty]", "lib>=1", "colour", "winonly; os_name == 'nt'", "app<3"];
  const { lock, read, folder } = await bench(web, { "requirements.in": lines.join("\n") });
  const texts = new Set<string>();
  for (let turn = 0; turn < 20; turn++) {
    const order = lines
      .map((line, at) => ({ line, key: (at * 7 + turn * 13) % 11 }))
      .toSorted((a, b) => a.key - b.key);
    writeFileSync(join(folder, "requirements.in"), `${order.map(({ line }) => line).join("\n")}\n`);
    const ran = await lock(["requirements.in", "--python-version", "3.9", "--universal", "--upgrade"]);
    assert.equal(ran.status, 0, ran.stderr);
    texts.add(read());
  }
  assert.equal(texts.size, 1);
});

test("what is locked stays until somebody asks for more", async () => {
  const { index, lock, packages, read } = await bench(
    web.filter(({ filename }) => !filename.includes("2.0")),
    { "requirements.in": "app\nlib\n" },
  );
  assert.equal((await lock(["requirements.in", ...ONE])).status, 0);
  const before = read();
  index.files = web;
  const again = await lock(["requirements.in", ...ONE]);
  assert.match(again.stderr, /unchanged: 2 packages/);
  assert.equal(read(), before);
  assert.equal((await lock(["requirements.in", ...ONE, "--check"])).status, 0);
  const one = await lock(["requirements.in", ...ONE, "--upgrade-package", "lib"]);
  assert.match(one.stderr, /^~ lib 1\.0 -> 2\.0$/m);
  assert.deepEqual(packages(), ["app 1.0", "lib 2.0"]);
  await lock(["requirements.in", ...ONE, "--upgrade"]);
  assert.deepEqual(packages(), ["app 2.0", "lib 2.0"]);
});

for (const option of ["--check", "--locked"]) {
  test(`${option} says no to a lock that is not what its inputs ask for, and writes nothing`, async () => {
    const { folder, lock, read } = await bench(web, { "requirements.in": "lib\n" });
    assert.equal((await lock(["requirements.in", ...ONE, option])).status, 1);
    await lock(["requirements.in", ...ONE]);
    const before = read();
    writeFileSync(join(folder, "requirements.in"), "lib<2\ncolour\n");
    const ran = await lock(["requirements.in", ...ONE, option]);
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /is not what its inputs ask for:\n {2}~ lib 2\.0 -> 1\.0\n {2}\+ colour 1\.0/);
    assert.match(ran.stderr, /TW-LOCK-STALE/);
    assert.equal(read(), before);
  });
}

test("--frozen asks nobody", async () => {
  const { index, lock } = await bench(web, { "requirements.in": "lib\n" });
  assert.equal((await lock(["requirements.in", "--frozen"])).status, 1);
  await lock(["requirements.in", ...ONE]);
  const asked = index.asked.length;
  assert.equal((await lock(["requirements.in", "--frozen"])).status, 0);
  assert.equal(index.asked.length, asked);
});

test("a second run asks for no page whose tag is the same, and reads no metadata again", async () => {
  const { index, lock } = await bench(web, { "requirements.in": "app\n" });
  await lock(["requirements.in", ...ONE]);
  const before = index.asked.length;
  const ran = await lock(["requirements.in", ...ONE]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.deepEqual(index.asked.slice(before).toSorted(), ["304 /simple/app/", "304 /simple/lib/"]);
  assert.equal((await lock(["requirements.in", ...ONE, "--offline"])).status, 0);
});

test("a conflict is explained with the lines that have a part in it", async () => {
  const files = [
    wheel("a", "1.0", ["c<2"]),
    wheel("b", "1.0", ["c>=2"]),
    wheel("c", "1.0"),
    wheel("c", "2.0"),
  ];
  const { lock, output } = await bench(files, { "requirements.in": "# tools\na\n\nb\n" });
  const ran = await lock(["requirements.in", ...ONE]);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /Because a needs c<2 and b needs c>=2, a and b cannot be used together\./);
  assert.match(ran.stderr, /asked for in .*requirements\.in:2: a\n/);
  assert.match(ran.stderr, /asked for in .*requirements\.in:4: b \[TW-LOCK-IMPOSSIBLE\]/);
  assert.ok(!existsSync(output));
});

test("nothing of a source distribution is run, and the message says what to do", async () => {
  const mark = join(scratch("mark"), "ran");
  const setup = `open(${JSON.stringify(mark)}, "w").write("")\nfrom setuptools import setup\nsetup(name="old", version="1.0")\n`;
  const files = [
    source("old", "1.0", "Metadata-Version: 2.1\nName: old\nVersion: 1.0\n", { "setup.py": setup }),
  ];
  const { lock } = await bench(files, {});
  const ran = await lock(["old", ...ONE]);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /its sdist does not say what it needs without being built/);
  assert.match(ran.stderr, /hint: Ask for a version that has a wheel/);
  assert.ok(!existsSync(mark));
});

for (const [sentence, info, files] of [
  ["PKG-INFO of 2.2 or newer", metadataText("s", "1.0", ["lib"]), { "setup.py": "raise SystemExit(1)\n" }],
  [
    "pyproject.toml",
    "Metadata-Version: 2.1\nName: s\nVersion: 1.0\n",
    { "pyproject.toml": '[project]\nname = "s"\nversion = "1.0"\ndependencies = ["lib"]\n' },
  ],
] as const) {
  test(`a source distribution is locked when its ${sentence} says for sure what it needs`, async () => {
    const { lock, packages } = await bench([source("s", "1.0", info, files), ...web], {});
    const ran = await lock(["s", ...ONE]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(packages(), ["lib 2.0", "s 1.0"]);
  });
}

test("a dependency that only the sidecar has is refused", async () => {
  const smuggled = Buffer.from(metadataText("app", "1.0", ["evil"]));
  const { lock, output } = await bench(
    [{ ...wheel("app", "1.0"), sidecar: smuggled }, wheel("evil", "1.0")],
    {},
  );
  const ran = await lock(["app", ...ONE]);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /is not the one in it \[TW-METADATA-SIDECAR-OTHER\]/);
  assert.ok(!existsSync(output));
});

test("a sidecar with another digest than the page tells is refused", async () => {
  const { lock } = await bench([wheel("app", "1.0", [], { sidecarDigest: "0".repeat(64) })], {});
  const ran = await lock(["app", ...ONE]);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /TW-METADATA-SIDECAR-DIGEST/);
});

test("a private name that a second index knows too is refused, or taken from the index that is named", async () => {
  const { index, lock, read } = await bench([wheel("private", "1.0"), ...web], {});
  const other = await startLockIndex([wheel("private", "9.0", ["evil"]), wheel("evil", "1.0")]);
  const both = ["private", ...ONE, "--extra-index-url", other.url];
  const refused = await lock(both);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /both know a project private \[TW-INDEX-SEVERAL\]/);
  const pinned = await lock([...both, "--index-for", `private=${index.url}`]);
  assert.equal(pinned.status, 0, pinned.stderr);
  assert.match(read(), /name = "private"\nversion = "1\.0"/);
  const first = await lock([...both, "--index-strategy", "first-index", "--upgrade"]);
  assert.equal(first.status, 0, first.stderr);
  assert.match(read(), /name = "private"\nversion = "1\.0"/);
});

test("credentials reach the index and never the lock", async () => {
  const { index, lock, read } = await bench(web, {});
  const at = { ...index, url: index.url.replace("://", "://me:secret@") };
  const ran = await lock(["lib", ...ONE], at);
  assert.equal(ran.status, 0, ran.stderr);
  assert.ok(index.credentials.length > 0);
  assert.doesNotMatch(read() + ran.stderr + ran.stdout, /secret/);
});

test("files of the last days are left aside unless they are asked for, and that is said", async () => {
  const today = new Date().toISOString();
  const files = [wheel("lib", "1.0"), wheel("lib", "2.0", [], { uploadTime: today })];
  const { lock, packages } = await bench(files, { "requirements.in": "lib\n" });
  const ran = await lock(["requirements.in", ...ONE]);
  assert.deepEqual(packages(), ["lib 1.0"]);
  assert.match(ran.stderr, /were left aside \(3 days, the default; --exclude-newer now takes them\)/);
  await lock(["requirements.in", ...ONE, "--exclude-newer", "now", "--upgrade"]);
  assert.deepEqual(packages(), ["lib 2.0"]);
  await lock(["requirements.in", ...ONE]);
  assert.deepEqual(packages(), ["lib 2.0"], "what was locked was old enough then");
  await lock(["requirements.in", ...ONE, "--uploaded-prior-to", "2025-01-01"]);
  assert.deepEqual(packages(), ["lib 1.0"]);
});

test("who published is recorded as the word of the index", async () => {
  const publisher = {
    kind: "GitHub",
    repository: "me/lib",
    workflow: "release.yml",
    environment: "pypi",
    claims: null,
  };
  const provenance = { version: 1, attestation_bundles: [{ publisher, attestations: [] }] };
  const { lock, read } = await bench([wheel("lib", "1.0", [], { provenance })], {});
  const ran = await lock(["lib", ...ONE]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(
    read(),
    /attestation-identities = \[\n {4}\{ kind = "GitHub", environment = "pypi", repository = "me\/lib", workflow = "release\.yml" \},\n\]/,
  );
  assert.match(read(), /tool\.truewheel\.attestation-identities = "as the index says, not verified"/);
});

test("an index that no longer offers what it offered is named", async () => {
  const { index, lock } = await bench(web, { "requirements.in": "lib\n" });
  await lock(["requirements.in", ...ONE]);
  index.files = web.filter(({ filename }) => !filename.startsWith("lib-2.0"));
  const ran = await lock(["requirements.in", ...ONE]);
  assert.match(
    ran.stderr,
    /no longer offers lib 2\.0, which it offered on .* UTC: deleted, or the index is older than it was/,
  );
});

test("what was kept under a seal is not believed when somebody altered it", async () => {
  const { index, folder, lock } = await bench(web, { "requirements.in": "lib\n" });
  await lock(["requirements.in", ...ONE]);
  const { readdirSync } = await import("node:fs");
  const kept = readdirSync(join(folder, "store", "derived"), { recursive: true, encoding: "utf8" }).filter(
    (path) => /[0-9a-f]{64}$/.test(path),
  );
  for (const path of kept) {
    const file = join(folder, "store", "derived", path);
    writeFileSync(file, readFileSync(file, "latin1").replaceAll("lib-2.0", "lib-6.6"), "latin1");
  }
  const before = index.asked.length;
  const ran = await lock(["requirements.in", ...ONE]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /is damaged: its seal is not this user's/);
  assert.ok(index.asked.slice(before).includes("200 /simple/lib/"));
});

test("a requirements file has hashes, and below each pin who asked for it", async () => {
  const { folder, lock } = await bench(web, { "requirements.in": "app\n" });
  const out = join(folder, "requirements.txt");
  const ran = await lock(["requirements.in", ...ONE, "--format", "requirements.txt", "-o", out]);
  assert.equal(ran.status, 0, ran.stderr);
  const text = readFileSync(out, "utf8");
  assert.match(text, /^lib==2\.0 \\\n {4}--hash=sha256:[0-9a-f]{64}\n {4}# via app$/m);
  assert.match(text, /^app==2\.0 \\\n {4}--hash=sha256:[0-9a-f]{64}\n {4}# via -r .*requirements\.in$/m);
});

for (const [sentence, args, words] of [
  ["a directory", ["./here"], /TW-LOCK-DIRECT/],
  ["a Python that is none", ["lib", "--python-version", "three"], /takes a version like 3\.12/],
  [
    "a platform that is none",
    ["lib", "--python-version", "3.12", "--python-platform", "amiga"],
    /does not know amiga/,
  ],
  ["a moment that is none", ["lib", ...ONE, "--exclude-newer", "soon"], /is no moment/],
] as const) {
  test(`refuses ${sentence}`, async () => {
    const { lock } = await bench(web, {});
    const ran = await lock(args);
    assert.ok(ran.status === 1 || ran.status === 2, ran.stderr);
    assert.match(ran.stderr, words);
  });
}
