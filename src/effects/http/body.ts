/** Bodies: raw, bounded, not too slow. */
import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { Fault } from "../../base/fault.ts";
import type { Limits } from "../../model/sources.ts";
import { failure, PassingFault, shown } from "./failure.ts";

/** How one body is taken. */
export interface Taking {
  readonly url: URL;
  /** Most bytes; one more is TW-HTTP-TOO-LONG. */
  readonly limit: number;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  /** Given each piece in order; what it throws ends the body. */
  readonly take: (piece: Buffer) => void;
}

/** Announced length in bytes, or undefined. Node refuses two lengths, and a length beside chunks. */
export function contentLength(message: IncomingMessage): number | undefined {
  const text = message.headers["content-length"];
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Refuses every encoding but `allowed`, before a byte is decoded: true when `allowed` was used. Throws TW-HTTP-ENCODING. */
export function checkEncoding(message: IncomingMessage, url: URL, allowed: "gzip" | undefined): boolean {
  const transfer = message.headers["transfer-encoding"]?.trim().toLowerCase() ?? "";
  const encoding = message.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (transfer !== "" && transfer !== "chunked") throw encoded(url, transfer);
  if (encoding === "" || encoding === "identity") return false;
  if (encoding !== allowed) throw encoded(url, encoding);
  return true;
}

/** Reads to the end. Throws TW-HTTP-TOO-LONG, -SLOW, -TIMEOUT, -CUT, -PROTOCOL; the connection is dropped then. */
export function takeBody(
  message: IncomingMessage,
  { url, limit, limits, signal, take }: Taking,
): Promise<void> {
  const { minimumRate, timeout } = limits;
  return new Promise((resolve, reject) => {
    let got = 0;
    let before = 0;
    let isOver = false;
    const finish = (fault?: Fault): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(silence);
      clearInterval(rate);
      signal?.removeEventListener("abort", stop);
      if (fault === undefined) {
        resolve();
      } else {
        message.destroy();
        reject(fault);
      }
    };
    const stop = (): void => finish(new Fault("TW-HTTP-CUT", "given up because another request failed"));
    const silence = setTimeout(() => {
      finish(new PassingFault("TW-HTTP-TIMEOUT", `${shown(url)} sent nothing for ${timeout / 1000} s`));
    }, timeout);
    const rate = setInterval(() => {
      if (got - before < minimumRate.bytes) finish(tooSlow(url, got - before, minimumRate.window));
      before = got;
    }, minimumRate.window);
    message.on("data", (piece: Buffer) => {
      silence.refresh();
      got += piece.length;
      if (got > limit) finish(tooLong(url, limit));
      else if (!isOver) take(piece);
    });
    message.once("end", () => finish(message.complete ? undefined : cut(url)));
    message.once("error", (error) => finish(failure(error, url, "body")));
    message.once("close", () => finish(cut(url)));
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** A page: at most `limit` bytes, inflated when the server used the one encoding that was asked for. */
export async function takePage(message: IncomingMessage, taking: Omit<Taking, "take">): Promise<Uint8Array> {
  const { url, limit } = taking;
  const isGzip = checkEncoding(message, url, "gzip");
  if ((contentLength(message) ?? 0) > limit) throw tooLong(url, limit);
  const pieces: Buffer[] = [];
  await takeBody(message, { ...taking, take: (piece) => void pieces.push(piece) });
  const body = Buffer.concat(pieces);
  if (!isGzip) return body;
  try {
    return gunzipSync(body, { maxOutputLength: limit });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLong(url, limit);
    throw new Fault("TW-HTTP-PROTOCOL", `the gzip body from ${shown(url)} is broken`, { cause });
  }
}

/** The refusal of a body that passes its bound. */
export function tooLong(url: URL, limit: number): Fault {
  return new Fault("TW-HTTP-TOO-LONG", `the body from ${shown(url)} is longer than ${limit} bytes`);
}

function cut(url: URL): Fault {
  return new PassingFault("TW-HTTP-CUT", `the body from ${shown(url)} ended early`);
}

function encoded(url: URL, encoding: string): Fault {
  const name = encoding.replace(/[^a-z0-9, -]/g, "?").slice(0, 40);
  return new Fault(
    "TW-HTTP-ENCODING",
    `${shown(url)} sent a body encoded with ${name}, which was not asked for`,
  );
}

function tooSlow(url: URL, bytes: number, window: number): Fault {
  return new Fault("TW-HTTP-SLOW", `${shown(url)} sent ${bytes} bytes in ${window / 1000} s`);
}
