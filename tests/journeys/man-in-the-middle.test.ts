/** Somebody stands between the index and this machine, with a certificate that is trusted here. The whole program, the real wheels, an untouched target. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { sha256 } from "../../src/base/digest.ts";
import { type Handler, makeAuthority, scratch, secureServer } from "../network/servers.ts";
import { bareCopy } from "../support/bare.ts";
import { newest, type Pin, pinsFor, reportOf, storedFile, tree, truewheelAsync } from "../support/cli.ts";

const directory = scratch();
const authority = makeAuthority(directory, "trusted");
const { python, store } = newest();
const pins = pinsFor("3.10+");
const bytesOf = new Map(pins.map((pin) => [pin.filename, storedFile(store, pin.sha256)]));
const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

/** What the liar changes; everything else is answered honestly. */
interface Lie {
  readonly page?: (pin: Pin, response: ServerResponse) => void;
  readonly file?: (pin: Pin, bytes: Buffer, response: ServerResponse) => void;
}

function entry(pin: Pin, sha: string = pin.sha256, filename: string = pin.filename): object {
  return { filename, url: `/files/${filename}`, hashes: { sha256: sha }, size: pin.size };
}

function pageOf(pin: Pin, files: readonly object[]): string {
  return JSON.stringify({ meta: { "api-version": "1.1" }, name: pin.name, files });
}

function answering(lie: Lie): Handler {
  return (request, response) => {
    const [, kind = "", name = ""] = (request.url ?? "").split("/");
    const pin = pins.find((each) => (kind === "simple" ? each.name === name : each.filename === name));
    if (pin === undefined) return void response.writeHead(404).end();
    if (kind === "simple") {
      if (lie.page !== undefined) return lie.page(pin, response);
      return void response.writeHead(200, { "content-type": JSON_TYPE }).end(pageOf(pin, [entry(pin)]));
    }
    const bytes = bytesOf.get(pin.filename) ?? assert.fail();
    if (lie.file !== undefined) return lie.file(pin, bytes, response);
    return void response.writeHead(200).end(bytes);
  };
}

function altered(bytes: Buffer): Buffer {
  const bent = Buffer.from(bytes);
  bent[bent.length >> 1] = (bent[bent.length >> 1] ?? 0) ^ 1;
  return bent;
}

function endless(response: ServerResponse): void {
  response.writeHead(200, { "content-type": JSON_TYPE });
  const more = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20)));
    if (!response.destroyed) response.once("drain", more);
  };
  more();
}

function cut(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { "content-length": bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

function redirect(location: string): (pin: Pin, bytes: Buffer, response: ServerResponse) => void {
  return (_pin, _bytes, response) => void response.writeHead(302, { location }).end();
}

const json = { "content-type": JSON_TYPE };
const lies: readonly (readonly [string, Lie, 1 | 3, RegExp])[] = [
  [
    "with altered files",
    { file: (_pin, bytes, response) => void response.writeHead(200).end(altered(bytes)) },
    1,
    /^TW-FETCH-|^TW-JUDGE-OTHER-BYTES$/,
  ],
  [
    "with altered files and an index altered to match",
    {
      page: (pin, response) =>
        void response
          .writeHead(200, json)
          .end(pageOf(pin, [entry(pin, sha256(altered(bytesOf.get(pin.filename) ?? assert.fail())))])),
      file: (_pin, bytes, response) => void response.writeHead(200).end(altered(bytes)),
    },
    1,
    /^TW-/,
  ],
  [
    "with other versions only",
    {
      page: (pin, response) =>
        void response
          .writeHead(200, json)
          .end(pageOf(pin, [entry(pin, pin.sha256, `${pin.name}-99.0-py3-none-any.whl`)])),
    },
    1,
    /^TW-/,
  ],
  [
    "with a page of another project",
    {
      page: (pin, response) =>
        void response.writeHead(200, json).end(pageOf({ ...pin, name: "evil" }, [entry(pin)])),
    },
    1,
    /^TW-/,
  ],
  [
    "with a compressed body nobody asked for",
    {
      file: (_pin, bytes, response) =>
        void response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync(bytes)),
    },
    1,
    /^TW-HTTP-ENCODING$/,
  ],
  ["with an endless file", { file: (_pin, _bytes, response) => endless(response) }, 1, /^TW-HTTP-TOO-LONG$/],
  ["with an endless page", { page: (_pin, response) => endless(response) }, 1, /^TW-HTTP-TOO-LONG$/],
  [
    "with a body that is cut, every time",
    { file: (_pin, bytes, response) => cut(response, bytes) },
    3,
    /^TW-HTTP-/,
  ],
  [
    "with a redirect to a file of this machine",
    { file: redirect("file:///etc/passwd") },
    1,
    /^TW-HTTP-REDIRECT-SCHEME$/,
  ],
  [
    "with a redirect to plain http",
    { file: redirect("http://127.0.0.1:9/x.whl") },
    1,
    /^TW-HTTP-REDIRECT-DOWNGRADE$/,
  ],
  ["with nothing at all", { page: (_pin, response) => void response.destroy() }, 3, /^TW-/],
];

for (const [sentence, lie, exit, code] of lies) {
  test(`a man in the middle ${sentence}: exit ${exit}, a code, an untouched target`, async () => {
    const server = await secureServer(authority, answering(lie));
    const bare = bareCopy(python, join(directory, sentence.replaceAll(" ", "-")));
    const before = tree(bare.site);
    const args = [
      "bootstrap",
      "--python",
      bare.python,
      "--index-url",
      `${server.origin}/simple/`,
      "--cert",
      authority.path,
      "--retries",
      "1",
    ];
    const ran = await truewheelAsync([
      ...args,
      "--cache-dir",
      join(bare.site, "../../../cache"),
      "--format",
      "json",
    ]);
    assert.equal(ran.status, exit, ran.stdout + ran.stderr);
    const report = reportOf(ran);
    const found = report.error?.code ?? report.files.find((file) => file.decision === "refused")?.code ?? "";
    assert.match(found, code);
    assert.deepEqual(tree(bare.site), before);
  });
}

test("the same server, honest, is good enough: nobody needs to trust it", async () => {
  const server = await secureServer(authority, answering({}));
  const folder = join(directory, "honest");
  mkdirSync(folder);
  const bare = bareCopy(python, join(folder, "python"));
  const ran = await truewheelAsync([
    "bootstrap",
    "--python",
    bare.python,
    "--index-url",
    `${server.origin}/simple/`,
    "--cert",
    authority.path,
    "--cache-dir",
    join(folder, "cache"),
  ]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /not the network, not the index, not the cache/);
});

test("a certificate nobody trusts here ends in exit 3, before a byte is read", async () => {
  const stranger = makeAuthority(directory, "stranger");
  const server = await secureServer(stranger, answering({}));
  const bare = bareCopy(python, join(directory, "untrusted"));
  const ran = await truewheelAsync([
    "bootstrap",
    "--python",
    bare.python,
    "--index-url",
    `${server.origin}/simple/`,
    "--retries",
    "0",
    "--cache-dir",
    join(directory, "untrusted-cache"),
  ]);
  assert.equal(ran.status, 3, ran.stderr);
  assert.match(ran.stderr, /TW-TLS-UNTRUSTED/);
  assert.deepEqual(server.requests, []);
});
