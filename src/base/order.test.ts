import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { byCodePoint, sortedByCodePoint } from "./order.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "/", "\u{1f600}", "\uff0f", "\ue000", "Z") }),
);

test("sorting by code point is sorting by `byCodePoint`, surrogates or not", () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      assert.deepEqual(
        sortedByCodePoint(texts, (each) => each),
        texts.toSorted(byCodePoint),
      );
    }),
  );
});

test("equal keys keep their order", () => {
  const items = [
    { key: "b", at: 1 },
    { key: "a", at: 2 },
    { key: "b", at: 3 },
  ];
  assert.deepEqual(
    sortedByCodePoint(items, (item) => item.key).map((item) => item.at),
    [2, 1, 3],
  );
});
