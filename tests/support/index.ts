/** A simple index on loopback for made wheels, honest unless told otherwise. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { after } from "node:test";
import type { MadeWheel } from "./wheel-writer.ts";

/** How the index differs from an honest one of today. */
export interface IndexSpec {
  /** Answers HTML only, as old indexes do. */
  readonly html?: boolean;
  /** Tells no sizes (PEP 503 alone). */
  readonly sizeless?: boolean;
  /** Tells no digests. */
  readonly hashless?: boolean;
  /** Tells another SHA-256 for each file. */
  readonly digest?: (wheel: MadeWheel) => string;
  /** Serves other bytes for each file. */
  readonly bytes?: (wheel: MadeWheel) => Uint8Array;
  /** PEP 592: the reason by file name. */
  readonly yanked?: Readonly<Record<string, string>>;
  /** PEP 792. */
  readonly status?: { readonly status: string; readonly reason?: string };
  /** More files by name: sdists, wheels for other machines. */
  readonly others?: readonly string[];
  /** JSON only: more keys of an entry, or others for those of an honest index, by file name: `upload-time`, `requires-python`, `core-metadata`... */
  readonly told?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** JSON only: PEP 792 by project, where `status` would be too much. */
  readonly statuses?: Readonly<Record<string, { readonly status: string; readonly reason?: string }>>;
  /** Bodies by path, for what lies beside the wheels; a number is a status to answer. */
  readonly beside?: Readonly<Record<string, string | Uint8Array | number>>;
}

/** A running index. */
export interface LocalIndex {
  /** Base address, ends in `/simple/`. */
  readonly url: string;
  /** Address of a file. */
  readonly file: (filename: string) => string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts an index with `wheels`; it ends with the file's tests. */
export async function startIndex(wheels: readonly MadeWheel[], spec: IndexSpec = {}): Promise<LocalIndex> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.push(pathname);
    const [, folder, name = ""] = pathname.split("/");
    const beside = spec.beside?.[pathname];
    if (beside !== undefined) return answerWith(beside, response);
    if (folder === "simple") return page(name, wheels, spec, request, response);
    const wheel = wheels.find((each) => each.filename === decodeURIComponent(name));
    if (wheel === undefined) return void response.writeHead(404).end();
    const body = spec.bytes?.(wheel) ?? wheel.bytes;
    response.writeHead(200, { "content-length": body.length, "content-type": "application/octet-stream" });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  after(close);
  const origin = `http://127.0.0.1:${port}`;
  return { url: `${origin}/simple/`, file: (filename) => `${origin}/files/${filename}`, asked, close };
}

function answerWith(body: string | Uint8Array | number, response: ServerResponse): void {
  if (typeof body === "number") return void response.writeHead(body).end();
  const bytes = Buffer.from(body);
  response.writeHead(200, { "content-length": bytes.length }).end(bytes);
}

function page(
  project: string,
  wheels: readonly MadeWheel[],
  spec: IndexSpec,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const own = wheels.filter((wheel) => wheel.name.toLowerCase().replaceAll(/[-_.]+/g, "-") === project);
  const others = (spec.others ?? []).filter((name) => name.toLowerCase().startsWith(`${project}-`));
  if (own.length + others.length === 0) return void response.writeHead(404).end();
  const json = spec.html !== true && (request.headers.accept ?? "").includes("vnd.pypi.simple.v1+json");
  const type = json ? "application/vnd.pypi.simple.v1+json" : "text/html; charset=utf-8";
  response.writeHead(200, { "content-type": type });
  response.end(json ? jsonPage(project, own, others, spec) : htmlPage(own, others, spec));
}

function jsonPage(
  project: string,
  own: readonly MadeWheel[],
  others: readonly string[],
  spec: IndexSpec,
): string {
  const files = own.map((wheel) => ({
    filename: wheel.filename,
    url: `/files/${wheel.filename}`,
    hashes: spec.hashless === true ? {} : { sha256: spec.digest?.(wheel) ?? wheel.sha256 },
    ...(spec.sizeless === true ? {} : { size: wheel.bytes.length }),
    yanked: spec.yanked?.[wheel.filename] ?? false,
    ...spec.told?.[wheel.filename],
  }));
  const strangers = others.map((filename) => ({ filename, url: `/files/${filename}`, hashes: {}, size: 1 }));
  const own792 = spec.statuses?.[project] ?? spec.status;
  const status = own792 === undefined ? {} : { "project-status": own792 };
  return JSON.stringify({
    meta: { "api-version": "1.4" },
    name: project,
    versions: [...new Set(own.map((wheel) => wheel.version))],
    files: [...files, ...strangers],
    ...status,
  });
}

function htmlPage(own: readonly MadeWheel[], others: readonly string[], spec: IndexSpec): string {
  const links = own.map((wheel) => {
    const fragment = spec.hashless === true ? "" : `#sha256=${spec.digest?.(wheel) ?? wheel.sha256}`;
    const yanked = spec.yanked?.[wheel.filename];
    const mark = yanked === undefined ? "" : ` data-yanked="${yanked}"`;
    return `<a href="/files/${wheel.filename}${fragment}"${mark}>${wheel.filename}</a>`;
  });
  const strangers = others.map((filename) => `<a href="/files/${filename}">${filename}</a>`);
  return `<!DOCTYPE html><html><body>${[...links, ...strangers].join("<br/>")}</body></html>`;
}
