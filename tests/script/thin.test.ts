/** The thin script: what an index answers is believed by digest only, over https only, and bounded. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { makeAuthority, plainServer, secureServer } from "../network/servers.ts";
import { PLAIN, type Python, pythons, run, scratch } from "../python/pythons.ts";
import { filledStore, newest, type Pin, pinsFor, storedFile } from "../support/cli.ts";
import { type Ran, scriptFor, THOROUGH, tree } from "./support.ts";

const { python } = newest();
const authority = makeAuthority(scratch("authority"), "thin");

/** Runs a thin script while servers of this process answer. */
function thin(
  each: Python,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const words = [scriptFor(each, "fetch"), "--cert", authority.path, ...args];
  const child = spawn(each.path, words, { env: { ...PLAIN, ...environment } });
  const ran = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].on("data", (piece: Buffer) => {
      ran[name] += piece.toString();
    });
  return new Promise((resolve) => void child.on("close", (status) => resolve({ status, ...ran })));
}

type Lie = (pin: Pin, response: ServerResponse, bytes: Buffer) => boolean;

/** An honest index for `each`, but for what `lie` answers in place of a file; `html` gives pages of the old form. */
function index(
  each: Python,
  lie: Lie = () => false,
  html = false,
): (request: IncomingMessage, response: ServerResponse) => void {
  const pins = pinsFor(/^3\.1\d$/.test(each.series) ? "3.10+" : each.series);
  return (request, response) => {
    const path = request.url ?? "";
    const file = pins.find((pin) => path === `/files/${pin.filename}`);
    const page = pins.find((pin) => path === `/simple/${pin.name}/`);
    if (file !== undefined) {
      const bytes = storedFile(filledStore(each), file.sha256);
      if (!lie(file, response, bytes)) response.end(bytes);
    } else if (page !== undefined) {
      response.setHeader("content-type", html ? "text/html" : "application/vnd.pypi.simple.v1+json");
      const { filename, sha256 } = page;
      const link = `<a href="../../files/${filename}#sha256=${sha256}">${filename}</a>`;
      const files = [{ filename, url: `../../files/${filename}`, hashes: { sha256 } }];
      response.end(
        html
          ? `<!DOCTYPE html>${link}`
          : JSON.stringify({ meta: { "api-version": "1.0" }, name: page.name, files }),
      );
    } else {
      response.statusCode = 404;
      response.end();
    }
  };
}

const few = THOROUGH ? pythons.filter(({ series }) => /^\d/.test(series)) : [python];
for (const each of few) {
  for (const html of [false, true]) {
    test(`an honest ${html ? "old " : ""}index gives the tree of the whole script: ${each.series}`, async () => {
      const place = join(scratch("honest"), "lib");
      const server = await secureServer(authority, index(each, undefined, html));
      const ran = await thin(each, ["--target", place, "--index-url", `${server.origin}/simple`]);
      assert.equal(ran.status, 0, ran.stderr);
      const whole = wholeTree(each, place);
      assert.deepEqual(tree(place), whole);
      const again = await thin(each, ["--target", place], { PIP_INDEX_URL: `${server.origin}/simple/` });
      assert.match(again.stderr, /^unchanged: /m);
    });
  }
}

/** What the whole script leaves in the same place. */
function wholeTree(each: Python, place: string): readonly string[] {
  const aside = `${place}.aside`;
  run("/bin/mv", [place, aside]);
  run(each.path, [scriptFor(each), "--target", place]);
  const found = tree(place);
  rmSync(place, { recursive: true });
  run("/bin/mv", [aside, place]);
  return found;
}

