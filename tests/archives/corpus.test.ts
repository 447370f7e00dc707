/** Every wheel of the shared corpus, through judge, reader, plan and transaction in memory: what is to be refused is, and leaves nothing. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type CorpusCase, corpusFilename, corpusPath, noCorpus, readCorpus } from "./corpus.ts";
import { inhabited, installInto, outcome, pictureOf } from "./outcome.ts";

const FEWEST_CASES = 80;
const corpus = readCorpus();

test("the shared corpus of hostile wheels is there", (t) => {
  if (corpus === undefined) return t.skip(noCorpus);
  return assert.ok(corpus.length >= FEWEST_CASES, `only ${corpus.length} wheels were found`);
});

for (const each of corpus ?? []) {
  test(`${each.id}: ${each.why}: ${each.want}`, async (t) => {
    const files = inhabited();
    const before = pictureOf(files);
    const answer = await outcome(() => installInto(files, [wheelOf(each)]));
    t.diagnostic(`${each.id} ${each.want} ${answer}`);
    const after = pictureOf(files);
    if (each.want === "accept") assert.equal(answer, "accepted");
    if (each.want === "refuse") assert.match(answer, fitting(each));
    if (answer === "accepted") {
      for (const [path, node] of before) assert.equal(after.get(path), node, path);
      assert.ok([...after.keys()].some((path) => path.endsWith(".dist-info/RECORD") && !before.has(path)));
    } else {
      assert.match(answer, /^TW-/);
      assert.deepEqual(after, before);
    }
  });
}

/** The codes that say what is wrong with a wheel of its group. */
function fitting({ id }: CorpusCase): RegExp {
  if (id.startsWith("w-path-")) return /^TW-(?:PATH-OUTSIDE|PATH-UNPORTABLE|ZIP-MALFORMED)$/;
  if (id === "w-rec-missing") return /^TW-WHEEL-LAYOUT$/;
  if (id === "w-rec-not-utf8") return /^TW-WHEEL-ENCODING$/;
  if (id.startsWith("w-rec-")) return /^TW-(?:WHEEL-RECORD|RECORD)-/;
  if (id.startsWith("w-ep-")) return /^TW-ENTRY-POINTS-/;
  return /^TW-(?:WHEEL-LAYOUT|ENTRY-POINTS-NAME)$/;
}

function wheelOf(each: CorpusCase) {
  const filename = corpusFilename(each);
  const [name = "", version = ""] = filename.split("-");
  return { filename, bytes: readFileSync(corpusPath(each)), sha256: each.sha256, name, version };
}
