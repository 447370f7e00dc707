/** ZIP archives of which two readers could see two contents, or that bring what no wheel needs: each refused, with the code that says why. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateRawSync, zstdCompressSync } from "node:zlib";
import { wheelLimits } from "../../src/formats/zip/zip.ts";
import { type Entry, extra, type Fields, u16, u32, u64, zip } from "../support/zip-writer.ts";
import { answerOf, zipContent } from "./outcome.ts";

const a: Entry = { name: "p/a.py", body: "a = 1\n".repeat(9) };
const s: Entry = { name: "p/s.py", body: "s = 1\n", stored: true };
const ones = 0xffffffff;
const both = (fields: Partial<Fields>): Partial<Entry> => ({ central: fields, local: fields });
const marked = ({ crc, packed, size }: Fields): readonly number[] => [0x08074b50, crc, packed, size];
/** A copy in which the bytes at `at` are replaced. */
const put = (bytes: Buffer, at: number, ...values: readonly number[]): Buffer => {
  const copy = Buffer.from(bytes);
  copy.set(values, at < 0 ? copy.length + at : at);
  return copy;
};
const inner = zip([{ name: "p/evil.py", body: "evil" }]);

const TWO = "TW-ZIP-TWO-READINGS";
const BAD = "TW-ZIP-MALFORMED";
const EXTRA = "TW-ZIP-EXTRA-BYTES";
const OVERLAP = "TW-ZIP-OVERLAP";
const UNSUPPORTED = "TW-ZIP-UNSUPPORTED";
const DATA = "TW-ZIP-DATA";
const NOFILE = "TW-ZIP-NOT-A-FILE";
const LARGE = "TW-ZIP-TOO-LARGE";
const TWICE = "TW-ZIP-DUPLICATE";

type Row = readonly [sentence: string, bytes: Buffer, code: string];

const headers: readonly Row[] = [
  ["a longer local name", zip([{ ...s, local: { name: Buffer.from("p/s.pyx") } }]), TWO],
  ["a local name with another ending", zip([{ ...s, local: { name: Buffer.from("p/s.pth") } }]), TWO],
  ["a local name in another case", zip([{ ...s, local: { name: Buffer.from("p/S.py") } }]), TWO],
  ["a climbing local name", zip([{ ...s, local: { name: Buffer.from("../s.p") } }]), TWO],
  ["no local name", zip([{ ...s, local: { name: Buffer.alloc(0) } }]), TWO],
  ["a local packed size that is smaller", zip([{ ...s, local: { packed: 5 } }]), TWO],
  ["a local packed size that is zero", zip([{ ...s, local: { packed: 0 } }]), TWO],
  [
    "local numbers that are all zero without a descriptor",
    zip([{ ...a, local: { crc: 0, packed: 0, size: 0 } }]),
    TWO,
  ],
  ["another central checksum", zip([{ ...s, central: { crc: 7 } }]), TWO],
  ["another central size", zip([{ ...s, central: { size: 5 } }]), TWO],
  ["a central packed size that leaves a byte over", zip([{ ...s, central: { packed: 5 } }]), TWO],
  ["a central packed size that runs into what follows", zip([{ ...s, central: { packed: 7 } }]), OVERLAP],
  [
    "a central method that is stored, a local one that is deflated",
    zip([{ ...a, central: { method: 0 } }]),
    TWO,
  ],
  ["a descriptor promised in the local header alone", zip([{ ...a, local: { flags: 8 } }]), TWO],
  ["a descriptor promised in the central directory alone", zip([{ ...a, central: { flags: 8 } }]), TWO],
  ["UTF-8 promised in the central directory alone", zip([{ ...s, central: { flags: 0x800 } }]), TWO],
  ["another version needed", zip([{ ...s, local: { needed: 10 } }]), TWO],
  ["a version needed that came with encryption", zip([{ ...s, ...both({ needed: 51 }) }]), UNSUPPORTED],
  ["a version needed in the upper byte", zip([{ ...s, ...both({ needed: 0x0314 }) }]), UNSUPPORTED],
  ["another local date", zip([{ ...s, local: { time: 0x00220000 } }]), TWO],
  ["a local header without its mark", zip([{ ...s, local: { signature: 0x01020304 } }]), BAD],
  ["a central header without its mark", zip([{ ...s, central: { signature: 0x01020304 } }]), BAD],
  ["a central name that is longer than the directory", put(zip([s]), -22 - 52 + 28, 0xff, 0xff), BAD],
  ["a disk number of its own", zip([{ ...s, central: { disk: 1 } }]), BAD],
  ["a local header inside another's data", zip([s, { ...a, central: { offset: 3 } }]), OVERLAP],
  ["an offset into the central directory", zip([{ ...s, central: { offset: 60 } }]), EXTRA],
  ["an offset behind the end", zip([{ ...s, central: { offset: 99_999 } }]), EXTRA],
  [
    "two central entries for one local header",
    zip([s, { ...s, name: "p/t.py", central: { offset: 0 } }]),
    OVERLAP,
  ],
];

