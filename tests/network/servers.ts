/** Real servers on loopback, with a certificate authority made for this run. Every server answers what its test tells it, honest or not. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** One server under test. */
export interface Server {
  /** `https://localhost:PORT` or `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** `METHOD path` of each request, in order. */
  readonly requests: string[];
  /** Headers of each request, in order. */
  readonly heads: http.IncomingHttpHeaders[];
}

/** What a server does with a request. */
export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A directory that is removed when the file's tests are over. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "truewheel-network-"));
  after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Files of an authority and of a certificate for localhost that it signed. */
export interface Authority {
  /** PEM file that a client may trust. */
  readonly path: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
}

/** Makes an authority with openssl; `names` go into the server's certificate. */
export function makeAuthority(
  directory: string,
  name: string,
  names = "DNS:localhost,IP:127.0.0.1",
): Authority {
  const file = (what: string): string => join(directory, `${name}-${what}`);
  const openssl = (...args: readonly string[]): void => void execFileSync("openssl", args, { stdio: "pipe" });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...curve,
    "-keyout",
    file("ca.key"),
    "-out",
    file("ca.pem"),
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
    // Python 3.13 wants an authority to say what its key is for.
    "-addext",
    "keyUsage=critical,keyCertSign,cRLSign",
  );
  openssl("req", ...curve, "-keyout", file("leaf.key"), "-out", file("leaf.csr"), "-subj", "/CN=localhost");
  writeFileSync(file("leaf.ext"), `subjectAltName=${names}\nauthorityKeyIdentifier=keyid\n`);
  const signing = [
    "-CA",
    file("ca.pem"),
    "-CAkey",
    file("ca.key"),
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    file("leaf.ext"),
  ];
  openssl("x509", "-req", "-in", file("leaf.csr"), "-out", file("leaf.pem"), ...signing);
  return {
    path: file("ca.pem"),
    key: readFileSync(file("leaf.key")),
    certificate: readFileSync(file("leaf.pem")),
  };
}

/** An HTTPS server on localhost. */
export async function secureServer(authority: Authority, handler: Handler): Promise<Server> {
  const server = https.createServer({ key: authority.key, cert: authority.certificate });
  return await start(server, handler, "https://localhost");
}

/** An HTTP server on 127.0.0.1; `prepare` may listen to more than requests. */
export async function plainServer(
  handler: Handler,
  prepare?: (server: http.Server) => void,
): Promise<Server> {
  const server = http.createServer();
  prepare?.(server);
  return await start(server, handler, "http://127.0.0.1");
}

async function start(server: http.Server | https.Server, handler: Handler, prefix: string): Promise<Server> {
  const requests: string[] = [];
  const heads: http.IncomingHttpHeaders[] = [];
  const sockets = new Set<Socket>();
  server.on("request", (request: http.IncomingMessage, response: http.ServerResponse) => {
    requests.push(`${request.method} ${request.url}`);
    heads.push(request.headers);
    handler(request, response);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that hangs up on a liar is the point of most tests.
    socket.on("error", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { origin: `${prefix}:${address.port}`, requests, heads };
}
