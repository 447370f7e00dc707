/** What install refuses: each with its code, its exit status, and an environment that is as it was. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tree, truewheel, truewheelAsync } from "../support/cli.ts";
import { type IndexSpec, startIndex } from "../support/index.ts";
import { app, colour, into, lib, lib2, pinned, place, requirements } from "../support/installing.ts";
import { type MadeWheel, makeWheel } from "../support/wheel-writer.ts";

interface Refusal {
  readonly says: string;
  readonly wheels?: readonly MadeWheel[];
  readonly spec?: IndexSpec;
  readonly text: string;
  readonly args?: readonly string[];
  readonly status: number;
  readonly code: string;
  readonly words?: RegExp;
}

const other = makeWheel({ name: "lib", version: "1.0", files: { "lib/evil.py": "" } });
const refusals: readonly Refusal[] = [
  {
    says: "no hash anywhere",
    text: "lib==1.0\n",
    status: 1,
    code: "TW-REQUIREMENT-NO-HASH",
    words: /no digest is written down for lib \(.*:1\)/,
  },
  {
    says: "a hash and no version",
    text: `lib --hash=sha256:${lib.sha256}\n`,
    status: 1,
    code: "TW-REQUIREMENT-NOT-PINNED",
  },
  {
    says: "only weak hashes",
    text: `lib==1.0 --hash=md5:${"0".repeat(32)}\n`,
    status: 1,
    code: "TW-HASH-WEAK",
  },
  {
    says: "an index that tells another digest",
    spec: { digest: () => "0".repeat(64) },
    text: pinned(lib),
    status: 1,
    code: "TW-FETCH-OTHER-DIGEST",
  },
  {
    says: "an index that tells the pinned digest and serves other bytes",
    spec: { bytes: () => other.bytes, sizeless: true },
    text: pinned(lib),
    status: 1,
    code: "TW-JUDGE-OTHER-BYTES",
  },
  {
    says: "an index without digests that serves other bytes",
    spec: { bytes: () => other.bytes, html: true, hashless: true },
    text: pinned(lib),
    status: 1,
    code: "TW-JUDGE-OTHER-BYTES",
  },
  {
    says: "other bytes of the announced size",
    spec: { bytes: (wheel) => Buffer.alloc(wheel.bytes.length) },
    text: pinned(lib),
    status: 1,
    code: "TW-FETCH-OTHER-BYTES",
  },
  {
    says: "a project in quarantine",
    spec: { status: { status: "quarantined", reason: "malware" } },
    text: pinned(lib),
    status: 1,
    code: "TW-INDEX-QUARANTINED",
    words: /quarantine: malware/,
  },
  {
    says: "a project nobody knows",
    text: pinned(colour),
    wheels: [lib],
    status: 3,
    code: "TW-INDEX-NO-PROJECT",
  },
  {
    says: "a version that is not there",
    text: `lib==3 --hash=sha256:${lib.sha256}\n`,
    status: 1,
    code: "TW-FETCH-ABSENT",
    words: /does not offer lib==3; its newest versions are 1\.0/,
  },
  {
    says: "a version that is only there as source",
    spec: { others: ["lib-4.tar.gz"] },
    text: `lib==4 --hash=sha256:${lib.sha256}\n`,
    status: 1,
    code: "TW-FETCH-ONLY-SDIST",
  },
  {
    says: "a wheel for another machine only",
    spec: { others: ["lib-5-cp27-cp27m-win32.whl"] },
    text: `lib==5 --hash=sha256:${lib.sha256}\n`,
    status: 1,
    code: "TW-FETCH-NO-WHEEL",
  },
  {
    says: "a dependency that nothing brings",
    text: pinned(app),
    status: 1,
    code: "TW-CLOSURE-INCOMPLETE",
    words: /app 1\.0 needs lib>=1, which nothing brings/,
  },
  {
    says: "an extra that nothing brings",
    text: pinned(lib) + pinned(app).replace("app==", "app[pretty]=="),
    wheels: [app, lib],
    status: 1,
    code: "TW-CLOSURE-INCOMPLETE",
    words: /needs colour, which nothing brings/,
  },
  {
    says: "two lines that contradict one another",
    text: pinned(lib) + pinned(lib2),
    status: 1,
    code: "TW-REQUIREMENTS-CONTRADICTION",
  },
  { says: "a directory", text: "./project\n", status: 1, code: "TW-REQUIREMENT-CANNOT-INSTALL" },
  {
    says: "a checkout",
    text: "lib @ git+https://code.index.example/lib\n",
    status: 1,
    code: "TW-REQUIREMENT-CANNOT-INSTALL",
  },
  { says: "an editable project", text: "-e ./project\n", status: 1, code: "TW-REQUIREMENT-CANNOT-INSTALL" },
  {
    says: "a name that two indexes know, unpinned",
    text: "lib==1.0\n",
    args: ["--no-require-hashes", "--extra-index-url", "SECOND"],
    status: 1,
    code: "TW-INDEX-SEVERAL",
    words: /both know a project lib/,
  },
  {
    says: "a yanked version that is not pinned",
    wheels: [lib],
    spec: { yanked: { [lib.filename]: "broken" } },
    text: "lib\n",
    args: ["--no-require-hashes"],
    status: 1,
    code: "TW-FETCH-YANKED",
  },
];

for (const { says, wheels = [app, lib, lib2], spec = {}, text, args = [], status, code, words } of refusals) {
  test(`install refuses ${says}: ${code}, and changes nothing`, async () => {
    const where = place();
    const index = await startIndex(wheels, spec);
    const second = await startIndex(wheels);
    const before = tree(where.env);
    const given = args.map((arg) => (arg === "SECOND" ? second.url : arg));
    const file = requirements(where, text);
    const ran = await truewheelAsync([
      "install",
      "-r",
      file,
      "--index-url",
      index.url,
      ...given,
      ...into(where),
    ]);
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, new RegExp(`\\[${code}\\]`), ran.stderr);
    if (words !== undefined) assert.match(ran.stderr, words);
    assert.doesNotMatch(ran.stderr, /\n {4}at /, "no stack trace");
    assert.deepEqual(tree(where.env), before);
  });
}

test("a file without -r is no project's name", () => {
  const ran = truewheel(["install", "requirements.txt"]);
  assert.equal(ran.status, 2);
  assert.match(
    ran.stderr,
    /"requirements\.txt" would be the name of a project \[TW-USAGE\]\nhint: Read .* with -r requirements\.txt\./,
  );
});
