/** Description-Content-Type. Pure. Source: core metadata specifications, Description-Content-Type; RFC 2045 §5.1 for its grammar, without comments and RFC 2231's parts of values. */

const TYPES: ReadonlySet<string> = new Set(["text/plain", "text/x-rst", "text/markdown"]);
const TOKEN = "[!#$%&'+.0-9A-Z^_`a-z{|}~-]+";
const HEAD = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*(?:;|$)`);
const PARAMETER = new RegExp(
  `^[ \\t]*(${TOKEN})[ \\t]*=[ \\t]*(?:(${TOKEN})|"((?:[^"\\\\\\x00-\\x1f\\x7f]|\\\\[ -~])*)")[ \\t]*(?:;|$)`,
);

/**
 * True for plain text, reStructuredText and Markdown, in UTF-8, Markdown in a known variant. As Python's `email` reads it, no parameter is
 * spelled twice alike, and of two that differ only in case the last counts.
 */
export function isDescriptionContentType(value: string): boolean {
  const head = HEAD.exec(value);
  const type = head?.[1]?.toLowerCase() ?? "";
  if (head === null || !TYPES.has(type)) return false;
  const spelled = new Set<string>();
  const parameters = new Map<string, string>();
  let rest = value.slice(head[0].length);
  while (/[^ \t]/.test(rest)) {
    const found = PARAMETER.exec(rest);
    const name = found?.[1] ?? "";
    if (found === null || spelled.has(name)) return false;
    spelled.add(name);
    parameters.set(name.toLowerCase(), found[2] ?? (found[3] ?? "").replace(/\\(.)/g, "$1"));
    rest = rest.slice(found[0].length);
  }
  const variant = parameters.get("variant") ?? "GFM";
  return (
    (parameters.get("charset") ?? "UTF-8").toLowerCase() === "utf-8" &&
    (type !== "text/markdown" || variant === "GFM" || variant === "CommonMark")
  );
}
