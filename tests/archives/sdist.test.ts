/** Source distributions: what is read, what is refused and with which code, and that no bent byte brings other content. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { readGzip } from "../../src/formats/gzip/gzip.ts";
import { readTar } from "../../src/formats/tar/tar.ts";
import { readSdist, sdistLimits } from "../../src/standards/pep625-sdist/sdist.ts";
import { onEach, run, scratch } from "../python/pythons.ts";
import { longName, makeSdist, pax, pkgInfo, sdistParts, type TarPart, tar } from "../support/tar-writer.ts";
import { u16, u32, zip } from "../support/zip-writer.ts";
import { answerOf } from "./outcome.ts";

const name = "s-1.0.tar.gz";
const plain = tar(sdistParts);
const packed = gzipSync(plain);
const LAYOUT = "TW-SDIST-LAYOUT";

/** Everything that is unpacked from an sdist, as one text. */
function contentOf(bytes: Uint8Array, filename = name): string {
  const { top, metadata, pyproject, files } = readSdist(bytes, filename);
  const read = files.map((file) => [file.path, file.executable, Buffer.from(file.read()).toString("hex")]);
  return JSON.stringify([top, metadata.requiresDist, pyproject, read.sort()]);
}

/** A gzip file put together by hand. */
function gzip(
  data: Buffer,
  more: { flags?: number; after?: Buffer; size?: number; method?: number } = {},
): Buffer {
  const trailer = packed.subarray(-8, -4);
  return Buffer.concat([
    Buffer.from([0x1f, 0x8b, more.method ?? 8, more.flags ?? 0, 0, 0, 0, 0, 0, 3]),
    more.after ?? Buffer.alloc(0),
    data,
    trailer,
    u32(more.size ?? plain.length),
  ]);
}
const deflated = deflateRawSync(plain);

const members: readonly (readonly [sentence: string, bytes: Buffer, code: string])[] = [
  ["no bytes", Buffer.alloc(0), "TW-GZIP-MALFORMED"],
  ["a tar archive that is not packed", plain, "TW-GZIP-MALFORMED"],
  ["a header alone", packed.subarray(0, 10), "TW-GZIP-MALFORMED"],
  ["another method", gzip(deflated, { method: 7 }), "TW-GZIP-MALFORMED"],
  ["a comment", gzip(deflated, { flags: 16, after: Buffer.from("hi\0") }), "TW-GZIP-MALFORMED"],
  [
    "an extra field",
    gzip(deflated, { flags: 4, after: Buffer.concat([u16(2), Buffer.from("hi")]) }),
    "TW-GZIP-MALFORMED",
  ],
  ["a checksum of its header", gzip(deflated, { flags: 2, after: u16(0) }), "TW-GZIP-MALFORMED"],
  ["a reserved flag", gzip(deflated, { flags: 32 }), "TW-GZIP-MALFORMED"],
  [
    "a file name without an end",
    gzip(deflated, { flags: 8, after: Buffer.alloc(2000, 0x61) }),
    "TW-GZIP-MALFORMED",
  ],
  ["a second member", Buffer.concat([packed, gzipSync(Buffer.from("evil"))]), "TW-GZIP-DATA"],
  ["an empty second member", Buffer.concat([packed, gzipSync(Buffer.alloc(0))]), "TW-GZIP-DATA"],
  [
    "an archive in two members",
    Buffer.concat([gzipSync(plain.subarray(0, 512)), gzipSync(plain.subarray(512))]),
    "TW-GZIP-DATA",
  ],
  ["a byte behind the end", Buffer.concat([packed, Buffer.from([0])]), "TW-GZIP-DATA"],
  ["bytes between data and checksum", gzip(Buffer.concat([deflated, Buffer.from("evil")])), "TW-GZIP-DATA"],
  ["a size that is smaller", gzip(deflated, { size: 512 }), "TW-GZIP-DATA"],
  ["a size that is larger", gzip(deflated, { size: plain.length + 1 }), "TW-GZIP-DATA"],
  ["data that is cut", gzip(deflated.subarray(0, 40)), "TW-GZIP-DATA"],
  ["data with zlib's header", gzip(Buffer.concat([Buffer.from([0x78, 0x9c]), deflated])), "TW-GZIP-DATA"],
  ["a size of 3 GiB", gzip(deflated, { size: 3 * 2 ** 30 }), "TW-GZIP-TOO-LARGE"],
  ["a bomb", gzipSync(Buffer.alloc(2 ** 25)), "TW-GZIP-TOO-LARGE"],
];
for (const [sentence, bytes, code] of members)
  test(`a gzip file: ${sentence}`, () =>
    assert.equal(
      answerOf(() => readSdist(bytes, name)),
      code,
    ));

