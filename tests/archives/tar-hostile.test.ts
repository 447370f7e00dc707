/** Tar archives of which two readers could see two contents, or that reach beyond their own: each refused, with the code that says why. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTar, type TarLimits } from "../../src/formats/tar/tar.ts";
import { longName, pax, paxRecord, paxText, type TarPart, tar, tarParts } from "../support/tar-writer.ts";
import { answerOf } from "./outcome.ts";

const limits: TarLimits = { entries: 100, total: 2 ** 20 };
const a: TarPart = { name: "p/a.py", body: "a = 1\n" };
const b: TarPart = { name: "p/b.py", body: "b = 1\n" };
const gnu = (part: TarPart): TarPart => ({ ...part, gnu: true });
const zeros = (blocks: number): Buffer => Buffer.alloc(blocks * 512);

const BAD = "TW-TAR-MALFORMED";
const TWO = "TW-TAR-TWO-READINGS";
const EXTRA = "TW-TAR-EXTRA-BYTES";
const UNSUPPORTED = "TW-TAR-UNSUPPORTED";
const LINK = "TW-TAR-LINK";
const TWICE = "TW-TAR-DUPLICATE";
const OUTSIDE = "TW-PATH-OUTSIDE";
const UNPORTABLE = "TW-PATH-UNPORTABLE";
const long = `p/${"n".repeat(120)}`;

type Row = readonly [sentence: string, bytes: Buffer, code: string];

const headers: readonly Row[] = [
  ["no bytes", Buffer.alloc(0), BAD],
  ["a wrong checksum", tar([{ ...a, after: { 148: "000000" } }]), BAD],
  [
    "a checksum with signed bytes",
    tar([{ ...a, name: "p/\u00fc.py", after: { 148: signed("p/\u00fc.py") } }]),
    BAD,
  ],
  ["a header older than ustar", tar([{ ...a, over: { 257: Buffer.alloc(8) } }]), BAD],
  ["a header of ustar with another version", tar([{ ...a, over: { 263: "01" } }]), BAD],
  ["a size with a digit that is not octal", tar([{ ...a, over: { 124: "00000000008" } }]), BAD],
  ["a size with a sign", tar([{ ...a, over: { 124: "-0000000006" } }]), BAD],
  ["a size without an end", tar([{ ...a, over: { 124: "000000000006" } }]), BAD],
  ["a size that is empty", tar([{ ...a, over: { 124: Buffer.alloc(12) } }]), BAD],
  ["a size with blanks before it", tar([{ ...a, over: { 124: "     6      " } }]), BAD],
  ["a size in two pieces", tar([{ ...a, over: { 124: "0000 000006\0" } }]), BAD],
  [
    "a size in GNU's binary form",
    tar([gnu({ ...a, over: { 124: Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6]) } })]),
    BAD,
  ],
  ["a negative size in GNU's binary form", tar([gnu({ ...a, over: { 124: Buffer.alloc(12, 0xff) } })]), BAD],
  ["a mode that is no number", tar([{ ...a, over: { 100: "rw-r--r-" } }]), BAD],
  ["an owner that is no number", tar([{ ...a, over: { 108: "root\0\0\0\0" } }]), BAD],
  ["GNU's binary owner in a ustar header", tar([{ ...a, over: { 108: Buffer.from([0x80]) } }]), BAD],
  ["a name that goes on behind its end", tar([{ ...a, over: { 7: "evil" } }]), BAD],
  ["a user name that goes on behind its end", tar([{ ...a, over: { 265: "me\0you" } }]), BAD],
  ["a name that is not UTF-8", tar([{ ...a, name: Buffer.from([0x70, 0x2f, 0xff]) }]), BAD],
  ["something behind the prefix", tar([{ ...a, over: { 500: "x" } }]), BAD],
  ["a prefix in a GNU header", tar([gnu({ ...a, prefix: "evil" })]), BAD],
  ["a sparse map in a GNU header", tar([gnu({ ...a, over: { 386: "00000000001\0" } })]), BAD],
  ["the number of a device", tar([{ ...a, over: { 329: "0000001\0" } }]), BAD],
  ["a file with the name of a directory", tar([{ ...a, name: "p/d/" }]), BAD],
  ["an old file with the name of a directory", tar([{ ...a, type: "\0", name: "p/d/" }]), BAD],
  ["a directory with data", tar([{ ...a, name: "p/d/", type: "5" }]), BAD],
  ["a file that leads elsewhere", tar([{ ...a, link: "b.py" }]), BAD],
  ["a directory that leads elsewhere", tar([{ name: "p/d/", type: "5", link: ".." }]), BAD],
];

/** The checksum as some old programs made it. */
function signed(name: string): string {
  const honest = tarParts([{ ...a, name }]).subarray(0, 512);
  const sum = honest.reduce(
    (total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte > 127 ? byte - 256 : byte),
    0,
  );
  return sum.toString(8).padStart(6, "0");
}

