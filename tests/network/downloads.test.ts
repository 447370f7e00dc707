/** Downloads that stop, drip, resume and lie about parts. */
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import {
  allText,
  clientFor,
  faultOf,
  fetchOne,
  JSON_TYPE,
  jsonPage,
  LIMITS,
  listener,
  makeWheel,
  sourcesFrom,
  storeIn,
} from "./client.ts";
import { type Handler, makeAuthority, plainServer, type Server, scratch, secureServer } from "./servers.ts";

const directory = scratch();
const authority = makeAuthority(directory, "trusted");
const { wanted, bytes } = makeWheel();
const trust = { SSL_CERT_FILE: authority.path };

type FileAnswer = (response: ServerResponse, range: string | undefined, turn: number) => void;

/** An index whose page is honest; `answer` gives the file and learns which request this is. */
function index(answer: FileAnswer): Handler {
  let turn = 0;
  return (request, response) => {
    if (request.url?.startsWith("/simple/") === true) {
      response.writeHead(200, { "content-type": JSON_TYPE }).end(jsonPage(wanted));
    } else {
      turn += 1;
      answer(response, request.headers.range, turn);
    }
  };
}

function ranges(server: Server): readonly (string | undefined)[] {
  return server.heads.flatMap(({ range }, at) =>
    server.requests[at]?.includes("/files/") === true ? [range] : [],
  );
}

function sendCut(response: ServerResponse, at: number, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-length": String(bytes.length), ...headers });
  response.write(bytes.subarray(0, at), () => response.socket?.destroy());
}

function sendRest(response: ServerResponse, range: string | undefined, body: Buffer = bytes): void {
  const from = Number(/^bytes=([0-9]+)-$/.exec(range ?? "")?.[1]);
  response.writeHead(206, {
    "content-range": `bytes ${from}-${body.length - 1}/${body.length}`,
    etag: '"one"',
  });
  response.end(body.subarray(from));
}

test("a cut download goes on where it stopped", async () => {
  const server = await secureServer(
    authority,
    index((response, range, turn) => {
      if (turn === 1) sendCut(response, 20_000, { etag: '"one"' });
      else sendRest(response, range);
    }),
  );
  const said = listener();
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
  const artifact = await fetchOne(wanted, sources, { store: storeIn(directory), said });
  assert.deepEqual(Buffer.from(artifact.bytes), bytes);
  const [first, second] = ranges(server);
  assert.equal(first, undefined);
  assert.match(second ?? "", /^bytes=[1-9][0-9]*-$/);
  assert.equal(server.heads.at(-1)?.["if-range"], '"one"');
  assert.equal(said.lines.length, 1, "each further try is said");
});

test("a server that ignores the range is read from the start", async () => {
  const server = await secureServer(
    authority,
    index((response, _range, turn) => {
      if (turn === 1) sendCut(response, 20_000);
      else response.writeHead(200).end(bytes);
    }),
  );
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
  assert.deepEqual(
    Buffer.from((await fetchOne(wanted, sources, { store: storeIn(directory) })).bytes),
    bytes,
  );
});

test("416 starts over", async () => {
  const server = await secureServer(
    authority,
    index((response, range, turn) => {
      if (turn === 1) sendCut(response, 20_000);
      else if (range !== undefined) response.writeHead(416).end();
      else response.writeHead(200).end(bytes);
    }),
  );
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
  assert.deepEqual(
    Buffer.from((await fetchOne(wanted, sources, { store: storeIn(directory) })).bytes),
    bytes,
  );
});

test("pieces of two different files are thrown away, and the whole is fetched once more", async () => {
  const other = Buffer.alloc(bytes.length, 7);
  const server = await secureServer(
    authority,
    index((response, range, turn) => {
      if (turn === 1) sendCut(response, 20_000);
      else if (range !== undefined) sendRest(response, range, other);
      else response.writeHead(200).end(bytes);
    }),
  );
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
  assert.deepEqual(
    Buffer.from((await fetchOne(wanted, sources, { store: storeIn(directory) })).bytes),
    bytes,
  );
});

