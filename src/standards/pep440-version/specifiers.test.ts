/** Version specifiers: reading, matching, pre-releases. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { contains, filterVersions, formatSpecifiers, parseSpecifiers } from "./specifiers.ts";
import { parseVersion } from "./version.ts";

for (const [sentence, specifier, takes, leaves] of [
  ["equality pads with zeros", "==1", "1 1.0.0 1+local", "1.0.1 1a1 1.post1"],
  ["equality with a local label wants it", "==1+x", "1+x 1.0+X", "1 1+y"],
  ["a prefix takes what begins so", "==1.2.*", "1.2 1.2.9 1.2a1 1.2.dev0 1.2+x", "1.20 1.3 1!1.2"],
  ["a prefix pads with zeros", "==1.0.*", "1 1.0.5", "1.1"],
  ["exclusion is its opposite", "!=1.2.*", "1.20 1.3", "1.2 1.2.9 1.2a1"],
  ["compatible takes the same series", "~=1.4.2", "1.4.2 1.4.9 1.4.2.post1", "1.5 1.4.1 1.4.2a1 1!1.4.2"],
  ["at most takes local labels", "<=1", "1 1+x 0.9 1a1", "1.post1 1.0.1"],
  ["at least takes local labels", ">=1", "1 1+x 2", "1a1 1.dev0"],
  ["less takes no pre-release of it", "<1", "0.9 0.9a1", "1a1 1.dev0 1 1.post1"],
  ["less than a pre-release takes earlier ones", "<1b1", "1a1 1b1.dev0", "1b1 1"],
  [
    "less than a post-release takes the release",
    "<1.post1",
    "1 1.post0 1a1 1a1.post1.dev0",
    "1.post1.dev0 1.post1",
  ],
  ["more takes no post-release of it", ">1", "1.0.1 2", "1.post1 1+x 1"],
  ["more than a post-release takes later ones", ">1.post1", "1.post2.dev0 1.post2", "1.post1+x 1.post1"],
  ["more than a pre-release takes no post-release of that", ">1a1", "1a2 1", "1a1.post1 1a1+x"],
  ["the text is compared by ===", "===1.0", "1.0", "1 1.0.0 1.0+x"],
  ["all clauses must be met", ">=1,!=1.5,<2", "1 1.9", "1.5 2 0.9"],
  ["no clause takes everything", "", "1 2a1", ""],
] as const) {
  test(`matching: ${sentence}`, () => {
    const specifiers = parseSpecifiers(specifier);
    for (const version of takes.split(" "))
      assert.equal(contains(specifiers, parseVersion(version)), true, version);
    for (const version of leaves.split(" ").filter(Boolean))
      assert.equal(contains(specifiers, parseVersion(version)), false, version);
  });
}

for (const [sentence, specifier, prereleases, kept] of [
  ["are left out beside a final release", ">=1", undefined, "1 2"],
  ["are taken when no final release is left", ">2", undefined, "3a1"],
  ["are taken when a clause names one", ">=1a1", undefined, "1 2 3a1"],
  ["are taken when asked for", ">=1", true, "1 2 3a1"],
  ["are never taken when refused", ">2", false, ""],
  ["an exclusion asks for none", "!=1a1", undefined, "1 2"],
] as const) {
  test(`pre-releases: ${sentence}`, () => {
    const found = filterVersions(
      parseSpecifiers(specifier),
      ["1", "2", "3a1"].map(parseVersion),
      prereleases,
    );
    assert.equal(found.join(" "), kept);
  });
}

test("writes each meaning once, sorted", () => {
  assert.equal(formatSpecifiers(parseSpecifiers(" >=1 , ==1.0,==1 ,!=2.*,,")), "!=2.*,==1,>=1");
});

for (const [sentence, text] of [
  ["no operator", "1.0"],
  ["one equals sign", "=1"],
  ["nothing behind the operator", ">="],
  ["a prefix for an order", ">=1.*"],
  ["a prefix of a pre-release", "==1a1.*"],
  ["a local label for an order", ">=1+x"],
  ["compatible with one number", "~=1"],
  ["a space inside", "==1 0"],
  ["a text with a space behind ===", "===a b"],
  ["a version too long to be read", `==1${".1".repeat(10_000)}`],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseSpecifiers(text),
      (thrown) => codeOf(thrown) === "TW-SPECIFIER-INVALID",
    );
  });
}