const shape: readonly Row[] = [
  ["no end", tarParts([a]), BAD],
  ["an end of one block", tar([a], zeros(1)), BAD],
  ["an end that is no whole block", tar([a], Buffer.alloc(1100)), BAD],
  ["a file behind the end", tar([a], Buffer.concat([zeros(2), tar([b])])), EXTRA],
  ["a file behind one block of zeros", tar([a], Buffer.concat([zeros(1), tar([b])])), EXTRA],
  [
    "a byte in the last block",
    tar([a], Buffer.concat([zeros(3), Buffer.alloc(511), Buffer.from("x")])),
    EXTRA,
  ],
  ["zeros without an end", tar([a], zeros(200)), EXTRA],
  ["bytes that fill up a file's last block", tar([{ ...a, filling: 1 }]), EXTRA],
  ["a file longer than the archive", tar([{ ...a, size: 5000 }]), BAD],
  ["a file shorter than its data", tar([{ ...a, body: "x".repeat(600), size: 6 }]), EXTRA],
  ["a size of nothing before a whole archive", tar([{ ...a, body: tarParts([b]), size: 0 }, b]), TWICE],
  ["a header cut in its middle", tarParts([a, b]).subarray(0, 1300), BAD],
];

const kinds: readonly Row[] = [
  ...(["3", "4", "6"] as const).map(
    (type): Row => [`a device or pipe (${type})`, tar([{ name: "p/x", type }]), "TW-TAR-NOT-A-FILE"],
  ),
  ...(["7", "A", "D", "M", "N", "S", "V", "X", "I", "8", "z", " "] as const).map(
    (type): Row => [
      `an entry of the kind ${JSON.stringify(type)}`,
      tar([gnu({ name: "p/x", type })]),
      UNSUPPORTED,
    ],
  ),
  ["a device called a directory", tar([{ name: "p/x/", type: "3" }]), "TW-TAR-NOT-A-FILE"],
];

const links: readonly Row[] = [
  ["an absolute symbolic link", tar([a, { name: "p/l", type: "2", link: "/etc/passwd" }]), LINK],
  [
    "a symbolic link out of the archive",
    tar([a, { name: "p/l", type: "2", link: "../../etc/passwd" }]),
    LINK,
  ],
  ["a symbolic link out and in again", tar([a, { name: "p/l", type: "2", link: "../../p/a.py" }]), LINK],
  ["a symbolic link to a directory", tar([a, { name: "p/l", type: "2", link: "." }]), LINK],
  [
    "a symbolic link to a directory of its own entry",
    tar([
      { name: "p/", type: "5" },
      { name: "l", type: "2", link: "p" },
    ]),
    LINK,
  ],
  ["a symbolic link to nothing", tar([a, { name: "p/l", type: "2", link: "none" }]), LINK],
  ["a symbolic link that leads nowhere", tar([a, { name: "p/l", type: "2" }]), LINK],
  ["a symbolic link to itself", tar([a, { name: "p/l", type: "2", link: "l" }]), LINK],
  [
    "a symbolic link to a link",
    tar([a, { name: "p/l", type: "2", link: "a.py" }, { name: "p/m", type: "2", link: "l" }]),
    LINK,
  ],
  ["a symbolic link in another case", tar([a, { name: "p/l", type: "2", link: "A.PY" }]), LINK],
  ["a symbolic link with a backslash", tar([a, { name: "p/l", type: "2", link: "..\\p\\a.py" }]), LINK],
  ["a hard link out of the archive", tar([a, { name: "p/l", type: "1", link: "../p/a.py" }]), LINK],
  ["an absolute hard link", tar([a, { name: "p/l", type: "1", link: "/etc/passwd" }]), LINK],
  ["a hard link to what comes later", tar([{ name: "p/l", type: "1", link: "p/a.py" }, a]), LINK],
  ["a hard link to itself", tar([a, { name: "p/l", type: "1", link: "p/l" }]), LINK],
  [
    "a hard link to a symbolic link",
    tar([a, { name: "p/l", type: "2", link: "a.py" }, { name: "p/m", type: "1", link: "p/l" }]),
    LINK,
  ],
  ["a hard link that is relative", tar([a, { name: "p/l", type: "1", link: "a.py" }]), LINK],
  ["a link with data", tar([a, { name: "p/l", type: "1", link: "p/a.py", body: "evil" }]), BAD],
  [
    "a file below a link",
    tar([a, { name: "d", type: "2", link: "p/a.py" }, { name: "d/x", body: "x" }]),
    TWICE,
  ],
  ["a link in the place of a file", tar([a, { name: "p/a.py", type: "2", link: "b.py" }]), TWICE],
  [
    "a long link that is not the short one",
    tar([a, b, longName("p/b.py", "K"), gnu({ name: "p/l", type: "1", link: "p/a.py" })]),
    TWO,
  ],
  [
    "a pax link that is not the short one",
    tar([a, b, pax({ linkpath: "p/b.py" }), { name: "p/l", type: "1", link: "p/a.py" }]),
    TWO,
  ],
  ["a pax link for a file", tar([pax({ linkpath: "p/b.py" }), a]), TWO],
];

