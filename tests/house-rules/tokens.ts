/**
 * Cuts TypeScript into tokens, just well enough that comments, strings, templates and regular expressions cannot be mistaken for code.
 * Pure. Source: ECMA-262, "Lexical Grammar"; whether `/` divides or opens a regular expression is told from the token before it.
 */

/** One token. Comments are no tokens: a documentation comment is kept with the token that follows it. */
export interface Token {
  readonly kind: "word" | "string" | "template" | "number" | "regex" | "mark";
  /** As written; for strings and the pieces of templates, what stands between the quotes, escapes left alone. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** True when a documentation comment ends right before this token. */
  readonly documented: boolean;
}

const SPACE = /[\s\uFEFF]+/y;
const LINE_COMMENT = /\/\/[^\n]*|#![^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER =
  /(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?|\.\d[\d_]*(?:[eE][+-]?\d+)?)n?/y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_PIECE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const MARK = /\?\?=|\?\.(?!\d)|=>|\.\.\.|===|!==|\*\*|&&|\|\||\?\?|[-+*/%&|^=!<>]=|[\s\S]/y;

/** Words after which a `/` opens a regular expression. */
const OPENERS = new Set(
  "return typeof case in of do else void delete throw new instanceof yield await export default".split(" "),
);

/** The tokens of `source`, in order. Throws SyntaxError at a character that cannot be read. */
export function tokensOf(source: string): readonly Token[] {
  return new Cutter(source).all();
}

class Cutter {
  private readonly source: string;
  private readonly tokens: Token[] = [];
  /** One entry for each template being read: how many braces are open in its expression. */
  private readonly templates: number[] = [];
  private at = 0;
  private line = 1;
  private documented = false;

  constructor(source: string) {
    this.source = source;
  }

  all(): readonly Token[] {
    while (this.at < this.source.length) this.next();
    return this.tokens;
  }

  private next(): void {
    if (this.take(SPACE) !== undefined || this.take(LINE_COMMENT) !== undefined) return;
    const comment = this.take(BLOCK_COMMENT);
    if (comment !== undefined) {
      this.documented = comment.startsWith("/**");
      return;
    }
    const first = this.source[this.at] ?? "";
    if (first === "`") {
      this.template();
    } else if (first === "}" && this.templates.at(-1) === 0) {
      this.templates.pop();
      this.template();
    } else if (first === '"' || first === "'") {
      this.quoted();
    } else {
      const regex = first === "/" && this.regexMayStand() && this.push("regex", this.take(REGEX));
      const word = regex || this.push("word", this.take(WORD));
      const number = word || (/[\d.]/.test(first) && this.push("number", this.take(NUMBER)));
      if (!number) this.mark();
    }
  }

  /** The literal pieces of a template are tokens of their own, with the tokens of its expressions between them. */
  private template(): void {
    this.at += 1;
    this.push("template", this.take(TEMPLATE_PIECE) ?? "");
    if (this.source.startsWith("${", this.at)) {
      this.at += 2;
      this.templates.push(0);
    } else {
      this.at += 1;
    }
  }

  private quoted(): void {
    const text = this.take(STRING);
    if (text === undefined) throw new SyntaxError(`a string does not end on line ${this.line}`);
    this.push("string", text.slice(1, -1));
  }

  private mark(): void {
    const text = this.take(MARK) ?? "";
    const depth = this.templates.length - 1;
    const open = this.templates[depth];
    if (open !== undefined && text === "{") this.templates[depth] = open + 1;
    if (open !== undefined && text === "}") this.templates[depth] = open - 1;
    this.push("mark", text);
  }

  private regexMayStand(): boolean {
    const before = this.tokens.at(-1);
    if (before === undefined) return true;
    if (before.kind === "mark") return !/^[)\]}]$/.test(before.text);
    return before.kind === "word" && OPENERS.has(before.text);
  }

  private push(kind: Token["kind"], text: string | undefined): boolean {
    if (text === undefined) return false;
    const lines = kind === "template" || kind === "string" ? text.split("\n").length - 1 : 0;
    this.tokens.push({ kind, text, line: this.line - lines, documented: this.documented });
    this.documented = false;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found === undefined) return undefined;
    this.at += found.length;
    for (const character of found) if (character === "\n") this.line += 1;
    return found;
  }
}
