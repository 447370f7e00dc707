/** Each claim a page can make, in JSON and in HTML, told well, oddly and wrongly. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { fileAddress, type ProjectFile, type ProjectPage } from "./project-page.ts";
import { readProjectPage } from "./read-page.ts";

const url = "https://index.example/simple/demo/";
const name = "demo-1.0-py3-none-any.whl";
const digest = "0a".repeat(32);

async function json(page: object | string): Promise<ProjectPage> {
  const body = Buffer.from(typeof page === "string" ? page : JSON.stringify(page));
  return await readProjectPage("demo", { url, mediaType: "application/vnd.pypi.simple.v1+json", body });
}

async function html(text: string): Promise<ProjectPage> {
  return await readProjectPage("demo", { url, mediaType: "text/html", body: Buffer.from(text) });
}

const page = (more: object = {}): object => ({
  meta: { "api-version": "1.4" },
  name: "demo",
  files: [],
  ...more,
});
const withFile = (more: object): object =>
  page({ files: [{ filename: name, url: name, hashes: {}, ...more }] });

/** What became of the only file, or the code of the refusal. */
async function only(read: Promise<ProjectPage>): Promise<ProjectFile | string> {
  try {
    const found = await read;
    return [...found.files.values()][0] ?? "no file";
  } catch (thrown) {
    return codeOf(thrown) ?? "uncaught";
  }
}

const claims: readonly (readonly [string, object, keyof ProjectFile, unknown])[] = [
  ["a size", { size: 0 }, "size", 0],
  ["no size where it is null", { size: null }, "size", undefined],
  [
    "an upload time",
    { "upload-time": "2026-01-02T03:04:05.678901Z" },
    "uploadTime",
    "2026-01-02T03:04:05.678901Z",
  ],
  [
    "an upload time with an offset",
    { "upload-time": "2026-01-02T03:04:05+00:00" },
    "uploadTime",
    "2026-01-02T03:04:05+00:00",
  ],
  [
    "no upload time where it names no day",
    { "upload-time": "2026-13-41T03:04:05Z" },
    "uploadTime",
    undefined,
  ],
  ["no upload time where it has no zone", { "upload-time": "2026-01-02T03:04:05" }, "uploadTime", undefined],
  ["no upload time where it is words", { "upload-time": "yesterday" }, "uploadTime", undefined],
  [
    "an address of provenance",
    { provenance: "https://index.example/i/p" },
    "provenance",
    "https://index.example/i/p",
  ],
  ["no provenance where it is null", { provenance: null }, "provenance", undefined],
  ["a yank without a reason", { yanked: true }, "yanked", ""],
  ["a yank with an empty reason", { yanked: "" }, "yanked", ""],
  ["no yank where it is false", { yanked: false }, "yanked", undefined],
  ["metadata without digests", { "core-metadata": true }, "coreMetadata", true],
  ["metadata with an empty list of digests", { "core-metadata": {} }, "coreMetadata", true],
  [
    "the new key for metadata before the old one",
    { "core-metadata": false, "dist-info-metadata": true },
    "coreMetadata",
    undefined,
  ],
  [
    "the old key for metadata",
    { "dist-info-metadata": { sha256: digest } },
    "coreMetadata",
    new Map([["sha256", digest]]),
  ],
  [
    "digests in capitals",
    { hashes: { sha256: digest.toUpperCase() } },
    "hashes",
    new Map([["sha256", digest]]),
  ],
  ["digests nobody knows", { hashes: { kangaroo12: "ab" } }, "hashes", new Map([["kangaroo12", "ab"]])],
  [
    "a digest called __proto__",
    JSON.parse('{"hashes":{"__proto__":"ab"}}') as object,
    "hashes",
    new Map([["__proto__", "ab"]]),
  ],
  ["a specifier as written, whatever it says", { "requires-python": ">=3.8.*" }, "requiresPython", ">=3.8.*"],
];
for (const [what, more, key, expected] of claims)
  test(`a JSON page tells ${what}`, async () => {
    const file = await only(json(withFile(more)));
    assert.ok(typeof file === "object", String(file));
    assert.deepEqual(file[key], expected);
  });