const [info, project, code0] = sdistParts as [TarPart, TarPart, TarPart];
const layouts: readonly (readonly [
  sentence: string,
  parts: readonly TarPart[],
  code: string,
  filename?: string,
])[] = [
  ["is honest", sdistParts, "accepted"],
  ["is empty", [], LAYOUT],
  ["holds only a directory", [{ name: "s-1.0/", type: "5" }], LAYOUT],
  ["has no PKG-INFO", [project, code0], LAYOUT],
  ["has PKG-INFO in a directory below", [project, { ...info, name: "s-1.0/s.egg-info/PKG-INFO" }], LAYOUT],
  ["has PKG-INFO in another case", [project, { ...info, name: "s-1.0/pkg-info" }], LAYOUT],
  [
    "has PKG-INFO of another project",
    [project, { ...info, body: pkgInfo.replace("Name: s", "Name: t") }],
    LAYOUT,
  ],
  ["has PKG-INFO of another version", [project, { ...info, body: pkgInfo.replace("1.0", "1.1") }], LAYOUT],
  ["has PKG-INFO with two names", [project, { ...info, body: `${pkgInfo}Name: t\n` }], "TW-METADATA-FIELD"],
  ["has PKG-INFO that is not UTF-8", [project, { ...info, body: Buffer.from([0xff]) }], LAYOUT],
  ["has a pyproject.toml that is not UTF-8", [info, { ...project, body: Buffer.from([0xff]) }], LAYOUT],
  ["has neither pyproject.toml nor setup.py", [info, code0], LAYOUT],
  ["is of the older kind, with setup.py", [info, { name: "s-1.0/setup.py", body: "" }], "accepted"],
  ["is named after another project", sdistParts, LAYOUT, "t-1.0.tar.gz"],
  ["is named after another version", sdistParts, LAYOUT, "s-1.1.tar.gz"],
  ["is named like a wheel", sdistParts, "TW-SDIST-FILENAME", "s-1.0-py3-none-any.whl"],
  ["is packed otherwise than its name says", sdistParts, "TW-ZIP-MALFORMED", "s-1.0.zip"],
  ["is named in capitals", sdistParts, "accepted", "S-1.0.tar.gz"],
  ["has a file beside its directory", [...sdistParts, { name: "setup.py", body: "" }], LAYOUT],
  ["has a file beside its directory, first", [{ name: "setup.py", body: "" }, ...sdistParts], LAYOUT],
  ["has a second directory", [...sdistParts, { name: "s-1.0.1/x", body: "" }], LAYOUT],
  ["has a directory whose name begins alike", [...sdistParts, { name: "s-1.0-evil/x", body: "" }], LAYOUT],
  [
    "has no directory",
    [
      { ...info, name: "PKG-INFO" },
      { ...project, name: "pyproject.toml" },
    ],
    LAYOUT,
  ],
  [
    "has a directory of another project",
    sdistParts.map((part) => ({ ...part, name: String(part.name).replace("s-", "t-") })),
    LAYOUT,
  ],
  ["has a file that is its directory", [...sdistParts, { name: "s-1.0", body: "" }], "TW-TAR-DUPLICATE"],
  [
    "has PKG-INFO as a link to another file",
    [project, code0, { name: "s-1.0/x", body: pkgInfo }, { name: "s-1.0/PKG-INFO", type: "2", link: "x" }],
    "accepted",
  ],
  [
    "has PKG-INFO as a link out",
    [project, { name: "s-1.0/PKG-INFO", type: "2", link: "../../PKG-INFO" }],
    "TW-TAR-LINK",
  ],
  ["has a climbing file", [...sdistParts, { name: "s-1.0/../../escape", body: "" }], "TW-PATH-OUTSIDE"],
  [
    "has an absolute file",
    [...sdistParts, { name: "/var/tmp/truewheel-escape/x", body: "" }],
    "TW-PATH-OUTSIDE",
  ],
  [
    "has a setuid file, which becomes 0755",
    [...sdistParts, { name: "s-1.0/run", body: "", mode: 0o4755 }],
    "accepted",
  ],
  [
    "has a file for others to execute alone, which becomes 0644",
    [...sdistParts, { name: "s-1.0/run", body: "", mode: 0o611 }],
    "accepted",
  ],
  ["has git's comment for all files", [pax({ comment: "0123abcd" }, "g"), ...sdistParts], "accepted"],
  [
    "has times, owners and long names of pax",
    [
      ...sdistParts,
      pax({ path: `s-1.0/${"n".repeat(150)}`, mtime: "1700000000.25", uname: "j\u00fcrgen", size: "1" }),
      { name: `s-1.0/${"n".repeat(94)}`, body: "x" },
    ],
    "accepted",
  ],
  [
    "has long names of GNU tar",
    [
      ...sdistParts,
      longName(`s-1.0/${"n".repeat(150)}`),
      { name: `s-1.0/${"n".repeat(94)}`, body: "x", gnu: true },
    ],
    "accepted",
  ],
  [
    "has long names of ustar",
    [...sdistParts, { name: "n".repeat(90), prefix: `s-1.0/${"d".repeat(90)}`, body: "x" }],
    "accepted",
  ],
  [
    "has an owner that Rust left out",
    [{ ...info, gnu: true, over: { 108: Buffer.alloc(16) } }, project],
    "accepted",
  ],
  [
    "has an owner in GNU's binary form",
    [{ ...info, gnu: true, over: { 108: Buffer.from([0x80, 0, 0, 0, 0x12, 0x34, 0x56, 0x78]) } }, project],
    "accepted",
  ],
  [
    "has a hard link to an earlier file",
    [...sdistParts, { name: "s-1.0/copy", type: "1", link: "s-1.0/PKG-INFO" }],
    "accepted",
  ],
  [
    "has a symbolic link to a file above",
    [...sdistParts, { name: "s-1.0/s/info", type: "2", link: "../PKG-INFO" }],
    "accepted",
  ],
  [
    "has a symbolic link to what comes later",
    [{ name: "s-1.0/l", type: "2", link: "PKG-INFO" }, ...sdistParts],
    "accepted",
  ],
  [
    "has directories of their own",
    [{ name: "s-1.0/", type: "5" }, ...sdistParts, { name: "s-1.0/empty", type: "5" }],
    "accepted",
  ],
];
for (const [sentence, parts, code, filename] of layouts)
  test(`a source distribution that ${sentence}: ${code}`, () =>
    assert.equal(
      answerOf(() => contentOf(makeSdist(parts).bytes, filename)),
      code,
    ));

