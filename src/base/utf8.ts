/** UTF-8 that is exactly that. Pure. Source: RFC 3629. */
import { isUtf8 } from "node:buffer";

/** The text of `bytes`, a byte order mark included, or undefined when they are no UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
