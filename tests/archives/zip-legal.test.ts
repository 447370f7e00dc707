/** Archives that are unusual and honest: each is read, and holds what was packed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { type Entry, extra, type Fields, u32, u64, zip } from "../support/zip-writer.ts";
import { answerOf, zipContent } from "./outcome.ts";

const a: Entry = { name: "p/a.py", body: "a = 1\n".repeat(9) };
const s: Entry = { name: "p/s.py", body: "s = 1\n", stored: true };
const ones = 0xffffffff;
const both = (fields: Partial<Fields>): Partial<Entry> => ({ central: fields, local: fields });
const times = Buffer.concat([Buffer.from([3]), u32(1_700_000_000, 1_700_000_000)]);
const owner = Buffer.from([1, 4, 0xe8, 3, 0, 0, 4, 0xe8, 3, 0, 0]);
const unsigned = ({ crc, packed, size }: Fields): Buffer => u32(crc, packed, size);
const wide = ({ crc, packed, size }: Fields): Buffer =>
  Buffer.concat([u32(0x08074b50, crc), u64(packed, size)]);
const wideLocal = { size: ones, packed: ones, extra: extra(1, u64(0, 0)) };

const rows: readonly (readonly [sentence: string, bytes: Buffer, files: readonly Entry[]])[] = [
  ["nothing at all", zip([]), []],
  ["an empty stored file", zip([{ name: "e", stored: true }]), [{ name: "e" }]],
  ["an empty deflated file", zip([{ name: "e" }]), [{ name: "e" }]],
  ["a file with the oldest date", zip([{ ...s, ...both({ time: 0x00210000 }) }]), [s]],
  ["a file without a date", zip([{ ...s, ...both({ time: 0 }) }]), [s]],
  ["a reader of version 1.0 needed", zip([{ ...s, ...both({ needed: 10 }) }]), [s]],
  ["ZIP64 needed in the local header, feared too early", zip([{ ...s, local: { needed: 45 } }]), [s]],
  ["ZIP64 needed in the central directory, learnt late", zip([{ ...s, central: { needed: 45 } }]), [s]],
  ["made on DOS, with no mode", zip([{ ...s, central: { madeOn: 0, attributes: 0x20 } }]), [s]],
  ["made on NTFS, read-only", zip([{ ...s, central: { madeOn: 10, attributes: 0x21 } }]), [s]],
  ["made on macOS", zip([{ ...s, central: { madeOn: 19 } }]), [s]],
  ["a mode without a kind of file, as Python's writestr has it", zip([{ ...s, mode: 0o600 }]), [s]],
  ["a mode that lets everybody write", zip([{ ...s, mode: 0o100666 }]), [s]],
  ["a mode with setuid, which is never carried out", zip([{ ...s, mode: 0o104755 }]), [s]],
  ["a text file by its internal attributes", zip([{ ...s, central: { internal: 1 } }]), [s]],
  [
    "times of Unix",
    zip([
      {
        ...s,
        central: { extra: extra(0x5455, times.subarray(0, 5)) },
        local: { extra: extra(0x5455, times) },
      },
    ]),
    [s],
  ],
  ["owner and group of Unix", zip([{ ...s, ...both({ extra: extra(0x7875, owner) }) }]), [s]],
  [
    "times, owner and group in the local header alone",
    zip([{ ...s, local: { extra: Buffer.concat([extra(0x5455, times), extra(0x7875, owner)]) } }]),
    [s],
  ],
  ["times of NTFS", zip([{ ...s, central: { extra: extra(0x000a, Buffer.alloc(32)) } }]), [s]],
  ["the mark of a JAR", zip([{ ...s, ...both({ extra: extra(0xcafe, Buffer.alloc(0)) }) }]), [s]],
  ["padding of an aligned archive", zip([{ ...s, local: { extra: extra(0xd935, Buffer.alloc(6)) } }]), [s]],
  ["an extra field nobody knows", zip([{ ...s, ...both({ extra: extra(0xbeef, Buffer.from("hi")) }) }]), [s]],
  [
    "a Unicode path that says the same",
    zip([
      {
        ...s,
        central: {
          extra: extra(
            0x7075,
            Buffer.concat([Buffer.from([1]), u32(crc32("p/s.py")), Buffer.from("p/s.py")]),
          ),
        },
      },
    ]),
    [s],
  ],
  ["a UTF-8 mark on an ASCII name", zip([{ ...s, flags: 0x800 }]), [s]],
  [
    "names in many scripts",
    zip([{ name: "p/\u00fc\u03b1\u0436\u4e2d\u{1f40d}.py" }]),
    [{ name: "p/\u00fc\u03b1\u0436\u4e2d\u{1f40d}.py" }],
  ],
  ["a name in Unicode's decomposed form", zip([{ name: "p/e\u0301.py" }]), [{ name: "p/e\u0301.py" }]],
  [
    "a name with blanks, commas, quotes and brackets",
    zip([{ name: "p/a b, 'c' (d) [e].txt" }]),
    [{ name: "p/a b, 'c' (d) [e].txt" }],
  ],
  ["a name that begins with a dot", zip([{ name: "p/.hidden/.x" }]), [{ name: "p/.hidden/.x" }]],
  ["a name with a tilde", zip([{ name: "p/backup.py~" }]), [{ name: "p/backup.py~" }]],
  [
    "a name with a tilde and a number that is no short name",
    zip([{ name: "p/a_long_name~1.txt" }]),
    [{ name: "p/a_long_name~1.txt" }],
  ],
  [
    "names that begin like devices",
    zip([{ name: "p/console.py" }, { name: "p/com10" }, { name: "p/nullable" }]),
    [{ name: "p/console.py" }, { name: "p/com10" }, { name: "p/nullable" }],
  ],
  ["a component of 255 bytes", zip([{ name: `p/${"x".repeat(255)}` }]), [{ name: `p/${"x".repeat(255)}` }]],
  [
    "a path of 2,048 bytes",
    zip([{ name: `${"d/".repeat(924)}${"x".repeat(200)}` }]),
    [{ name: `${"d/".repeat(924)}${"x".repeat(200)}` }],
  ],
  [
    "directories before, after and between their files",
    zip([{ name: "q/" }, a, { name: "p/" }, { name: "q/b.py" }, { name: "q/r/" }]),
    [a, { name: "q/b.py" }],
  ],
  [
    "a directory with deflate's form of nothing",
    zip([{ name: "q/", data: Buffer.from([3, 0]), ...both({ method: 8 }) }]),
    [],
  ],
  ["a directory by DOS attributes", zip([{ name: "q/", central: { madeOn: 0, attributes: 0x10 } }]), []],
  ["a directory by both", zip([{ name: "q/", central: { attributes: 0x41ed0010 } }]), []],
  ["a marked descriptor", zip([{ ...a, descriptor: true }, s]), [a, s]],
  ["an unmarked descriptor", zip([{ ...a, descriptor: unsigned }, s]), [a, s]],
  ["a wide descriptor behind a ZIP64 field", zip([{ ...a, descriptor: wide, local: wideLocal }, s]), [a, s]],
  [
    "a wide unmarked descriptor",
    zip([{ ...a, descriptor: (f) => wide(f).subarray(4), local: wideLocal }]),
    [a],
  ],
  [
    "a descriptor that repeats a complete local header",
    zip([
      {
        ...s,
        name: "p/a.py",
        stored: false,
        descriptor: true,
        local: { crc: crc32("s = 1\n"), packed: 8, size: 6 },
      },
    ]),
    [{ ...s, name: "p/a.py" }],
  ],
  ["a descriptor of an empty file", zip([{ name: "e", descriptor: true }]), [{ name: "e" }]],
  [
    "ZIP64 sizes in both headers",
    zip([{ ...s, ...both({ size: ones, packed: ones, extra: extra(1, u64(6, 6)) }) }]),
    [s],
  ],
  ["ZIP64 sizes that repeat the small ones", zip([{ ...s, ...both({ extra: extra(1, u64(6, 6)) }) }]), [s]],
  [
    "both ZIP64 sizes where one is asked for",
    zip([{ ...s, ...both({ size: ones, extra: extra(1, u64(6, 6)) }) }]),
    [s],
  ],
  ["a ZIP64 offset", zip([s, { ...a, central: { offset: ones, extra: extra(1, u64(42)) } }]), [s, a]],
  ["a ZIP64 end record beside a complete small one", zip([s], { zip64: {} }), [s]],
  [
    "a ZIP64 end record that the small one defers to",
    zip([s], { zip64: {}, end: { here: 0xffff, count: 0xffff, size: ones, offset: ones } }),
    [s],
  ],
  ["a central directory in another order than the files", reordered(), [s, a]],
  [
    "deflate in its three kinds of blocks",
    zip([
      {
        name: "p/x",
        body: "abc",
        data: Buffer.concat([Buffer.from([0, 3, 0, 0xfc, 0xff]), Buffer.from("abc"), Buffer.from([3, 0])]),
      },
    ]),
    [{ name: "p/x", body: "abc" }],
  ],
  [
    "a file that looks like an archive inside",
    zip([{ name: "p/x.zip", body: zip([a]), stored: true }, s]),
    [{ name: "p/x.zip", body: zip([a]) }, s],
  ],
  [
    "a file that ends like an archive",
    zip([{ name: "p/x", body: zip([]), stored: true }]),
    [{ name: "p/x", body: zip([]) }],
  ],
];

/** Two entries whose central headers are swapped; the offsets stay right. */
function reordered(): Buffer {
  const bytes = zip([s, a]);
  const start = bytes.readUInt32LE(bytes.length - 6);
  const length = 46 + 6;
  const first = bytes.subarray(start, start + length);
  const second = bytes.subarray(start + length, start + 2 * length);
  return Buffer.concat([bytes.subarray(0, start), second, first, bytes.subarray(start + 2 * length)]);
}

