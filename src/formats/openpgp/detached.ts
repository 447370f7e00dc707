/** Detached signatures. Pure. Source: RFC 9580 §10.4, §5.2.1.1, §5.2.1.2. */
import { malformed, parsePackets } from "./packets.ts";
import type { OpenpgpPublicKey } from "./public-key.ts";
import { isMadeBy, type OpenpgpSignature, parseSignature } from "./signature.ts";

const SIGNATURE = 2;
const MOST = 64;
const BINARY = 0x00;
const TEXT = 0x01;

/** The signatures in packets: nothing but signatures over a document, and none twice. Throws Fault TW-OPENPGP-MALFORMED and what `parseSignature` throws. */
export function parseDetached(bytes: Uint8Array): readonly OpenpgpSignature[] {
  const packets = parsePackets(bytes);
  if (packets.length === 0 || packets.length > MOST || packets.some(({ tag }) => tag !== SIGNATURE))
    throw malformed("it holds no signatures, or something else than signatures");
  if (new Set(packets.map(({ body }) => Buffer.from(body).toString("latin1"))).size < packets.length)
    throw malformed("it holds one signature twice");
  const signatures = packets.map(({ body }) => parseSignature(body));
  if (signatures.some(({ type }) => type !== BINARY && type !== TEXT))
    throw malformed("a signature is not over a document");
  return signatures;
}

/** Whether `key` made `signature` over `content`. A text signature means the text with CR LF at the end of each line. */
export function signsDocument(
  signature: OpenpgpSignature,
  content: Uint8Array,
  key: OpenpgpPublicKey,
): boolean {
  return isMadeBy(signature, signature.type === TEXT ? withCrLf(content) : content, key);
}

function withCrLf(content: Uint8Array): Uint8Array {
  // Byte by byte, so that no character set is assumed.
  return Buffer.from(Buffer.from(content).toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1");
}