test("tries are bounded, and what had arrived is kept for the next run", async () => {
  let isWell = false;
  const server = await secureServer(
    authority,
    index((response, range) => {
      if (!isWell) sendCut(response, 30_000);
      else if (range === undefined) response.writeHead(200).end(bytes);
      else sendRest(response, range);
    }),
  );
  const store = storeIn(directory);
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
  const fault = await faultOf(() => fetchOne(wanted, sources, { store }));
  assert.equal(fault.code, "TW-HTTP-CUT");
  assert.equal(ranges(server).length, 1 + LIMITS.retries);
  assert.ok((store.getPartial(wanted.sha256, wanted.size)?.length ?? 0) > 0);
  isWell = true;
  assert.deepEqual(Buffer.from((await fetchOne(wanted, sources, { store })).bytes), bytes);
  assert.match(ranges(server).at(-1) ?? "", /^bytes=[1-9][0-9]*-$/);
  assert.equal(store.getPartial(wanted.sha256, wanted.size), undefined);
});

test("a kept beginning that somebody altered is noticed, and the whole is fetched", async () => {
  const server = await secureServer(
    authority,
    index((response, range) => {
      if (range === undefined) response.writeHead(200).end(bytes);
      else sendRest(response, range);
    }),
  );
  const store = storeIn(directory);
  store.putPartial(wanted.sha256, Buffer.alloc(1000, 1));
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
  assert.deepEqual(Buffer.from((await fetchOne(wanted, sources, { store })).bytes), bytes);
  assert.deepEqual(ranges(server), ["bytes=1000-", undefined]);
});

const size = bytes.length;
const lies: readonly (readonly [string, Record<string, string>])[] = [
  ["another start", { "content-range": `bytes 0-${size - 1}/${size}` }],
  ["another end", { "content-range": `bytes 1000-2000/${size}` }],
  ["another total", { "content-range": `bytes 1000-${size - 1}/${size + 1}` }],
  ["no total", { "content-range": `bytes 1000-${size - 1}/*` }],
  ["no range at all", {}],
  [
    "a length that is not the range's",
    { "content-range": `bytes 1000-${size - 1}/${size}`, "content-length": "5" },
  ],
];
for (const [lie, headers] of lies) {
  test(`206 with ${lie} is refused`, async () => {
    const server = await secureServer(
      authority,
      index((response) => void response.writeHead(206, headers).end("12345")),
    );
    const store = storeIn(directory);
    store.putPartial(wanted.sha256, bytes.subarray(0, 1000));
    const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust);
    assert.equal((await faultOf(() => fetchOne(wanted, sources, { store }))).code, "TW-HTTP-RANGE");
  });
}

/** Sends `piece` every few milliseconds. */
function drip(response: ServerResponse, piece: Buffer): void {
  const timer = setInterval(() => void response.write(piece), 10);
  response.on("close", () => clearInterval(timer));
}

test("a file that drips is given up, at once and for good", async () => {
  const server = await secureServer(
    authority,
    index((response) => {
      response.writeHead(200, { "content-length": String(bytes.length) });
      drip(response, bytes.subarray(0, 1));
    }),
  );
  const limits = { ...LIMITS, minimumRate: { bytes: 30_000, window: 100 } };
  const sources = sourcesFrom({ indexUrl: `${server.origin}/simple/` }, trust, { limits });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code,
    "TW-HTTP-SLOW",
  );
  assert.equal(ranges(server).length, 1);
});

test("a page that drips is given up", async () => {
  const server = await plainServer((_request, response) => {
    response.writeHead(200, { "content-type": JSON_TYPE });
    drip(response, Buffer.from(" "));
  });
  const limits = { ...LIMITS, minimumRate: { bytes: 30_000, window: 100 } };
  const sources = sourcesFrom({ indexUrl: server.origin }, {}, { limits });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code,
    "TW-HTTP-SLOW",
  );
});

