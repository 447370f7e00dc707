/** `direct_url.json`: read, written, without secrets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf, Fault } from "../../base/fault.ts";
import { withoutUrlCredentials } from "./credentials.ts";
import { type DirectUrl, formatDirectUrl, readDirectUrl } from "./direct-url.ts";

const A = "a".repeat(64);
const COMMIT = "c".repeat(40);
const URL_TEXT = "https://h.example/a-1.0-py3-none-any.whl";

const archive = (info: object, url = URL_TEXT) => JSON.stringify({ url, archive_info: info });
const one: FileHashes = [{ algorithm: "sha256", digest: A }];
type FileHashes = Extract<DirectUrl["info"], { kind: "archive" }>["hashes"];

for (const [sentence, text, info] of [
  ["an archive", archive({ hashes: { sha256: A } }), { kind: "archive", hashes: one }],
  [
    "an archive with the older form of its digest",
    archive({ hash: `sha256=${A}` }),
    { kind: "archive", hashes: one },
  ],
  [
    "both forms that agree",
    archive({ hash: `sha256=${A}`, hashes: { sha256: A } }),
    { kind: "archive", hashes: one },
  ],
  ["an archive without a digest", archive({}), { kind: "archive", hashes: [] }],
  [
    "a digest that does not count is none",
    archive({ hashes: { md5: "00" } }),
    { kind: "archive", hashes: [] },
  ],
  [
    "a directory",
    JSON.stringify({ url: "file:///srv/a", dir_info: { editable: true } }),
    { kind: "directory", editable: true },
  ],
  [
    "a directory that is not editable",
    JSON.stringify({ url: "file:///srv/a", dir_info: {} }),
    { kind: "directory", editable: false },
  ],
  [
    "a checkout",
    JSON.stringify({
      url: "https://h.example/a.git",
      vcs_info: { vcs: "git", requested_revision: "v1", commit_id: COMMIT },
    }),
    { kind: "vcs", vcs: "git", requestedRevision: "v1", commitId: COMMIT },
  ],
  [
    "a checkout of a system without hashes",
    JSON.stringify({ url: "https://h.example/a", vcs_info: { vcs: "svn", commit_id: "12" } }),
    { kind: "vcs", vcs: "svn", requestedRevision: undefined, commitId: "12" },
  ],
  [
    "a key that nobody knows",
    JSON.stringify({ url: URL_TEXT, archive_info: { x: 1 }, y: 2 }),
    { kind: "archive", hashes: [] },
  ],
] as const) {
  test(`reads ${sentence}`, () => {
    const read = readDirectUrl(text);
    assert.deepEqual(read.info, info);
    assert.deepEqual(readDirectUrl(formatDirectUrl(read)), read);
  });
}

for (const [sentence, text, code] of [
  ["no JSON", "{", "TW-JSON-MALFORMED"],
  [
    "a key twice",
    `{"url": "${URL_TEXT}", "url": "${URL_TEXT}", "archive_info": {}}`,
    "TW-JSON-DUPLICATE-KEY",
  ],
  ["a list", "[]", "TW-DIRECT-URL"],
  ["no url", JSON.stringify({ archive_info: {} }), "TW-DIRECT-URL"],
  ["a url that is none", archive({}, "a-1.0.whl"), "TW-DIRECT-URL"],
  ["no info", JSON.stringify({ url: URL_TEXT }), "TW-DIRECT-URL"],
  ["two infos", JSON.stringify({ url: "file:///a", archive_info: {}, dir_info: {} }), "TW-DIRECT-URL"],
  ["an info that is null", JSON.stringify({ url: URL_TEXT, archive_info: null }), "TW-DIRECT-URL"],
  [
    "digests that differ",
    archive({ hash: `sha256=${A}`, hashes: { sha256: "b".repeat(64) } }),
    "TW-DIRECT-URL",
  ],
  ["a cut digest", archive({ hashes: { sha256: "00" } }), "TW-DIRECT-URL"],
  ["a digest that is a number", archive({ hashes: { sha256: 1 } }), "TW-DIRECT-URL"],
  ["an older digest without an algorithm", archive({ hash: A }), "TW-DIRECT-URL"],
  ["a directory on a host", JSON.stringify({ url: "https://h.example/a", dir_info: {} }), "TW-DIRECT-URL"],
  ["a relative directory", JSON.stringify({ url: "file:a", dir_info: {} }), "TW-DIRECT-URL"],
  [
    "editable that is a text",
    JSON.stringify({ url: "file:///a", dir_info: { editable: "yes" } }),
    "TW-DIRECT-URL",
  ],
  [
    "a branch for a commit",
    JSON.stringify({ url: URL_TEXT, vcs_info: { vcs: "git", commit_id: "main" } }),
    "TW-DIRECT-URL",
  ],
  [
    "a checkout without a commit",
    JSON.stringify({ url: URL_TEXT, vcs_info: { vcs: "git" } }),
    "TW-DIRECT-URL",
  ],
  [
    "a subdirectory that climbs",
    JSON.stringify({ url: URL_TEXT, archive_info: {}, subdirectory: "../a" }),
    "TW-DIRECT-URL",
  ],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => readDirectUrl(text),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

test("what is written is sorted, whole, and without a fragment", () => {
  const url = `https://user:pass@h.example/a.zip#sha256=${A}`;
  const text = formatDirectUrl({ url, subdirectory: "x/y", info: { kind: "archive", hashes: one } });
  assert.equal(
    text,
    `{"archive_info":{"hash":"sha256=${A}","hashes":{"sha256":"${A}"}},"subdirectory":"x/y","url":"https://h.example/a.zip"}`,
  );
});

test("what could not be read back is not written", () => {
  const info = { kind: "vcs", vcs: "git", requestedRevision: undefined, commitId: "main" } as const;
  assert.throws(
    () => formatDirectUrl({ url: URL_TEXT, subdirectory: undefined, info }),
    (thrown) => codeOf(thrown) === "TW-DIRECT-URL",
  );
});

for (const [sentence, url, kept] of [
  ["user and password go", "https://user:pass@h.example/a", "https://h.example/a"],
  ["a token alone goes", "https://token@h.example/a", "https://h.example/a"],
  ["an @ within the password goes with it", "https://u:p@ss@h.example/a", "https://h.example/a"],
  ["variables stay", "https://${USER}:${PASS_1}@h.example/a", "https://${USER}:${PASS_1}@h.example/a"],
  ["one variable stays", "https://${TOKEN}@h.example/a", "https://${TOKEN}@h.example/a"],
  ["a variable beside a password does not", "https://${USER}:pass@h.example/a", "https://h.example/a"],
  ["git of an ssh address stays", "ssh://git@h.example/a.git", "ssh://git@h.example/a.git"],
  ["git with a password does not", "https://git:pass@h.example/a", "https://h.example/a"],
  ["a revision stays", "https://h.example/a@v1", "https://h.example/a@v1"],
  ["a query stays", "https://u:p@h.example?x=a@b", "https://h.example?x=a@b"],
  ["a path stays", "file:///srv/a@b", "file:///srv/a@b"],
] as const) {
  test(`credentials: ${sentence}`, () => assert.equal(withoutUrlCredentials(url), kept));
}

test("no password survives, wherever a URL's reader thinks that the host begins", () => {
  const part = fc.constantFrom("/", "?", "#", "@", ":", "a", "\\", "%40", "${X}", ".");
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
      (odd) => {
        const url = `https://u:hunter2@${odd}h.example/a`;
        try {
          const parsed = URL.parse(withoutUrlCredentials(url));
          assert.ok(parsed === null || !parsed.password.includes("hunter2"));
        } catch (thrown) {
          assert.ok(thrown instanceof Fault);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
