/** Base64 with exactly one spelling of each value. Pure. Source: RFC 4648 §4, §3.5. */

const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of `text`, or undefined unless it is padded base64 with no other character and no bit left over. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !ALPHABET.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}
