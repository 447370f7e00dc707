import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { codeOf } from "../../base/fault.ts";
import { unpackEntry } from "./unpack.ts";
import { unpackEntries } from "./unpack-many.ts";
import type { ZipEntry } from "./zip.ts";

function entry(body: string | Buffer, change: Partial<ZipEntry> = {}): ZipEntry {
  const bytes = Buffer.from(body);
  const honest = {
    path: "a",
    method: "deflated",
    size: bytes.length,
    crc32: crc32(bytes),
    executable: false,
  } as const;
  return { ...honest, packed: deflateRawSync(bytes), ...change };
}

function outcome(unpack: () => readonly Uint8Array[]): string {
  try {
    return unpack()
      .map((bytes) => Buffer.from(bytes).toString("hex"))
      .join();
  } catch (error) {
    return codeOf(error) ?? `crash: ${String(error)}`;
  }
}

const one = "x = 1\n".repeat(50);
const two = "y = 2\n".repeat(70);
const packed = (body: string): Buffer => deflateRawSync(Buffer.from(body));
const trailer = (body: string): Buffer => {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(body));
  end.writeUInt32LE(Buffer.byteLength(body), 4);
  return end;
};
/** A stored block that is not the last and announces `length` bytes. */
const openBlock = (length: number): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(length, 1);
  head.writeUInt16LE(~length & 0xffff, 3);
  return head;
};

const cases: readonly (readonly [string, readonly ZipEntry[], string])[] = [
  ["gives honest files", [entry(one), entry(two)], "bytes"],
  ["gives empty files among others", [entry(""), entry(one), entry(""), entry(two)], "bytes"],
  [
    "gives stored files among others",
    [entry(one), entry("s", { method: "stored", packed: Buffer.from("s") }), entry(two)],
    "bytes",
  ],
  ["gives a file that holds a gzip file", [entry(gzipSync(one)), entry(two), entry(one)], "bytes"],
  [
    "refuses bytes hidden behind the compressed data",
    [entry(one, { packed: Buffer.concat([packed(one), Buffer.from("evil")]) }), entry(two)],
    "TW-ZIP-DATA",
  ],
  [
    "refuses a whole second member hidden behind the first, however its sizes add up",
    [
      entry(one, { packed: Buffer.concat([packed(""), trailer(""), gzipSync(one).subarray(0, -8)]) }),
      entry(two),
    ],
    "TW-ZIP-DATA",
  ],
  [
    "refuses two files that share their sizes between them",
    [
      entry(one, { packed: Buffer.concat([packed(two), trailer(two), gzipSync(one).subarray(0, -8)]) }),
      entry(two),
    ],
    "TW-ZIP-DATA",
  ],
  [
    "refuses a file that swallows the next",
    [entry(one, { packed: Buffer.concat([openBlock(40), Buffer.alloc(22, "z")]) }), entry(two)],
    "TW-ZIP-DATA",
  ],
  [
    "refuses a file whose data does not end",
    [entry(one, { packed: packed(one).subarray(0, -1) }), entry(two)],
    "TW-ZIP-DATA",
  ],
  [
    "refuses zeros behind the data",
    [entry(one), entry(two, { packed: Buffer.concat([packed(two), Buffer.alloc(9)]) })],
    "TW-ZIP-DATA",
  ],
  ["refuses a wrong checksum", [entry(one, { crc32: 1 }), entry(two)], "TW-ZIP-DATA"],
  ["refuses a wrong size", [entry(one, { size: one.length + 1 }), entry(two)], "TW-ZIP-DATA"],
  [
    "refuses sizes that are wrong by as much in both directions",
    [entry(one, { size: one.length + 1 }), entry(two, { size: two.length - 1 })],
    "TW-ZIP-DATA",
  ],
  [
    "refuses an empty file with data for more",
    [entry("", { packed: packed(one) }), entry(two), entry(one)],
    "TW-ZIP-DATA",
  ],
  ["refuses no data at all", [entry(one, { packed: Buffer.alloc(0) }), entry(two)], "TW-ZIP-DATA"],
];
for (const [sentence, entries, expected] of cases) {
  test(`unpacking at once ${sentence}, as unpacking one by one does`, () => {
    const found = outcome(() => unpackEntries(entries));
    assert.equal(
      found,
      outcome(() => entries.map(unpackEntry)),
    );
    if (expected === "bytes") assert.doesNotMatch(found, /^(?:TW-|crash)/);
    else assert.equal(found, expected);
  });
}

test("whatever is in the files, whatever byte is changed, at once and one by one give the same", () => {
  const body = fc.oneof(
    fc.string(),
    fc.constant("ab".repeat(300)),
    fc.constant(gzipSync("x").toString("latin1")),
  );
  fc.assert(
    fc.property(
      fc.array(body, { minLength: 2, maxLength: 6 }),
      fc.nat(),
      fc.nat(255),
      (bodies, at, change) => {
        const entries = bodies.map((each) => entry(Buffer.from(each, "latin1")));
        const bent = entries.map((each, index) => {
          if (index !== at % entries.length) return each;
          const data = Buffer.from(each.packed);
          const place = at % data.length;
          data[place] = (data[place] ?? 0) ^ change;
          return { ...each, packed: data };
        });
        assert.equal(
          outcome(() => unpackEntries(bent)),
          outcome(() => bent.map(unpackEntry)),
        );
      },
    ),
    { numRuns: 3000 },
  );
});