const refused: readonly (readonly [string, object | string])[] = [
  ["a SHA-256 that is too short", withFile({ hashes: { sha256: "ab" } })],
  ["a SHA-256 with a prefix", withFile({ hashes: { sha256: `sha256:${digest}` } })],
  ["a SHA-256 with a space", withFile({ hashes: { sha256: ` ${digest}` } })],
  ["a digest that is a list", withFile({ hashes: { sha256: [digest] } })],
  ["hashes that are a list", withFile({ hashes: [] })],
  ["hashes that are null", withFile({ hashes: null })],
  ["a size past what a number holds", withFile({ size: 2 ** 60 })],
  ["a size that is true", withFile({ size: true })],
  ["a size with a fraction", withFile({ size: 1.5 })],
  ["provenance without an address of its own", withFile({ provenance: "/integrity/p" })],
  ["provenance in a file", withFile({ provenance: "file:///etc/passwd" })],
  ["provenance that is an object", withFile({ provenance: {} })],
  ["a specifier that is a list", withFile({ "requires-python": [">=3.8"] })],
  ["metadata that is a text", withFile({ "core-metadata": "sha256" })],
  ["versions that are no list", page({ versions: "1.0" })],
  ["versions that are numbers", page({ versions: [1] })],
  ["a status that is a text", page({ "project-status": "quarantined" })],
  ["a status that is a list", page({ "project-status": { status: ["active"] } })],
  ["a file name with a drive", withFile({ filename: "C:x.whl" })],
  ["a file name with a NUL", withFile({ filename: "x\0.whl" })],
  ["a file name with a backslash", withFile({ filename: "a\\x.whl" })],
  ["a file name with half of a character", withFile({ filename: "%ff.whl" })],
  ["a file name of 256 characters", withFile({ filename: `${"x".repeat(252)}.whl` })],
];
for (const [what, body] of refused)
  test(`a JSON page is refused with ${what}`, async () => {
    assert.equal(await only(json(body)), "TW-INDEX-MALFORMED");
  });

test("keys that look like an object's own mean nothing", async () => {
  const body =
    '{"meta":{"api-version":"1.0"},"name":"demo","files":[],"__proto__":{"versions":["9"]},"constructor":{}}';
  const found = await json(body);
  assert.equal(found.versions, undefined);
  assert.equal(Object.hasOwn(Object.prototype, "versions"), false);
});

test("a key written twice refuses the page, also deep inside", async () => {
  for (const body of [
    '{"meta":{"api-version":"1.0","api-version":"1.1"},"name":"demo","files":[]}',
    `{"meta":{"api-version":"1.0"},"name":"demo","files":[{"filename":"${name}","url":"x","hashes":{"sha256":"${digest}","sha256":"${digest}"}}]}`,
  ])
    assert.equal(await only(json(body)), "TW-JSON-DUPLICATE-KEY");
});

test("a page as deep as a mine is refused", async () => {
  const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
  assert.equal(
    await only(json(`{"meta":{"api-version":"1.0"},"name":"demo","files":[],"x":${deep}}`)),
    "TW-JSON-MALFORMED",
  );
});

test("a page of a hundred thousand files is read", async () => {
  const files = Array.from({ length: 100_000 }, (_, at) => ({
    filename: `demo-${at}.whl`,
    url: "x",
    hashes: {},
  }));
  assert.equal((await json(page({ files }))).files.size, 100_000);
});

test("versions are told as written, and undefined where the page tells none", async () => {
  assert.deepEqual((await json(page({ versions: ["1.0", "1.0.post1"] }))).versions, ["1.0", "1.0.post1"]);
  assert.equal((await json(page())).versions, undefined);
});

const statuses: readonly (readonly [string, number, number])[] = [
  ["active", 1, 0],
  ["archived", 1, 0],
  ["deprecated", 1, 0],
  ["quarantined", 0, 0],
  ["haunted", 1, 1],
];
for (const [status, files, warnings] of statuses)
  test(`a project that is ${status} offers ${files} of one file and gives ${warnings} warnings, in JSON and in HTML`, async () => {
    const told = { ...withFile({}), "project-status": { status, reason: "why" } };
    const meta = `<meta name="pypi:project-status" content="${status}"><meta name="pypi:project-status-reason" content="why">`;
    for (const found of [await json(told), await html(`${meta}<a href="${name}">x</a>`)])
      assert.deepEqual(
        [found.status, found.statusReason, found.files.size, found.warnings.length],
        [status, "why", files, warnings],
      );
  });

