/** The client's side of the network tests: sources without this machine's settings, ports without pauses, wheels that are only bytes. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { sha256 } from "../../src/base/digest.ts";
import { type Code, Fault } from "../../src/base/fault.ts";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { openHttp } from "../../src/effects/http/http.ts";
import { systemRandom } from "../../src/effects/random.ts";
import { contentStore } from "../../src/effects/stores/content-store.ts";
import type { Artifact, Wanted } from "../../src/model/artifact.ts";
import type { Limits, Sources } from "../../src/model/sources.ts";
import type { Http } from "../../src/ports/http.ts";
import type { Progress } from "../../src/ports/progress.ts";
import type { Store } from "../../src/ports/store.ts";
import { fetchAll } from "../../src/stages/fetch/fetch.ts";
import { readSources, type SourceFlags } from "../../src/stages/sources/sources.ts";

/** Short enough for tests, and never what a test's outcome hangs on but where it says so. */
export const LIMITS: Limits = { retries: 2, timeout: 10_000, minimumRate: { bytes: 1, window: 10_000 } };

/** Lines that were said, in order. */
export interface Said extends Progress {
  readonly lines: string[];
}

/** A progress that remembers its notices. */
export function listener(): Said {
  const lines: string[] = [];
  const nothing = (): undefined => undefined;
  return {
    lines,
    begin: nothing,
    advance: nothing,
    end: nothing,
    detail: nothing,
    notice: (line) => void lines.push(line),
  };
}

/** Sources from flags and variables alone. */
export function sourcesFrom(
  flags: SourceFlags,
  environment: Record<string, string> = {},
  more: { limits?: Limits; netrc?: string } = {},
): Sources {
  const netrc = more.netrc === undefined ? undefined : { path: "/home/user/.netrc", text: more.netrc };
  const input = { flags, environment, configFiles: [], netrc, directory: "/", home: "/home/user" };
  return { ...readSources(input), limits: more.limits ?? LIMITS };
}

/** A client that never pauses between tries. */
export function clientFor(sources: Sources, said: Said = listener()): Http {
  return openHttp(sources, { clock: { wait: () => Promise.resolve() }, progress: said });
}

/** A store in a fresh directory below `directory`. */
export function storeIn(directory: string, said: Said = listener()): Store & { readonly directory: string } {
  const own = join(directory, `store-${systemRandom.token()}`);
  const clock = { now: () => Date.now() };
  return Object.assign(contentStore(own, { files: diskFiles, random: systemRandom, clock, progress: said }), {
    directory: own,
  });
}

/** A file that nobody can guess, and what a manifest would say of it. */
export function makeWheel(size = 50_000, name = "demo"): { readonly wanted: Wanted; readonly bytes: Buffer } {
  const bytes = randomBytes(size);
  const filename = `${name}-1.0-py3-none-any.whl`;
  return { bytes, wanted: { name, version: "1.0", filename, size, sha256: sha256(bytes) } };
}

/** The JSON page that an honest index would give for `wanted`; `file` and `page` replace keys. */
export function jsonPage(wanted: Wanted, file: object = {}, page: object = {}): string {
  const { name, filename, size } = wanted;
  const entry = {
    filename,
    url: `/files/${filename}`,
    hashes: { sha256: wanted.sha256 },
    size,
    yanked: false,
    ...file,
  };
  return JSON.stringify({ meta: { "api-version": "1.1" }, name, files: [entry], ...page });
}

/** The type that a JSON page needs. */
export const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

/** Fetches one file. */
export async function fetchOne(
  wanted: Wanted,
  sources: Sources,
  more: { store: Store; said?: Said },
): Promise<Artifact & { readonly bytes: Uint8Array }> {
  const progress = more.said ?? listener();
  const http = clientFor(sources, progress);
  try {
    const [artifact] = await fetchAll([wanted], sources, {
      http,
      store: more.store,
      files: diskFiles,
      progress,
    });
    if (artifact?.bytes === undefined) throw new Error("nothing was fetched and nothing was thrown");
    return artifact;
  } finally {
    http.close();
  }
}

/** The Fault that `action` ends in; anything else is thrown on. */
export async function faultOf(action: () => Promise<unknown>): Promise<Fault & { readonly code: Code }> {
  try {
    await action();
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
  throw new Error("it went well, and must not");
}

/** Every message of a Fault and its causes, for searching. */
export function allText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const hint = thrown instanceof Fault ? (thrown.hint ?? "") : "";
  return `${thrown.message} ${hint} ${thrown.cause === undefined ? "" : allText(thrown.cause)}`;
}
