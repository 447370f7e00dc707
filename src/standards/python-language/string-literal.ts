/** String literals as Python reads them. Pure. Source: Python language reference, "String and Bytes literals", escape sequences. */

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gsu;

/**
 * The value of the literal whose inside is `inside` and whose quote is not in it, or undefined when Python refuses it: a line end, a
 * NUL, a half surrogate, a broken escape. Also undefined for `\N{name}`, which would need Unicode's list of names.
 */
export function stringLiteralValue(inside: string): string | undefined {
  if (!inside.includes("\\")) return /[\r\n\0]|\p{Surrogate}/u.test(inside) ? undefined : inside;
  // Python reads every line end as \n before it reads literals; one that a backslash hides goes with the backslash.
  const text = inside.replace(/\r\n?/g, "\n");
  let broken = false;
  const value = text.replace(ESCAPE, (whole, octal, hex, short, long, other) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const code: string | undefined = hex ?? short ?? long;
    if (code !== undefined) return fromCode(Number.parseInt(code, 16)) ?? fail();
    if (other === "N" || other === "x" || other === "u" || other === "U") return fail();
    return SIMPLE.get(other) ?? whole;
  });
  const plain = text.replace(ESCAPE, "");
  return broken || /[\n\0\\]|\p{Surrogate}/u.test(plain) || /\\\0/.test(text) ? undefined : value;

  function fail(): string {
    broken = true;
    return "";
  }
}

function fromCode(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
