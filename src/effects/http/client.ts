/** Redirects, further tries and resumed files on top of single exchanges. */
import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import { Fault } from "../../base/fault.ts";
import type { Sources } from "../../model/sources.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  FileAnswer,
  FileRequest,
  Http,
  PageAnswer,
  PageRequest,
  PartRequest,
  Place,
  UnsizedRequest,
} from "../../ports/http.ts";
import type { Progress } from "../../ports/progress.ts";
import { checkEncoding, contentLength, takeBody, takePage, tooLong } from "./body.ts";
import { Exchange, type Head } from "./exchange.ts";
import { PassingFault, shown } from "./failure.ts";
import { FileParts } from "./file-parts.ts";
import { followed, MOST_REDIRECTS, named, type Step } from "./follow.ts";

/** What `openHttp` needs: `wait` between tries, `notice` for each further try. */
export interface HttpPorts {
  readonly clock: Pick<Clock, "wait">;
  readonly progress: Pick<Progress, "notice">;
}

/** First pause between two tries, milliseconds; doubled each time, and never longer than the longest. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;
/** A server that asks for a longer pause than this is not waited for. */
const LONGEST_ASKED = 30_000;

/** Headers that ask for the bytes of a file as they are. */
const WHOLE_FILE = { accept: "*/*", "accept-encoding": "identity", "user-agent": "truewheel" };

/** See `Http`. */
export class Client implements Http {
  private readonly sources: Sources;
  private readonly ports: HttpPorts;
  private readonly exchange: Exchange;

  constructor(sources: Sources, ports: HttpPorts) {
    this.sources = sources;
    this.ports = ports;
    this.exchange = new Exchange(sources);
  }

  page(request: PageRequest): Promise<PageAnswer> {
    const { etag } = request;
    const headers = {
      accept: request.accept,
      "accept-encoding": "gzip",
      "user-agent": "truewheel",
      ...(etag === undefined ? {} : { "if-none-match": etag }),
    };
    return this.trying(request.signal, async () => {
      const { message, place } = await this.get(named(request.url), headers, request.signal);
      const { limit, signal } = request;
      return await closing(message, async () => {
        if (etag !== undefined && message.statusCode === 304) {
          message.resume();
          return { place, mediaType: "", body: new Uint8Array(), unchanged: true, ...keeping(message) };
        }
        checkStatus(message, place);
        const body = await takePage(message, {
          url: new URL(place.url),
          limit,
          limits: this.sources.limits,
          signal,
        });
        return { place, mediaType: mediaType(message), body, ...keeping(message) };
      });
    });
  }

  async file(request: FileRequest): Promise<FileAnswer> {
    const parts = new FileParts(request.size, request.have, request.onBytes);
    try {
      return await this.trying(request.signal, () => this.fileOnce(request, parts));
    } catch (thrown) {
      if (thrown instanceof Fault && isWorthKeeping(thrown) && parts.count > 0) request.keep?.(parts.sofar());
      throw thrown;
    }
  }

  part({ url, size, start, end, from, signal }: PartRequest): Promise<Uint8Array | undefined> {
    return this.trying(signal, async () => {
      const step = from === undefined ? named(url) : followed(url, from, "a link");
      const headers = { ...WHOLE_FILE, range: `bytes=${start}-${end - 1}` };
      const { message, place } = await this.get(step, headers, signal);
      const at = new URL(place.url);
      return await closing(message, async () => {
        if (message.statusCode === 200) {
          message.destroy();
          return undefined;
        }
        if (message.statusCode !== 206) checkStatus(message, place);
        checkEncoding(message, at, undefined);
        if (message.headers["content-range"] !== `bytes ${start}-${end - 1}/${size}`)
          throw new Fault("TW-HTTP-RANGE", `${shown(at)} answered another part than was asked for`);
        const pieces: Buffer[] = [];
        const take = (piece: Buffer): void => void pieces.push(piece);
        await takeBody(message, { url: at, limit: end - start, limits: this.sources.limits, signal, take });
        const bytes = Buffer.concat(pieces);
        if (bytes.length !== end - start)
          throw new PassingFault("TW-HTTP-CUT", `the body from ${shown(at)} ended early`);
        return bytes;
      });
    });
  }

  unsized({ url, from, limit, onBytes, signal }: UnsizedRequest): Promise<FileAnswer> {
    return this.trying(signal, async () => {
      const step = from === undefined ? named(url) : followed(url, from, "a link");
      const { message, place } = await this.get(step, WHOLE_FILE, signal);
      const at = new URL(place.url);
      return await closing(message, async () => {
        checkStatus(message, place);
        checkEncoding(message, at, undefined);
        if ((contentLength(message) ?? 0) > limit) throw tooLong(at, limit);
        const pieces: Buffer[] = [];
        const take = (piece: Buffer): void => {
          pieces.push(piece);
          onBytes?.(piece.length);
        };
        await takeBody(message, { url: at, limit, limits: this.sources.limits, signal, take });
        return { place, bytes: Buffer.concat(pieces), resumed: false };
      });
    });
  }

  close(): void {
    this.exchange.close();
  }

