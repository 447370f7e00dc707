/** Names of Python's grammar. Pure. Source: Python language reference, "Identifiers" and "Keywords". */

/** What nearly all names are; the engine is much faster without Unicode's properties. */
const ASCII = /^[A-Za-z_][A-Za-z0-9_]*$/;
const IDENTIFIER = /^[_\p{XID_Start}][\p{XID_Continue}]*$/u;

const KEYWORDS: ReadonlySet<string> = new Set([
  ...["False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def"],
  ...["del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is"],
  ...["lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield"],
]);

/** True for what `str.isidentifier()` accepts; keywords are among them. */
export function isIdentifier(text: string): boolean {
  return ASCII.test(text) || IDENTIFIER.test(text);
}

/** True for a word that no name may be. */
export function isKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}
