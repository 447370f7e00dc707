/** GET requests to hostile servers. Types only. */
import type { Place } from "../model/sources.ts";

export type { Place } from "../model/sources.ts";

/** One page. */
export interface PageRequest {
  /** Absolute `http:` or `https:` address; credentials are looked up by origin and never part of it. */
  readonly url: string;
  /** Value of the Accept header. */
  readonly accept: string;
  /** Most bytes taken, inflated. */
  readonly limit: number;
  /** The tag of the page as it is known already: when it is the same still, no body comes. */
  readonly etag?: string;
  readonly signal?: AbortSignal;
}

/** A page as it came. */
export interface PageAnswer {
  readonly place: Place;
  /** Media type, lower case, without parameters; empty when the server told none. */
  readonly mediaType: string;
  /** Inflated bytes; none when `unchanged`. */
  readonly body: Uint8Array;
  /** True when the page is what `etag` was asked about. */
  readonly unchanged?: boolean;
  /** The page's own tag (RFC 9110 §8.8.3), a strong or weak one as it came. */
  readonly etag?: string;
  /** Seconds for which the server allows the page to be used without asking again (RFC 9111 §5.2.2.1). */
  readonly maxAge?: number;
}

/** A part of a file of known size. */
export interface PartRequest {
  readonly url: string;
  /** Bytes of the whole file; an answer about a file of another size is refused. */
  readonly size: number;
  /** First byte, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** See `FileRequest`. */
  readonly from?: Place;
  readonly signal?: AbortSignal;
}

/** One file of known size. */
export interface FileRequest {
  readonly url: string;
  /** Bytes; an answer of any other length is refused. */
  readonly size: number;
  /** The page that linked to `url`; the link is followed under the rules of a redirect. */
  readonly from?: Place;
  /** The first bytes of the file, kept from an earlier try; the rest is asked for. */
  readonly have?: Uint8Array;
  /** Takes what had arrived when the request is given up for a reason that may pass. */
  readonly keep?: (bytes: Uint8Array) => void;
  /** Told of each piece: bytes that are new. */
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal;
}

/** One file whose size nobody told. */
export interface UnsizedRequest {
  readonly url: string;
  /** Most bytes taken. */
  readonly limit: number;
  /** See `FileRequest`. */
  readonly from?: Place;
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal;
}

/** A file as it came; nothing was hashed. */
export interface FileAnswer {
  readonly place: Place;
  readonly bytes: Uint8Array;
  /** True when the bytes were put together from more than one answer. */
  readonly resumed: boolean;
}

/**
 * Fetches raw bodies. Retries what may pass. Throws a Fault: TW-HTTP-DNS, -CONNECT, -TIMEOUT, -SLOW, -CUT, -NOT-FOUND, -DENIED, -STATUS,
 * -SERVER, -PROTOCOL, -PROXY, -REDIRECTS, TW-TLS-UNTRUSTED, TW-TLS-FAILED (could not decide); TW-HTTP-TOO-LONG, -LENGTH, -ENCODING, -RANGE,
 * -REDIRECT-SCHEME, -REDIRECT-DOWNGRADE, -REDIRECT-PRIVATE (refused). No message holds credentials.
 */
export interface Http {
  /** The page at `url`, at most `limit` bytes. */
  page(request: PageRequest): Promise<PageAnswer>;
  /** Exactly `size` bytes of the file at `url`. */
  file(request: FileRequest): Promise<FileAnswer>;
  /** The bytes from `start` to `end` of the file at `url`, unverified; undefined when the server gives no parts. */
  part(request: PartRequest): Promise<Uint8Array | undefined>;
  /** The file at `url`, whole, of whatever size up to `limit`. */
  unsized(request: UnsizedRequest): Promise<FileAnswer>;
  /** Drops every connection. */
  close(): void;
}
