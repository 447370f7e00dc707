/** Reads what a source file imports, exports and touches. Pure. Source: ECMA-262, "Modules"; TypeScript's `import type` and `export type`. */
import { type Token, tokensOf } from "./tokens.ts";

/** One import: static, re-export, side effect, or dynamic. */
export interface Import {
  /** As written; undefined for a dynamic import of something that is no plain string. */
  readonly from: string | undefined;
  /** Names taken, as the other module calls them; `*` for all of it. */
  readonly names: readonly string[];
  readonly line: number;
}

/** One exported declaration. */
export interface Export {
  readonly name: string;
  readonly line: number;
  /** True when a documentation comment stands right before `export`. */
  readonly documented: boolean;
}

/** One source file, read. */
export interface Source {
  readonly tokens: readonly Token[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

/** Reads `text`. Throws SyntaxError where it cannot. */
export function readSource(text: string): Source {
  const tokens = tokensOf(text);
  const imports: Import[] = [];
  const exports: Export[] = [];
  tokens.forEach((token, at) => {
    if (token.kind !== "word" || isMark(tokens[at - 1], ".")) return;
    if (token.text === "import") push(imports, readImport(tokens, at));
    if (token.text === "export") {
      push(imports, readReexport(tokens, at));
      push(exports, readExport(tokens, at));
    }
  });
  return { tokens, imports, exports };
}

/** True when `token` is the punctuation `text`. */
export function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === "mark" && token.text === text;
}

/** True when `token` is the word `text`. */
export function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === "word" && token.text === text;
}

function readImport(tokens: readonly Token[], at: number): Import | undefined {
  const line = tokens[at]?.line ?? 0;
  const next = tokens[at + 1];
  if (next?.kind === "string") return { from: next.text, names: [], line };
  if (isMark(next, "(")) {
    const name = tokens[at + 2];
    return { from: name?.kind === "string" ? name.text : undefined, names: ["*"], line };
  }
  if (isMark(next, ".") || isMark(next, ":")) return undefined; // import.meta, or a key
  return upToFrom(tokens, at + 1, line);
}

function readReexport(tokens: readonly Token[], at: number): Import | undefined {
  const first = isWord(tokens[at + 1], "type") ? at + 2 : at + 1;
  const opens = isMark(tokens[first], "{") || isMark(tokens[first], "*");
  return opens ? upToFrom(tokens, first, tokens[at]?.line ?? 0) : undefined;
}

/** Reads a clause as far as `from "..."`; undefined when it ends without one. */
function upToFrom(tokens: readonly Token[], start: number, line: number): Import | undefined {
  const names: string[] = [];
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at];
    const after = tokens[at + 1];
    if (isWord(token, "from") && after?.kind === "string") return { from: after.text, names, line };
    if (isMark(token, ";") || isMark(token, "=") || isMark(token, "(")) return undefined;
    if (isMark(token, "}") && !isWord(after, "from")) return undefined;
    const named =
      token?.kind === "word" && !isWord(tokens[at - 1], "as") && !/^(?:type|as)$/.test(token.text);
    if (named || isMark(token, "*")) names.push(token?.text ?? "");
  }
  return undefined;
}

const BEFORE_NAME = new Set(
  "declare abstract async function class const let var type interface enum namespace *".split(" "),
);

/** The declaration after `export`; a list in braces counts as undocumented unless it comes from another file. */
function readExport(tokens: readonly Token[], at: number): Export | undefined {
  const token = tokens[at];
  if (token === undefined || readReexport(tokens, at) !== undefined) return undefined;
  let name = at + 1;
  while (BEFORE_NAME.has(tokens[name]?.text ?? "") && !isMark(tokens[name + 1], "=")) name += 1;
  return { name: tokens[name]?.text ?? "", line: token.line, documented: token.documented };
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}
