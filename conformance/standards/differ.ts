/**
 * Holds `debug standards` against `packaging` on requests made from seeds. Run by hand, with the two releases whose agreement counts:
 *   python3 -m venv NEW && NEW/bin/pip install packaging==26.3
 *   python3 -m venv OLD && OLD/bin/pip install packaging==25.0
 *   node conformance/standards/differ.ts NEW/bin/python,OLD/bin/python [SEED [COUNT [KIND [CASES]]]]
 * CASES is a file of the shared oracle's form; a third of the requests are then mutants of its inputs. KIND may be `all`. A request that
 * the two answer differently is no standard, and counts for nothing. Prints each difference as a line of JSON, then a count a kind; exits
 * 1 when there is a difference.
 */
import { readFileSync } from "node:fs";
import { answer } from "../../src/commands/debug-standards.ts";
import { readCases } from "./cases.ts";
import { type Request, requests } from "./generate.ts";
import { agree, isRefusal, settle } from "./oracles.ts";

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
const known = cases === undefined ? [] : readCases(readFileSync(cases, "utf8")).map(({ request }) => request);
const source = requests(Number(seed), kind === "all" ? undefined : kind, known);
const tally = new Map<string, Row>();
for (let left = Number(count); left > 0; left -= BATCH) await compare(Math.min(left, BATCH));
console.table(Object.fromEntries([...tally].sort()));
process.exitCode = [...tally.values()].some((row) => row.differing > 0) ? 1 : 0;

async function compare(wanted: number): Promise<void> {
  const batch = Array.from({ length: wanted }, () => source.next().value as Request);
  for (const { request, settled, answer: theirs } of await settle(pythons.split(","), batch)) {
    const row = tally.get(request.kind) ?? { tried: 0, unsettled: 0, refused: 0, differing: 0 };
    tally.set(request.kind, row);
    if (!settled) {
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
