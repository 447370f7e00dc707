import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf, Fault } from "../../base/fault.ts";
import { fileAddress, isPlainFilename, type ProjectPage } from "./project-page.ts";
import { readProjectPage } from "./read-page.ts";

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";
const url = "https://index.example/simple/demo/";

async function read(body: string | object, mediaType = JSON_TYPE): Promise<ProjectPage> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return await readProjectPage("demo", { url, mediaType, body: Buffer.from(text) });
}

const file = {
  filename: "demo-1.0-py3-none-any.whl",
  url: "demo-1.0-py3-none-any.whl",
  hashes: { sha256: "AB".repeat(32) },
};
const page = { meta: { "api-version": "1.4" }, name: "Demo", files: [file] };
const withFile = (more: object): object => ({ ...page, files: [{ ...file, ...more }] });

const refused: readonly (readonly [string, string | object, string, string?])[] = [
  ["a list", [], "TW-INDEX-MALFORMED"],
  ["no meta", { ...page, meta: undefined }, "TW-INDEX-MALFORMED"],
  ["no version", { ...page, meta: {} }, "TW-INDEX-MALFORMED"],
  ["a version that is a number", { ...page, meta: { "api-version": 1.1 } }, "TW-INDEX-MALFORMED"],
  ["a version with a leading zero", { ...page, meta: { "api-version": "01.0" } }, "TW-INDEX-MALFORMED"],
  ["version 2.0", { ...page, meta: { "api-version": "2.0" } }, "TW-INDEX-API-VERSION"],
  ["version 0.9", { ...page, meta: { "api-version": "0.9" } }, "TW-INDEX-API-VERSION"],
  ["no name", { ...page, name: undefined }, "TW-INDEX-MALFORMED"],
  ["another name", { ...page, name: "demos" }, "TW-INDEX-OTHER-PROJECT"],
  ["no files", { ...page, files: undefined }, "TW-INDEX-MALFORMED"],
  ["a file that is a string", { ...page, files: ["x"] }, "TW-INDEX-MALFORMED"],
  ["a file without a name", withFile({ filename: undefined }), "TW-INDEX-MALFORMED"],
  ["a file name that climbs", withFile({ filename: "../x.whl" }), "TW-INDEX-MALFORMED"],
  ["a file name that climbs once decoded", withFile({ filename: "%2e%2e" }), "TW-INDEX-MALFORMED"],
  ["a file name that climbs twice decoded", withFile({ filename: "a%252fb" }), "TW-INDEX-MALFORMED"],
  ["a file without hashes", withFile({ hashes: undefined }), "TW-INDEX-MALFORMED"],
  ["a hash that is no hex", withFile({ hashes: { sha256: "xyz" } }), "TW-INDEX-MALFORMED"],
  ["a negative size", withFile({ size: -1 }), "TW-INDEX-MALFORMED"],
  ["a size that is a string", withFile({ size: "1" }), "TW-INDEX-MALFORMED"],
  ["a yank that is a number", withFile({ yanked: 1 }), "TW-INDEX-MALFORMED"],
  ["two entries for one file", { ...page, files: [file, file] }, "TW-INDEX-MALFORMED"],
  [
    "HTML of version 2.0",
    '<meta name="pypi:repository-version" content="2.0">',
    "TW-INDEX-API-VERSION",
    "text/html",
  ],
  [
    "HTML with two versions",
    '<meta name="pypi:repository-version" content="1.0"><meta name="pypi:repository-version" content="1.1">',
    "TW-INDEX-MALFORMED",
    "text/html",
  ],
  [
    "HTML with two links that differ",
    '<a href="a.whl#sha256=aa">a</a><a href="a.whl#sha256=bb">a</a>',
    "TW-INDEX-MALFORMED",
    "text/html",
  ],
  ["plain text", "", "TW-INDEX-CONTENT-TYPE", "text/plain"],
  ["plain JSON", page, "TW-INDEX-CONTENT-TYPE", "application/json"],
];
for (const [what, body, code, mediaType] of refused)
  test(`a project page refuses ${what}`, async () => {
    await assert.rejects(read(body, mediaType), (thrown) => codeOf(thrown) === code);
  });

