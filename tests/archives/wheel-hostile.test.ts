/** Well-formed archives that are no wheels to install: refused with the code that says why, in an environment that stays as it was. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { makeWheel, type WheelSpec } from "../support/wheel-writer.ts";
import { zip } from "../support/zip-writer.ts";
import { inhabited, installInto, outcome, pictureOf } from "./outcome.ts";

const info = "pkg-1.0.dist-info";
const data = "pkg-1.0.data";
const wheelFile = (text: string): WheelSpec => ({ wheelFile: text });
const metadata = (text: string): WheelSpec => ({ metadata: `Metadata-Version: 2.1\n${text}` });
const file = (path: string, body = "x = 1\n"): WheelSpec => ({ files: { [path]: body } });
const commands = (lines: string): WheelSpec => ({ entryPoints: `[console_scripts]\n${lines}\n` });
const record = (bend: (honest: string) => string): WheelSpec => ({ record: bend });
const hash = (algorithm: string, encoding: "base64url" | "base64" | "hex" = "base64url"): string =>
  createHash(algorithm).update('__version__ = "1.0"\n').digest(encoding);
/** RECORD with another digest for pkg/__init__.py. */
const digest = (text: string): WheelSpec =>
  record((honest) => honest.replace(/(pkg\/__init__\.py,)[^,]*/, `$1${text}`));

const LAYOUT = "TW-WHEEL-LAYOUT";
const BYTECODE = "TW-WHEEL-BYTECODE";
const HEADERS = "Root-Is-Purelib: true\nTag: py3-none-any\n";

type Row = readonly [sentence: string, spec: WheelSpec, code: string];

const identity: readonly Row[] = [
  ["METADATA names another project", metadata("Name: other\nVersion: 1.0\n"), LAYOUT],
  ["METADATA names another version", metadata("Name: pkg\nVersion: 1.0.1\n"), LAYOUT],
  ["METADATA names a local version", metadata("Name: pkg\nVersion: 1.0+evil\n"), LAYOUT],
  ["METADATA names two projects", metadata("Name: pkg\nName: other\nVersion: 1.0\n"), "TW-METADATA-FIELD"],
  ["METADATA names two versions", metadata("Name: pkg\nVersion: 1.0\nversion: 2.0\n"), "TW-METADATA-FIELD"],
  ["METADATA names no project", metadata("Version: 1.0\n"), "TW-METADATA-FIELD"],
  ["METADATA names no version", metadata("Name: pkg\n"), "TW-METADATA-FIELD"],
  ["METADATA names a version that is none", metadata("Name: pkg\nVersion: one\n"), "TW-METADATA-FIELD"],
  [
    "METADATA requires what is no requirement",
    metadata("Name: pkg\nVersion: 1.0\nRequires-Dist: a b c\n"),
    "TW-METADATA-FIELD",
  ],
  [
    "METADATA hides a requirement behind a line that is no field",
    metadata("Name: pkg\nVersion: 1.0\nthis is no field\nRequires-Dist: evil\n"),
    "TW-METADATA-HEADERS",
  ],
  [
    "METADATA is of another major version",
    { metadata: "Metadata-Version: 3.0\nName: pkg\nVersion: 1.0\n" },
    "TW-METADATA-VERSION",
  ],
  ["METADATA is empty", { metadata: "" }, "TW-METADATA-FIELD"],
  ["METADATA is missing", { without: [`${info}/METADATA`] }, LAYOUT],
  ["WHEEL is missing", { without: [`${info}/WHEEL`] }, LAYOUT],
  ["RECORD is missing", { without: [`${info}/RECORD`] }, LAYOUT],
  [
    "METADATA is spelled in another case",
    { files: { [`${info}/metadata`]: "Name: pkg" }, without: [`${info}/METADATA`] },
    LAYOUT,
  ],
  ["there are two .dist-info directories", file("other-2.0.dist-info/METADATA"), LAYOUT],
  [
    "a second .dist-info directory is empty",
    { pack: (entries) => zip([...entries, { name: "other-2.0.dist-info/" }]) },
    LAYOUT,
  ],
  ["a second .dist-info is a file", file("other-2.0.dist-info"), LAYOUT],
  ["the .dist-info is of another project", { distInfo: "other-1.0.dist-info" }, LAYOUT],
  ["the .dist-info is of another version", { distInfo: "pkg-2.0.dist-info" }, LAYOUT],
  ["the .dist-info has no version", { distInfo: "pkg.dist-info" }, LAYOUT],
  ["the .dist-info has a version that is none", { distInfo: "pkg-one.dist-info" }, LAYOUT],
  ["the .dist-info is spelled in capitals", { distInfo: "pkg-1.0.DIST-INFO" }, LAYOUT],
  ["the .dist-info lies in a directory", { distInfo: "sub/pkg-1.0.dist-info" }, LAYOUT],
  ["the file is named after another project", { filename: "other-1.0-py3-none-any.whl" }, LAYOUT],
  ["the file is named after another version", { filename: "pkg-2.0-py3-none-any.whl" }, LAYOUT],
  ["the file name has no tags", { filename: "pkg-1.0.whl" }, "TW-WHEEL-FILENAME"],
  [
    "the file name is for another Python",
    { filename: "pkg-1.0-cp27-cp27m-win32.whl" },
    "TW-WHEEL-NOT-COMPATIBLE",
  ],
  ["an egg-info would register another", file("other.egg-info", "Name: other"), LAYOUT],
  ["an egg-link would register another", file("other.egg-link", "/var/tmp"), LAYOUT],
];

