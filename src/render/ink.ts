/** Colour, where it is wanted. Pure. Source: ECMA-48, SGR. */

interface Ink {
  readonly color: boolean;
}

/** Good news. */
export function green(text: string, style: Ink): string {
  return paint(text, "32", style);
}

/** Bad news. */
export function red(text: string, style: Ink): string {
  return paint(text, "31", style);
}

/** A heading. */
export function bold(text: string, style: Ink): string {
  return paint(text, "1", style);
}

function paint(text: string, code: string, style: Ink): string {
  return style.color ? `\u001b[${code}m${text}\u001b[0m` : text;
}