const flags: readonly Row[] = [
  ["strong encryption", zip([{ ...s, flags: 0x41 }]), UNSUPPORTED],
  ["patch data", zip([{ ...s, flags: 0x20 }]), UNSUPPORTED],
  ["masked headers", zip([{ ...s, flags: 0x2000 }]), UNSUPPORTED],
  ["enhanced deflate", zip([{ ...a, flags: 0x10 }]), UNSUPPORTED],
  ["a reserved flag", zip([{ ...s, flags: 0x8000 }]), UNSUPPORTED],
  ...[1, 6, 9, 12, 14, 20, 93, 95, 97, 98, 99].map(
    (method): Row => [`method ${method}`, zip([{ ...a, ...both({ method }) }]), UNSUPPORTED],
  ),
  [
    "Zstandard that a newer reader would unpack",
    zip([{ ...a, data: zstdCompressSync(Buffer.from("a")), ...both({ method: 93, needed: 63 }) }]),
    UNSUPPORTED,
  ],
];

const extras: readonly Row[] = [
  [
    "a ZIP64 field too short for the size",
    zip([{ ...s, central: { size: ones, extra: extra(1, u32(6)) } }]),
    BAD,
  ],
  ["a size that waits for a ZIP64 field", zip([{ ...s, central: { size: ones } }]), BAD],
  ["an offset that waits for a ZIP64 field", zip([{ ...s, central: { offset: ones } }]), BAD],
  [
    "two ZIP64 fields",
    zip([{ ...s, central: { size: ones, extra: Buffer.concat([extra(1, u64(6)), extra(1, u64(6))]) } }]),
    BAD,
  ],
  ["a ZIP64 size that is another", zip([{ ...s, central: { size: ones, extra: extra(1, u64(7)) } }]), TWO],
  [
    "a ZIP64 size past 2^53",
    zip([{ ...s, central: { size: ones, extra: extra(1, u32(6, 0x40000000)) } }]),
    BAD,
  ],
  [
    "a ZIP64 offset that is another",
    zip([s, { ...a, central: { offset: ones, extra: extra(1, u64(1)) } }]),
    OVERLAP,
  ],
  [
    "a local ZIP64 size that is another",
    zip([{ ...s, local: { size: ones, packed: ones, extra: extra(1, u64(6, 5)) } }]),
    TWO,
  ],
  ["a local ZIP64 field with another size", zip([{ ...s, local: { extra: extra(1, u64(7, 6)) } }]), BAD],
  ["a ZIP64 field of one number nobody asks for", zip([{ ...s, local: { extra: extra(1, u64(6)) } }]), BAD],
  ["a ZIP64 field of three numbers", zip([{ ...s, central: { extra: extra(1, u64(6, 6, 0)) } }]), BAD],
  [
    "a ZIP64 field with another packed size",
    zip([{ ...s, central: { size: ones, extra: extra(1, u64(6, 5)) } }]),
    BAD,
  ],
  [
    "a Unicode path in the local header alone",
    zip([
      {
        ...s,
        local: {
          extra: extra(
            0x7075,
            Buffer.concat([Buffer.from([1]), u32(crc32("p/s.py")), Buffer.from("p/evil.py")]),
          ),
        },
      },
    ]),
    BAD,
  ],
  [
    "a Unicode path that is too short",
    zip([{ ...s, central: { extra: extra(0x7075, Buffer.from([1])) } }]),
    BAD,
  ],
  [
    "AES encryption in an extra field",
    zip([{ ...s, central: { extra: extra(0x9901, Buffer.alloc(7)) } }]),
    UNSUPPORTED,
  ],
  [
    "strong encryption in an extra field",
    zip([{ ...s, central: { extra: extra(0x0017, Buffer.alloc(8)) } }]),
    UNSUPPORTED,
  ],
  [
    "a link target of PKWARE's Unix field",
    zip([{ ...s, local: { extra: extra(0x000d, Buffer.alloc(20)) } }]),
    UNSUPPORTED,
  ],
  [
    "a link target of the ASi Unix field",
    zip([{ ...s, local: { extra: extra(0x756e, Buffer.alloc(20)) } }]),
    UNSUPPORTED,
  ],
  [
    "a stream of NTFS in an extra field",
    zip([{ ...s, local: { extra: extra(0x000e, Buffer.alloc(8)) } }]),
    UNSUPPORTED,
  ],
  [
    "a local extra field of three bytes",
    zip([{ ...s, local: { extra: Buffer.from([0x55, 0x54, 0]) } }]),
    BAD,
  ],
  ["a local extra field that is longer than it is", zip([{ ...s, local: { extra: u16(0x5455, 90) } }]), BAD],
];

