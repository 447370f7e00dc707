/**
 * Holds `debug standards` against `packaging` on requests made from seeds. Run by hand:
 *   python3 -m venv ENV && ENV/bin/pip install packaging==26.3
 *   node conformance/standards/differ.ts ENV/bin/python [SEED [COUNT]]
 * Prints each difference as a line of JSON, then a count a kind; exits 1 when there is a difference.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { answer } from "../../src/commands/debug-standards.ts";
import { type Request, requests } from "./generate.ts";

const [python = "python3", seed = "1", count = "20000"] = process.argv.slice(2);
const made: Request[] = [];
for (const request of requests(Number(seed))) {
  if (made.length >= Number(count)) break;
  made.push(request);
}
const input = made.map((request) => `${JSON.stringify(request)}\n`).join("");
const oracle = spawnSync(python, [fileURLToPath(new URL("./oracle.py", import.meta.url))], {
  input,
  encoding: "utf8",
  maxBuffer: 2 ** 30,
});
if (oracle.status !== 0) throw new Error(`the oracle failed: ${oracle.stderr}`);
const theirs = oracle.stdout.split("\n").slice(0, -1);
if (theirs.length !== made.length)
  throw new Error(`the oracle answered ${theirs.length} of ${made.length} requests`);

const tally = new Map<string, { tried: number; refused: number; differing: number }>();
for (const [at, request] of made.entries()) {
  const ours = JSON.parse(answer(JSON.stringify(request))) as unknown;
  const other = JSON.parse(theirs[at] ?? "null") as unknown;
  const refused = isRefusal(other);
  const same = isRefusal(ours) || refused ? isRefusal(ours) && refused : isDeepStrictEqual(ours, other);
  const row = tally.get(request.kind) ?? { tried: 0, refused: 0, differing: 0 };
  tally.set(request.kind, {
    tried: row.tried + 1,
    refused: row.refused + (refused ? 1 : 0),
    differing: row.differing + (same ? 0 : 1),
  });
  if (!same) console.log(JSON.stringify({ request, ours, theirs: other }));
}
console.table(Object.fromEntries([...tally].sort()));
process.exitCode = [...tally.values()].some((row) => row.differing > 0) ? 1 : 0;

function isRefusal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "error" in value;
}