test("a JSON page is read as written, and unknown keys are ignored", async () => {
  const full = withFile({
    url: "../../files/demo.whl#frag",
    size: 5,
    "requires-python": ">=3.9",
    yanked: "broken",
    "core-metadata": { sha256: "cd".repeat(32) },
    "dist-info-metadata": false,
    "upload-time": "2026-01-01T00:00:00Z",
    provenance: null,
    "x-unknown": { a: 1 },
  });
  const read1 = await read({
    ...full,
    "project-status": { status: "deprecated", reason: "old" },
    "x-unknown": 1,
  });
  const found = read1.files.get(file.filename);
  assert.ok(found !== undefined);
  assert.equal(read1.name, "Demo");
  assert.deepEqual([read1.status, read1.statusReason, read1.apiVersion], ["deprecated", "old", "1.4"]);
  assert.equal(found.hashes.get("sha256"), "ab".repeat(32));
  assert.deepEqual(
    [found.size, found.requiresPython, found.yanked, found.provenance],
    [5, ">=3.9", "broken", undefined],
  );
  assert.deepEqual(found.coreMetadata, new Map([["sha256", "cd".repeat(32)]]));
  assert.equal(fileAddress(read1, found), "https://index.example/files/demo.whl");
});

test("a newer minor version is a warning", async () => {
  assert.equal((await read({ ...page, meta: { "api-version": "1.99" } })).warnings.length, 1);
  assert.equal((await read(page)).warnings.length, 0);
});

test("a quarantined project offers nothing, in JSON and in HTML", async () => {
  const json = await read({ ...page, "project-status": { status: "quarantined" } });
  const html = await read(
    '<meta name="pypi:project-status" content="quarantined"><a href="a.whl">a</a>',
    "text/html",
  );
  assert.deepEqual([json.files.size, html.files.size, html.status], [0, 0, "quarantined"]);
});

test("an HTML page is read: base, references, comments, raw text, fragments and attributes", async () => {
  const html = `<!DOCTYPE html><!-- <a href="commented.whl">x</a> --><html><head>
    <base href="/files/"><meta name="pypi:repository-version" content="1.1">
    <script>"<a href='scripted.whl'>"</script></head><body>
    <A HREF='demo-1.0.tar.gz?x=1&amp;y=2#sha256=${"ab".repeat(32)}' data-requires-python="&gt;=3.9&#44;&lt;4" data-yanked>t</A>
    <a href=plain.whl data-dist-info-metadata=true data-core-metadata="sha256=${"cd".repeat(32)}">t</a>
    <a href="caf%C3%A9.whl">t</a><a href="a%252f.whl">bad</a><a name="none">none</a><a href="/">dir</a>`;
  const found = await read(html, "text/html");
  assert.deepEqual([...found.files.keys()], ["demo-1.0.tar.gz", "plain.whl", "café.whl"]);
  const sdist = found.files.get("demo-1.0.tar.gz");
  assert.ok(sdist !== undefined);
  assert.equal(fileAddress(found, sdist), "https://index.example/files/demo-1.0.tar.gz?x=1&y=2");
  assert.deepEqual(
    [sdist.requiresPython, sdist.yanked, sdist.hashes.get("sha256")],
    [">=3.9,<4", "", "ab".repeat(32)],
  );
  assert.deepEqual(found.files.get("plain.whl")?.coreMetadata, new Map([["sha256", "cd".repeat(32)]]));
});

test("any text as a page ends in a page or a Fault, never in another exception", async () => {
  const piece = fc.constantFrom(
    "<a ",
    "href=",
    "x.whl",
    '"',
    "'",
    ">",
    "<!--",
    "-->",
    "</script>",
    "<script>",
    "&#x41;",
    "&amp",
    "<base href=",
    "<",
    "=",
    " ",
    "#sha256=ab",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      await read(pieces.join(""), "text/html").catch((thrown: unknown) => assert.ok(thrown instanceof Fault));
    }),
    { numRuns: 500 },
  );
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      await read(text).catch((thrown: unknown) => assert.ok(thrown instanceof Fault));
    }),
  );
});

test("a plain file name has no separator, also after decoding it twice", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      if (!isPlainFilename(name)) return;
      const once = decodeURIComponent(name);
      for (const form of [name, once, decodeURIComponent(once)])
        assert.doesNotMatch(form, /[/\\\u0000]|^\.{0,2}$/);
    }),
  );
});