const lies: readonly (readonly [string, Lie, number, RegExp])[] = [
  [
    "one byte altered",
    (_, response, bytes) => sent(response, flipped(bytes)),
    1,
    /other bytes than those that are pinned/,
  ],
  [
    "one byte more",
    (_, response, bytes) => sent(response, Buffer.concat([bytes, Buffer.from("x")])),
    1,
    /is larger than the \d+ bytes/,
  ],
  [
    "one byte less",
    (_, response, bytes) => sent(response, bytes.subarray(1)),
    1,
    /other bytes than those that are pinned/,
  ],
  ["a body without end", (_, response) => endless(response), 1, /is larger than the \d+ bytes/],
  [
    "an encoding that nobody asked for",
    (_, response, bytes) => encoded(response, bytes),
    1,
    /in an encoding that nobody asked for/,
  ],
  [
    "a redirect to http",
    (_, response) => redirected(response, "http://127.0.0.1:9/x"),
    1,
    /is not https, and nothing else is fetched/,
  ],
  [
    "a redirect to a file",
    (_, response) => redirected(response, "file:///etc/passwd"),
    3,
    /is not https|cannot fetch/,
  ],
  [
    "a redirect in a circle",
    (pin, response) => redirected(response, `/files/${pin.filename}`),
    3,
    /cannot fetch/,
  ],
  ["a failure", (_, response) => failed(response), 3, /cannot fetch .*500/],
];

function sent(response: ServerResponse, bytes: Uint8Array): boolean {
  response.end(bytes);
  return true;
}

function flipped(bytes: Buffer): Buffer {
  const altered = Buffer.from(bytes);
  altered[1000] = (altered[1000] ?? 0) ^ 1;
  return altered;
}

function endless(response: ServerResponse): boolean {
  let open = true;
  response.on("close", () => {
    open = false;
  });
  const more = (error?: Error | null): void => {
    if (open && !error) response.write(Buffer.alloc(65_536), (failure) => setImmediate(() => more(failure)));
  };
  more();
  return true;
}

function encoded(response: ServerResponse, bytes: Buffer): boolean {
  response.setHeader("content-encoding", "br");
  return sent(response, bytes);
}

function redirected(response: ServerResponse, location: string): boolean {
  response.writeHead(302, { location });
  return sent(response, Buffer.from(""));
}

function failed(response: ServerResponse): boolean {
  response.writeHead(500);
  return sent(response, Buffer.from(""));
}

for (const [sentence, lie, status, words] of lies) {
  test(`an index that lies: ${sentence}: refused, nothing written`, async () => {
    const place = join(scratch("lie"), "lib");
    const server = await secureServer(authority, index(python, lie));
    const ran = await thin(python, ["--target", place, "--index-url", `${server.origin}/simple/`]);
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, words);
    assert.ok(!existsSync(place));
  });
}

test("an index that announces other digests, has no such file, is no index, or is spoken to without TLS", async () => {
  const place = join(scratch("odd"), "lib");
  const odd: readonly (readonly [string, RegExp])[] = [
    [
      JSON.stringify({
        files: [{ filename: pinsFor("3.10+")[0]?.filename, url: "/x", hashes: { sha256: "0".repeat(64) } }],
      }),
      /offers no /,
    ],
    [JSON.stringify({ files: [] }), /offers no /],
    [JSON.stringify([1]), /is no page of a simple index/],
    ["{", /is no page of a simple index/],
  ];
  for (const [page, words] of odd) {
    const server = await secureServer(authority, (_, response) => {
      response.setHeader("content-type", "application/vnd.pypi.simple.v1+json");
      response.end(page);
    });
    const ran = await thin(python, ["--target", place, "--index-url", `${server.origin}/simple/`]);
    assert.equal(ran.status, 1, ran.stderr);
    assert.match(ran.stderr, words);
  }
  const open = await plainServer(index(python));
  const plain = await thin(python, ["--target", place, "--index-url", `${open.origin}/simple/`]);
  assert.match(plain.stderr, /is not https, and nothing else is fetched/);
  assert.deepEqual(open.requests, []);
  const secret = await thin(python, [
    "--target",
    place,
    "--index-url",
    "http://user:secret@index.example/simple/",
  ]);
  assert.doesNotMatch(secret.stderr, /secret/);
  const strange = await secureServer(makeAuthority(scratch("strange"), "strange"), index(python));
  const untrusted = await thin(python, ["--target", place, "--index-url", `${strange.origin}/simple/`]);
  assert.equal(untrusted.status, 3, untrusted.stderr);
  assert.ok(!existsSync(place));
});