const silences: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ["never answers", () => undefined],
  [
    "falls silent within a body",
    (response) => void response.writeHead(200, { "content-type": JSON_TYPE }).write("{"),
  ],
  [
    "drips its head",
    (response) => {
      const timer = setInterval(() => void response.socket?.write("HTTP/1.1 100 Continue\r\n\r\n"), 20);
      response.socket?.on("close", () => clearInterval(timer));
    },
  ],
];
for (const [silence, answer] of silences) {
  test(`a server that ${silence} is given up after its tries`, async () => {
    const server = await plainServer((_request, response) => answer(response));
    const sources = sourcesFrom({ indexUrl: server.origin }, {}, { limits: { ...LIMITS, timeout: 150 } });
    assert.equal(
      (await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code,
      "TW-HTTP-TIMEOUT",
    );
    assert.equal(server.requests.length, 1 + LIMITS.retries);
  });
}

test("503 with a wish is waited for, and passes", async () => {
  let turn = 0;
  const server = await plainServer((_request, response) => {
    turn += 1;
    if (turn === 1) response.writeHead(503, { "retry-after": "7" }).end();
    else response.writeHead(200, { "content-type": "text/html" }).end("<a href=x>x</a>");
  });
  const said = listener();
  const http = clientFor(sourcesFrom({ indexUrl: server.origin }), said);
  const answer = await http.page({ url: `${server.origin}/`, accept: "text/html", limit: 1000 });
  http.close();
  assert.equal(answer.mediaType, "text/html");
  assert.match(said.lines.join(), /again in 7 s \(1 of 2\)/);
});

test("a server that wants too long a pause is not waited for", async () => {
  const server = await plainServer(
    (_request, response) => void response.writeHead(429, { "retry-after": "86400" }).end(),
  );
  const http = clientFor(sourcesFrom({ indexUrl: server.origin }));
  const fault = await faultOf(() => http.page({ url: `${server.origin}/`, accept: "*/*", limit: 1000 }));
  http.close();
  assert.equal(fault.code, "TW-HTTP-SERVER");
  assert.equal(server.requests.length, 1);
});

const trusts: readonly (readonly [string, string, string | undefined, string])[] = [
  ["a certificate of an unknown authority", "DNS:localhost", undefined, "TW-TLS-UNTRUSTED"],
  ["a certificate for another host", "DNS:elsewhere.example", "own", "TW-TLS-UNTRUSTED"],
];
for (const [what, names, trusted, code] of trusts) {
  test(`${what} is refused, whatever Node was told by its environment`, async () => {
    const own = makeAuthority(directory, `own-${names.length}`, names);
    const server = await secureServer(
      own,
      index((response) => void response.end(bytes)),
    );
    const sources = sourcesFrom(
      { indexUrl: server.origin },
      { SSL_CERT_FILE: trusted === undefined ? authority.path : own.path },
    );
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const fault = await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }));
      assert.equal(fault.code, code, allText(fault));
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
    assert.deepEqual(server.requests, []);
  });
}

test("https: on a port that speaks http: is no TLS connection", async () => {
  const server = await plainServer((_request, response) => void response.end());
  const sources = sourcesFrom({ indexUrl: server.origin.replace("http:", "https:") });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code,
    "TW-TLS-FAILED",
  );
});

test("a host without an address and a port without a server end in their own codes", async () => {
  const server = await plainServer((_request, response) => void response.end());
  assert.ok(server.origin);
  const dns = sourcesFrom({ indexUrl: "http://no-such-host.invalid/" });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, dns, { store: storeIn(directory) }))).code,
    "TW-HTTP-DNS",
  );
  // Port 1 needs privileges to listen on, and no test machine has a server there.
  const connect = sourcesFrom({ indexUrl: "http://127.0.0.1:1/" });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, connect, { store: storeIn(directory) }))).code,
    "TW-HTTP-CONNECT",
  );
});

for (const [what, path, code] of [
  ["missing", "/no/such/file.pem", "TW-TLS-AUTHORITIES"],
  ["without a certificate", import.meta.filename, "TW-TLS-AUTHORITIES"],
] as const) {
  test(`a file of authorities that is ${what} is told`, async () => {
    const server = await secureServer(
      authority,
      index((response) => void response.end(bytes)),
    );
    const sources = sourcesFrom({ indexUrl: server.origin, cert: path });
    assert.equal((await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code, code);
  });
}
