/** Requirements files: lines, options, inclusion, encodings. What pip 26.3 reads is held against the same reader by conformance/requirements. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../base/fault.ts";
import { formatFileHash } from "../file-hash/hash.ts";
import { formatSpecifiers } from "../pep440-version/specifiers.ts";
import { formatMarker } from "../pep508-requirement/marker.ts";
import { originText } from "./origin.ts";
import { type RequirementsFiles, readRequirements } from "./read.ts";
import { foldOptions } from "./settings.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);

type Files = Readonly<Record<string, string | Uint8Array>>;

function read(files: Files, variables = {}, start = "r.txt", constraint = false): Promise<RequirementsFiles> {
  return readRequirements([{ location: start, constraint }], {
    variables,
    read: (location) => {
      const content = files[location];
      if (content === undefined) throw new Fault("TW-DISK-MISSING", `no ${location}`);
      return typeof content === "string" ? Buffer.from(content) : content;
    },
  });
}

/** One text a requirement: place, name, versions, marker, hashes. */
async function summary(files: Files, variables = {}, start = "r.txt"): Promise<readonly string[]> {
  const { requirements } = await read(files, variables, start);
  return requirements.map(({ origin, requirement, hashes, constraint, editable }) => {
    const { name, specifiers, marker } = requirement;
    return [
      originText(origin),
      constraint ? "-c" : editable ? "-e" : "-r",
      `${name ?? requirement.text}${formatSpecifiers(specifiers)}`,
      ...(marker === undefined ? [] : [formatMarker(marker)]),
      ...hashes.map((hash) => formatFileHash(hash).replace(/(.)\1+$/, "$1...")),
    ].join(" ");
  });
}

for (const [sentence, text, understood] of [
  [
    "comments go, a sharp within a word stays",
    "a==1 # b\n#c\n  # d\na @ https://h.example/a.zip#egg=a",
    ["r.txt:1 -r a==1", "r.txt:4 -r a"],
  ],
  [
    "a backslash joins lines, the first one counts",
    `a==1 \\\n  --hash=sha256:${A} \\\n  --hash=sha256:${B}\nb`,
    ["r.txt:1 -r a==1 sha256:a... sha256:b...", "r.txt:4 -r b"],
  ],
  ["a comment ends what was joined", `a==1 \\\n# b \\\nc`, ["r.txt:1 -r a==1", "r.txt:3 -r c"]],
  ["a backslash at the very end joins nothing", "a \\", ["r.txt:1 -r a"]],
  [
    "every line end of Python ends a line",
    "a\rb\r\nc\fd\u2028e",
    ["r.txt:1 -r a", "r.txt:2 -r b", "r.txt:3 -r c", "r.txt:4 -r d", "r.txt:5 -r e"],
  ],
  [
    "quotes in markers are no shell quotes",
    `a; os_name == 'x' --hash=sha256:${A}`,
    ['r.txt:1 -r a os_name == "x" sha256:a...'],
  ],
  [
    "a hash may stand in a word of its own",
    `a --hash sha256:${A.toUpperCase()}`,
    ["r.txt:1 -r a sha256:a..."],
  ],
  ["the same hash twice is one", `a --hash=sha256:${A} --hash=sha256:${A}`, ["r.txt:1 -r a sha256:a..."]],
  [
    "an editable directory",
    "-e ./x\n--editable=git+https://h.example/a.git",
    ["r.txt:1 -e ./x", "r.txt:2 -e git+https://h.example/a.git"],
  ],
] as const) {
  test(`lines: ${sentence}`, async () => assert.deepEqual(await summary({ "r.txt": text }), understood));
}

test("variables: one that is set is replaced, after comments are gone", async () => {
  const { requirements } = await read({ "r.txt": "a${X}==1 #${Y}\n" }, { X: "b", Y: "\nc" });
  assert.equal(requirements[0]?.requirement.name, "ab");
  assert.equal(requirements.length, 1);
});

test("variables: an empty, unset, lower-case or inherited one stays as it is", async () => {
  const { options } = await read(
    { "r.txt": "-i https://${EMPTY}${UNSET}${lower}${constructor}$NAME.example/" },
    { EMPTY: "", lower: "x", NAME: "x" },
  );
  assert.equal(options[0]?.value, "https://${EMPTY}${UNSET}${lower}${constructor}$NAME.example/");
});

test("variables: a value may bring options, as in pip, and a fault does not repeat it", async () => {
  const { requirements } = await read({ "r.txt": "a ${OPTS}" }, { OPTS: `--hash=sha256:${A}` });
  assert.equal(requirements[0]?.hashes.length, 1);
  await assert.rejects(
    read({ "r.txt": "a @ https://${TOKEN}@h.example/none" }, { TOKEN: "hunter2" }),
    (thrown) =>
      thrown instanceof Fault && thrown.code === "TW-REQUIREMENTS-LINE" && !/hunter2/.test(thrown.message),
  );
});

