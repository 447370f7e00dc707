/** One file put together from one or more answers. Source: RFC 9110 §14 (range requests), §13.1.5 (If-Range). */
import type { IncomingMessage } from "node:http";
import { Fault } from "../../base/fault.ts";
import { contentLength, tooLong } from "./body.ts";
import { PassingFault, shown } from "./failure.ts";

/** The bytes so far, and what may be asked for next. */
export class FileParts {
  /** Bytes from the start of the file that have arrived. */
  count: number;
  /** True once an answer went on where another had stopped. */
  resumed = false;
  private readonly size: number;
  private readonly onBytes: ((count: number) => void) | undefined;
  private readonly bytes: Buffer;
  private told: number;
  /** A strong ETag of the answer that the bytes came from. */
  private etag: string | undefined;

  /** `have`: the first bytes from an earlier run; they count for nothing until the whole is hashed. */
  constructor(size: number, have: Uint8Array | undefined, onBytes: ((count: number) => void) | undefined) {
    this.size = size;
    this.onBytes = onBytes;
    this.bytes = Buffer.allocUnsafeSlow(size);
    const usable = have !== undefined && have.length < size ? have : new Uint8Array();
    this.bytes.set(usable);
    this.count = usable.length;
    this.told = usable.length;
  }

  /** Headers that ask for the rest. */
  headers(): Readonly<Record<string, string>> {
    if (this.count === 0 || this.count === this.size) return {};
    return { range: `bytes=${this.count}-`, ...(this.etag === undefined ? {} : { "if-range": this.etag }) };
  }

  /** Reads the head of an answer and returns how many bytes its body may have. Throws TW-HTTP-LENGTH, TW-HTTP-RANGE. */
  begin(message: IncomingMessage, url: URL): number {
    const etag = message.headers.etag;
    if (message.statusCode !== 206) {
      this.restart();
      const length = contentLength(message);
      if (length !== undefined && length !== this.size)
        throw new Fault(
          "TW-HTTP-LENGTH",
          `${shown(url)} announces ${length} bytes where ${this.size} are expected`,
        );
    } else {
      if (this.headers()["range"] === undefined || (this.etag !== undefined && etag !== this.etag))
        throw this.lie(url);
      this.checkRange(message, url);
      this.resumed = true;
    }
    this.etag = etag !== undefined && /^"[^"\r\n]*"$/.test(etag) ? etag : undefined;
    return this.size - this.count;
  }

  /** Takes the next piece. */
  add(piece: Buffer): void {
    this.bytes.set(piece, this.count);
    this.count += piece.length;
    if (this.count <= this.told) return;
    this.onBytes?.(this.count - this.told);
    this.told = this.count;
  }

  /** All bytes, once `message` has ended. Throws TW-HTTP-CUT when the connection broke off, TW-HTTP-LENGTH when the server says that this was all. */
  whole(message: IncomingMessage, url: URL): Uint8Array {
    if (this.count > this.size) throw tooLong(url, this.size);
    if (this.count === this.size) return this.bytes;
    const why = `${shown(url)} ended after ${this.count} of ${this.size} bytes`;
    // Chunks end with a last chunk, so this end was meant; without chunks and length the end of the connection is all there is.
    if (message.headers["transfer-encoding"] !== undefined) throw new Fault("TW-HTTP-LENGTH", why);
    throw new PassingFault("TW-HTTP-CUT", why);
  }

  /** The bytes that have arrived. */
  sofar(): Uint8Array {
    return this.bytes.subarray(0, this.count);
  }

  /** The server cannot go on where we stopped: the next try starts over. */
  unsatisfiable(url: URL): Fault {
    const asked = this.headers()["range"] !== undefined;
    this.restart();
    const message = `${shown(url)} answered 416`;
    return asked ? new PassingFault("TW-HTTP-STATUS", message) : new Fault("TW-HTTP-STATUS", message);
  }

  private restart(): void {
    this.count = 0;
    this.resumed = false;
    this.etag = undefined;
  }

  private checkRange(message: IncomingMessage, url: URL): void {
    const range = /^bytes ([0-9]{1,15})-([0-9]{1,15})\/([0-9]{1,15})$/.exec(
      message.headers["content-range"] ?? "",
    );
    const [start, end, total] = [range?.[1], range?.[2], range?.[3]].map(Number);
    const length = contentLength(message);
    const rest = this.size - this.count;
    if (start !== this.count || end !== this.size - 1 || total !== this.size || (length ?? rest) !== rest)
      throw this.lie(url);
  }

  private lie(url: URL): Fault {
    return new Fault("TW-HTTP-RANGE", `${shown(url)} answered another part than was asked for`);
  }
}
