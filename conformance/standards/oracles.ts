/** Asks several releases of `packaging` the same requests, and keeps the answers on which they agree. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { Request } from "./generate.ts";

/** One answer: of no release when they differ, for then it is no standard. */
export interface Settled {
  readonly request: Request;
  readonly settled: boolean;
  readonly answer: unknown;
}

/** The answers of `pythons`, interpreters whose environments hold the releases, in the order of `batch`. */
export async function settle(
  pythons: readonly string[],
  batch: readonly Request[],
): Promise<readonly Settled[]> {
  const input = batch.map((request) => `${JSON.stringify(request)}\n`).join("");
  const answers = await Promise.all(pythons.map((python) => ask(python, input, batch.length)));
  return batch.map((request, at) => {
    const [answer, ...others] = answers.map((lines) => JSON.parse(lines[at] ?? "") as unknown);
    return { request, answer, settled: others.every((other) => agree(answer, other)) };
  });
}

async function ask(python: string, input: string, wanted: number): Promise<readonly string[]> {
  const oracle = spawn(python, [fileURLToPath(new URL("./oracle.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  oracle.stdin.end(input);
  const [output, [status]] = await Promise.all([text(oracle.stdout), once(oracle, "exit")]);
  const lines = output.split("\n").slice(0, -1);
  if (status !== 0 || lines.length !== wanted)
    throw new Error(`${python} answered ${lines.length} of ${wanted} requests, and ended with ${status}`);
  return lines;
}

/** True for two refusals, whatever their words, and for equal answers. */
export function agree(a: unknown, b: unknown): boolean {
  return isRefusal(a) || isRefusal(b) ? isRefusal(a) && isRefusal(b) : isDeepStrictEqual(a, b);
}

/** True for `{"error": ...}`. */
export function isRefusal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "error" in value;
}
