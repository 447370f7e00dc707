/**
 * A simple index on the loopback interface, run as a process of its own: `node mirror.ts DIRECTORY...` serves the wheels there and prints
 * its address. It answers as the public index does: JSON and HTML pages, hashes, sizes, metadata sidecars, ranges, caching headers; no TLS.
 * Each wheel has its sidecar `NAME.whl.metadata` beside it. Files are read anew for each answer, so the memory stays small.
 * Sources: the simple repository API (PEP 503, 629, 691, 700), PEP 658 and 714, RFC 9110 sections 13.1.2 and 14.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

interface Served {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

interface Wheel extends Served {
  readonly filename: string;
  readonly metadata: Served;
}

const projects = new Map<string, Wheel[]>();
const files = new Map<string, Served>();
for (const directory of process.argv.slice(2))
  for (const filename of readdirSync(directory)) add(directory, filename);

const server = createServer((request, response) => {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const [, folder, name = ""] = path.split("/").map(decodeURIComponent);
  const wheels = projects.get(name);
  const file = files.get(name);
  if (folder === "simple" && wheels !== undefined) return sendPage(request, response, name, wheels);
  if (folder === "files" && file !== undefined) return sendFile(request, response, file);
  response.writeHead(404, { "content-length": 0 }).end();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object")
    console.log(`http://127.0.0.1:${address.port}/simple/`);
});

/** A file that two directories hold is served once. */
function add(directory: string, filename: string): void {
  if (!filename.endsWith(".whl") || files.has(filename)) return;
  const path = join(directory, filename);
  if (!existsSync(`${path}.metadata`)) throw new Error(`${filename} has no sidecar`);
  const wheel = { ...served(path), filename, metadata: served(`${path}.metadata`) };
  const project = (filename.split("-")[0] ?? "").toLowerCase().replaceAll(/[._-]+/g, "-");
  projects.set(project, [...(projects.get(project) ?? []), wheel]);
  files.set(filename, wheel);
  files.set(`${filename}.metadata`, wheel.metadata);
}

function served(path: string): Served {
  const bytes = readFileSync(path);
  return { path, size: bytes.length, sha256: digest(bytes) };
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  wheels: readonly Wheel[],
): void {
  const json = (request.headers.accept ?? "").includes(JSON_TYPE);
  const body = Buffer.from(json ? jsonPage(name, wheels) : htmlPage(wheels));
  const headers = {
    "content-type": json ? JSON_TYPE : "text/html; charset=utf-8",
    "cache-control": "max-age=600, public",
    etag: `"${digest(body)}"`,
    vary: "Accept",
  };
  if (request.headers["if-none-match"] === headers.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, "content-length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

function jsonPage(name: string, wheels: readonly Wheel[]): string {
  return JSON.stringify({
    meta: { "api-version": "1.1" },
    name,
    versions: wheels.map(({ filename }) => filename.split("-")[1]),
    files: wheels.map(({ filename, size, sha256, metadata }) => ({
      filename,
      url: `../../files/${encodeURIComponent(filename)}`,
      hashes: { sha256 },
      size,
      "upload-time": "2026-01-01T00:00:00.000000Z",
      "core-metadata": { sha256: metadata.sha256 },
      yanked: false,
    })),
  });
}

function htmlPage(wheels: readonly Wheel[]): string {
  const links = wheels.map(
    ({ filename, sha256, metadata }) =>
      `<a href="../../files/${encodeURIComponent(filename)}#sha256=${sha256}" data-core-metadata="sha256=${metadata.sha256}">${filename}</a><br>`,
  );
  return `<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.1"></head><body>\n${links.join("\n")}\n</body></html>`;
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: Served): void {
  const { size, sha256, path } = file;
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
  const first = range === null ? 0 : range[1] === "" ? size - Number(range[2]) : Number(range[1]);
  const last = range === null || range[1] === "" || range[2] === "" ? size - 1 : Number(range[2]);
  const body = readFileSync(path).subarray(first, last + 1);
  response.writeHead(range === null ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-length": body.length,
    "accept-ranges": "bytes",
    "cache-control": "max-age=365000000, immutable, public",
    etag: `"${sha256}"`,
    ...(range === null ? {} : { "content-range": `bytes ${first}-${last}/${size}` }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
