/**
 * A simple index on the loopback interface, run as a process of its own: `node mirror.ts DIRECTORY` serves the wheels there and prints its
 * address. It answers as the public index does: JSON and HTML pages, hashes, sizes, metadata sidecars, ranges, caching headers; no TLS.
 * Sources: the simple repository API (PEP 503, 629, 691, 700), PEP 658 and 714, RFC 9110 section 14.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

interface Wheel {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly metadata: Buffer;
}

const directory = process.argv[2] ?? ".";
const projects = new Map<string, Wheel[]>();
for (const filename of readdirSync(directory).filter((name) => name.endsWith(".whl"))) {
  const project = (filename.split("-")[0] ?? "").toLowerCase().replaceAll(/[._-]+/g, "-");
  const bytes = readFileSync(join(directory, filename));
  const metadata = readFileSync(join(directory, `${filename}.metadata`));
  projects.set(project, [...(projects.get(project) ?? []), { filename, bytes, metadata }]);
}

const server = createServer((request, response) => {
  const [, folder, name = ""] = new URL(request.url ?? "/", "http://localhost").pathname.split("/");
  const wheels = projects.get(name);
  if (folder === "simple" && wheels !== undefined) return sendPage(request, response, name, wheels);
  if (folder === "files") return sendFile(request, response, name);
  response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object")
    console.log(`http://127.0.0.1:${address.port}/simple/`);
});

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  wheels: readonly Wheel[],
): void {
  const json = (request.headers.accept ?? "").includes(JSON_TYPE);
  const body = Buffer.from(json ? jsonPage(name, wheels) : htmlPage(wheels));
  response.writeHead(200, {
    "content-type": json ? JSON_TYPE : "text/html; charset=utf-8",
    "content-length": body.length,
    "cache-control": "max-age=600, public",
    etag: `"${sha256(body)}"`,
    vary: "Accept",
  });
  response.end(body);
}

function jsonPage(name: string, wheels: readonly Wheel[]): string {
  return JSON.stringify({
    meta: { "api-version": "1.1" },
    name,
    versions: wheels.map(({ filename }) => filename.split("-")[1]),
    files: wheels.map(({ filename, bytes, metadata }) => ({
      filename,
      url: `../../files/${filename}`,
      hashes: { sha256: sha256(bytes) },
      size: bytes.length,
      "upload-time": "2026-01-01T00:00:00.000000Z",
      "core-metadata": { sha256: sha256(metadata) },
      yanked: false,
    })),
  });
}

function htmlPage(wheels: readonly Wheel[]): string {
  const links = wheels.map(
    ({ filename, bytes, metadata }) =>
      `<a href="../../files/${filename}#sha256=${sha256(bytes)}" data-core-metadata="sha256=${sha256(metadata)}">${filename}</a><br>`,
  );
  return `<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.1"></head><body>\n${links.join("\n")}\n</body></html>`;
}

function sendFile(request: IncomingMessage, response: ServerResponse, name: string): void {
  const wheel = [...projects.values()]
    .flat()
    .find(({ filename }) => name === filename || name === `${filename}.metadata`);
  if (wheel === undefined) {
    response.writeHead(404).end();
    return;
  }
  const whole = name === wheel.filename ? wheel.bytes : wheel.metadata;
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
  const first = range === null ? 0 : range[1] === "" ? whole.length - Number(range[2]) : Number(range[1]);
  const last = range === null || range[1] === "" || range[2] === "" ? whole.length - 1 : Number(range[2]);
  const body = whole.subarray(first, last + 1);
  response.writeHead(range === null ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-length": body.length,
    "accept-ranges": "bytes",
    "cache-control": "max-age=365000000, immutable, public",
    etag: `"${sha256(whole)}"`,
    ...(range === null ? {} : { "content-range": `bytes ${first}-${last}/${whole.length}` }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