test("files: -r and -c start from their own file, -c makes constraints, -r within -c requirements", async () => {
  const files = {
    "sub/r.txt": "-r deep/b.txt\n-c ../c.txt\na",
    "sub/deep/b.txt": "b",
    "c.txt": "c==1\n-r sub/deep/b.txt",
  };
  assert.deepEqual(await summary(files, {}, "sub/r.txt"), [
    "sub/deep/b.txt:1 -r b",
    "c.txt:1 -c c==1",
    "sub/deep/b.txt:1 -r b",
    "sub/r.txt:3 -r a",
  ]);
});

test("files: from the network, -r starts from the URL, and credentials are in no place", async () => {
  const files = {
    "https://u:p@h.example/x/r.txt": "-r b.txt\n-c https://i.example/c.txt",
    "https://u:p@h.example/x/b.txt": "b",
    "https://i.example/c.txt": "c",
  };
  assert.deepEqual(await summary(files, {}, "https://u:p@h.example/x/r.txt"), [
    "https://h.example/x/b.txt:1 -r b",
    "https://i.example/c.txt:1 -c c",
  ]);
});

const utf16 = Buffer.from("\ufeffa", "utf16le");
for (const [sentence, files, code, words] of [
  [
    "an unknown option",
    { "r.txt": "a\n--frobnicate" },
    "TW-REQUIREMENTS-OPTION",
    "r.txt:2: the option --frobnicate is not known",
  ],
  [
    "an option that pip dropped",
    { "r.txt": "a --global-option=x" },
    "TW-REQUIREMENTS-OPTION",
    "r.txt:1: the option --global-option is not known: pip no longer has it",
  ],
  [
    "an abbreviated option",
    { "r.txt": "--extra https://h.example" },
    "TW-REQUIREMENTS-OPTION",
    "r.txt:1: the option --extra is not known",
  ],
  ["an option without its value", { "r.txt": "-r" }, "TW-REQUIREMENTS-OPTION", "r.txt:1: -r needs a value"],
  ["a value for a flag", { "r.txt": "--pre=yes" }, "TW-REQUIREMENTS-OPTION", "r.txt:1: --pre takes no value"],
  [
    "a word behind options",
    { "r.txt": "--no-index a==1" },
    "TW-REQUIREMENTS-OPTION",
    "r.txt:1: a word stands behind the options",
  ],
  [
    "a hash that belongs to nothing",
    { "r.txt": `a==1\n--hash=sha256:${A}` },
    "TW-REQUIREMENTS-LINE",
    "r.txt:2: --hash belongs to no requirement",
  ],
  [
    "a second file in one line",
    { "r.txt": "-r b.txt -r c.txt" },
    "TW-REQUIREMENTS-LINE",
    "r.txt:1: --requirement must stand alone",
  ],
  [
    "a protection that would get lost beside -r",
    { "r.txt": "--require-hashes -r b.txt" },
    "TW-REQUIREMENTS-LINE",
    "r.txt:1: --requirement must stand alone",
  ],
  [
    "an option beside a requirement",
    { "r.txt": "a --pre" },
    "TW-REQUIREMENTS-LINE",
    "r.txt:1: --pre stands beside",
  ],
  [
    "an open quote",
    { "r.txt": "a --hash='sha256" },
    "TW-REQUIREMENTS-LINE",
    "r.txt:1: a quote in its options stays open",
  ],
  ["an md5 hash", { "r.txt": "a --hash=md5:00" }, "TW-HASH-WEAK", 'r.txt:1: "md5" does not count'],
  ["a cut hash", { "r.txt": "a --hash=sha256:00" }, "TW-HASH-FORM", 'r.txt:1: "00" is no sha256 digest'],
  [
    "a hashed checkout",
    { "r.txt": `-e git+https://h.example/a --hash=sha256:${A}` },
    "TW-REQUIREMENTS-LINE",
    "r.txt:1: a directory or checkout is no file",
  ],
  [
    "an editable name",
    { "r.txt": "-e flask" },
    "TW-REQUIREMENTS-LINE",
    "r.txt:1: --editable takes a directory",
  ],
  ["a broken requirement, with its place", { "r.txt": "a\nb==\n" }, "TW-REQUIREMENT-INVALID", "r.txt:2: "],
  [
    "a file that includes itself",
    { "r.txt": "-r ./r.txt" },
    "TW-REQUIREMENTS-NESTED",
    "r.txt:1: r.txt includes itself",
  ],
  [
    "a circle of files",
    { "r.txt": "-r b.txt", "b.txt": "-c r.txt" },
    "TW-REQUIREMENTS-NESTED",
    "b.txt:1: r.txt includes itself",
  ],
  [
    "a constraint with extras",
    { "r.txt": "-c b.txt", "b.txt": "a[x]==1" },
    "TW-REQUIREMENTS-CONSTRAINT",
    "b.txt:1: this cannot be a constraint: it has extras",
  ],
  [
    "a constraint without a name",
    { "r.txt": "-c b.txt", "b.txt": "./x.zip" },
    "TW-REQUIREMENTS-CONSTRAINT",
    "b.txt:1: this cannot be a constraint",
  ],
  [
    "UTF-16",
    { "r.txt": utf16 },
    "TW-REQUIREMENTS-ENCODING",
    "r.txt cannot be read as text: it begins as UTF-16",
  ],
  [
    "bytes that are no UTF-8",
    { "r.txt": Buffer.from([0x61, 0xe9]) },
    "TW-REQUIREMENTS-ENCODING",
    "r.txt cannot be read as text: it is not UTF-8",
  ],
  [
    "another declared encoding",
    { "r.txt": "# coding: cp1252\na" },
    "TW-REQUIREMENTS-ENCODING",
    "r.txt cannot be read as text: it declares",
  ],
] as const) {
  test(`refuses ${sentence}`, async () => {
    await assert.rejects(read(files), (thrown) => {
      assert.ok(thrown instanceof Fault);
      assert.equal(thrown.code, code);
      assert.ok(thrown.message.startsWith(words), thrown.message);
      return true;
    });
  });
}