const descriptors: readonly Row[] = [
  [
    "a descriptor with another checksum",
    zip([{ ...a, descriptor: (f) => u32(0x08074b50, f.crc ^ 1, f.packed, f.size) }]),
    TWO,
  ],
  [
    "a descriptor with another packed size",
    zip([{ ...a, descriptor: (f) => u32(0x08074b50, f.crc, f.packed + 1, f.size) }]),
    TWO,
  ],
  [
    "a descriptor with another size",
    zip([{ ...a, descriptor: (f) => u32(0x08074b50, f.crc, f.packed, 0) }]),
    TWO,
  ],
  [
    "a descriptor with another mark",
    zip([{ ...a, descriptor: (f) => u32(0x08074b51, f.crc, f.packed, f.size) }]),
    TWO,
  ],
  ["no descriptor where one is promised", zip([{ ...a, descriptor: () => Buffer.alloc(0) }]), EXTRA],
  ["a descriptor that is cut", zip([{ ...a, descriptor: (f) => u32(...marked(f)).subarray(0, 14) }]), EXTRA],
  ["two descriptors", zip([{ ...a, descriptor: (f) => u32(...marked(f), ...marked(f)) }]), EXTRA],
  [
    "a wide descriptor without a ZIP64 field",
    zip([{ ...a, descriptor: (f) => Buffer.concat([u32(0x08074b50, f.crc), u64(f.packed, f.size)]) }]),
    EXTRA,
  ],
  [
    "a narrow descriptor behind a ZIP64 field",
    zip([{ ...a, descriptor: true, local: { size: ones, packed: ones, extra: extra(1, u64(0, 0)) } }]),
    EXTRA,
  ],
  [
    "local numbers that are wrong beside a right descriptor",
    zip([{ ...a, descriptor: true, local: { crc: 0, packed: 3, size: 0 } }]),
    TWO,
  ],
  ["stored data that only a descriptor ends", zip([{ ...s, body: inner, descriptor: true }]), BAD],
  ["a descriptor nobody promised", zip([a, { ...s, before: u32(0x08074b50, 1, 2, 3) }]), EXTRA],
];

const ends: readonly Row[] = [
  ["a second end record in a comment", zip([s], { comment: zip([]) }), BAD],
  ["a whole archive in a comment", zip([s], { comment: inner }), BAD],
  ["a comment that is announced longer", put(zip([s]), -2, 5, 0), BAD],
  ["an archive behind the archive", Buffer.concat([zip([s]), inner]), BAD],
  ["an archive before the archive", Buffer.concat([inner, zip([s])]), BAD],
  ["a program before the archive", Buffer.concat([Buffer.from("#!/bin/sh\nexit\n"), zip([s])]), BAD],
  [
    "a program before the archive, with offsets that know of it",
    zip([{ ...s, before: Buffer.from("#!/bin/sh\n") }]),
    EXTRA,
  ],
  ["bytes between the last file and the central directory", zip([s], { gap: Buffer.from("gap") }), EXTRA],
  ["a hidden local entry before the central directory", zip([s], { gap: inner.subarray(0, 46) }), EXTRA],
  [
    "a digital signature in the central directory",
    zip([s], { directoryTail: Buffer.concat([u32(0x05054b50), u16(4), u32(0)]) }),
    BAD,
  ],
  ["a central entry that is not counted", zip([s, a], { end: { here: 1, count: 1 } }), BAD],
  ["a counted entry that is not there", zip([s], { count: 2 }), BAD],
  ["two counts that differ", zip([s], { end: { here: 2 } }), BAD],
  ["a disk number in the end record", zip([s], { end: { disk: 1 } }), BAD],
  ["a directory on another disk", zip([s], { end: { directoryDisk: 1 } }), BAD],
  ["a directory size that is smaller", zip([s, a], { end: { size: 52 } }), BAD],
  ["a directory size that reaches over the files", zip([s, a], { end: { size: 999 } }), BAD],
  ["a directory offset of zero", zip([s], { end: { offset: 0 } }), BAD],
  ["nothing but an end record that announces files", zip([], { count: 3 }), BAD],
  ["a ZIP64 mark without a ZIP64 record", zip([s], { end: { here: 0xffff, count: 0xffff } }), BAD],
  ["a ZIP64 count that is another", zip([s], { zip64: { here: 2, count: 2 } }), BAD],
  ["a ZIP64 offset that is another", zip([s], { zip64: { offset: 1 } }), BAD],
  [
    "a ZIP64 offset that is another, where the small one defers to it",
    zip([s], { zip64: { offset: 1 }, end: { offset: ones } }),
    BAD,
  ],
  ["a ZIP64 locator that points elsewhere", zip([s], { zip64: { locatorOffset: 0 } }), BAD],
  ["a ZIP64 locator that counts two disks", zip([s], { zip64: { disks: 2 } }), BAD],
  ["a ZIP64 record on another disk", zip([s], { zip64: { disk: 1 } }), BAD],
  [
    "a ZIP64 record that is longer than it says",
    zip([s], { zip64: { extensible: Buffer.from("hidden"), length: 44 } }),
    BAD,
  ],
  ["a ZIP64 record with more in it", zip([s], { zip64: { extensible: Buffer.from("hidden") } }), BAD],
  ["a ZIP64 record that says it is shorter", zip([s], { zip64: { length: 40 } }), BAD],
  [
    "a ZIP64 record without a locator",
    zip([s], { directoryTail: zip([], { zip64: {} }).subarray(0, 56) }),
    BAD,
  ],
];