const wheelFiles: readonly Row[] = [
  ["the format is of the next major version", wheelFile(`Wheel-Version: 2.0\n${HEADERS}`), LAYOUT],
  ["the format has no version", wheelFile(HEADERS), "TW-WHEEL-FILE"],
  ["the format has a version that is none", wheelFile(`Wheel-Version: one\n${HEADERS}`), "TW-WHEEL-FILE"],
  [
    "the format has two versions",
    wheelFile(`Wheel-Version: 1.0\nWheel-Version: 2.0\n${HEADERS}`),
    "TW-WHEEL-FILE",
  ],
  ["Root-Is-Purelib is missing", wheelFile("Wheel-Version: 1.0\nTag: py3-none-any\n"), "TW-WHEEL-FILE"],
  [
    "Root-Is-Purelib is there twice",
    wheelFile(`Wheel-Version: 1.0\nroot-is-purelib: false\n${HEADERS}`),
    "TW-WHEEL-FILE",
  ],
  [
    "Root-Is-Purelib is neither true nor false",
    wheelFile("Wheel-Version: 1.0\nRoot-Is-Purelib: maybe\n"),
    "TW-WHEEL-FILE",
  ],
  ["WHEEL is empty", wheelFile(""), "TW-WHEEL-FILE"],
  [
    "WHEEL hides fields behind a line that is none",
    wheelFile(`Wheel-Version: 1.0\nno field\n${HEADERS}`),
    "TW-WHEEL-FILE",
  ],
  ["WHEEL begins with a byte order mark", wheelFile(`\ufeffWheel-Version: 1.0\n${HEADERS}`), "TW-WHEEL-FILE"],
];