const longNames: readonly Row[] = [
  ["a pax path that is not the short name", tar([pax({ path: "p/evil.py" }), a]), TWO],
  ["a pax path that climbs", tar([pax({ path: `../${"x".repeat(120)}` }), a]), OUTSIDE],
  ["a pax path that is absolute", tar([pax({ path: `/${"x".repeat(120)}` }), a]), OUTSIDE],
  ["a pax size that is another", tar([pax({ size: "512" }), a]), TWO],
  ["a pax size that hides an archive", tar([pax({ size: "1024" }), { ...a, body: "", size: 0 }, b]), TWO],
  ["a pax size that is no number", tar([pax({ size: "0x6" }), a]), BAD],
  ["a pax size with a zero before it", tar([pax({ size: "06" }), a]), BAD],
  ["a negative pax size", tar([pax({ size: "-6" }), a]), BAD],
  ["a pax path twice", tar([paxText(paxRecord("path", long) + paxRecord("path", `${long}x`)), a]), BAD],
  ["an empty pax path", tar([pax({ path: "" }), a]), BAD],
  ["a NUL in a pax path", tar([pax({ path: `${long}\0x` }), a]), BAD],
  [
    "a pax path that is not UTF-8",
    tar([paxText(Buffer.concat([Buffer.from("10 path="), Buffer.from([0xff]), Buffer.from("\n")])), a]),
    BAD,
  ],
  ["a pax record that is too long", tar([paxText("99 path=x\n"), a]), BAD],
  ["a pax record that is too short", tar([paxText("5 path=x\n"), a]), BAD],
  ["a pax record with a zero before its length", tar([paxText("010 path=x\n"), a]), BAD],
  ["a pax record with a sign", tar([paxText("+9 path=x\n"), a]), BAD],
  ["a pax record without a value", tar([paxText("7 path\n"), a]), BAD],
  ["a pax record without a line end", tar([paxText("9 path=xy"), a]), BAD],
  ["a pax record of nothing", tar([paxText("\n"), a]), BAD],
  [
    "pax records for a sparse file",
    tar([pax({ "GNU.sparse.major": "1", "GNU.sparse.name": "p/evil" }), a]),
    UNSUPPORTED,
  ],
  ["a pax record for another character set", tar([pax({ hdrcharset: "BINARY" }), a]), UNSUPPORTED],
  ["a pax record nobody knows", tar([pax({ "X.evil": "1" }), a]), UNSUPPORTED],
  [
    "a pax record called like an object's own",
    tar([pax({ __proto__x: "1", constructor: "1" }), a]),
    UNSUPPORTED,
  ],
  ["an extended attribute", tar([pax({ "SCHILY.xattr.security.capability": "x" }), a]), UNSUPPORTED],
  ["a path for all files", tar([pax({ path: long }, "g"), a]), UNSUPPORTED],
  ["a size for all files", tar([pax({ size: "6" }, "g"), a]), UNSUPPORTED],
  ["two extended headers", tar([pax({ path: long }), pax({ path: `${long}x` }), a]), BAD],
  ["an extended header before the end", tar([a, pax({ path: long })]), BAD],
  [
    "a header for all files between one and its file",
    tar([pax({ path: long }), pax({ comment: "c" }, "g"), a]),
    BAD,
  ],
  ["an extended header in GNU's form", tar([{ ...pax({ path: long }), gnu: true }, gnu(a)]), BAD],
  ["an extended header of 2 MiB", tar([pax({ comment: "x".repeat(2 ** 21) }), a]), BAD],
  ["a GNU name that is not the short one", tar([longName("p/evil.py"), gnu(a)]), TWO],
  ["a GNU name that climbs", tar([longName(`../${"x".repeat(120)}`), gnu(a)]), OUTSIDE],
  ["a GNU name without an end", tar([{ ...longName(long), body: long }, gnu(a)]), BAD],
  ["a GNU name with two ends", tar([{ ...longName(long), body: `${long}\0\0` }, gnu(a)]), BAD],
  [
    "a GNU name that goes on behind its end",
    tar([{ ...longName(long), body: `${long}\0evil\0` }, gnu(a)]),
    BAD,
  ],
  ["an empty GNU name", tar([{ ...longName(""), body: "" }, gnu(a)]), BAD],
  ["two GNU names", tar([longName(long), longName(`${long}x`), gnu(a)]), BAD],
  ["a GNU name in a ustar header", tar([{ ...longName(long), gnu: false }, a]), BAD],
  ["a GNU name under another name", tar([{ ...longName(long), name: "p/evil" }, gnu(a)]), BAD],
  ["a GNU name and a pax path", tar([longName(long), pax({ path: `${long}x` }), a]), BAD],
  ["a pax path and a GNU name", tar([pax({ path: long }), longName(`${long}x`), gnu(a)]), BAD],
  ["a GNU name of 5,000 bytes", tar([longName("x/".repeat(2500)), gnu(a)]), BAD],
  ["a GNU name before the end", tar([a, longName(long)]), BAD],
];