test("a source distribution keeps its owner's execute bit and nothing else of a mode, and links are copies", () => {
  const parts: readonly TarPart[] = [
    { name: "s-1.0/run", body: "run", mode: 0o4711 },
    { name: "s-1.0/others", body: "", mode: 0o611 },
    { name: "s-1.0/link", type: "2", link: "run", mode: 0o777 },
  ];
  const { files } = readSdist(makeSdist([...sdistParts, ...parts]).bytes, name);
  const of = (path: string) => files.find((file) => file.path === path);
  assert.deepEqual(
    [of("run")?.executable, of("others")?.executable, of("link")?.executable],
    [true, false, true],
  );
  assert.equal(Buffer.from(of("link")?.read() ?? []).toString(), "run");
  assert.equal(of("pyproject.toml")?.executable, false);
});

test("a source distribution of the older kind, packed as .zip, is read by the same rules", () => {
  const entries = sdistParts.map((part) => ({ name: String(part.name), body: part.body ?? "" }));
  assert.equal(contentOf(zip(entries), "s-1.0.zip"), contentOf(packed));
  const evil = zip([...entries, { name: "../escape", body: "" }]);
  assert.equal(
    answerOf(() => contentOf(evil, "s-1.0.zip")),
    "TW-PATH-OUTSIDE",
  );
  const link = zip([...entries, { name: "s-1.0/l", body: "PKG-INFO", mode: 0o120777 }]);
  assert.equal(
    answerOf(() => contentOf(link, "s-1.0.zip")),
    "TW-ZIP-NOT-A-FILE",
  );
});

