import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { sha256 } from "../../base/digest.ts";
import { readManifest } from "./manifest.ts";
import { bySeries, withClosures, writeManifest } from "./write-manifest.ts";

const data = new URL("../../../data/", import.meta.url);
const inside = readFileSync(new URL("bootstrap-manifest.json", data), "utf8");

test("the manifest inside the package is in canonical form, and its digest is the one beside it", () => {
  assert.equal(writeManifest(readManifest(inside)), inside);
  const sums = readFileSync(new URL("SHA256SUMS", data), "utf8");
  assert.ok(sums.split("\n").includes(`${sha256(inside)}  bootstrap-manifest.json`));
});

test("the order of series and files in memory means nothing to the bytes", () => {
  const { closures } = readManifest(inside);
  fc.assert(
    fc.property(fc.shuffledSubarray([...closures], { minLength: closures.length }), (shuffled) => {
      const turned = shuffled.map(({ series, files }) => ({ series, files: files.toReversed() }));
      assert.equal(writeManifest({ version: 1, closures: turned }), inside);
    }),
  );
});

test("series are in the order of Pythons, an open one behind the closed one", () => {
  const sorted = ["3.10+", "2.7", "3.9", "3.10", "3.6"].toSorted(bySeries);
  assert.deepEqual(sorted, ["2.7", "3.6", "3.9", "3.10", "3.10+"]);
});

test("a new closure replaces the one of its series and leaves the others", () => {
  const manifest = readManifest(inside);
  const files = manifest.closures.find(({ series }) => series === "3.9")?.files ?? [];
  const renewed = withClosures(manifest, [
    { series: "3.8", files },
    { series: "3.12", files },
  ]);
  assert.deepEqual(
    renewed.closures.map(({ series }) => series),
    ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10+", "3.12"],
  );
  assert.equal(renewed.closures[3]?.files, files);
  assert.equal(renewed.closures[2], manifest.closures[2]);
});
