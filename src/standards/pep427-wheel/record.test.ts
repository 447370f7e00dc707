/** RECORD, and the CSV it is written in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { recordDigest } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import { formatRecord, parseRecord, type RecordRow } from "./record.ts";

const BYTES = new TextEncoder().encode("x");
const SHA256 = recordDigest("sha256", BYTES);

test("reads rows, empty digests and empty lines", () => {
  const text = `a.py,sha256=${SHA256},1\r\n"b,""c"".py",sha512=${recordDigest("sha512", BYTES)},\n\na-1.dist-info/RECORD,,`;
  assert.deepEqual(parseRecord(text), [
    { path: "a.py", hash: { algorithm: "sha256", digest: SHA256 }, size: 1 },
    { path: 'b,"c".py', hash: { algorithm: "sha512", digest: recordDigest("sha512", BYTES) } },
    { path: "a-1.dist-info/RECORD" },
  ]);
});

for (const [sentence, text, code] of [
  ["two columns", "a,", "TW-RECORD-COLUMNS"],
  ["four columns", "a,,,", "TW-RECORD-COLUMNS"],
  ["one path twice", "a,,\na,,", "TW-RECORD-DUPLICATE"],
  ["a quote that stays open", '"a,,', "TW-RECORD-CSV"],
  ["a quote inside a field", 'a"b",,', "TW-RECORD-CSV"],
  ["text behind a quoted field", '"a"b,,', "TW-RECORD-CSV"],
  ["an absolute path", "/a,,", "TW-RECORD-PATH"],
  ["a drive", "C:a,,", "TW-RECORD-PATH"],
  ["a path that climbs", "a/../b,,", "TW-RECORD-PATH"],
  ["a path that stays here", "./a,,", "TW-RECORD-PATH"],
  ["a doubled slash", "a//b,,", "TW-RECORD-PATH"],
  ["a backslash", "a\\b,,", "TW-RECORD-PATH"],
  ["a NUL", "a\0,,", "TW-RECORD-PATH"],
  ["a line end in a path", '"a\nb",,', "TW-RECORD-PATH"],
  ["no path", ",,", "TW-RECORD-PATH"],
  ["MD5", "a,md5=1B2M2Y8AsgTpgAmY7PhCfg,0", "TW-RECORD-WEAK"],
  ["SHA-1", "a,sha1=2jmj7l5rSw0yVb_vlWAYkK_YBwk,0", "TW-RECORD-WEAK"],
  ["an unknown algorithm", `a,blake2b=${SHA256},1`, "TW-RECORD-ALGORITHM"],
  ["an algorithm in capitals", `a,SHA256=${SHA256},1`, "TW-RECORD-ALGORITHM"],
  ["no algorithm", `a,${SHA256},1`, "TW-RECORD-ALGORITHM"],
  ["padding", `a,sha256=${SHA256}=,1`, "TW-RECORD-DIGEST"],
  ["hexadecimal", `a,sha256=${"0".repeat(64)},1`, "TW-RECORD-DIGEST"],
  ["the other base64", `a,sha256=${`+${SHA256.slice(1)}`},1`, "TW-RECORD-DIGEST"],
  ["a digest cut short", `a,sha256=${SHA256.slice(1)},1`, "TW-RECORD-DIGEST"],
  ["bits beyond the digest", `a,sha256=${"A".repeat(42)}B,1`, "TW-RECORD-DIGEST"],
  ["a size that is negative", "a,,-1", "TW-RECORD-SIZE"],
  ["a size with a zero first", "a,,01", "TW-RECORD-SIZE"],
  ["a size with a space", "a,, 1", "TW-RECORD-SIZE"],
  ["a size beyond what is counted exactly", "a,,9007199254740993", "TW-RECORD-SIZE"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseRecord(text),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

test("quotes only what must be quoted", () => {
  assert.equal(formatRecord([{ path: "a b" }, { path: 'c,"d"', size: 3 }]), 'a b,,\n"c,""d""",,3\n');
});

test("what is written is read back", () => {
  const path = fc.string({ unit: fc.constantFrom(..."ab ,\"é'"), minLength: 1 });
  const row = fc.record({ path, size: fc.nat(), digest: fc.uint8Array({ maxLength: 4 }) }).map(
    (each): RecordRow => ({
      path: each.path,
      hash: { algorithm: "sha256", digest: recordDigest("sha256", each.digest) },
      size: each.size,
    }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: (each) => each.path }), (rows) => {
      assert.deepEqual(parseRecord(formatRecord(rows)), rows);
    }),
  );
});

test("throws nothing but Faults", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a,"\n\r=/.5'), maxLength: 30 }), (text) => {
      try {
        parseRecord(text);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
      }
    }),
  );
});
