/** A server with a certificate the client trusts, that lies. Each lie ends in its own code, and nothing of it enters the store. */
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { generalCodes } from "../../src/model/codes/general.ts";
import { networkCodes } from "../../src/model/codes/network.ts";
import {
  allText,
  faultOf,
  fetchOne,
  JSON_TYPE,
  jsonPage,
  LIMITS,
  makeWheel,
  sourcesFrom,
  storeIn,
} from "./client.ts";
import { type Handler, makeAuthority, scratch, secureServer } from "./servers.ts";

const directory = scratch();
const authority = makeAuthority(directory, "trusted");
const { wanted, bytes } = makeWheel();
const altered = Buffer.from(bytes);
altered[100] = (altered[100] ?? 0) ^ 1;

type Answer = (response: ServerResponse) => void;

/** Answers a page. */
function page(text: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(200, { "content-type": JSON_TYPE, ...headers }).end(text);
}

/** Answers a file. */
function file(body: Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(200, headers).end(body);
}

function redirect(location: string): Answer {
  return (response) => void response.writeHead(302, { location }).end();
}

/** Writes without an end; the client must hang up. */
function endless(first: Buffer): Answer {
  return (response) => {
    response.writeHead(200, { "content-type": JSON_TYPE });
    const more = (): void => {
      while (!response.destroyed && response.write(first));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  };
}

function handler(answers: { readonly page?: Answer; readonly file?: Answer }): Handler {
  return (request, response) => {
    const isPage = request.url?.startsWith("/simple/") === true;
    const answer = isPage ? (answers.page ?? page(jsonPage(wanted))) : (answers.file ?? file(bytes));
    answer(response);
  };
}

const honest = jsonPage(wanted);
const lies: readonly (readonly [string, string, { readonly page?: Answer; readonly file?: Answer }])[] = [
  ["an altered file of the right size", "TW-FETCH-OTHER-BYTES", { file: file(altered) }],
  [
    "a file that announces another size",
    "TW-HTTP-LENGTH",
    { file: file(bytes.subarray(1), { "content-length": String(bytes.length - 1) }) },
  ],
  [
    "a file that is one byte longer than was pinned",
    "TW-HTTP-TOO-LONG",
    { file: chunked(Buffer.concat([bytes, Buffer.of(0)])) },
  ],
  ["a file that ends one byte early on purpose", "TW-HTTP-LENGTH", { file: chunked(bytes.subarray(1)) }],
  ["an endless file", "TW-HTTP-TOO-LONG", { file: endless(Buffer.alloc(65_536)) }],
  ["a file that always ends early", "TW-HTTP-CUT", { file: cut(bytes, 1000) }],
  [
    "an altered index with an altered file to match",
    "TW-FETCH-OTHER-DIGEST",
    { page: page(jsonPage(wanted, { hashes: { sha256: "0".repeat(64) } })), file: file(altered) },
  ],
  ["an index that tells another size", "TW-FETCH-OTHER-SIZE", { page: page(jsonPage(wanted, { size: 7 })) }],
  [
    "an index with other versions only",
    "TW-FETCH-ABSENT",
    { page: page(jsonPage({ ...wanted, filename: "demo-2.0-py3-none-any.whl" })) },
  ],
  ["an index with nothing", "TW-FETCH-ABSENT", { page: page(jsonPage(wanted, {}, { files: [] })) }],
  [
    "a quarantined project",
    "TW-INDEX-QUARANTINED",
    { page: page(jsonPage(wanted, {}, { "project-status": { status: "quarantined", reason: "bad" } })) },
  ],
  [
    "the page of another project",
    "TW-INDEX-OTHER-PROJECT",
    { page: page(jsonPage(wanted, {}, { name: "other" })) },
  ],
  [
    "API version 2.0",
    "TW-INDEX-API-VERSION",
    { page: page(jsonPage(wanted, {}, { meta: { "api-version": "2.0" } })) },
  ],
  [
    "the media type of version 2",
    "TW-INDEX-API-VERSION",
    { page: page(honest, { "content-type": "application/vnd.pypi.simple.v2+json" }) },
  ],
  [
    "a page that is called an image",
    "TW-INDEX-CONTENT-TYPE",
    { page: page(honest, { "content-type": "image/png" }) },
  ],
  [
    "a page with no media type",
    "TW-INDEX-CONTENT-TYPE",
    { page: (response) => void response.writeHead(200).end(honest) },
  ],
  [
    "a page with a key twice",
    "TW-JSON-DUPLICATE-KEY",
    { page: page(honest.replace('"yanked":false', '"size":1,"yanked":false')) },
  ],
  ["a page that is no JSON", "TW-JSON-MALFORMED", { page: page("<html>") }],
  ["a page without files", "TW-INDEX-MALFORMED", { page: page(jsonPage(wanted, {}, { files: null })) }],
  [
    "the file listed twice",
    "TW-INDEX-MALFORMED",
    {
      page: page(
        honest.replace("[{", `[${JSON.stringify({ filename: wanted.filename, url: "/x", hashes: {} })},{`),
      ),
    },
  ],
  [
    "a file name with a separator",
    "TW-INDEX-MALFORMED",
    { page: page(jsonPage(wanted, { filename: "..%252f..%252fx" })) },
  ],
  ["an endless page", "TW-HTTP-TOO-LONG", { page: endless(Buffer.alloc(1 << 20, 0x20)) }],
  [
    "a page that announces more than a page may have",
    "TW-HTTP-TOO-LONG",
    { page: (response) => void response.writeHead(200, { "content-length": String(2 ** 40) }).write("{") },
  ],
  [
    "a gzip bomb for a page",
    "TW-HTTP-TOO-LONG",
    { page: page(gzipSync(Buffer.alloc(65 << 20)), { "content-encoding": "gzip" }) },
  ],
  ["a page in broken gzip", "TW-HTTP-PROTOCOL", { page: page("no gzip", { "content-encoding": "gzip" }) }],
  [
    "a page in brotli",
    "TW-HTTP-ENCODING",
    { page: page(brotliCompressSync(honest), { "content-encoding": "br" }) },
  ],
  [
    "a file in brotli",
    "TW-HTTP-ENCODING",
    { file: file(brotliCompressSync(bytes), { "content-encoding": "br" }) },
  ],
  ["a file in gzip", "TW-HTTP-ENCODING", { file: file(gzipSync(bytes), { "content-encoding": "gzip" }) }],
  [
    "a file whose true bytes are called gzip",
    "TW-HTTP-ENCODING",
    { file: file(bytes, { "content-encoding": "gzip" }) },
  ],
  ["a redirect of the page to file:", "TW-HTTP-REDIRECT-SCHEME", { page: redirect("file:///etc/passwd") }],
  ["a redirect of the file to data:", "TW-HTTP-REDIRECT-SCHEME", { file: redirect("data:,x") }],
  ["a redirect to http:", "TW-HTTP-REDIRECT-DOWNGRADE", { page: redirect("http://localhost/simple/demo/") }],
  [
    "a link to file:",
    "TW-HTTP-REDIRECT-SCHEME",
    { page: page(jsonPage(wanted, { url: "file:///etc/passwd" })) },
  ],
  [
    "a link to http:",
    "TW-HTTP-REDIRECT-DOWNGRADE",
    { page: page(jsonPage(wanted, { url: "http://localhost/x" })) },
  ],
  ["a redirect without an end", "TW-HTTP-REDIRECTS", { page: redirect("/simple/demo/") }],
  [
    "a part that nobody asked for",
    "TW-HTTP-RANGE",
    {
      file: (response) =>
        void response
          .writeHead(206, { "content-range": `bytes 0-9/${bytes.length}` })
          .end(bytes.subarray(0, 10)),
    },
  ],
  ["404 for the page", "TW-INDEX-NO-PROJECT", { page: (response) => void response.writeHead(404).end() }],
  ["404 for the file", "TW-HTTP-NOT-FOUND", { file: (response) => void response.writeHead(404).end() }],
  ["403", "TW-HTTP-DENIED", { page: (response) => void response.writeHead(403).end() }],
  ["418", "TW-HTTP-STATUS", { page: (response) => void response.writeHead(418).end() }],
  ["a status of no content", "TW-HTTP-STATUS", { file: (response) => void response.writeHead(204).end() }],
  ["503, again and again", "TW-HTTP-SERVER", { page: (response) => void response.writeHead(503).end() }],
  ["no HTTP", "TW-HTTP-PROTOCOL", { page: (response) => void response.socket?.end("SSH-2.0-x\r\n\r\n") }],
  ["a hang-up before any answer", "TW-HTTP-CONNECT", { page: (response) => void response.socket?.destroy() }],
];

function chunked(body: Buffer): Answer {
  return (response) => {
    response.writeHead(200);
    response.write(body.subarray(0, 10));
    response.end(body.subarray(10));
  };
}

function cut(body: Buffer, at: number): Answer {
  return (response) => {
    response.writeHead(200, { "content-length": String(body.length) });
    response.write(body.subarray(0, at), () => response.socket?.destroy());
  };
}

test("an honest server is believed", async () => {
  const server = await secureServer(authority, handler({}));
  const store = storeIn(directory);
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple` }, { SSL_CERT_FILE: authority.path });
  const artifact = await fetchOne(wanted, sources, { store });
  assert.deepEqual(Buffer.from(artifact.bytes), bytes);
  assert.deepEqual(artifact.origin, { from: "index", url: `${server.origin}/files/${wanted.filename}` });
  assert.deepEqual(artifact.told, new Map([["sha256", wanted.sha256]]));
  assert.equal((await fetchOne(wanted, sources, { store })).origin.from, "store");
  assert.equal(server.requests.length, 2);
});

for (const [lie, code, answers] of lies) {
  test(`a trusted server answers with ${lie}`, async () => {
    const server = await secureServer(authority, handler(answers));
    const store = storeIn(directory);
    const sources = sourcesFrom(
      { indexUrl: `${server.origin}/simple/` },
      { SSL_CERT_FILE: authority.path },
      { limits: { ...LIMITS, retries: 1 } },
    );
    const fault = await faultOf(() => fetchOne(wanted, sources, { store }));
    assert.equal(fault.code, code, allText(fault));
    const entry = [...networkCodes, ...generalCodes].find((known) => known.code === code);
    assert.ok(
      entry !== undefined && (entry.exit === 1 || entry.exit === 3),
      `${code} is explained and ends in 1 or 3`,
    );
    assert.equal(store.get(wanted.sha256, wanted.size), undefined);
  });
}

test("no refusal repeats a digest that the liar could have chosen", async () => {
  const server = await secureServer(
    authority,
    handler({ page: page(jsonPage(wanted, { hashes: { sha256: "ab".repeat(32) } })) }),
  );
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, { SSL_CERT_FILE: authority.path });
  const fault = await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }));
  assert.equal(fault.code, "TW-FETCH-OTHER-DIGEST");
  assert.ok(!allText(fault).includes("ab".repeat(32)));
});