const records: readonly Row[] = [
  ["RECORD is empty", record(() => ""), "TW-WHEEL-RECORD-MISSING"],
  ["RECORD is one quote", record(() => '"'), "TW-RECORD-CSV"],
  [
    "RECORD has a quote inside a field",
    record((honest) => honest.replace("pkg/__init__", 'pkg/__"init')),
    "TW-RECORD-CSV",
  ],
  ["RECORD has four columns", record((honest) => honest.replaceAll("\n", ",\n")), "TW-RECORD-COLUMNS"],
  ["RECORD begins with a byte order mark", record((honest) => `\ufeff${honest}`), "TW-WHEEL-RECORD-GHOST"],
  ["RECORD has a digest that is too short", digest("sha256=abc"), "TW-RECORD-DIGEST"],
  ["RECORD has a digest in the other base64", digest(`sha256=${"+/".repeat(21)}A`), "TW-RECORD-DIGEST"],
  [
    "RECORD has a digest with spare bits",
    digest(`sha256=${hash("sha256").slice(0, -1)}B`),
    "TW-RECORD-DIGEST",
  ],
  ["RECORD has a digest in hexadecimal", digest(`sha256=${hash("sha256", "hex")}`), "TW-RECORD-DIGEST"],
  [
    "RECORD has the digest of another algorithm's length",
    digest(`sha512=${hash("sha256")}`),
    "TW-RECORD-DIGEST",
  ],
  ["RECORD has a digest by SHA-224", digest(`sha224=${hash("sha224")}`), "TW-RECORD-ALGORITHM"],
  ["RECORD has a digest by BLAKE2", digest(`blake2b=${hash("sha512")}`), "TW-RECORD-ALGORITHM"],
  ["RECORD has a digest without an algorithm", digest(hash("sha256")), "TW-RECORD-ALGORITHM"],
  ["RECORD names an algorithm in capitals", digest(`SHA256=${hash("sha256")}`), "TW-RECORD-ALGORITHM"],
  [
    "RECORD names an algorithm of JavaScript's own",
    digest(`constructor=${hash("sha256")}`),
    "TW-RECORD-ALGORITHM",
  ],
  ["RECORD has MD5 in capitals", digest(`MD5=${hash("md5")}`), "TW-RECORD-WEAK"],
  ["RECORD has no digest but a size", digest(""), "TW-WHEEL-RECORD-MISSING"],
  [
    "RECORD has a digest of another file",
    digest(`sha384=${hash("sha384").replace(/^./, (c) => (c === "A" ? "B" : "A"))}`),
    "TW-WHEEL-RECORD-HASH",
  ],
  ["RECORD has a negative size", record((honest) => honest.replace(/,(\d+)\n/, ",-$1\n")), "TW-RECORD-SIZE"],
  [
    "RECORD has a size with a zero before it",
    record((honest) => honest.replace(/,(\d+)\n/, ",0$1\n")),
    "TW-RECORD-SIZE",
  ],
  [
    "RECORD has a size in hexadecimal",
    record((honest) => honest.replace(/,(\d+)\n/, ",0x14\n")),
    "TW-RECORD-SIZE",
  ],
  [
    "RECORD has a size past all numbers",
    record((honest) => honest.replace(/,(\d+)\n/, ",99999999999999999999\n")),
    "TW-RECORD-SIZE",
  ],
  [
    "RECORD has a wrong size of itself",
    record((honest) => honest.replace("RECORD,,", "RECORD,,1")),
    "TW-WHEEL-RECORD-SIZE",
  ],
  ["RECORD lists itself twice", record((honest) => `${honest}${info}/RECORD,,\n`), "TW-RECORD-DUPLICATE"],
  ["RECORD lists a directory", record((honest) => `${honest}pkg/,,\n`), "TW-RECORD-PATH"],
  ["RECORD lists an absolute path", record((honest) => `${honest}/etc/passwd,,\n`), "TW-RECORD-PATH"],
  ["RECORD lists a path on a drive", record((honest) => `${honest}C:/x,,\n`), "TW-RECORD-PATH"],
  [
    "RECORD lists a file through a detour",
    record((honest) => honest.replace("pkg/__init__.py", "pkg/./__init__.py")),
    "TW-RECORD-PATH",
  ],
  [
    "RECORD lists another's file",
    record((honest) => `${honest}victim/__init__.py,,\n`),
    "TW-WHEEL-RECORD-GHOST",
  ],
  ["a start-up file is unlisted", { unlisted: { "evil.pth": "import os" } }, "TW-WHEEL-RECORD-MISSING"],
  [
    "a file beside RECORD is unlisted",
    { unlisted: { [`${info}/entry_points.txt`]: "" } },
    "TW-WHEEL-RECORD-MISSING",
  ],
  [
    "a signature lies elsewhere, unlisted",
    { unlisted: { "pkg/RECORD.jws": "{}" } },
    "TW-WHEEL-RECORD-MISSING",
  ],
  ["RECORD's copy lies elsewhere, unlisted", { unlisted: { "pkg/RECORD": "" } }, "TW-WHEEL-RECORD-MISSING"],
  [
    "a file is listed in Unicode's other form",
    { unlisted: { "pkg/e\u0301.py": "" }, record: (honest) => `${honest}pkg/\u00e9.py,,\n` },
    "TW-WHEEL-RECORD-GHOST",
  ],
];

