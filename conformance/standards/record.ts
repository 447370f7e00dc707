/**
 * Writes vectors/standards/packaging.jsonl: cases of every kind that both releases of `packaging` answer alike, so that the tests hold the
 * rooms against it where neither Python nor network is. Half of each kind are refusals, when it has so many. Run by hand, as differ.ts is:
 *   node conformance/standards/record.ts NEW/bin/python,OLD/bin/python [SEED [CASES OF A KIND]]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { writeCase } from "./cases.ts";
import { type Request, requests } from "./generate.ts";
import { isRefusal, type Settled, settle } from "./oracles.ts";

const [pythons = "python3", seed = "1", each = "60"] = process.argv.slice(2);
/** Longer ones tell little for their place. */
const LONGEST = 700;
const DRAWN = 40_000;

const source = requests(Number(seed));
const batch = Array.from({ length: DRAWN }, () => source.next().value as Request);
const settled = (await settle(pythons.split(","), batch)).filter((one) => one.settled);
const lines = [...Map.groupBy(settled, ({ request }) => request.kind)]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .flatMap(([, cases]) => chosen(cases));
mkdirSync(new URL("../../vectors/standards/", import.meta.url), { recursive: true });
writeFileSync(new URL("../../vectors/standards/packaging.jsonl", import.meta.url), lines.join(""));

function chosen(cases: readonly Settled[]): readonly string[] {
  const texts = (refused: boolean): string[] =>
    cases
      .filter(({ answer }) => isRefusal(answer) === refused)
      .map(writeCase)
      .filter((line) => line.length <= LONGEST);
  const refusals = texts(true).slice(0, Number(each) / 2);
  return [...texts(false).slice(0, Number(each) - refusals.length), ...refusals];
}