const kinds: readonly Row[] = [
  ["a symbolic link made on DOS", zip([{ ...s, mode: 0o120777, central: { madeOn: 0 } }]), NOFILE],
  ["a pipe", zip([{ ...s, mode: 0o010644 }]), NOFILE],
  ["a socket", zip([{ ...s, mode: 0o140755 }]), NOFILE],
  ["a block device", zip([{ ...s, mode: 0o060644 }]), NOFILE],
  ["a link that looks like a directory", zip([{ name: "p/d/", mode: 0o120777 }]), NOFILE],
  ["a kind of file that Unix does not have", zip([{ ...s, mode: 0o170644 }]), NOFILE],
  ["a reparse point of Windows", zip([{ ...s, central: { attributes: 0x420, madeOn: 10 } }]), NOFILE],
  ["a volume label", zip([{ ...s, central: { attributes: 0x08, madeOn: 0 } }]), NOFILE],
  ["a directory by attributes alone", zip([{ ...s, central: { attributes: 0x10, madeOn: 0 } }]), BAD],
  ["a file by mode with the name of a directory", zip([{ name: "p/d/", mode: 0o100644 }]), BAD],
  ["a directory with two bytes of something", zip([{ name: "p/d/", data: Buffer.from("hi") }]), BAD],
  ["a directory with a checksum", zip([{ name: "p/d/", ...both({ crc: 1 }) }]), BAD],
  ["a directory and a file of one name", zip([{ name: "p/d/" }, { name: "p/d" }]), TWICE],
  ["a directory twice", zip([{ name: "p/d/" }, { name: "p/d/" }]), TWICE],
  ["a directory in another case", zip([{ name: "p/d/" }, { name: "P/D/x.py" }]), TWICE],
  ["a sharp s and two of them", zip([{ name: "p/stra\u00dfe.py" }, { name: "p/strasse.py" }]), TWICE],
  ["a ligature and its letters", zip([{ name: "p/\ufb01x.py" }, { name: "p/fix.py" }]), TWICE],
  ["a Kelvin sign and a k", zip([{ name: "p/\u212a.py" }, { name: "p/k.py" }]), TWICE],
];

const data: readonly Row[] = [
  [
    "deflated data that is cut",
    zip([{ ...a, data: deflateRawSync(Buffer.from("a = 1\n".repeat(9))).subarray(0, 5) }]),
    DATA,
  ],
  ["deflated data that never ends", zip([{ ...a, data: Buffer.alloc(40, 0) }]), DATA],
  [
    "a second deflate stream behind the first",
    zip([{ ...a, hidden: deflateRawSync(Buffer.from("evil")) }]),
    DATA,
  ],
  ["stored data that is longer than its size", zip([{ ...s, hidden: Buffer.from("evil") }]), DATA],
  ["an empty file with data", zip([{ name: "p/e.py", body: "", data: Buffer.from([3, 0, 1]) }]), DATA],
  [
    "an empty file that unpacks to something",
    zip([{ name: "p/e.py", body: "", data: deflateRawSync(Buffer.from("x")) }]),
    DATA,
  ],
  [
    "zlib's header before deflated data",
    zip([
      {
        ...a,
        data: Buffer.concat([Buffer.from([0x78, 0x9c]), deflateRawSync(Buffer.from("a = 1\n".repeat(9)))]),
      },
    ]),
    DATA,
  ],
  ["one file of 3 GiB, announced", zip([{ ...a, ...both({ size: 3 * 2 ** 30 }) }]), LARGE],
  ["a thousand times its own size", zip([{ ...a, ...both({ size: 2 ** 25 }) }]), LARGE],
  [
    "sizes that add up to more than allowed",
    zip(Array.from({ length: 6 }, (_, at) => ({ ...a, name: `p/${at}`, ...both({ size: 2 ** 31 - 1 }) }))),
    LARGE,
  ],
];