const names: readonly Row[] = [
  ["an absolute name", tar([{ ...a, name: "/etc/x" }]), OUTSIDE],
  ["a climbing name", tar([{ ...a, name: "p/../../x" }]), OUTSIDE],
  ["a climbing prefix", tar([{ ...a, prefix: ".." }]), OUTSIDE],
  ["an absolute prefix", tar([{ ...a, prefix: "/etc" }]), OUTSIDE],
  ["a backslash", tar([{ ...a, name: "p\\x" }]), OUTSIDE],
  ["a drive", tar([{ ...a, name: "C:x" }]), OUTSIDE],
  ["a leading dot", tar([{ ...a, name: "./p/a.py" }]), UNPORTABLE],
  ["a doubled slash", tar([{ ...a, name: "p//a.py" }]), UNPORTABLE],
  ["a device of Windows", tar([{ ...a, name: "p/con.py" }]), UNPORTABLE],
  ["a line end", tar([{ ...a, name: "p/a\nb" }]), UNPORTABLE],
  ["no name", tar([{ ...a, name: "" }]), UNPORTABLE],
  ["a directory with two slashes", tar([{ name: "p//", type: "5" }]), UNPORTABLE],
  ["a file twice", tar([a, a]), TWICE],
  ["a file twice, in two cases", tar([a, { ...a, name: "P/A.py" }]), TWICE],
  ["a file twice, in two formats", tar([a, gnu(a)]), TWICE],
  ["a file and a directory of one name", tar([{ name: "p", body: "x" }, a]), TWICE],
  ["a file and an empty directory of one name", tar([a, { name: "p/a.py/", type: "5" }]), TWICE],
  [
    "a directory twice",
    tar([
      { name: "p/", type: "5" },
      { name: "p", type: "5" },
    ]),
    TWICE,
  ],
];

const groups = { headers, shape, kinds, links, longNames, names };
for (const [group, rows] of Object.entries(groups)) {
  for (const [sentence, bytes, code] of rows) {
    test(`a tar archive, ${group}: ${sentence}`, () =>
      assert.equal(
        answerOf(() => readTar(bytes, limits)),
        code,
      ));
  }
}

test("a tar archive may not hold more, or make more directories, than allowed", () => {
  const many = Array.from({ length: 101 }, (_, at) => ({ name: `p/${at}`, body: "" }));
  assert.equal(
    answerOf(() => readTar(tar(many), limits)),
    "TW-TAR-TOO-LARGE",
  );
  assert.equal(
    answerOf(() => readTar(tar(many.slice(1)), limits)),
    "accepted",
  );
  const deep = tar([pax({ path: `${"d/".repeat(101)}x` }), a]);
  assert.equal(
    answerOf(() => readTar(deep, limits)),
    "TW-TAR-TOO-LARGE",
  );
});

test("links count as the copies they become", () => {
  const big = { name: "p/a", body: Buffer.alloc(2 ** 19) };
  const link = (at: number): TarPart => ({ name: `p/l${at}`, type: "1", link: "p/a" });
  assert.equal(
    answerOf(() => readTar(tar([big, link(1)]), limits)),
    "accepted",
  );
  assert.equal(
    answerOf(() => readTar(tar([big, link(1), link(2)]), limits)),
    "TW-TAR-TOO-LARGE",
  );
});
