/** A test that does not run says why. */
import { isMark, isWord } from "../reader.ts";
import type { Token } from "../tokens.ts";
import { isTest, type Rule } from "../tree.ts";

const STARTERS = new Set(["test", "it", "describe", "suite"]);

/** `skip` and `todo` carry a reason; `only` is never left behind. Source: Node.js documentation, "Test runner". */
export const skips: Rule = (tree) =>
  tree
    .paths("")
    .filter(isTest)
    .flatMap((file) => {
      const { tokens } = tree.source(file);
      return tokens.flatMap((token, at) => {
        const message = token.kind === "word" ? complaint(tokens, at) : undefined;
        return message === undefined ? [] : [{ file, line: token.line, message }];
      });
    });

function complaint(tokens: readonly Token[], at: number): string | undefined {
  const word = tokens[at]?.text ?? "";
  if (word !== "skip" && word !== "only" && word !== "todo") return undefined;
  const next = tokens[at + 1];
  const value = tokens[at + 2];
  if (isMark(tokens[at - 1], ".") && isMark(next, "(")) {
    const onStarter = STARTERS.has(tokens[at - 2]?.text ?? "") && !isMark(tokens[at - 3], ".");
    if (onStarter && word === "only") return "only would leave every other test out";
    if (onStarter) return `write { ${word}: "the reason" } instead of .${word}(`;
    if (isMark(value, ")") || isEmpty(value)) return `${word}() without a reason`;
  }
  if (isMark(next, ":") && isWord(value, "true") && word === "only")
    return "only would leave every other test out";
  if (isMark(next, ":") && (isWord(value, "true") || isEmpty(value))) return `${word} without a reason`;
  return undefined;
}

function isEmpty(token: Token | undefined): boolean {
  return (token?.kind === "string" || token?.kind === "template") && token.text === "";
}