onEach("source distributions written by tarfile in its three formats are read", ({ series, path }) => {
  const folder = scratch(`tarfile-${series}`);
  run(path, ["-E", "-s", fileURLToPath(new URL("writers.py", import.meta.url)), folder, "tars"]);
  const made = readdirSync(folder).filter((each) => each.endsWith(".tar.gz"));
  assert.equal(made.length, 3);
  for (const each of made) {
    const files = readTar(readGzip(readFileSync(join(folder, each)), sdistLimits), sdistLimits);
    const read = new Map(
      files.map((file) => [file.path, [Buffer.from(file.bytes).toString("latin1"), file.executable]]),
    );
    assert.deepEqual(read.get("s-1.0/p/a.py"), ["a = 1\n".repeat(200), false], each);
    assert.equal(read.get("s-1.0/p/x.txt")?.[1], true);
    assert.deepEqual(read.get(`s-1.0/${"d".repeat(90)}/${"e".repeat(60)}.py`), ["long", false], each);
    assert.equal(read.has(`s-1.0/${"f".repeat(200)}.py`), !each.startsWith("ustar"), each);
  }
});

const ornate = tar([
  pax({ comment: "c" }, "g"),
  { name: "s-1.0/", type: "5" },
  ...sdistParts,
  pax({ path: `s-1.0/${"n".repeat(150)}` }),
  { name: `s-1.0/${"n".repeat(94)}`, body: "x" },
  longName(`s-1.0/${"m".repeat(150)}`),
  { name: `s-1.0/${"m".repeat(94)}`, body: "y", gnu: true },
  { name: "s-1.0/copy", type: "1", link: "s-1.0/PKG-INFO" },
  { name: "s-1.0/link", type: "2", link: "s/__init__.py" },
]);

/** Files of a tar archive with their bytes; a mode is not covered by any checksum but tar's own. */
function tarContent(bytes: Uint8Array): string {
  return JSON.stringify(
    readTar(bytes, sdistLimits).map((file) => [file.path, Buffer.from(file.bytes).toString("hex")]),
  );
}

test("with any one bit of a header changed, a tar archive is refused or holds the same files", (t) => {
  const content = tarContent(ornate);
  let accepted = 0;
  // Data is covered by gzip's checksum, not by tar: only headers and fillings are bent here.
  const data = new Set<number>();
  for (let at = 0; at + 512 <= ornate.length && ornate[at] !== 0; ) {
    const size = Number.parseInt(ornate.toString("latin1", at + 124, at + 135), 8);
    for (let byte = 0; byte < size; byte++) data.add(at + 512 + byte);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  for (let bit = 0; bit < ornate.length * 8; bit++) {
    const at = bit >> 3;
    if (data.has(at)) continue;
    const bent = Buffer.from(ornate);
    bent[at] = (bent[at] ?? 0) ^ (1 << (bit & 7));
    let found = content;
    const answer = answerOf(() => {
      found = tarContent(bent);
    });
    assert.match(answer, /^(?:accepted|TW-(?:TAR|PATH)-[A-Z0-9-]+)$/);
    assert.equal(found, content, `bit ${bit}`);
    if (answer === "accepted") accepted++;
  }
  t.diagnostic(`${(ornate.length - data.size) * 8} tried, ${accepted} hold the same files, 0 uncaught`);
});

test("cut at any length, joined anywhere or with odd numbers, a source distribution is refused or the same", () => {
  const content = contentOf(packed);
  const same = (bent: Buffer): void => {
    let found = content;
    const answer = answerOf(() => {
      found = contentOf(bent);
    });
    assert.match(answer, /^(?:accepted|TW-(?:GZIP|TAR|PATH|SDIST|METADATA)-[A-Z0-9-]+)$/);
    assert.equal(found, content);
  };
  for (let length = 0; length < packed.length; length++)
    assert.match(
      answerOf(() => contentOf(packed.subarray(0, length))),
      /^TW-GZIP-/,
    );
  for (let bit = 0; bit < packed.length * 8; bit++) {
    const bent = Buffer.from(packed);
    bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    same(bent);
  }
  const place = fc.nat(packed.length);
  fc.assert(
    fc.property(place, place, (cut, from) => {
      const bent = Buffer.concat([packed.subarray(0, cut), packed.subarray(from)]);
      if (!bent.equals(packed)) same(bent);
    }),
    { numRuns: 2000 },
  );
});

test("whatever blocks are strung together, a tar reader answers with files or a code", () => {
  const blocks = Array.from({ length: ornate.length / 512 }, (_, at) =>
    ornate.subarray(at * 512, at * 512 + 512),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...blocks), { maxLength: 20 }), (chosen) => {
      const bytes = Buffer.concat([...chosen, Buffer.alloc(1024)]);
      assert.match(
        answerOf(() => readTar(bytes, sdistLimits)),
        /^(?:accepted|TW-(?:TAR|PATH)-)/,
      );
    }),
    { numRuns: 3000 },
  );
});
