/** Versions: reading, writing, order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf } from "../../base/fault.ts";
import { compareVersions, formatCanonical, formatPublic, parseVersion } from "./version.ts";

for (const [sentence, text, normal, canonical] of [
  ["trailing zeros stay, and count for nothing", "1.0.0", "1.0.0", "1"],
  ["a leading v and spaces go", " v1.2\n", "1.2", "1.2"],
  ["leading zeros go", "01.002", "1.2", "1.2"],
  ["spellings of pre-releases", "1.0-Alpha_3", "1.0a3", "1a3"],
  ["c, pre and preview are rc", "1c1", "1rc1", "1rc1"],
  ["a number may be missing", "1.0.post", "1.0.post0", "1.post0"],
  ["a dash and a number is a post-release", "1.0-1", "1.0.post1", "1.post1"],
  [
    "everything at once",
    "2!1.0rc1.post2.dev3+Ab-01.x",
    "2!1.0rc1.post2.dev3+ab.1.x",
    "2!1rc1.post2.dev3+ab.1.x",
  ],
  ["epoch zero goes", "0!1", "1", "1"],
  [
    "numbers have any length",
    "123456789012345678901234567890",
    "123456789012345678901234567890",
    "123456789012345678901234567890",
  ],
] as const) {
  test(`reads ${sentence}`, () => {
    assert.equal(parseVersion(text).text, normal);
    assert.equal(formatCanonical(parseVersion(text)), canonical);
    assert.equal(String(parseVersion(normal)), normal);
  });
}

for (const [sentence, text] of [
  ["nothing", ""],
  ["words", "french toast"],
  ["an empty number", "1..2"],
  ["a dot at the end", "1."],
  ["two dev segments", "1.dev1.dev2"],
  ["digits of another script", "1.\u0661"],
  ["a long s for an s", "1.po\u017ft1"],
  ["a local label with an empty part", "1+a..b"],
  ["a zero-width space", "1\u200b"],
  ["a byte order mark", "\ufeff1"],
  ["more digits than Python reads", `1.${"9".repeat(4301)}`],
  ["more characters than are read", `1${".1".repeat(10_000)}`],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseVersion(text),
      (thrown) => codeOf(thrown) === "TW-VERSION-INVALID",
    );
  });
}

/** The order of PEP 440, "Summary of permitted suffixes and relative ordering". */
const ASCENDING = [
  ...[
    "0.dev0",
    "0",
    "1.dev0",
    "1.dev1",
    "1a0.dev1",
    "1a0",
    "1a0.post0.dev1",
    "1a0.post0",
    "1a1",
    "1b0",
    "1rc0",
  ],
  ...[
    "1",
    "1+a",
    "1+a.1",
    "1+b",
    "1+1",
    "1+1.a",
    "1+2",
    "1+10",
    "1.post0.dev0",
    "1.post0",
    "1.post0+x",
    "1.post1",
    "1.0.1",
  ],
  ...["1.1", "9", "10", "99999999999999999999", "100000000000000000000", "1!0"],
];

test("orders as PEP 440 does", () => {
  for (const [i, a] of ASCENDING.entries())
    for (const [j, b] of ASCENDING.entries())
      assert.equal(compareVersions(parseVersion(a), parseVersion(b)), Math.sign(i - j), `${a} ${b}`);
});

test("what is written is read back as an equal version", () => {
  const n = fc.nat({ max: 20 }).map(String);
  const version = fc
    .tuple(
      fc.array(n, { minLength: 1, maxLength: 4 }),
      fc.constantFrom("", "a1", "b0", "rc2"),
      fc.constantFrom("", ".post1"),
      fc.constantFrom("", ".dev1"),
      fc.constantFrom("", "+x.1"),
    )
    .map(([release, ...rest]) => release.join(".") + rest.join(""));
  fc.assert(
    fc.property(version, version, (a, b) => {
      assert.equal(parseVersion(a).text, a);
      const order = compareVersions(parseVersion(a), parseVersion(b));
      assert.equal(order === 0, compareVersions(parseVersion(b), parseVersion(a)) === 0);
      assert.equal(order === 0, formatCanonical(parseVersion(a)) === formatCanonical(parseVersion(b)));
      assert.equal(formatPublic(parseVersion(a)), a.replace(/\+.*/, ""));
    }),
  );
});
