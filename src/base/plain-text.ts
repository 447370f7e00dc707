/** What strangers wrote, fit for a message. Pure. */

/** Text of a stranger, fit for one line of a terminal. */
export function plainText(text: string): string {
  return text
    .replace(/[^\x20-\x7e\u00a1-\u167f\u2c00-\ud7ff]+/g, " ")
    .trim()
    .slice(0, 200);
}

/** An address without its query, which may hold a token. */
export function shownAddress(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return "(an address that cannot be read)";
  return parsed.protocol === "file:" ? parsed.href : `${parsed.origin}${parsed.pathname}`;
}
