/** Whitespace as Python's `str` methods and `re` patterns see it; JavaScript's own idea differs. Pure. Source: Python library reference, `str.isspace`. */

/** The white space characters of Python, as the inside of a regular expression's character class. */
export const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const LEADING = new RegExp(`^[${SPACES}]+`);
const IS_SPACE = new RegExp(`[${SPACES}]`);
const RUN = new RegExp(`[${SPACES}]+`);

/** True for the printing characters of ASCII, which no white space is among; false for NaN. */
function isVisible(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f;
}

/** `text` without leading white space, as `str.lstrip()`. */
export function stripStart(text: string): string {
  return text.replace(LEADING, "");
}

/** `text` without trailing white space, as `str.rstrip()`. Linear, also for long runs inside. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && IS_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `text` without white space at both ends, as `str.strip()`. */
export function strip(text: string): string {
  if (isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1))) return text;
  return stripEnd(stripStart(text));
}

/** The words of `text`, as `str.split()`. */
export function words(text: string): readonly string[] {
  return text.split(RUN).filter((word) => word !== "");
}
