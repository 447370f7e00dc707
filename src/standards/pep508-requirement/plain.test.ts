/** Common spellings are read on a shorter way than odd ones; white space around them, which means nothing, sends them on the longer one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asSpecifier } from "../pep440-version/specifier.ts";
import { asVersion } from "../pep440-version/version.ts";
import { parseRequirement } from "./requirement.ts";

const piece = fc.constantFrom(..."0123456789..", "10", "00", "a", "+", "!", "v", " ", "-", "*");
const release = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(""));
const operator = fc.constantFrom("==", "!=", "<=", ">=", "<", ">", "~=", "===", "=");
const clause = fc.tuple(operator, fc.constantFrom("", " "), release).map((parts) => parts.join(""));
const clauses = fc.array(clause, { maxLength: 3 }).map((all) => all.join(","));
const name = fc.constantFrom("a", "A.b-c", "a_", "-a", "a.", "0x", "a b");

/** What `read` makes of `text`, or the fact that it refuses. */
function outcome(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text);
  } catch {
    return "refused";
  }
}

const indented = (text: string): string => `\t${text}`;
const spaced = (text: string): string => text.replace(/^(?:===|[~=!<>]=|[<>])/, "$&\v");

for (const [what, text, read, onTheLongWay] of [
  ["version", release, asVersion, indented],
  ["clause", clause, asSpecifier, spaced],
  [
    "requirement",
    fc.tuple(name, fc.constantFrom("", " "), clauses).map((parts) => parts.join("")),
    parseRequirement,
    indented,
  ],
] as const)
  test(`a ${what} means the same on the short and on the long way`, () => {
    fc.assert(
      fc.property(text, (one) => assert.deepEqual(outcome(read, one), outcome(read, onTheLongWay(one)))),
      { numRuns: 2000 },
    );
  });
