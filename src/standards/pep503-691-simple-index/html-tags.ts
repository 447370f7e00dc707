/** The start tags of an HTML document, in order. Pure. Source: the HTML standard, §13.2.5 "Tokenization", as far as pages of links need it. */

/** One start tag. */
export interface HtmlTag {
  /** Lower case. */
  readonly name: string;
  /** Names in lower case, character references decoded; the first of two equal names counts, as the standard says. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Elements whose content is text, however much it looks like tags. */
const RAW = new Set([
  "script",
  "style",
  "title",
  "textarea",
  "noscript",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
  "template",
]);
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};
const START = /<([a-zA-Z][^\s/>]*)/y;
const ATTRIBUTE = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?/y;

/** Start tags outside comments, declarations and raw text. An unfinished tag at the end is dropped, as browsers do. */
export function* htmlTags(html: string): Generator<HtmlTag> {
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at)) {
    const skipped = afterMarkup(html, at);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    START.lastIndex = at;
    const name = START.exec(html)?.[1]?.toLowerCase();
    if (name === undefined) {
      at += 1;
      continue;
    }
    const { attributes, end } = readAttributes(html, at + 1 + name.length);
    if (end === undefined) return;
    yield { name, attributes };
    at = RAW.has(name) ? afterRaw(html, name, end) : end;
  }
}

/** Index after a comment, declaration or end tag that starts at `at`; undefined when none does. */
function afterMarkup(html: string, at: number): number | undefined {
  if (html.startsWith("<!--", at)) {
    // `<!-->` and `<!--->` are whole comments by the standard.
    const short = /<!--(?:-?>)/y;
    short.lastIndex = at;
    if (short.test(html)) return short.lastIndex;
    const close = /--!?>/g;
    close.lastIndex = at + 4;
    return close.test(html) ? close.lastIndex : html.length;
  }
  const second = html[at + 1];
  if (second !== "!" && second !== "?" && second !== "/") return undefined;
  const end = html.indexOf(">", at);
  return end === -1 ? html.length : end + 1;
}

function readAttributes(
  html: string,
  from: number,
): { attributes: ReadonlyMap<string, string>; end: number | undefined } {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(html);
    if (found === null) break;
    at = ATTRIBUTE.lastIndex;
    const name = (found[1] ?? "").toLowerCase();
    if (!attributes.has(name)) attributes.set(name, decodeReferences(found[2] ?? found[3] ?? found[4] ?? ""));
  }
  const end = html.indexOf(">", at);
  return { attributes, end: end === -1 ? undefined : end + 1 };
}

function afterRaw(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = from;
  const found = close.exec(html);
  return found === null ? html.length : found.index;
}

/** Numeric references and the few named ones that addresses and specifiers need; others stay as written. */
function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]+));/g,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED[String(name)] ?? whole;
      const point =
        hex === undefined ? Number.parseInt(String(decimal), 10) : Number.parseInt(String(hex), 16);
      return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
        ? String.fromCodePoint(point)
        : "\ufffd";
    },
  );
}