  private async fileOnce(request: FileRequest, parts: FileParts): Promise<FileAnswer> {
    const { url, from, signal } = request;
    const step = from === undefined ? named(url) : followed(url, from, "a link");
    const headers = { ...WHOLE_FILE, ...parts.headers() };
    const { message, place } = await this.get(step, headers, signal);
    const at = new URL(place.url);
    return await closing(message, async () => {
      if (message.statusCode === 416) throw parts.unsatisfiable(at);
      if (message.statusCode !== 206) checkStatus(message, place);
      checkEncoding(message, at, undefined);
      const limit = parts.begin(message, at);
      await takeBody(message, {
        url: at,
        limit,
        limits: this.sources.limits,
        signal,
        take: (piece) => parts.add(piece),
      });
      return { place, bytes: parts.whole(message, at), resumed: parts.resumed };
    });
  }

  /** Follows redirects to the first answer that is none. */
  private async get(
    first: Step,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Head> {
    let step = first;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const head = await this.exchange.get(step, headers, signal);
      const target = redirectTarget(head.message);
      if (target === undefined) return head;
      head.message.destroy();
      const next = followed(target, head.place, "a redirect");
      // A chain that began in public stays under the stricter rule, also once it visits its own origin again.
      step = { url: next.url, publicOnly: next.publicOnly || (step.publicOnly && !head.place.isPrivate) };
    }
    throw new Fault(
      "TW-HTTP-REDIRECTS",
      `${shown(first.url)} was redirected more than ${MOST_REDIRECTS} times`,
    );
  }

  /** Runs `once` again after failures that may pass. */
  private async trying<T>(signal: AbortSignal | undefined, once: () => Promise<T>): Promise<T> {
    const { retries } = this.sources.limits;
    // One signal stops all requests of a run; Node would take its eleventh listener for a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    for (let turn = 1; ; turn++) {
      try {
        return await once();
      } catch (thrown) {
        if (!(thrown instanceof PassingFault) || turn > retries || signal?.aborted === true) throw thrown;
        if (thrown.after > LONGEST_ASKED) throw thrown;
        const pause = Math.max(thrown.after, Math.min(FIRST_PAUSE * 2 ** (turn - 1), LONGEST_PAUSE));
        this.ports.progress.notice(
          `${thrown.message}; trying again in ${pause / 1000} s (${turn} of ${retries})`,
        );
        await this.ports.clock.wait(pause);
      }
    }
  }
}

/** Runs `use`; a body that it did not read to the end is dropped with its connection. */
async function closing<T>(message: IncomingMessage, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (thrown) {
    message.destroy();
    throw thrown;
  }
}

function redirectTarget(message: IncomingMessage): string | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(message.statusCode ?? 0);
  return isRedirect ? message.headers.location : undefined;
}

/** Throws for every status but 200. */
function checkStatus(message: IncomingMessage, place: Place): void {
  const status = message.statusCode ?? 0;
  if (status === 200) return;
  const where = shown(place.url);
  if (status === 206)
    throw new Fault("TW-HTTP-RANGE", `${where} answered a part where the whole was asked for`);
  if (status === 404 || status === 410) throw new Fault("TW-HTTP-NOT-FOUND", `${where} answered ${status}`);
  if (status === 401 || status === 403) throw new Fault("TW-HTTP-DENIED", `${where} answered ${status}`);
  if (status === 407)
    throw new Fault("TW-HTTP-PROXY", `the proxy before ${where} wants credentials, or others`);
  if (status === 429 || status === 408 || status >= 500) {
    const seconds = /^[0-9]{1,6}$/.exec(message.headers["retry-after"] ?? "")?.[0];
    throw new PassingFault("TW-HTTP-SERVER", `${where} answered ${status}`, {
      after: Number(seconds ?? 0) * 1000,
    });
  }
  throw new Fault("TW-HTTP-STATUS", `${where} answered ${status}`);
}

/** What a page's answer says about keeping it. */
function keeping(message: IncomingMessage): { readonly etag?: string; readonly maxAge?: number } {
  const { etag } = message.headers;
  const control = message.headers["cache-control"]?.toLowerCase() ?? "";
  const seconds = /(?:^|[\s,])max-age=([0-9]{1,9})(?=$|[\s,])/.exec(control)?.[1];
  const isForbidden = /(?:^|[\s,])no-(?:cache|store)(?=$|[\s,=])/.test(control);
  return {
    ...(etag !== undefined && /^(?:W\/)?"[^"\r\n]{0,256}"$/.test(etag) ? { etag } : {}),
    ...(seconds === undefined || isForbidden ? {} : { maxAge: Number(seconds) }),
  };
}

function mediaType(message: IncomingMessage): string {
  return (message.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** What had arrived is the beginning of an honest body as far as anybody can tell; the whole is hashed later in any case. */
function isWorthKeeping({ code }: Fault): boolean {
  return (
    code === "TW-HTTP-CUT" ||
    code === "TW-HTTP-SLOW" ||
    code === "TW-HTTP-TIMEOUT" ||
    code === "TW-HTTP-CONNECT"
  );
}
