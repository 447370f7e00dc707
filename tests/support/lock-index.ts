/** An index on loopback for tests of locking: any files, sidecars, ranges, tags of pages, provenance; honest unless a file says otherwise. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { after } from "node:test";
import { gzipSync } from "node:zlib";
import { tar } from "./tar-writer.ts";
import { type MadeWheel, makeWheel, type WheelSpec } from "./wheel-writer.ts";

/** One file on offer. */
export interface Offered {
  readonly project: string;
  readonly filename: string;
  readonly bytes: Buffer;
  readonly requiresPython?: string;
  readonly uploadTime?: string | null;
  readonly yanked?: string;
  /** What is served beside it; undefined for nothing. */
  readonly sidecar?: Buffer;
  /** What the page says of the sidecar's digest, where it shall differ. */
  readonly sidecarDigest?: string;
  readonly provenance?: unknown;
}

type Headers = Readonly<Record<string, string | number>>;

/** A running index; `files` may be changed while it runs. */
export interface LockIndex {
  /** Base address, ends in `/simple/`. */
  readonly url: string;
  readonly origin: string;
  files: readonly Offered[];
  /** Paths asked for, in order, with `206`, `304` or `200` before them. */
  readonly asked: string[];
  /** Headers of `authorization` that came. */
  readonly credentials: string[];
}

/** Long ago. */
export const OLD = "2024-03-24T00:00:00Z";

/** A wheel on offer with its honest sidecar. */
export function wheel(
  name: string,
  version: string,
  requires: readonly string[] = [],
  more: Partial<Offered> & { readonly spec?: WheelSpec } = {},
): Offered {
  const { spec, ...offered } = more;
  const metadata = metadataText(name, version, requires, offered.requiresPython);
  const made: MadeWheel = makeWheel({ name, version, metadata, ...spec });
  return {
    project: name,
    filename: made.filename,
    bytes: made.bytes,
    sidecar: Buffer.from(spec?.metadata ?? metadata),
    ...offered,
  };
}

/** METADATA. */
export function metadataText(
  name: string,
  version: string,
  requires: readonly string[],
  python?: string,
): string {
  const lines = [`Metadata-Version: 2.3`, `Name: ${name}`, `Version: ${version}`];
  if (python !== undefined) lines.push(`Requires-Python: ${python}`);
  const extras = new Set(requires.flatMap((line) => /extra == '([^']+)'/.exec(line)?.[1] ?? []));
  return `${[...lines, ...[...extras].map((extra) => `Provides-Extra: ${extra}`), ...requires.map((line) => `Requires-Dist: ${line}`)].join("\n")}\n`;
}

/** A source distribution on offer; its setup.py would leave a mark. */
export function source(
  name: string,
  version: string,
  info: string,
  files: Readonly<Record<string, string>>,
): Offered {
  const filename = `${name}-${version}.tar.gz`;
  const parts = Object.entries({ "PKG-INFO": info, ...files });
  const bytes = gzipSync(tar(parts.map(([path, body]) => ({ name: `${name}-${version}/${path}`, body }))));
  return { project: name, filename, bytes };
}

/** Starts an index with `files`; it ends with the file's tests. */
export async function startLockIndex(files: readonly Offered[]): Promise<LockIndex> {
  const state = { files, asked: [] as string[], credentials: [] as string[], url: "", origin: "" };
  const server = createServer((request, response) => serve(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  state.origin = `http://127.0.0.1:${port}`;
  state.url = `${state.origin}/simple/`;
  return state;
}

function serve(index: LockIndex, request: IncomingMessage, response: ServerResponse): ServerResponse {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const { authorization } = request.headers;
  if (authorization !== undefined) index.credentials.push(authorization);
  const [, folder, name = ""] = pathname.split("/").map(decodeURIComponent);
  const answer = (status: number, headers: Headers, body?: Buffer): ServerResponse => {
    index.asked.push(`${status} ${pathname}`);
    return response.writeHead(status, headers).end(body);
  };
  if (folder === "simple") return page(index, name, request, answer);
  if (folder === "provenance") {
    const file = index.files.find(({ filename }) => filename === name);
    return answer(
      200,
      { "content-type": "application/json" },
      Buffer.from(JSON.stringify(file?.provenance ?? {})),
    );
  }
  const file = index.files.find(({ filename }) => filename === name || `${filename}.metadata` === name);
  const body = name.endsWith(".metadata") ? file?.sidecar : file?.bytes;
  if (body === undefined) return answer(404, {});
  const range = /^bytes=([0-9]+)-([0-9]+)$/.exec(request.headers.range ?? "");
  if (range === null) return answer(200, { "content-length": body.length }, body);
  const [from, to] = [Number(range[1]), Number(range[2])];
  return answer(206, { "content-range": `bytes ${from}-${to}/${body.length}` }, body.subarray(from, to + 1));
}

function page(
  index: LockIndex,
  project: string,
  request: IncomingMessage,
  answer: (status: number, headers: Headers, body?: Buffer) => ServerResponse,
): ServerResponse {
  const own = index.files.filter((file) => file.project === project);
  if (own.length === 0) return answer(404, {});
  const body = gzipSync(
    JSON.stringify({
      meta: { "api-version": "1.4" },
      name: project,
      files: own.map((file) => ({
        filename: file.filename,
        url: `/files/${file.filename}`,
        hashes: { sha256: digest(file.bytes) },
        size: file.bytes.length,
        ...(file.uploadTime === null ? {} : { "upload-time": file.uploadTime ?? OLD }),
        ...(file.requiresPython === undefined ? {} : { "requires-python": file.requiresPython }),
        ...(file.sidecar === undefined
          ? {}
          : { "core-metadata": { sha256: file.sidecarDigest ?? digest(file.sidecar) } }),
        ...(file.provenance === undefined
          ? {}
          : { provenance: `${index.origin}/provenance/${file.filename}` }),
        yanked: file.yanked ?? false,
      })),
    }),
  );
  const etag = `"${digest(body)}"`;
  const headers = { "content-type": "application/vnd.pypi.simple.v1+json", "content-encoding": "gzip", etag };
  if (request.headers["if-none-match"] === etag) return answer(304, { etag });
  return answer(200, headers, body);
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