const long = "d/".repeat(900);
const names: readonly Row[] = [
  ["the short name of another file", zip([{ name: "p/PYVENV~1.CFG" }]), "TW-PATH-UNPORTABLE"],
  ["an invisible character", zip([{ name: "p/a\u200bb.py" }]), "TW-PATH-UNPORTABLE"],
  ["a soft hyphen", zip([{ name: "p/a\u00adb.py" }]), "TW-PATH-UNPORTABLE"],
  ["a variation selector", zip([{ name: "p/a\ufe0f.py" }]), "TW-PATH-UNPORTABLE"],
  ["a tag character", zip([{ name: "p/a\u{e0041}.py" }]), "TW-PATH-UNPORTABLE"],
  ["a line separator", zip([{ name: "p/a\u2028.py" }]), "TW-PATH-UNPORTABLE"],
  ["a right-to-left mark", zip([{ name: "p/a\u200f.py" }]), "TW-PATH-UNPORTABLE"],
  ["three dots", zip([{ name: "p/.../x.py" }]), "TW-PATH-UNPORTABLE"],
  ["a space before the climb", zip([{ name: "p/.. /x.py" }]), "TW-PATH-UNPORTABLE"],
  ["a device with an ending", zip([{ name: "p/nul.tar.gz" }]), "TW-PATH-UNPORTABLE"],
  ["a device with a superscript", zip([{ name: "p/com\u00b9" }]), "TW-PATH-UNPORTABLE"],
  ["a question mark", zip([{ name: "p/a?.py" }]), "TW-PATH-UNPORTABLE"],
  ["a delete character", zip([{ name: "p/a\u007f.py" }]), "TW-PATH-UNPORTABLE"],
  ["an overlong UTF-8 slash", zip([{ name: Buffer.from([0x70, 0xc0, 0xaf, 0x61]) }]), BAD],
  ["half a surrogate pair in UTF-8", zip([{ name: Buffer.from([0x70, 0xed, 0xa0, 0x80]) }]), BAD],
  ["a path of 2,049 bytes", zip([{ name: `${long}${"x".repeat(249)}` }]), "TW-PATH-UNPORTABLE"],
  ["the root", zip([{ name: "/" }]), "TW-PATH-UNPORTABLE"],
  ["a home directory's share on Windows", zip([{ name: "//host/share/x" }]), "TW-PATH-OUTSIDE"],
];

const groups = { headers, flags, extras, descriptors, ends, kinds, data, names };
for (const [group, rows] of Object.entries(groups)) {
  for (const [sentence, bytes, code] of rows) {
    test(`a ZIP archive, ${group}: ${sentence}`, () =>
      assert.equal(
        answerOf(() => zipContent(bytes)),
        code,
      ));
  }
}

test("an archive may not make more directories than it may hold files", () => {
  const deep = zip([{ name: `${"d/".repeat(60)}x` }]);
  assert.equal(
    answerOf(() => zipContent(deep, { ...wheelLimits, entries: 50 })),
    LARGE,
  );
  assert.equal(
    answerOf(() => zipContent(deep, { ...wheelLimits, entries: 60 })),
    "accepted",
  );
});

test("two entries over one stretch of deflated data, each quoting the other's header, are an overlap", () => {
  const kernel = deflateRawSync(Buffer.alloc(2 ** 16));
  const second = { name: "p/b.bin", body: Buffer.alloc(2 ** 16), data: kernel };
  const bytes = zip([
    {
      name: "p/a.bin",
      body: Buffer.alloc(2 ** 16),
      data: Buffer.alloc(0),
      central: { packed: 37 + kernel.length },
    },
    second,
  ]);
  assert.equal(
    answerOf(() => zipContent(bytes)),
    OVERLAP,
  );
});
