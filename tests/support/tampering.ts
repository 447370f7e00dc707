/** Ways to tamper with an environment, and how each must be told. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** An environment and where its parts are. */
export interface Made {
  readonly kind: "truewheel" | "pip" | "uv";
  readonly root: string;
  readonly site: string;
  readonly bin: string;
  /** A copy of it as it was made. */
  readonly pristine: string;
}

/** What a tampering is: a sentence, the deed, and the difference it must be told as: path, code with our own record, code without. */
export type Tampering = readonly [
  sentence: string,
  deed: (made: Made) => void,
  path: string,
  withLedger: string,
  withRecordAlone: string | undefined,
];

/** The module that is tampered with. */
export const MODULE = "packaging/version.py";
/** Name of the metadata directory of `name`. */
export const info = (made: Made, name: string): string =>
  readdirSync(made.site).find((each) => each.startsWith(`${name}-`) && each.endsWith(".dist-info")) ?? "";

/** Flips one bit in the middle of a file. */
export function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

/** RECORD rewritten for what the file is now, as an attacker who knows of it would. */
function editRecord(made: Made, name: string, path: string): void {
  const record = join(made.site, info(made, name), "RECORD");
  const bytes = readFileSync(join(made.site, path));
  const digest = createHash("sha256").update(bytes).digest("base64url");
  const lines = readFileSync(record, "utf8").split("\n");
  const rows = lines.map((line) =>
    line.startsWith(`${path},`) ? `${path},sha256=${digest},${bytes.length}` : line,
  );
  assert.notDeepEqual(rows, lines);
  writeFileSync(record, rows.join("\n"));
}

const both = (code: string): readonly [string, string] => [code, code];

