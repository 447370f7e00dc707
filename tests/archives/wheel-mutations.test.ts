/** Whatever happens to the bytes of a wheel: it holds the same files, or is refused with a code. Never other content, never a crash. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readWheel } from "../../src/standards/pep427-wheel/wheel.ts";
import { makeWheel } from "../support/wheel-writer.ts";
import { extra, u64, zip } from "../support/zip-writer.ts";
import { answerOf } from "./outcome.ts";

const plain = makeWheel({
  entryPoints: "[console_scripts]\ntool = pkg:main\n",
  files: { "pkg/data.txt": "data ".repeat(40), "pkg-1.0.data/scripts/run": "#!python\n" },
  requires: ["other>=1"],
});
/** The same with descriptors, ZIP64 fields, directories and stored files. */
const ornate = makeWheel({
  files: { "pkg/data.txt": "data ".repeat(40) },
  pack: (entries) =>
    zip(
      [
        { name: "pkg/" },
        ...entries.map((entry, at) => {
          if (at % 3 === 0) return { ...entry, descriptor: true };
          if (at % 3 === 1) return { ...entry, stored: true };
          const size = Buffer.byteLength(entry.body ?? "");
          return { ...entry, central: { size: 0xffffffff, extra: extra(1, u64(size)) } };
        }),
      ],
      { zip64: {} },
    ),
});
const wheels = { plain, ornate };

/** Everything that is installed from a wheel, as one text. */
function contentOf(bytes: Uint8Array, filename = plain.filename): string {
  const { distInfo, data, rootIsPurelib, tags, metadata, entryPoints, files } = readWheel(bytes, filename);
  const read = files.map((file) => [file.path, Buffer.from(file.read()).toString("hex")]);
  const commands = [...entryPoints.console, ...entryPoints.gui];
  return JSON.stringify([distInfo, data, rootIsPurelib, tags, metadata.requiresDist, commands, read.sort()]);
}

/** Asserts that `bent` is refused with a code or holds what `whole` holds; returns true when it was accepted. */
function sameOrRefused(bent: Uint8Array, content: string): boolean {
  let found = content;
  const answer = answerOf(() => {
    found = contentOf(bent);
  });
  assert.match(answer, /^(?:accepted|TW-(?:ZIP|PATH|WHEEL|RECORD|METADATA|ENTRY-POINTS)-[A-Z0-9-]+)$/);
  if (answer === "accepted") assert.equal(found, content);
  return answer === "accepted";
}

for (const [kind, { bytes }] of Object.entries(wheels)) {
  const content = contentOf(bytes);

  test(`with any one bit changed, a wheel is refused or the same: ${kind}`, (t) => {
    let accepted = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const bent = Buffer.from(bytes);
      const at = bit >> 3;
      bent[at] = (bent[at] ?? 0) ^ (1 << (bit & 7));
      if (sameOrRefused(bent, content)) accepted++;
    }
    t.diagnostic(`${bytes.length * 8} tried, ${accepted} hold the same files, 0 uncaught`);
  });

  test(`with any one byte changed to any other, a wheel is refused or the same: ${kind}`, () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bent = Buffer.from(bytes);
        bent[at] = (bent[at] ?? 0) ^ change;
        sameOrRefused(bent, content);
      }),
      { numRuns: 3000 },
    );
  });

  test(`cut at any length, a wheel is refused: ${kind}`, () => {
    for (let length = 0; length < bytes.length; length++)
      assert.equal(sameOrRefused(bytes.subarray(0, length), content), false, `${length} bytes`);
  });

  test(`without its first bytes, a wheel is refused: ${kind}`, () => {
    for (let from = 1; from < bytes.length; from++)
      assert.equal(sameOrRefused(bytes.subarray(from), content), false, `from ${from}`);
  });

  test(`with a stretch removed, doubled, moved or overwritten, a wheel is refused or the same: ${kind}`, () => {
    const place = fc.nat(bytes.length);
    fc.assert(
      fc.property(place, place, place, fc.constantFrom("cut", "double", "move", "over"), (a, b, to, how) => {
        const [from, end] = a < b ? [a, b] : [b, a];
        const piece = bytes.subarray(from, end);
        const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(end)]);
        const bent = {
          cut: () => rest,
          double: () => Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]),
          move: () => Buffer.concat([rest.subarray(0, to), piece, rest.subarray(to)]),
          over: () =>
            Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to + piece.length)]).subarray(
              0,
              bytes.length,
            ),
        }[how]();
        if (!bent.equals(bytes)) sameOrRefused(bent, content);
      }),
      { numRuns: 3000 },
    );
  });

  test(`joined with the end of another wheel, a wheel is refused or the same: ${kind}`, () => {
    const evil = makeWheel({ files: { "pkg/evil.py": "import os\n" } }).bytes;
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(evil.length), fc.boolean(), (cut, from, first) => {
        const bent = first
          ? Buffer.concat([bytes.subarray(0, cut), evil.subarray(from)])
          : Buffer.concat([evil.subarray(0, from), bytes.subarray(cut)]);
        if (!bent.equals(bytes) && !bent.equals(evil)) sameOrRefused(bent, content);
      }),
      { numRuns: 3000 },
    );
  });

  test(`with several numbers of its headers replaced by odd ones, a wheel is refused or the same: ${kind}`, () => {
    const odd = fc.constantFrom(0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0xffffffff, 0x04034b50, 0x06054b50);
    const change = fc.tuple(fc.nat(bytes.length - 4), odd, fc.constantFrom(1, 2, 4));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bent = Buffer.from(bytes);
        for (const [at, value, width] of changes) bent.writeUIntLE(value % 2 ** (8 * width), at, width);
        sameOrRefused(bent, content);
      }),
      { numRuns: 3000 },
    );
  });
}

test("whatever the bytes, a wheel reader answers with a code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const tail = zip([]);
      for (const each of [bytes, Buffer.concat([bytes, tail])])
        assert.match(
          answerOf(() => contentOf(each)),
          /^TW-/,
        );
    }),
    { numRuns: 2000 },
  );
});
