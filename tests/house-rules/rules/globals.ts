/** The world, the time and chance are reached through ports. */
import { worldly, worldlyGlobals, worldlyMembers } from "../../../house-rules.ts";
import { isMark, isWord } from "../reader.ts";
import type { Token } from "../tokens.ts";
import type { Found, Rule } from "../tree.ts";
import { floorOf } from "./arrows.ts";

/** No worldly global outside the floors that may touch the world. A name that the file binds itself is no global. */
export const globals: Rule = (tree) =>
  tree
    .code("src/")
    .filter((file) => !worldly.includes(floorOf(file)))
    .flatMap((file) => {
      const { tokens } = tree.source(file);
      const bound = boundNames(tokens);
      return tokens.flatMap((token, at): readonly Found[] => {
        const name = token.kind === "word" && !isMember(tokens, at) && worldlyUse(tokens, at);
        if (name === false || bound.has(token.text)) return [];
        return [{ file, line: token.line, message: `${name} is reached only through a port` }];
      });
    });

function worldlyUse(tokens: readonly Token[], at: number): string | false {
  const name = tokens[at]?.text ?? "";
  const dot = isMark(tokens[at + 1], ".") || isMark(tokens[at + 1], "?.");
  const member = `${name}.${dot ? tokens[at + 2]?.text : ""}`;
  if (worldlyMembers.includes(member)) return member;
  if (name === "Date" && readsClock(tokens, at)) return "the clock (Date)";
  return worldlyGlobals.includes(name) && !isKey(tokens, at) && !isMethod(tokens, at) && name;
}

/** `new Date()`, `Date()`, `Date[...]` and `Date` as a value; `new Date(x)`, `Date.UTC(...)` and the type are innocent. */
function readsClock(tokens: readonly Token[], at: number): boolean {
  const called = isMark(tokens[at + 1], "(");
  if (isWord(tokens[at - 1], "new")) return !called || isMark(tokens[at + 2], ")");
  return (
    called || isMark(tokens[at + 1], "[") || (isMark(tokens[at - 1], "=") && !isMark(tokens[at + 1], "."))
  );
}

function isMember(tokens: readonly Token[], at: number): boolean {
  return isMark(tokens[at - 1], ".") || isMark(tokens[at - 1], "?.");
}

/** `name:` or `name?:` as a key, a member of a type or a parameter; not the middle of `a ? name : b`. */
function isKey(tokens: readonly Token[], at: number): boolean {
  const colon = isMark(tokens[at + 1], "?") ? tokens[at + 2] : tokens[at + 1];
  return (
    isMark(colon, ":") &&
    /^(?:[{,;(}]|readonly|static|private|public|declare)$/.test(tokens[at - 1]?.text ?? "")
  );
}

/** `name(...) {` or `name(...): T` among the members of a class, an object or a type. */
function isMethod(tokens: readonly Token[], at: number): boolean {
  if (!isMark(tokens[at + 1], "(")) return false;
  if (!/^(?:[{,;}*]|async|get|set|static|function|private|public)$/.test(tokens[at - 1]?.text ?? ""))
    return false;
  const after = tokens[closing(tokens, at + 1) + 1];
  return isMark(after, "{") || isMark(after, ":");
}

/** Names that the file declares, imports, or takes as parameters, destructured or not. */
function boundNames(tokens: readonly Token[]): ReadonlySet<string> {
  const bound = new Set<string>();
  const around: number[] = [];
  tokens.forEach((token, at) => {
    if (token.kind === "mark" && /^[([{]$/.test(token.text)) around.push(at);
    if (token.kind === "mark" && /^[)\]}]$/.test(token.text)) around.pop();
    if (token.kind !== "word" || isMember(tokens, at)) return;
    const before = tokens[at - 1]?.text ?? "";
    const after = tokens[at + 1]?.text ?? "";
    const open = around.at(-1);
    const inside = tokens[open ?? -1]?.text;
    const declared = /^(?:const|let|var|function|class)$/.test(before) || after === "=>";
    const parameter =
      inside === "(" && /^[(,]$/.test(before) && /^(?::|\?)$/.test(after) && isKey(tokens, at);
    const taken =
      inside === "{" && /^[{,:]$/.test(before) && /^[},=]$/.test(after) && isPattern(tokens, open ?? 0);
    if (declared || parameter || taken) bound.add(token.text);
  });
  return bound;
}

/** True when the braces opened at `open` take something apart: `const { a } =`, `({ a }: T)`, `import { a } from`. */
function isPattern(tokens: readonly Token[], open: number): boolean {
  if (/^(?:const|let|var|import|type)$/.test(tokens[open - 1]?.text ?? "")) return true;
  const after = tokens[closing(tokens, open) + 1];
  return /^[(,]$/.test(tokens[open - 1]?.text ?? "") && (isMark(after, ":") || isMark(after, "="));
}

/** Where the bracket opened at `open` closes. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== "mark") continue;
    if (/^[([{]$/.test(token.text)) depth += 1;
    if (/^[)\]}]$/.test(token.text)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}
