/** Every case of the shared oracle, answered by `debug standards` as `packaging` answers it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { answer } from "../src/commands/debug-standards.ts";

const ORACLE = fileURLToPath(new URL("../../shared/cases/oracle/oracle-dev.jsonl", import.meta.url));
const FEWEST_CASES = 5000;

interface Case {
  readonly k: string;
  readonly i: unknown;
  readonly o: unknown;
}

test("the oracle agrees with each answer", (t) => {
  if (!existsSync(ORACLE)) {
    t.skip("SKIPPED: no ../shared/cases/oracle beside the project; no answer was held against packaging");
    return;
  }
  const cases = readFileSync(ORACLE, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case);
  assert.ok(cases.length >= FEWEST_CASES, `only ${cases.length} cases were read`);
  const differing = cases
    .map((each) => ({ ...each, answer: JSON.parse(answer(JSON.stringify(request(each)))) as unknown }))
    .filter((each) => !agrees(each.answer, each.o));
  t.diagnostic(`${cases.length - differing.length} of ${cases.length} cases agree`);
  assert.deepEqual(differing.slice(0, 20), []);
});

function request({ k, i }: Case): object {
  if (Array.isArray(i)) return { kind: k, versions: i };
  return typeof i === "string" ? { kind: k, text: i } : { kind: k, ...(i as object) };
}

function agrees(ours: unknown, theirs: unknown): boolean {
  return isRefusal(ours) || isRefusal(theirs)
    ? isRefusal(ours) && isRefusal(theirs)
    : isDeepStrictEqual(ours, theirs);
}

function isRefusal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "error" in value;
}