test("what PEP 708 wanted to say means nothing", async () => {
  const tracks =
    '<meta name="pypi:tracks" content="https://a.example/"><meta name="pypi:tracks" content="https://b.example/">';
  const found = await html(`${tracks}<a href="${name}">x</a>`);
  assert.deepEqual([found.files.size, found.warnings], [1, []]);
  const same = await json({
    ...withFile({}),
    "alternate-locations": 7,
    meta: { "api-version": "1.2", tracks: "x" },
  });
  assert.equal(same.files.size, 1);
});

const links: readonly (readonly [string, string, keyof ProjectFile, unknown])[] = [
  ["a specifier with references", 'data-requires-python="&gt;=3.8,&#60;4"', "requiresPython", ">=3.8,<4"],
  ["a yank without a value", "data-yanked", "yanked", ""],
  ["a yank with a reason", 'data-yanked="broken &amp; old"', "yanked", "broken & old"],
  ["provenance", 'data-provenance="https://index.example/i"', "provenance", "https://index.example/i"],
  ["metadata by its old name", 'data-dist-info-metadata="true"', "coreMetadata", true],
  [
    "metadata with a digest",
    `data-core-metadata="sha256=${digest}"`,
    "coreMetadata",
    new Map([["sha256", digest]]),
  ],
  [
    "no metadata where the new name says so",
    'data-core-metadata="false" data-dist-info-metadata="true"',
    "coreMetadata",
    undefined,
  ],
  [
    "the first of an attribute written twice",
    'data-requires-python=">=3" data-requires-python="<3"',
    "requiresPython",
    ">=3",
  ],
];
for (const [what, attributes, key, expected] of links)
  test(`a link tells ${what}`, async () => {
    const file = await only(html(`<a href="${name}#sha256=${digest}" ${attributes}>x</a>`));
    assert.ok(typeof file === "object", String(file));
    assert.deepEqual(file[key], expected);
    assert.equal(file.hashes.get("sha256"), digest);
  });

const unhashed: readonly (readonly [string, string])[] = [
  ["too short", "#sha256=abcd"],
  ["no hexadecimal", `#sha256=${"xy".repeat(32)}`],
  ["of an unknown kind", `#sha257=${digest}`],
  ["in capitals of its name", `#SHA256=${digest}`],
  ["behind another fragment's word", `#x-sha256=${digest}`],
];
for (const [what, fragment] of unhashed)
  test(`a link with a hash that is ${what} has none`, async () => {
    const file = await only(html(`<a href="${name}${fragment}">x</a>`));
    assert.ok(typeof file === "object");
    assert.equal(file.hashes.size, 0);
  });

const addresses: readonly (readonly [string, string, string])[] = [
  ["beside the page", "", "https://index.example/simple/demo/"],
  ["below an absolute base", '<base href="https://files.example/a/b">', "https://files.example/a/"],
  ["below a relative base", '<base href="../up/">', "https://index.example/simple/up/"],
  ["below the first base", '<base href="/one/"><base href="/two/">', "https://index.example/one/"],
];
for (const [where, head, folder] of addresses)
  test(`a relative link leads ${where}`, async () => {
    const found = await html(`${head}<a href="${name}?x=1#sha256=${digest}">x</a>`);
    const file = found.files.get(name);
    assert.ok(file !== undefined);
    assert.equal(fileAddress(found, file), `${folder}${name}?x=1`);
  });

test("two links to one file that tell different things refuse the page; the same twice is one", async () => {
  const link = (more: string): string => `<a href="${name}" ${more}>x</a>`;
  assert.equal(await only(html(link("") + link("data-yanked"))), "TW-INDEX-MALFORMED");
  assert.equal(await only(html(link("") + link('data-requires-python=">=3"'))), "TW-INDEX-MALFORMED");
  assert.equal((await html(link("") + link(""))).files.size, 1);
});
