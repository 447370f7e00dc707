/**
 * Holds `debug standards` against `packaging` on requests made from seeds. Run by hand, with the two releases whose agreement counts:
 *   python3 -m venv NEW && NEW/bin/pip install packaging==26.3
 *   python3 -m venv OLD && OLD/bin/pip install packaging==25.0
 *   node conformance/standards/differ.ts NEW/bin/python,OLD/bin/python [SEED [COUNT [KIND [CASES]]]]
 * CASES is a file of the shared oracle's form; half of the requests are then mutants of its inputs. KIND may be `all`.
 * A request that the two answer differently is no standard, and counts for nothing. Prints each difference as a line of JSON, then a
 * count a kind; exits 1 when there is a difference.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { answer } from "../../src/commands/debug-standards.ts";
import { caseRequest } from "./cases.ts";
import { type Request, requests } from "./generate.ts";

/** Requests asked in one go. */
const BATCH = 20_000;

interface Row {
  tried: number;
  /** Asked, but `packaging` has no answer of its own: its releases differ. */
  unsettled: number;
  refused: number;
  differing: number;
}

const [pythons = "python3", seed = "1", count = "20000", kind = "all", cases] = process.argv.slice(2);
const tally = new Map<string, Row>();
const source = requests(
  Number(seed),
  kind === "all" ? undefined : kind,
  cases === undefined ? [] : known(cases),
);
for (let left = Number(count); left > 0; left -= BATCH) await compare(draw(Math.min(left, BATCH)));
console.table(Object.fromEntries([...tally].sort()));
process.exitCode = [...tally.values()].some((row) => row.differing > 0) ? 1 : 0;

function known(file: string): readonly Request[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => caseRequest(JSON.parse(line) as { readonly k: string; readonly i: unknown }));
}

function draw(wanted: number): readonly Request[] {
  return Array.from({ length: wanted }, () => source.next().value as Request);
}

async function compare(batch: readonly Request[]): Promise<void> {
  const input = batch.map((request) => `${JSON.stringify(request)}\n`).join("");
  const answers = await Promise.all(pythons.split(",").map((python) => ask(python, input, batch.length)));
  for (const [at, request] of batch.entries()) {
    const row = tally.get(request.kind) ?? { tried: 0, unsettled: 0, refused: 0, differing: 0 };
    tally.set(request.kind, row);
    const [theirs, ...others] = answers.map((lines) => JSON.parse(lines[at] ?? "") as unknown);
    if (!others.every((other) => agree(theirs, other))) {
      row.unsettled += 1;
      continue;
    }
    row.tried += 1;
    if (isRefusal(theirs)) row.refused += 1;
    const ours = JSON.parse(answer(JSON.stringify(request))) as unknown;
    if (agree(ours, theirs)) continue;
    row.differing += 1;
    console.log(JSON.stringify({ request, ours, theirs }));
  }
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

function agree(a: unknown, b: unknown): boolean {
  return isRefusal(a) || isRefusal(b) ? isRefusal(a) && isRefusal(b) : isDeepStrictEqual(a, b);
}

function isRefusal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "error" in value;
}