const entryPoints: readonly Row[] = [
  ["a command has the name of a directory above", commands(".. = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command has a name with a backslash", commands("a\\b = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command has a name with a drive", commands("C:x = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command has a name with a blank", commands("a b = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command has the name of a device", commands("nul = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command is called python3.12", commands("python3.12 = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command is called PYTHON", commands("PYTHON = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command is called pythonw.exe", commands("pythonw.exe = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command is called activate.fish", commands("activate.fish = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command is called pyvenv.cfg", commands("pyvenv.cfg = pkg:main"), LAYOUT],
  ["a command ends in a dot", commands("tool. = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  ["a command has a letter that is not ASCII", commands("to\u00f6l = pkg:main"), "TW-ENTRY-POINTS-NAME"],
  [
    "a window command leaves the directory",
    { entryPoints: "[gui_scripts]\n../x = pkg:main\n" },
    "TW-ENTRY-POINTS-NAME",
  ],
  [
    "a command and a window command share a name",
    { entryPoints: "[console_scripts]\nt = pkg:a\n[gui_scripts]\nT = pkg:b\n" },
    "TW-ENTRY-POINTS-DUPLICATE",
  ],
  ["two commands differ in case", commands("tool = pkg:a\nTOOL = pkg:b"), "TW-ENTRY-POINTS-DUPLICATE"],
  [
    "the group of commands is opened twice",
    { entryPoints: "[console_scripts]\na = pkg:a\n[console_scripts]\nb = pkg:b\n" },
    "TW-ENTRY-POINTS-DUPLICATE",
  ],
  ["a reference calls", commands("tool = pkg:main()"), "TW-ENTRY-POINTS-REFERENCE"],
  ["a reference imports more", commands("tool = os;import pkg:main"), "TW-ENTRY-POINTS-REFERENCE"],
  ["a reference is a keyword", commands("tool = pkg:lambda"), "TW-ENTRY-POINTS-REFERENCE"],
  ["a reference climbs", commands("tool = ..pkg:main"), "TW-ENTRY-POINTS-REFERENCE"],
  ["a reference goes on in the next line", commands("tool = pkg:main\n  ;import os"), "accepted"],
  [
    "a reference goes on in the next line, as no comment",
    commands("tool = pkg:main\n  import os"),
    "TW-ENTRY-POINTS-INI",
  ],
  ["an entry stands before any group", { entryPoints: "tool = pkg:main\n" }, "TW-ENTRY-POINTS-INI"],
  ["a group is not closed", { entryPoints: "[console_scripts\ntool = pkg:main\n" }, "TW-ENTRY-POINTS-INI"],
  ["a NUL is in it", commands("tool = pkg:main\0"), "TW-ENTRY-POINTS-INI"],
];

const places: readonly Row[] = [
  ["the workspace", file(".truewheel/journal.json", "{}"), LAYOUT],
  ["the configuration beside the interpreter", file(`${data}/scripts/pyvenv.cfg`), LAYOUT],
  ["the configuration of the environment, in other letters", file(`${data}/data/PyVenv.Cfg`), LAYOUT],
  ["a path file of the interpreter", file(`${data}/data/bin/python._pth`), "TW-ENTRY-POINTS-NAME"],
  ["a path file of the interpreter, by purelib", file("python312._pth"), LAYOUT],
  ["the interpreter, by data", file(`${data}/data/bin/python`), "TW-ENTRY-POINTS-NAME"],
  ["the interpreter's twin, by scripts", file(`${data}/scripts/python3`), "TW-ENTRY-POINTS-NAME"],
  ["an activation script", file(`${data}/data/bin/activate`), "TW-ENTRY-POINTS-NAME"],
  ["another's module", file("victim/__init__.py"), "TW-INSTALL-TAKEN"],
  [
    "another's module, by data",
    file(`${data}/data/lib/python3.12/site-packages/victim/__init__.py`),
    "TW-INSTALL-TAKEN",
  ],
  ["bytecode in place of another's module", file("victim/__pycache__/__init__.cpython-312.pyc"), BYTECODE],
  ["bytecode in place of a module at the top", file("__pycache__/six.cpython-312.pyc"), BYTECODE],
  [
    "bytecode in place of another's, by purelib",
    file(`${data}/purelib/victim/__pycache__/x.cpython-312.opt-1.pyc`),
    BYTECODE,
  ],
  [
    "bytecode beside its own source",
    { files: { "pkg/a.py": "", "pkg/__pycache__/a.cpython-312.pyc": "x" } },
    "accepted",
  ],
  ["another's METADATA, by purelib", file(`${data}/purelib/victim-1.0.dist-info/METADATA`), LAYOUT],
  [
    "another's METADATA, by data",
    file(`${data}/data/lib/python3.12/site-packages/victim-1.0.dist-info/METADATA`),
    LAYOUT,
  ],
  ["its own INSTALLER", file(`${info}/INSTALLER`, "pip"), LAYOUT],
  ["its own REQUESTED", file(`${info}/REQUESTED`, ""), LAYOUT],
  ["its own direct_url.json", file(`${info}/direct_url.json`, "{}"), LAYOUT],
  ["its own METADATA, by platlib", file(`${data}/platlib/${info}/METADATA`), LAYOUT],
  ["its own module, by purelib", file(`${data}/purelib/pkg/__init__.py`), "TW-INSTALL-CLASH"],
  [
    "its own command, by scripts",
    { ...commands("tool = pkg:main"), ...file(`${data}/scripts/tool`) },
    "TW-INSTALL-CLASH",
  ],
  [
    "its own command, by scripts in other letters",
    { ...commands("tool = pkg:main"), ...file(`${data}/scripts/TOOL`) },
    "TW-INSTALL-CLASH",
  ],
  ["no scheme", file(`${data}/loose.txt`), LAYOUT],
  ["a scheme in other letters", file(`${data}/Scripts/x`), LAYOUT],
  ["a scheme nobody knows", file(`${data}/stdlib/os.py`), LAYOUT],
  ["a directory of scripts", file(`${data}/scripts/sub/x`), LAYOUT],
  ["two .data directories", { files: { [`${data}/data/x`]: "", "pkg-2.0.data/data/y": "" } }, LAYOUT],
  ["the .data of another project", file("other-1.0.data/data/x"), LAYOUT],
];

const groups = { identity, wheelFiles, records, entryPoints, places };
for (const [group, rows] of Object.entries(groups)) {
  for (const [sentence, spec, code] of rows) {
    test(`a wheel, ${group}: ${sentence}: ${code}`, async () => {
      const files = inhabited();
      const before = pictureOf(files);
      assert.equal(await outcome(() => installInto(files, [makeWheel(spec)])), code);
      if (code !== "accepted") assert.deepEqual(pictureOf(files), before);
    });
  }
}

test("a wheel, bombs: a text file that only its compression makes small is refused before it is unpacked", async () => {
  for (const name of ["METADATA", "WHEEL", "RECORD"]) {
    const bent = makeWheel({
      pack: (entries) =>
        zip([
          ...entries.map((each) => {
            const announced = each.name === `${info}/${name}` ? { size: 2 ** 26 + 1 } : {};
            return { ...each, central: announced, local: announced };
          }),
          // Padding, without which the ratio would refuse it first.
          { name: "pkg/padding", body: Buffer.alloc(2 ** 20), stored: true },
        ]),
    });
    assert.equal(await outcome(() => installInto(inhabited(), [bent])), LAYOUT);
  }
});

test("a wheel, encodings: each of its four text files must be UTF-8", async () => {
  for (const name of ["METADATA", "WHEEL", "RECORD", "entry_points.txt"]) {
    const bent = makeWheel({
      entryPoints: "",
      pack: (entries) =>
        zip(
          entries.map((each) =>
            each.name === `${info}/${name}` ? { ...each, body: Buffer.from([0xff]) } : each,
          ),
        ),
    });
    const code = await outcome(() => installInto(inhabited(), [bent]));
    assert.match(code, name === "entry_points.txt" ? /^TW-WHEEL-RECORD-SIZE$/ : /^TW-WHEEL-ENCODING$/);
  }
});
