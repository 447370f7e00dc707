/** Proxies, and who gets to see credentials. The proxy also lends the tests a public server: behind it, every name leads to loopback. */
import assert from "node:assert/strict";
import type * as http from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import {
  allText,
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
import { type Handler, makeAuthority, plainServer, type Server, scratch, secureServer } from "./servers.ts";

const directory = scratch();
const authority = makeAuthority(directory, "trusted", "DNS:localhost,DNS:index.example,DNS:files.example");
const { wanted, bytes } = makeWheel();
const SECRET = "hunter2-hunter2";

const honest: Handler = (request, response) => {
  const isPage = request.url?.includes("/simple/") === true;
  response.writeHead(200, isPage ? { "content-type": JSON_TYPE } : {}).end(isPage ? jsonPage(wanted) : bytes);
};

/** A proxy that leads every tunnel to `target`, whatever name was asked for, and answers plain requests itself. */
async function proxyTo(
  target: Server | undefined,
  answer: Handler,
  status = 200,
): Promise<Server & { readonly tunnels: string[] }> {
  const tunnels: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const proxy = await plainServer(answer, (server) => {
    server.on("connect", (request: http.IncomingMessage, socket) => {
      tunnels.push(request.url ?? "");
      authorizations.push(request.headers["proxy-authorization"]);
      proxy.heads.push(request.headers);
      if (status !== 200 || target === undefined) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const upstream = connect(Number(new URL(target.origin).port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Yes\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
    });
  });
  return { ...proxy, tunnels };
}

test("https: goes through a tunnel, with the proxy's credentials for the proxy alone", async () => {
  const server = await secureServer(authority, honest);
  const proxy = await proxyTo(server, () => undefined);
  const address = proxy.origin.replace("http://", `http://user:${SECRET}@`);
  const sources = sourcesFrom(
    { indexUrl: "https://index.example/simple/", proxy: address },
    { SSL_CERT_FILE: authority.path },
  );
  const artifact = await fetchOne(wanted, sources, { store: storeIn(directory) });
  assert.deepEqual(Buffer.from(artifact.bytes), bytes);
  assert.deepEqual(new Set(proxy.tunnels), new Set(["index.example:443"]));
  const basic = `Basic ${Buffer.from(`user:${SECRET}`).toString("base64")}`;
  assert.ok(proxy.heads.every((head) => head["proxy-authorization"] === basic));
  assert.ok(
    server.heads.every(
      (head) => head["proxy-authorization"] === undefined && head.authorization === undefined,
    ),
  );
});

test("http: goes to the proxy in absolute form", async () => {
  const proxy = await proxyTo(undefined, honest);
  const sources = sourcesFrom({ indexUrl: "http://index.example/simple/" }, { http_proxy: proxy.origin });
  await fetchOne(wanted, sources, { store: storeIn(directory) });
  assert.equal(proxy.requests[0], "GET http://index.example/simple/demo/");
  assert.equal(proxy.heads[0]?.host, "index.example");
});

test("NO_PROXY is heard", async () => {
  const server = await secureServer(authority, honest);
  const proxy = await proxyTo(server, () => undefined);
  const environment = {
    SSL_CERT_FILE: authority.path,
    HTTPS_PROXY: proxy.origin,
    NO_PROXY: "other.example, localhost",
  };
  await fetchOne(wanted, sourcesFrom({ indexUrl: `${server.origin}/simple/` }, environment), {
    store: storeIn(directory),
  });
  assert.deepEqual(proxy.tunnels, []);
});

for (const status of [403, 407, 502]) {
  test(`a proxy that answers ${status} opened no tunnel`, async () => {
    const proxy = await proxyTo(undefined, () => undefined, status);
    const address = proxy.origin.replace("http://", `http://user:${SECRET}@`);
    const fault = await faultOf(() =>
      fetchOne(wanted, sourcesFrom({ indexUrl: "https://index.example/", proxy: address }), {
        store: storeIn(directory),
      }),
    );
    assert.equal(fault.code, "TW-HTTP-PROXY");
    assert.ok(!allText(fault).includes(SECRET));
  });
}

test("a proxy that is not there is told as such", async () => {
  const fault = await faultOf(() =>
    fetchOne(wanted, sourcesFrom({ indexUrl: "https://index.example/", proxy: "http://127.0.0.1:1" }), {
      store: storeIn(directory),
    }),
  );
  assert.equal(fault.code, "TW-HTTP-PROXY");
});

const inner = [
  "http://127.0.0.1/",
  "http://localhost/",
  "http://10.1.2.3/",
  "http://169.254.169.254/",
  "http://[::1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://0x7f.1/",
  "http://2130706433/",
];
for (const target of inner) {
  test(`a public server's redirect to ${target} is refused`, async () => {
    const proxy = await proxyTo(
      undefined,
      (_request, response) => void response.writeHead(302, { location: target }).end(),
    );
    const client = clientFor(
      sourcesFrom({ indexUrl: "http://index.example/" }, { http_proxy: proxy.origin }),
    );
    const fault = await faultOf(() =>
      client.page({ url: "http://index.example/demo/", accept: "*/*", limit: 1000 }),
    );
    client.close();
    assert.equal(fault.code, "TW-HTTP-REDIRECT-PRIVATE");
    assert.equal(proxy.requests.length, 1);
  });
}

test("a public page's link to a private address is refused", async () => {
  const page = jsonPage(wanted, { url: `http://192.168.0.1/${wanted.filename}` });
  const proxy = await proxyTo(
    undefined,
    (_request, response) => void response.writeHead(200, { "content-type": JSON_TYPE }).end(page),
  );
  const sources = sourcesFrom({ indexUrl: "http://index.example/" }, { http_proxy: proxy.origin });
  assert.equal(
    (await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }))).code,
    "TW-HTTP-REDIRECT-PRIVATE",
  );
});

