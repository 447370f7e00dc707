/** METADATA out of the end of a wheel: the same as out of the whole, however large the wheel and wherever METADATA lies in it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeWheel } from "../../../tests/support/wheel-writer.ts";
import { zip } from "../../../tests/support/zip-writer.ts";
import { codeOf } from "../../base/fault.ts";
import { metadataOfEnd } from "./wheel-end.ts";
import { metadataOfWheel } from "./whole-wheel.ts";

/** Text that does not shrink when it is packed. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(33 + (state % 90));
  }).join("");
}

const manyFiles = Object.fromEntries(
  Array.from({ length: 600 }, (_, at) => [`pkg/part${at}.py`, `x = ${at}\n`]),
);

for (const [sentence, wheel, requests] of [
  ["a small wheel, in one request", makeWheel(), 1],
  ["a large wheel, in one request", makeWheel({ files: { "pkg/data.txt": noise(90_000) } }), 1],
  ["a wheel with many files, in two or three", makeWheel({ files: manyFiles }), 3],
  [
    "a wheel that begins with METADATA",
    makeWheel({ files: { "pkg/data.txt": noise(90_000) }, pack: (entries) => zip(entries.toReversed()) }),
    2,
  ],
] as const) {
  test(`reads METADATA of ${sentence}`, async () => {
    let asked = 0;
    const found = await metadataOfEnd(wheel.bytes.length, (start, end) => {
      asked += 1;
      return Promise.resolve(wheel.bytes.subarray(start, end));
    });
    assert.deepEqual(Buffer.from(found ?? []), Buffer.from(metadataOfWheel(wheel.bytes, wheel.filename)));
    assert.ok(asked <= requests, `${asked} requests`);
  });
}

test("a server without parts is told apart from a wheel without METADATA", async () => {
  assert.equal(await metadataOfEnd(100, () => Promise.resolve(undefined)), undefined);
  const { bytes } = makeWheel({ without: ["pkg-1.0.dist-info/METADATA"] });
  await assert.rejects(
    metadataOfEnd(bytes.length, (start, end) => Promise.resolve(bytes.subarray(start, end))),
    (thrown) => codeOf(thrown) === "TW-WHEEL-LAYOUT",
  );
});

test("bytes that are no wheel are refused, whatever they are", async () => {
  const { bytes } = makeWheel();
  for (let at = 0; at < 22; at++) {
    const bent = Buffer.from(bytes);
    const place = bent.length - 22 + at;
    bent[place] = (bent[place] ?? 0) ^ 0x41;
    await assert.rejects(
      metadataOfEnd(bent.length, (start, end) => Promise.resolve(bent.subarray(start, end))),
      (thrown) => codeOf(thrown) !== undefined,
    );
  }
});
