/** ASCII armour and the cleartext signature framework. Pure. Source: RFC 9580 §6.2, §7. One block from the first byte to the last, and nothing besides. */
import { fromBase64 } from "../../base/base64.ts";
import { fromUtf8 } from "../../base/utf8.ts";
import { malformed } from "./packets.ts";

const LARGEST = 16 * 1024 * 1024;
const HEADER = /^(?:Version|Comment|MessageID|Charset): [^\r\n]{0,200}$/;
const HASH = /^Hash: [A-Za-z0-9, -]{1,100}$/;
const CLEAR = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE = "-----BEGIN PGP SIGNATURE-----";

/** The packets in `document`, which is armoured as `label` (`PGP SIGNATURE`) or binary. Throws Fault TW-OPENPGP-MALFORMED. */
export function unarmored(document: Uint8Array, label: string): Uint8Array {
  if (document.length > LARGEST) throw malformed(`it has more than ${LARGEST} bytes`);
  // Every packet begins with its highest bit set, and no text does.
  if ((document[0] ?? 0) >= 0x80) return document;
  return block(linesOf(document), label);
}

/** A clear-signed document: what is signed, its lines ended by line feeds and without blanks at their ends, and its signature. */
export interface ClearSigned {
  readonly text: Uint8Array;
  readonly signature: Uint8Array;
}

/** True when `document` says that it is clear-signed. */
export function isClearSigned(document: Uint8Array): boolean {
  return Buffer.from(document.subarray(0, CLEAR.length)).toString("latin1") === CLEAR;
}

/** Reads a clear-signed document. Throws Fault TW-OPENPGP-MALFORMED, also for text before, after or among it that nobody signed. */
export function parseClearSigned(document: Uint8Array): ClearSigned {
  if (document.length > LARGEST) throw malformed(`it has more than ${LARGEST} bytes`);
  const lines = linesOf(document);
  if (lines[0] !== CLEAR) throw malformed("it does not begin with a signed message");
  const empty = lines.indexOf("");
  if (empty < 1 || !lines.slice(1, empty).every((line) => HASH.test(line)))
    throw malformed("before the signed text stands something that nobody signed");
  const end = lines.indexOf(SIGNATURE);
  if (end < 0) throw malformed("it has no signature");
  const text = lines.slice(empty + 1, end).map((line) => {
    if (line.startsWith("-") && !line.startsWith("- "))
      throw malformed("a line of the text begins with a dash that is not escaped");
    return (line.startsWith("- ") ? line.slice(2) : line).replace(/[ \t]+$/, "");
  });
  // The line end before the signature belongs to the framework.
  return { text: Buffer.from(text.join("\n"), "utf8"), signature: block(lines.slice(end), "PGP SIGNATURE") };
}

function linesOf(document: Uint8Array): readonly string[] {
  const text = fromUtf8(document);
  if (text === undefined) throw malformed("it is neither packets nor text");
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (lines.some((line) => line.includes("\r"))) throw malformed("a line end stands inside a line");
  return lines;
}

function block(lines: readonly string[], label: string): Uint8Array {
  const end = lines.indexOf(`-----END ${label}-----`);
  if (lines[0] !== `-----BEGIN ${label}-----` || end < 0) throw malformed(`it is not one block of ${label}`);
  const after = lines.slice(end + 1);
  if (after.length === 0 || after.some((line) => line !== ""))
    throw malformed("the block's last line does not end, or something follows it");
  const empty = lines.indexOf("");
  if (empty < 1 || empty > end || !lines.slice(1, empty).every((line) => HEADER.test(line)))
    throw malformed("the block has headers that are not known, or no empty line below them");
  const content = lines.slice(empty + 1, end);
  const sum = content.at(-1)?.startsWith("=") === true ? content.at(-1) : undefined;
  const body = sum === undefined ? content : content.slice(0, -1);
  const bytes = fromBase64(body.join(""));
  if (bytes === undefined || bytes.length === 0 || body.some((line) => line.length > 76))
    throw malformed("the block is no base64");
  if (sum !== undefined && sum !== `=${crc24(bytes)}`) throw malformed("the block's checksum is another");
  return bytes;
}

/** The checksum of armour, in base64. Source: RFC 9580 §6.1.1. */
export function crc24(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x800000) === 0 ? crc << 1 : (crc << 1) ^ 0x1864cfb;
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]).toString("base64");
}