for (const [sentence, line] of [
  ["a local file", "-r file:///etc/r.txt"],
  ["a path", "./x.zip"],
  ["a named path", "a @ file:///srv/a.zip"],
  ["a local repository", "a @ git+file:///srv/a"],
  ["a file over http:", "-c http://h.example/c.txt"],
] as const) {
  test(`a file from the network may not name ${sentence}`, async () => {
    await assert.rejects(
      read({ "https://h.example/r.txt": line }, {}, "https://h.example/r.txt"),
      (thrown) => thrown instanceof Fault && thrown.code === "TW-REQUIREMENTS-REMOTE",
    );
  });
}

for (const [sentence, bytes] of [
  ["UTF-8 with a byte order mark", Buffer.from("\ufeffa ; 'é' in platform_version")],
  ["declared Latin-1", Buffer.from("# -*- coding: latin-1 -*-\na ; 'é' in platform_version", "latin1")],
  [
    "Latin-1 declared in the second line",
    Buffer.from("#\n#coding=ISO_8859-1\na ; 'é' in platform_version", "latin1"),
  ],
] as const) {
  test(`encodings: ${sentence}`, async () => {
    const [line] = await summary({ "r.txt": bytes });
    assert.match(line ?? "", / -r a "é" in platform_version$/);
  });
}

test("options fold as pip folds them", async () => {
  const text =
    "--extra-index-url https://lost.example/\n-i https://one.example/ --extra-index-url https://two.example/\n" +
    "--no-binary a,b\n--only-binary B\n--only-binary=:none:\n--pre\n--only-final x\n--require-hashes\n-f ./w\n";
  const settings = foldOptions((await read({ "r.txt": text })).options);
  assert.equal(settings.indexUrl?.value, "https://one.example/");
  assert.deepEqual(
    settings.extraIndexUrls.map(({ value }) => value),
    ["https://two.example/"],
  );
  assert.deepEqual([[...settings.noBinary], [...settings.onlyBinary]], [["a"], []]);
  assert.deepEqual([[...settings.allReleases], [...settings.onlyFinal]], [[":all:"], ["x"]]);
  assert.deepEqual([settings.requireHashes, settings.preferBinary], [true, false]);
  assert.deepEqual(
    settings.findLinks.map(({ value, origin }) => [value, originText(origin)]),
    [["./w", "r.txt:9"]],
  );
});

test("--no-index takes every index away, wherever it stands", async () => {
  const { options } = await read({ "r.txt": "-i https://a.example/\n--no-index\n-i https://b.example/" });
  const { indexUrl, noIndex } = foldOptions(options);
  assert.deepEqual([indexUrl, noIndex], [undefined, { file: "r.txt", line: 2 }]);
});

test("options that weaken trust are handed back with a reason", async () => {
  const { options } = await read({ "r.txt": "--trusted-host h.example\n--no-require-hashes" });
  const { refused } = foldOptions(options);
  assert.deepEqual(
    refused.map(({ option, origin }) => [option, originText(origin)]),
    [
      ["--trusted-host", "r.txt:1"],
      ["--no-require-hashes", "r.txt:2"],
    ],
  );
  assert.match(refused[0]?.reason ?? "", /certificate/);
});

test("any file is read or refused, never anything else", async () => {
  const part = fc.constantFrom(
    "a",
    "==1",
    " ",
    "\n",
    "\\",
    "#",
    "--hash=",
    "sha256:",
    A,
    "-r",
    "b.txt",
    "-e",
    "./x",
    ";",
    "'",
    '"',
    "${X}",
    "-c",
    "--pre",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 25 }), async (parts) => {
      try {
        await read({ "r.txt": parts.join(""), "b.txt": "b" }, { X: " \n--pre" });
      } catch (thrown) {
        assert.ok(thrown instanceof Fault);
      }
    }),
    { numRuns: 2000 },
  );
});