test("a public page's link to a public name that resolves to a private address is refused", async () => {
  const server = await plainServer(honest);
  const { port } = new URL(server.origin);
  // `localhost.` spelt so is judged by its name; this one only by what the system's look-up says.
  const page = jsonPage(wanted, { url: `http://ip6-localhost:${port}/${wanted.filename}` });
  const proxy = await proxyTo(
    undefined,
    (_request, response) => void response.writeHead(200, { "content-type": JSON_TYPE }).end(page),
  );
  const sources = sourcesFrom(
    { indexUrl: "http://index.example/" },
    { http_proxy: proxy.origin, no_proxy: "ip6-localhost" },
  );
  const fault = await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }));
  // Where the machine does not know the name, nothing was reached either.
  assert.ok(["TW-HTTP-REDIRECT-PRIVATE", "TW-HTTP-DNS"].includes(fault.code), fault.code);
  assert.deepEqual(server.requests, []);
});

test("credentials in an address go to that origin, and to no other that it leads to", async () => {
  const files = await plainServer((_request, response) => void response.writeHead(200).end(bytes));
  const page = jsonPage(wanted, { url: `${files.origin}/${wanted.filename}` });
  const server = await plainServer(
    (_request, response) => void response.writeHead(200, { "content-type": JSON_TYPE }).end(page),
  );
  const indexUrl = server.origin.replace("http://", `http://user:${SECRET}@`);
  const sources = sourcesFrom({ indexUrl }, {}, { netrc: `machine 127.0.0.2 login a password ${SECRET}` });
  const said = listener();
  const artifact = await fetchOne(wanted, sources, { store: storeIn(directory), said });
  assert.equal(server.heads[0]?.authorization, `Basic ${Buffer.from(`user:${SECRET}`).toString("base64")}`);
  assert.equal(files.heads[0]?.authorization, undefined);
  const spoken = JSON.stringify([
    artifact.origin,
    said.lines,
    sources.origins,
    sources.notices,
    sources.indexes,
  ]);
  assert.ok(!spoken.includes(SECRET));
});

test("a redirect does not carry credentials to another origin", async () => {
  const other = await plainServer((_request, response) => void response.writeHead(403).end());
  const server = await plainServer(
    (_request, response) =>
      void response
        .writeHead(302, { location: `${other.origin.replace("http://", `http://x:${SECRET}@`)}/demo/` })
        .end(),
  );
  const sources = sourcesFrom(
    { indexUrl: server.origin },
    {},
    { netrc: `machine 127.0.0.1 login user password ${SECRET}` },
  );
  const fault = await faultOf(() => fetchOne(wanted, sources, { store: storeIn(directory) }));
  assert.equal(fault.code, "TW-HTTP-DENIED");
  assert.ok(!allText(fault).includes(SECRET));
  assert.ok(
    server.heads[0]?.authorization?.startsWith("Basic "),
    "the origin that was named gets what netrc has for it",
  );
  assert.equal(other.heads[0]?.authorization, undefined);
});
