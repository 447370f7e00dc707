/** What a specifier takes of sorted versions, found by halving: the same as asking each version. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { filterVersions, parseSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { compareVersions, parseVersion } from "../../standards/pep440-version/version.ts";
import { taken } from "./taken.ts";

const texts = fc
  .tuple(
    fc.constantFrom("1", "1.0", "1.1", "2", "2.0.1", "1!1", "10"),
    fc.constantFrom("", "a1", "b2", "rc1"),
    fc.constantFrom("", ".post1", ".post2"),
    fc.constantFrom("", ".dev1"),
    fc.constantFrom("", "", "+foo", "+foo.1", "+1"),
  )
  .map((parts) => parts.join(""));
const clauses = fc.oneof(
  fc.tuple(fc.constantFrom(">=", "<=", ">", "<", "==", "!="), texts).map(([operator, text]) => {
    return operator + (operator === "==" || operator === "!=" ? text : (text.split("+")[0] ?? ""));
  }),
  fc.constantFrom("==1.*", "!=1.0.*", "~=1.0", "~=2.0.1", "===1.0", "===1.0+foo"),
);

test("halving takes what asking takes", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(texts, { maxLength: 30 }),
      fc.array(clauses, { maxLength: 3 }),
      (all, wanted) => {
        const versions = all.map(parseVersion).toSorted(compareVersions);
        const specifiers = parseSpecifiers(wanted.join(","));
        const found = taken(specifiers, versions)
          .positions()
          .map((at) => versions[at]?.text);
        assert.deepEqual(
          found,
          filterVersions(specifiers, versions, true).map(({ text }) => text),
        );
      },
    ),
    { numRuns: 3000 },
  );
});
