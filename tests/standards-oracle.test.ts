/** Cases that `packaging` has answered, answered by `debug standards`: our own recorded ones, and those of the shared oracle when it is there. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readCases } from "../conformance/standards/cases.ts";
import { agree } from "../conformance/standards/oracles.ts";
import { answer } from "../src/commands/debug-standards.ts";

const RECORDED = fileURLToPath(new URL("../vectors/standards/packaging.jsonl", import.meta.url));
const SHARED = fileURLToPath(new URL("../../shared/cases/oracle/oracle-dev.jsonl", import.meta.url));
const KINDS = 22;

test("the recorded answers of packaging are ours", (t) => {
  holdAgainst(t, RECORDED, 1000);
});

test("the oracle agrees with each answer", (t) => {
  if (existsSync(SHARED)) holdAgainst(t, SHARED, 5000);
  else
    t.skip("SKIPPED: no ../shared/cases/oracle beside the project; only the recorded answers were compared");
});

function holdAgainst(t: TestContext, file: string, fewest: number): void {
  const cases = readCases(readFileSync(file, "utf8"));
  assert.ok(cases.length >= fewest, `only ${cases.length} cases were read`);
  assert.equal(new Set(cases.map(({ request }) => request.kind)).size, KINDS);
  const differing = cases
    .map((each) => ({ ...each, ours: JSON.parse(answer(JSON.stringify(each.request))) as unknown }))
    .filter(({ ours, answer: theirs }) => !agree(ours, theirs));
  t.diagnostic(`${cases.length - differing.length} of ${cases.length} cases agree`);
  assert.deepEqual(differing.slice(0, 20), []);
}
