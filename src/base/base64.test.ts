import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromBase64 } from "./base64.ts";

test("every value has one spelling, and it is read back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      assert.deepEqual(fromBase64(text), Buffer.from(bytes));
      for (const other of [`${text}=`, `${text}\n`, ` ${text}`, `.${text.slice(1)}`, `${text}A`])
        assert.equal(fromBase64(other), undefined);
    }),
  );
});

for (const [sentence, text] of [
  ["bits that are left over", "QQ=="],
  ["bits that are left over, set", "QR=="],
  ["the alphabet of addresses", "-_-_"],
  ["padding in the middle", "QQ==QQ=="],
  ["no padding", "QQ"],
  ["padding alone", "===="],
] as const) {
  test(`${sentence}: ${text}`, () => {
    assert.equal(fromBase64(text) === undefined, text !== "QQ==");
  });
}

test("a text of millions of characters is read without a deep stack", () => {
  const text = "QUJD".repeat(2_000_000);
  assert.equal(fromBase64(text)?.length, 6_000_000);
  assert.equal(fromBase64(`${text}!`), undefined);
});
