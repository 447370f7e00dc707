import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Entry, u16, u32, zip } from "../../../tests/support/zip-writer.ts";
import { codeOf } from "../../base/fault.ts";
import { unpackEntry } from "./unpack.ts";
import { readZip, wheelLimits } from "./zip.ts";

const hello: Entry = { name: "a/hello.py", body: "print('hello')\n".repeat(20) };
const other: Entry = { name: "a/other.py", body: "x = 1\n", stored: true };
const extra = (id: number, body: Buffer): Buffer => Buffer.concat([u16(id, body.length), body]);

function outcome(bytes: Uint8Array, limits = wheelLimits): string {
  try {
    for (const entry of readZip(bytes, limits)) unpackEntry(entry);
    return "accepted";
  } catch (error) {
    return codeOf(error) ?? `crash: ${String(error)}`;
  }
}

const cases: readonly (readonly [string, Buffer, string])[] = [
  ["accepts deflated and stored files", zip([hello, other]), "accepted"],
  ["accepts an explicit directory", zip([{ name: "a/" }, hello]), "accepted"],
  ["accepts a data descriptor", zip([{ ...hello, descriptor: true }, other]), "accepted"],
  ["accepts an empty archive", zip([]), "accepted"],
  ["accepts an empty file", zip([{ name: "a/__init__.py", body: "" }]), "accepted"],
  ["accepts a UTF-8 name that is marked", zip([{ name: "a/ü.py", body: "" }]), "accepted"],
  [
    "accepts zip64 sizes",
    zip([
      {
        ...other,
        central: { size: 0xffffffff, extra: extra(1, Buffer.concat([u32(6, 0)])) },
        local: { size: 0xffffffff, packed: 0xffffffff, extra: extra(1, u32(6, 0, 6, 0)) },
      },
    ]),
    "accepted",
  ],
  ["refuses no bytes", Buffer.alloc(0), "TW-ZIP-MALFORMED"],
  [
    "refuses a UTF-8 name that is not marked",
    zip([{ name: "a/ü.py", body: "", flags: 0 }]),
    "TW-ZIP-MALFORMED",
  ],
  [
    "refuses a name that is not UTF-8",
    zip([{ name: Buffer.from([0x61, 0xff]), body: "" }]),
    "TW-ZIP-MALFORMED",
  ],
  [
    "refuses bytes before the first file",
    zip([{ ...hello, before: Buffer.from("MZ") }]),
    "TW-ZIP-EXTRA-BYTES",
  ],
  [
    "refuses bytes between two files",
    zip([hello, { ...other, before: Buffer.from("gap") }]),
    "TW-ZIP-EXTRA-BYTES",
  ],
  ["refuses bytes after the end", zip([hello], { tail: Buffer.from("x") }), "TW-ZIP-EXTRA-BYTES"],
  ["refuses a comment", zip([hello], { comment: Buffer.from("hi") }), "TW-ZIP-EXTRA-BYTES"],
  ["refuses a second archive appended", Buffer.concat([zip([hello]), zip([other])]), "TW-ZIP-MALFORMED"],
  ["refuses a hidden local entry", zip([hello, other], { count: 1 }), "TW-ZIP-MALFORMED"],
  [
    "refuses a comment on a file",
    zip([{ ...hello, central: { comment: Buffer.from("c") } }]),
    "TW-ZIP-MALFORMED",
  ],
  ["refuses one name twice", zip([hello, hello]), "TW-ZIP-DUPLICATE"],
  [
    "refuses two names that differ in case",
    zip([hello, { name: "a/HELLO.py", body: "" }]),
    "TW-ZIP-DUPLICATE",
  ],
  [
    "refuses two spellings of one accent",
    zip([{ name: "a/\u00e9.py" }, { name: "a/e\u0301.py" }]),
    "TW-ZIP-DUPLICATE",
  ],
  ["refuses a directory in two cases", zip([{ name: "a/x.py" }, { name: "A/y.py" }]), "TW-ZIP-DUPLICATE"],
  ["refuses a file that is also a directory", zip([{ name: "a" }, { name: "a/x.py" }]), "TW-ZIP-DUPLICATE"],
  ["refuses a link", zip([{ ...other, mode: 0o120777 }]), "TW-ZIP-NOT-A-FILE"],
  ["refuses a device", zip([{ ...other, mode: 0o020666 }]), "TW-ZIP-NOT-A-FILE"],
  ["refuses a directory by mode alone", zip([{ ...other, mode: 0o040755 }]), "TW-ZIP-MALFORMED"],
  ["refuses a directory with content", zip([{ name: "a/", body: "data" }]), "TW-ZIP-MALFORMED"],
  ["refuses encryption", zip([{ ...other, flags: 1 }]), "TW-ZIP-UNSUPPORTED"],
  [
    "refuses another method",
    zip([{ ...other, central: { method: 12 }, local: { method: 12 } }]),
    "TW-ZIP-UNSUPPORTED",
  ],
  ["refuses a stored file with a descriptor", zip([{ ...other, descriptor: true }]), "TW-ZIP-MALFORMED"],
  [
    "refuses another local name",
    zip([{ ...other, local: { name: Buffer.from("a/0ther.py") } }]),
    "TW-ZIP-TWO-READINGS",
  ],
  ["refuses another local method", zip([{ ...other, local: { method: 8 } }]), "TW-ZIP-TWO-READINGS"],
  ["refuses another local checksum", zip([{ ...other, local: { crc: 1 } }]), "TW-ZIP-TWO-READINGS"],
  ["refuses another local size", zip([{ ...other, local: { size: 5 } }]), "TW-ZIP-TWO-READINGS"],
  ["refuses other local flags", zip([{ ...other, local: { flags: 0x800 } }]), "TW-ZIP-TWO-READINGS"],
  ["refuses another local time", zip([{ ...other, local: { time: 7 } }]), "TW-ZIP-TWO-READINGS"],
  [
    "refuses two files over the same bytes",
    zip([other, { name: "b.py", central: { offset: 0 } }]),
    "TW-ZIP-OVERLAP",
  ],
  ["refuses a wrong checksum", zip([{ ...other, central: { crc: 1 }, local: { crc: 1 } }]), "TW-ZIP-DATA"],
  [
    "refuses a file longer than announced",
    zip([{ ...hello, central: { size: 3 }, local: { size: 3 } }]),
    "TW-ZIP-DATA",
  ],
  [
    "refuses a file shorter than announced",
    zip([{ ...hello, central: { size: 9999 }, local: { size: 9999 } }]),
    "TW-ZIP-DATA",
  ],
  [
    "refuses bytes hidden behind the compressed data",
    zip([{ ...hello, hidden: Buffer.from("evil") }]),
    "TW-ZIP-DATA",
  ],
  [
    "refuses a second name in an extra field",
    zip([{ ...other, central: { extra: extra(0x7075, Buffer.from("\u0001\0\0\0\0evil.py")) } }]),
    "TW-ZIP-MALFORMED",
  ],
  [
    "refuses a cut extra field",
    zip([{ ...other, central: { extra: Buffer.from([1, 0, 9, 0, 1]) } }]),
    "TW-ZIP-MALFORMED",
  ],
  [
    "refuses zip64 numbers nobody asks for",
    zip([{ ...other, central: { extra: extra(1, u32(6, 0)) } }]),
    "TW-ZIP-MALFORMED",
  ],
  ["refuses an empty name", zip([{ name: "", body: "x" }]), "TW-ZIP-MALFORMED"],
  ["refuses an absolute path", zip([{ name: "/etc/x" }]), "TW-PATH-OUTSIDE"],
  ["refuses a climbing path", zip([{ name: "a/../../x" }]), "TW-PATH-OUTSIDE"],
  ["refuses a backslash", zip([{ name: "a\\x" }]), "TW-PATH-OUTSIDE"],
  ["refuses a drive", zip([{ name: "C:x" }]), "TW-PATH-OUTSIDE"],
  ["refuses a NUL", zip([{ name: "a\0b" }]), "TW-PATH-UNPORTABLE"],
  ["refuses a device name", zip([{ name: "a/Aux.txt" }]), "TW-PATH-UNPORTABLE"],
  ["refuses a stream", zip([{ name: "a/x.py:y" }]), "TW-PATH-UNPORTABLE"],
];

