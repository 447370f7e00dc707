/** Folders, pages of links, several indexes, `--offline` and `--no-index`. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { sha256 } from "../../src/base/digest.ts";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { fetchAll } from "../../src/stages/fetch/fetch.ts";
import {
  clientFor,
  faultOf,
  fetchOne,
  JSON_TYPE,
  jsonPage,
  listener,
  makeWheel,
  sourcesFrom,
  storeIn,
} from "./client.ts";
import { plainServer, scratch } from "./servers.ts";

const directory = scratch();
const { wanted, bytes } = makeWheel();

function folder(content: Buffer | undefined): string {
  const path = mkdtempSync(join(directory, "folder-"));
  if (content !== undefined) writeFileSync(join(path, wanted.filename), content);
  return path;
}

test("--no-index with a folder needs no network", async () => {
  const path = folder(bytes);
  const artifact = await fetchOne(wanted, sourcesFrom({ noIndex: true, findLinks: [path] }), {
    store: storeIn(directory),
  });
  assert.deepEqual(artifact.origin, { from: "find-links", url: join(path, wanted.filename) });
});

test("a link in a folder is followed", async () => {
  const path = folder(undefined);
  symlinkSync(join(folder(bytes), wanted.filename), join(path, wanted.filename));
  const sources = sourcesFrom({ offline: true, findLinks: [pathToFileURL(path).href] });
  assert.equal((await fetchOne(wanted, sources, { store: storeIn(directory) })).origin.from, "find-links");
});

const altered = Buffer.from(bytes);
altered[0] = (altered[0] ?? 0) ^ 255;
for (const [what, content, code] of [
  ["altered", altered, "TW-FETCH-OTHER-BYTES"],
  ["shorter", bytes.subarray(1), "TW-FETCH-OTHER-SIZE"],
  ["longer", Buffer.concat([bytes, bytes]), "TW-FETCH-OTHER-SIZE"],
  ["missing", undefined, "TW-FETCH-ABSENT"],
] as const) {
  test(`a file that is ${what} in the only folder is refused`, async () => {
    const sources = sourcesFrom({ noIndex: true, findLinks: [folder(content)] });
    assert.equal((await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code, code);
  });
}

test("--no-index with no other place says so", async () => {
  assert.equal(
    (await faultOf(() => fetchOne(wanted, sourcesFrom({ noIndex: true }), { store: storeIn(directory) })))
      .code,
    "TW-SOURCE-NONE",
  );
});

test("--offline names each missing file and asks nobody", async () => {
  const server = await plainServer((_request, response) => void response.end());
  const second = makeWheel(10, "second");
  const sources = sourcesFrom({
    offline: true,
    indexUrl: server.origin,
    findLinks: [`${server.origin}/links`],
  });
  const http = clientFor(sources);
  const ports = { http, store: storeIn(directory), files: diskFiles, progress: listener() };
  const fault = await faultOf(() => fetchAll([wanted, second.wanted], sources, ports));
  assert.equal(fault.code, "TW-FETCH-OFFLINE");
  assert.ok(fault.message.includes(wanted.filename) && fault.message.includes(second.wanted.filename));
  assert.deepEqual(server.requests, []);
});

test("a filled store is enough for --offline, and its bytes are hashed again", async () => {
  const store = storeIn(directory);
  store.put(wanted.sha256, bytes);
  const sources = sourcesFrom({ offline: true });
  assert.equal((await fetchOne(wanted, sources, { store })).origin.from, "store");
  writeFileSync(join(store.directory, "sha256", wanted.sha256.slice(0, 2), wanted.sha256), altered);
  assert.equal((await faultOf(() => fetchOne(wanted, sources, { store }))).code, "TW-FETCH-OFFLINE");
});

test("a page of links serves a file, from http: and from this disk", async () => {
  const server = await plainServer((request, response) => {
    const isPage = request.url === "/links.html";
    const link = `<!doctype html><a href="files/${wanted.filename}#sha256=${wanted.sha256}">x</a>`;
    response
      .writeHead(200, { "content-type": isPage ? "text/html; charset=utf-8" : "application/zip" })
      .end(isPage ? link : bytes);
  });
  const sources = sourcesFrom({ noIndex: true, findLinks: [`${server.origin}/links.html`] });
  const artifact = await fetchOne(wanted, sources, { store: storeIn(directory) });
  assert.deepEqual(artifact.origin, { from: "find-links", url: `${server.origin}/files/${wanted.filename}` });
  assert.equal(artifact.told.get("sha256"), wanted.sha256);
  const path = folder(undefined);
  mkdirSync(join(path, "files"));
  writeFileSync(join(path, "files", wanted.filename), bytes);
  writeFileSync(join(path, "links.html"), `<a href="files/${wanted.filename}">x</a>`);
  const local = sourcesFrom({ noIndex: true, findLinks: [join(path, "links.html")] });
  assert.equal((await fetchOne(wanted, local, { store: storeIn(directory) })).origin.from, "find-links");
});

test("a page of links that tells another digest is refused", async () => {
  const server = await plainServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(`<a href="${wanted.filename}#sha256=${"0".repeat(64)}">x</a>`);
  });
  const sources = sourcesFrom({ noIndex: true, findLinks: [server.origin] });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code,
    "TW-FETCH-OTHER-DIGEST",
  );
});

test("an HTML index is read where there is no JSON", async () => {
  const server = await plainServer((request, response) => {
    const isPage = request.url === "/simple/demo/";
    const text = `<a href="../../files/${wanted.filename}#sha256=${wanted.sha256}" data-yanked="\u001b[31mold">${wanted.filename}</a>`;
    response
      .writeHead(200, { "content-type": isPage ? "text/html" : "application/zip" })
      .end(isPage ? text : bytes);
  });
  const said = listener();
  await fetchOne(wanted, sourcesFrom({ indexUrl: `${server.origin}/simple` }), {
    store: storeIn(directory),
    said,
  });
  assert.deepEqual(said.lines, [
    `${wanted.filename} was yanked by its publisher: [31mold; it is used because it is pinned`,
  ]);
});

test("the next index is asked when one has no such project or file, and the last word names both", async () => {
  const none = await plainServer((_request, response) => void response.writeHead(404).end());
  const other = { ...wanted, filename: "demo-9.0-py3-none-any.whl" };
  const newer = await plainServer(
    (_request, response) => void response.writeHead(200, { "content-type": JSON_TYPE }).end(jsonPage(other)),
  );
  const has = await plainServer((request, response) => {
    const isPage = request.url === "/demo/";
    response
      .writeHead(200, { "content-type": isPage ? JSON_TYPE : "application/zip" })
      .end(isPage ? jsonPage(wanted) : bytes);
  });
  const all = sourcesFrom({ indexUrl: none.origin, extraIndexUrl: [newer.origin, has.origin] });
  assert.equal((await fetchOne(wanted, all, { store: storeIn(directory) })).origin.from, "index");
  const some = sourcesFrom({ indexUrl: none.origin, extraIndexUrl: [newer.origin] });
  const fault = await faultOf(() => fetchOne(wanted, some, { store: storeIn(directory) }));
  assert.equal(fault.code, "TW-FETCH-ABSENT");
  assert.match(fault.message, /its newest versions are 9\.0$/);
});

test("many files come in the order in which they were wanted, and a page is asked for once", async () => {
  const wheels = Array.from({ length: 12 }, (_, at) => makeWheel(1000 + at, at < 6 ? "one" : `n${at}`));
  const files = wheels.map(({ wanted: one, bytes: body }, at) => {
    const filename = `${one.name}-${at}.0-py3-none-any.whl`;
    return { wanted: { ...one, filename, sha256: sha256(body) }, body };
  });
  const server = await plainServer((request, response) => {
    const project = /^\/simple\/([^/]+)\/$/.exec(request.url ?? "")?.[1];
    const file = files.find(({ wanted: one }) => request.url === `/files/${one.filename}`);
    const entries = files.filter(({ wanted: one }) => one.name === project);
    const list = entries.map(({ wanted: one }) => ({
      filename: one.filename,
      url: `../../files/${one.filename}`,
      hashes: { sha256: one.sha256 },
    }));
    const page = JSON.stringify({ meta: { "api-version": "1.0" }, name: project, files: list });
    response
      .writeHead(200, { "content-type": file === undefined ? JSON_TYPE : "x/y" })
      .end(file?.body ?? page);
  });
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` });
  const http = clientFor(sources);
  const ports = { http, store: storeIn(directory), files: diskFiles, progress: listener() };
  const artifacts = await fetchAll(
    files.map(({ wanted: one }) => one),
    sources,
    ports,
  );
  http.close();
  assert.deepEqual(
    artifacts.map((artifact) => Buffer.from(artifact.bytes ?? [])),
    files.map(({ body }) => body),
  );
  assert.equal(server.requests.filter((line) => line === "GET /simple/one/").length, 1);
});

for (const filename of [
  "../x.whl",
  "a/b.whl",
  "a\\b.whl",
  "a%2fb.whl",
  "",
  "a\u0000.whl",
  "C:x.whl",
  ".hidden",
]) {
  test(`a pin named ${JSON.stringify(filename)} is refused before anything is asked`, async () => {
    const sources = sourcesFrom({ noIndex: true, findLinks: [folder(bytes)] });
    const fault = await faultOf(() =>
      fetchOne({ ...wanted, filename }, sources, { store: storeIn(directory) }),
    );
    assert.equal(fault.code, "TW-FETCH-NAME");
  });
}
