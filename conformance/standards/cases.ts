/** Cases in the form of the shared oracle: lines of `{"k": kind, "i": input, "o": answer}`. */
import type { Request } from "./generate.ts";

/** One case: what is asked, and the answer. */
export interface Case {
  readonly request: Request;
  readonly answer: unknown;
}

/** The cases in `text`. */
export function readCases(text: string): readonly Case[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { k, i, o } = JSON.parse(line) as {
        readonly k: string;
        readonly i: unknown;
        readonly o: unknown;
      };
      return { request: requestOf(k, i), answer: o };
    });
}

/** An object is spread into the request, a list is `versions`, a text is `text`. */
function requestOf(kind: string, input: unknown): Request {
  if (Array.isArray(input)) return { kind, versions: input };
  return typeof input === "string" ? { kind, text: input } : { ...(input as object), kind };
}

/** The line of a case. */
export function writeCase({ request, answer }: Case): string {
  const { kind, ...rest } = request;
  const only = Object.keys(rest).length === 1;
  const input = only && "text" in rest ? rest["text"] : only && "versions" in rest ? rest["versions"] : rest;
  return `${JSON.stringify({ k: kind, i: input, o: answer })}\n`;
}