for (const [sentence, bytes, expected] of cases) {
  test(`a ZIP reader ${sentence}`, () => assert.equal(outcome(bytes), expected));
}

test("a ZIP reader refuses a bomb by its ratio, before anything is unpacked", () => {
  const bomb = zip([{ name: "zeros", body: Buffer.alloc(2 ** 25) }]);
  assert.ok(bomb.length < 2 ** 16);
  assert.equal(outcome(bomb), "TW-ZIP-TOO-LARGE");
});

test("a ZIP reader refuses more files than allowed", () => {
  assert.equal(outcome(zip([hello, other]), { ...wheelLimits, entries: 1 }), "TW-ZIP-TOO-LARGE");
});

test("cut anywhere, an archive is refused with a code", () => {
  const whole = zip([hello, { ...other, descriptor: false }, { name: "b.py", body: "y", descriptor: true }]);
  for (let length = 0; length < whole.length; length++)
    assert.match(outcome(whole.subarray(0, length)), /^TW-ZIP-/);
});

test("with one byte changed, an archive is refused with a code or holds the same bytes", () => {
  const whole = zip([hello, { ...other, descriptor: false }, { name: "b.py", body: "y", descriptor: true }]);
  const content = (bytes: Uint8Array): string =>
    readZip(bytes)
      .map((entry) => Buffer.from(unpackEntry(entry)).toString("hex"))
      .join();
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bent = Buffer.from(whole);
      bent[at] = (bent[at] ?? 0) ^ change;
      const result = outcome(bent);
      if (result !== "accepted") return assert.match(result, /^TW-(?:ZIP|PATH)-/);
      return assert.equal(content(bent), content(whole));
    }),
    { numRuns: 4000 },
  );
});

test("whatever the names and bodies, what was packed comes out", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}\.py$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, fc.uint8Array(), fc.boolean()), { selector: ([each]) => each }),
      (files) => {
        const bytes = zip(
          files.map(([each, body, stored]) => ({ name: each, body: Buffer.from(body), stored })),
        );
        const read = readZip(bytes).map((entry) => [
          entry.path,
          Buffer.from(unpackEntry(entry)).toString("hex"),
        ]);
        assert.deepEqual(
          read,
          files.map(([each, body]) => [each, Buffer.from(body).toString("hex")]),
        );
      },
    ),
  );
});