/** Every way in which an environment is tampered with. */
export const tamperings: readonly Tampering[] = [
  ["a bit of a module is flipped", (m) => flip(join(m.site, MODULE)), MODULE, ...both("TW-VERIFY-CHANGED")],
  [
    "a module is cut short",
    (m) => truncateSync(join(m.site, MODULE), 100),
    MODULE,
    ...both("TW-VERIFY-SIZE"),
  ],
  [
    "a line is added to a module",
    (m) => appendFileSync(join(m.site, MODULE), "import os\n"),
    MODULE,
    ...both("TW-VERIFY-SIZE"),
  ],
  [
    "a module is made executable",
    (m) => chmodSync(join(m.site, MODULE), 0o755),
    MODULE,
    "TW-VERIFY-MODE",
    undefined,
  ],
  [
    "a module runs with its owner's rights",
    (m) => chmodSync(join(m.site, MODULE), 0o4755),
    MODULE,
    ...both("TW-VERIFY-MODE"),
  ],
  [
    "a module may be written by everybody",
    (m) => chmodSync(join(m.site, MODULE), 0o666),
    MODULE,
    ...both("TW-VERIFY-WRITABLE"),
  ],
  [
    "a directory may be written by everybody",
    (m) => chmodSync(join(m.site, "packaging"), 0o777),
    "packaging/",
    ...both("TW-VERIFY-WRITABLE"),
  ],
  [
    "a module is replaced by a link to a copy of itself",
    (m) => {
      renameSync(join(m.site, MODULE), join(m.root, "elsewhere.py"));
      symlinkSync(join(m.root, "elsewhere.py"), join(m.site, MODULE));
    },
    MODULE,
    ...both("TW-VERIFY-LINK"),
  ],
  [
    "a package is replaced by a link to a copy of itself",
    (m) => {
      renameSync(join(m.site, "packaging"), join(m.root, "elsewhere"));
      symlinkSync(join(m.root, "elsewhere"), join(m.site, "packaging"));
    },
    "packaging",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "a module is replaced by a directory",
    (m) => {
      unlinkSync(join(m.site, MODULE));
      mkdirSync(join(m.site, MODULE));
    },
    MODULE,
    ...both("TW-VERIFY-LINK"),
  ],
  ["a module is deleted", (m) => unlinkSync(join(m.site, MODULE)), MODULE, ...both("TW-VERIFY-MISSING")],
  [
    "a module is added to a package",
    (m) => writeFileSync(join(m.site, "packaging/evil.py"), ""),
    "packaging/evil.py",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "bytecode without a source is added to a package",
    (m) => {
      mkdirSync(join(m.site, "packaging/__pycache__"), { recursive: true });
      writeFileSync(join(m.site, "packaging/__pycache__/evil.cpython-313.pyc"), "");
    },
    "packaging/__pycache__/evil.cpython-313.pyc",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "sourceless bytecode is added beside a source",
    (m) => writeFileSync(join(m.site, "packaging/version.pyc"), ""),
    "packaging/version.pyc",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "a module is added at the top level",
    (m) => writeFileSync(join(m.site, "evil.py"), ""),
    "evil.py",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "a package is added at the top level",
    (m) => {
      mkdirSync(join(m.site, "evil/inner"), { recursive: true });
      writeFileSync(join(m.site, "evil/inner/x.py"), "");
    },
    "evil/",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "a .pth is added",
    (m) => writeFileSync(join(m.site, "evil.pth"), "import evil"),
    "evil.pth",
    ...both("TW-VERIFY-STARTUP"),
  ],
  [
    "a sitecustomize is added",
    (m) => writeFileSync(join(m.site, "sitecustomize.py"), ""),
    "sitecustomize.py",
    ...both("TW-VERIFY-STARTUP"),
  ],
  [
    "a usercustomize package is added",
    (m) => {
      mkdirSync(join(m.site, "usercustomize"));
      writeFileSync(join(m.site, "usercustomize/__init__.py"), "");
    },
    "usercustomize/",
    ...both("TW-VERIFY-STARTUP"),
  ],
  [
    "a start-up hook of virtualenv's name is not virtualenv's",
    (m) => writeFileSync(join(m.site, "_virtualenv.pth"), "import evil"),
    "_virtualenv.pth",
    ...both("TW-VERIFY-STARTUP"),
  ],
  [
    "a script is added",
    (m) => writeFileSync(join(m.bin, "ls"), "", { mode: 0o755 }),
    "bin/ls",
    ...both("TW-VERIFY-SCRIPT"),
  ],
  [
    "a script is changed",
    (m) => appendFileSync(join(m.bin, "wheel"), "\n"),
    "bin/wheel",
    ...both("TW-VERIFY-SIZE"),
  ],
  [
    "a module is changed, and RECORD with it",
    (m) => {
      flip(join(m.site, MODULE));
      editRecord(m, "packaging", MODULE);
    },
    MODULE,
    "TW-VERIFY-CHANGED",
    undefined,
  ],
  [
    "a module is added, and RECORD with it",
    (m) => {
      writeFileSync(join(m.site, "packaging/evil.py"), "");
      appendFileSync(
        join(m.site, info(m, "packaging"), "RECORD"),
        "packaging/evil.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n",
      );
    },
    "packaging/evil.py",
    "TW-VERIFY-ADDED",
    undefined,
  ],
  [
    "a RECORD loses a row with its file",
    (m) => {
      unlinkSync(join(m.site, MODULE));
      const record = join(m.site, info(m, "packaging"), "RECORD");
      const kept = readFileSync(record, "utf8")
        .split("\n")
        .filter((line) => !line.startsWith(`${MODULE},`));
      writeFileSync(record, kept.join("\n"));
    },
    MODULE,
    "TW-VERIFY-MISSING",
    undefined,
  ],
  [
    "a RECORD is removed",
    (m) => unlinkSync(join(m.site, info(m, "wheel"), "RECORD")),
    "RECORD",
    "TW-VERIFY-NO-RECORD",
    "TW-VERIFY-NO-RECORD",
  ],
  [
    "a RECORD is cut in the middle of a row",
    (m) => truncateSync(join(m.site, info(m, "wheel"), "RECORD"), 50),
    "RECORD",
    ...both("TW-VERIFY-RECORD"),
  ],
  [
    "a RECORD lists a file outside the environment",
    (m) => appendFileSync(join(m.site, info(m, "wheel"), "RECORD"), "../../../../../etc/passwd,,\n"),
    "RECORD",
    "TW-VERIFY-RECORD-ALTERED",
    "TW-VERIFY-OUTSIDE",
  ],
  [
    "a RECORD lists the interpreter",
    (m) => appendFileSync(join(m.site, info(m, "wheel"), "RECORD"), "../../../bin/python,,\n"),
    "RECORD",
    "TW-VERIFY-RECORD-ALTERED",
    "TW-VERIFY-OUTSIDE",
  ],
  [
    "a RECORD has MD5 for a module",
    (m) => {
      const record = join(m.site, info(m, "wheel"), "RECORD");
      writeFileSync(
        record,
        readFileSync(record, "utf8").replace(/^(wheel\/__init__\.py),.*$/m, "$1,md5=abc,1"),
      );
    },
    "wheel",
    "TW-VERIFY-RECORD-ALTERED",
    "TW-VERIFY-UNPROVED",
  ],
  [
    "METADATA is removed",
    (m) => unlinkSync(join(m.site, info(m, "wheel"), "METADATA")),
    ".dist-info",
    ...both("TW-VERIFY-NO-METADATA"),
  ],
  [
    "the metadata directory is removed",
    (m) => rmSync(join(m.site, info(m, "packaging")), { recursive: true }),
    "packaging",
    "TW-VERIFY-GONE",
    "TW-VERIFY-ADDED",
  ],
  [
    "the metadata directory is replaced by a link to a copy of itself",
    (m) => {
      const name = info(m, "packaging");
      renameSync(join(m.site, name), join(m.root, "elsewhere"));
      symlinkSync(join(m.root, "elsewhere"), join(m.site, name));
    },
    ".dist-info",
    ...both("TW-VERIFY-ADDED"),
  ],
  [
    "a project is registered twice",
    (m) =>
      cpSync(join(m.site, info(m, "packaging")), join(m.site, "packaging-0.1.dist-info"), {
        recursive: true,
      }),
    ".dist-info",
    ...both("TW-VERIFY-DUPLICATE"),
  ],
  [
    "another distribution overwrites a module",
    (m) => {
      const directory = join(m.site, "evil-1.0.dist-info");
      mkdirSync(directory);
      writeFileSync(join(directory, "METADATA"), "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n");
      writeFileSync(join(m.site, MODULE), "evil = 1\n");
      const digest = createHash("sha256").update("evil = 1\n").digest("base64url");
      writeFileSync(
        join(directory, "RECORD"),
        `${MODULE},sha256=${digest},9\nevil-1.0.dist-info/METADATA,sha256=${createHash("sha256")
          .update(readFileSync(join(directory, "METADATA")))
          .digest("base64url")},46\nevil-1.0.dist-info/RECORD,,\n`,
      );
    },
    MODULE,
    ...both("TW-VERIFY-TWIN"),
  ],
  ...(process.getuid?.() === 0
    ? [
        [
          "a module is given to another user",
          (m: Made) => chownSync(join(m.site, MODULE), 1234, 0),
          MODULE,
          ...both("TW-VERIFY-OWNER"),
        ] as const,
      ]
    : []),
];
