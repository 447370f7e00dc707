/** Reads tokens of a dependency specifier from left to right. Pure. */
import { type Code, Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";

/** Space or tab, the only white space between tokens. */
const BLANKS = /[ \t]+/y;

/** A position in a text. Every pattern given must be sticky (`y`). */
export class Scanner {
  /** Where the next token begins, in UTF-16 units. */
  at = 0;
  private readonly text: string;
  private readonly code: Code;
  private readonly what: string;

  /** `code` and `what` make up the Fault of `refuse`: "<text> is no <what>: <why>". */
  constructor(text: string, code: Code, what: string) {
    this.text = text;
    this.code = code;
    this.what = what;
  }

  /** The token at this place, read; undefined when there is none. */
  take(pattern: RegExp): string | undefined {
    const found = this.peek(pattern);
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** The token at this place, not read. */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  /** The token at this place, read; refused when there is none. */
  expect(pattern: RegExp, expected: string): string {
    return this.take(pattern) ?? this.refuse(`${expected} is expected`);
  }

  /** Reads blanks; true when there were any. */
  skipBlanks(): boolean {
    return this.take(BLANKS) !== undefined;
  }

  /** True when nothing is left. */
  get atEnd(): boolean {
    return this.at === this.text.length;
  }

  /** Throws the Fault of this text. */
  refuse(why: string): never {
    throw new Fault(
      this.code,
      `${shownPath(this.text)} is no ${this.what}: ${why} at character ${this.at + 1}`,
    );
  }
}