for (const [sentence, bytes, files] of rows) {
  test(`a ZIP archive may hold ${sentence}`, () => {
    assert.equal(
      answerOf(() => zipContent(bytes)),
      "accepted",
    );
    const wanted = files.map(({ name, body }) => [String(name), Buffer.from(body ?? "").toString("hex")]);
    assert.deepEqual([...zipContent(bytes)], wanted);
  });
}

test("what looks like the mark of a descriptor may begin its checksum, when the true mark stands before it", () => {
  // Four bytes whose CRC-32 is the mark itself.
  const body = forged(0x08074b50);
  assert.equal(crc32(body), 0x08074b50);
  const marked = zip([{ name: "p/x", body, descriptor: true }]);
  assert.equal(
    answerOf(() => zipContent(marked)),
    "accepted",
  );
  const unmarked = zip([{ name: "p/x", body, descriptor: unsigned }]);
  assert.equal(
    answerOf(() => zipContent(unmarked)),
    "TW-ZIP-TWO-READINGS",
  );
});

/** Four bytes with the CRC-32 `wanted`: the register is run backwards from it. */
function forged(wanted: number): Buffer {
  const table = Array.from({ length: 256 }, (_, at) => {
    let value = at;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });
  let register = (wanted ^ ones) >>> 0;
  const steps: number[] = [];
  for (let step = 0; step < 4; step++) {
    const index = table.findIndex((value) => value >>> 24 === register >>> 24);
    steps.unshift(index);
    register = (((register ^ (table[index] ?? 0)) << 8) | index) >>> 0;
  }
  let state = ones;
  const bytes: number[] = [];
  for (const index of steps) {
    bytes.push((state ^ index) & 0xff);
    state = ((state >>> 8) ^ (table[index] ?? 0)) >>> 0;
  }
  return Buffer.from(bytes);
}

test("a ZIP archive may hold thousands of files", () => {
  const files = Array.from({ length: 3000 }, (_, at) => ({ name: `p/${at % 50}/${at}.py`, body: `${at}` }));
  assert.equal(zipContent(zip(files)).size, 3000);
});
