/** Wheels, RECORDs, journals and directories made to reach beyond their own: refused with a code, and nothing outside is touched. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../src/base/fault.ts";
import { install } from "../../src/stages/install/install.ts";
import { shebang } from "../../src/stages/install/scripts.ts";
import { checkClosed } from "../../src/stages/read/closure.ts";
import { parseRequirement } from "../../src/standards/pep508-requirement/requirement.ts";
import { MemoryFiles } from "../support/memory-files.ts";
import { fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import { type MadeWheel, makeWheel, type WheelSpec } from "../support/wheel-writer.ts";

const target = fakeTarget("/opt/env");
const site = target.scheme.purelib;
const honest = makeWheel({ name: "alpha", version: "2.0", files: { "alpha/x.py": "x" } });

/** An environment with an interpreter, a distribution `victim`, and somebody's home beside it. */
function environment(): MemoryFiles {
  const files = new MemoryFiles();
  const put = (path: string, text: string, mode = 0o644): void => {
    files.makeDirectories(path.slice(0, path.lastIndexOf("/")));
    files.create(path, Buffer.from(text), mode);
  };
  put("/opt/env/bin/python", "python", 0o755);
  put("/opt/env/pyvenv.cfg", "home = /usr/bin\n");
  put("/opt/env/keys/secret", "key");
  put("/home/user/.bashrc", "export A=1");
  put(`${site}/victim/__init__.py`, "v = 1");
  put(`${site}/victim-1.0.dist-info/METADATA`, "Name: victim");
  put(`${site}/victim-1.0.dist-info/RECORD`, "victim/__init__.py,,\n");
  return files;
}

function put(files: MemoryFiles, path: string, text: string): void {
  files.makeDirectories(path.slice(0, path.lastIndexOf("/")));
  files.create(path, Buffer.from(text), 0o644);
}

/** Everything outside alpha's own files and the workspace. */
function others(files: MemoryFiles): string {
  return [...files.snapshot()]
    .filter(
      ([path]) => !path.includes("alpha") && !path.includes(".truewheel") && !path.endsWith("site-packages"),
    )
    .map(([path, node]) => `${path} ${node.kind} ${Buffer.from(node.bytes).toString()}`)
    .sort()
    .join("\n");
}

/** The code it ends in, or `installed`. */
async function outcome(wheels: readonly MadeWheel[], files: MemoryFiles): Promise<string> {
  try {
    await install(plan(wheels, target), [], target, { files, locks: freeLocks, progress: quietProgress() });
    return "installed";
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}

const data = "alpha-2.0.data";
const wheels: readonly (readonly [string, WheelSpec, string])[] = [
  [
    "a script called pyvenv.cfg",
    { files: { [`${data}/scripts/pyvenv.cfg`]: "home = /evil" } },
    "TW-WHEEL-LAYOUT",
  ],
  ["data/pyvenv.cfg", { files: { [`${data}/data/pyvenv.cfg`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["data/PYVENV.CFG", { files: { [`${data}/data/PYVENV.CFG`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["data/bin/pyvenv.cfg", { files: { [`${data}/data/bin/pyvenv.cfg`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["data/bin/python._pth", { files: { [`${data}/data/bin/python._pth`]: "x" } }, "TW-ENTRY-POINTS-NAME"],
  ["a script called python", { files: { [`${data}/scripts/python`]: "x" } }, "TW-ENTRY-POINTS-NAME"],
  ["data/bin/python3", { files: { [`${data}/data/bin/python3`]: "x" } }, "TW-ENTRY-POINTS-NAME"],
  ["data/Bin/PYTHON", { files: { [`${data}/data/Bin/PYTHON`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["a script in a directory", { files: { [`${data}/scripts/sub/x`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["an unknown scheme", { files: { [`${data}/nowhere/x`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["a file in no scheme", { files: { [`${data}/x`]: "x" } }, "TW-WHEEL-LAYOUT"],
  ["the workspace", { files: { ".truewheel/journal.json": "{}" } }, "TW-WHEEL-LAYOUT"],
  ["the workspace, spelled otherwise", { files: { ".TrueWheel/journal.json": "{}" } }, "TW-WHEEL-LAYOUT"],
  [
    "the registration of another project",
    { files: { [`${data}/purelib/requests-9.9.dist-info/METADATA`]: "x" } },
    "TW-WHEEL-LAYOUT",
  ],
  [
    "what the interpreter runs at its start, beside its own library",
    { files: { [`${data}/data/lib/python3.12/sitecustomize.py`]: "x" } },
    "TW-WHEEL-LAYOUT",
  ],
  ["an egg-info", { files: { "numpy.egg-info/PKG-INFO": "x" } }, "TW-WHEEL-LAYOUT"],
  [
    "its own direct_url.json, by a detour",
    { files: { [`${data}/purelib/alpha-2.0.dist-info/direct_url.json`]: "{}" } },
    "TW-WHEEL-LAYOUT",
  ],
  ["INSTALLER", { files: { "alpha-2.0.dist-info/INSTALLER": "pip" } }, "TW-WHEEL-LAYOUT"],
  [
    "one place twice, in two schemes",
    { files: { [`${data}/purelib/alpha/__init__.py`]: "x" } },
    "TW-INSTALL-CLASH",
  ],
  [
    "one place twice, in two spellings",
    { files: { [`${data}/purelib/ALPHA/y.py`]: "x" } },
    "TW-INSTALL-CLASH",
  ],
  ["another's file", { files: { "victim/__init__.py": "evil" } }, "TW-INSTALL-TAKEN"],
  ["a file RECORD does not list", { unlisted: { "alpha/evil.py": "x" } }, "TW-WHEEL-RECORD-MISSING"],
  [
    "a RECORD with a wrong digest",
    {
      record: (text) => text.replace(/sha256=./, (found) => (found === "sha256=A" ? "sha256=B" : "sha256=A")),
    },
    "TW-WHEEL-RECORD-HASH",
  ],
  [
    "METADATA of another project",
    { metadata: "Metadata-Version: 2.1\nName: beta\nVersion: 2.0\n" },
    "TW-WHEEL-LAYOUT",
  ],
  [
    "a format of the next major version",
    { wheelFile: "Wheel-Version: 2.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n" },
    "TW-WHEEL-LAYOUT",
  ],
];

for (const [sentence, spec, expected] of wheels) {
  test(`a wheel may not bring ${sentence}`, async () => {
    const files = environment();
    const before = others(files);
    assert.equal(await outcome([makeWheel({ name: "alpha", version: "2.0", ...spec })], files), expected);
    assert.equal(others(files), before);
    assert.ok(
      !files.list(site).some((entry) => entry.name.startsWith("alpha") || entry.name === ".truewheel"),
    );
  });
}

test("two distributions may not share a place, spelled alike or not", async () => {
  const other = makeWheel({ name: "beta", files: { "Alpha/x.py": "y" } });
  assert.equal(await outcome([honest, other], environment()), "TW-INSTALL-CLASH");
});

const records: readonly (readonly [string, string, string])[] = [
  [
    "names directories",
    "../../../bin,,\nvictim,,\nvictim-1.0.dist-info,,\n../../../keys,,\n",
    "TW-INSTALLED-OUTSIDE",
  ],
  ["names directories of others", "../../../keys,,\nvictim,,\n", "installed"],
  ["names another's metadata", "victim-1.0.dist-info/RECORD,,\n", "TW-INSTALLED-OUTSIDE"],
  ["names the interpreter", "../../../bin/python,,\n", "TW-INSTALLED-OUTSIDE"],
  ["names pyvenv.cfg", "../../../pyvenv.cfg,,\n", "TW-INSTALLED-OUTSIDE"],
  ["names a file outside", "../../../../../home/user/.bashrc,,\n", "TW-INSTALLED-OUTSIDE"],
  ["names an absolute file", "/home/user/.bashrc,,\n", "TW-INSTALLED-OUTSIDE"],
  ["names the standard library", "../os.py,,\n", "TW-INSTALLED-OUTSIDE"],
  ["lists nothing", "", "TW-INSTALLED-NO-RECORD"],
  ["names a path with a zero byte", "alpha\0.py,,\n", "TW-INSTALLED-RECORD"],
  ["names an endless path", `${"a/".repeat(5000)}x,,\n`, "TW-INSTALLED-RECORD"],
  ["names our lock", ".truewheel/lock,,\n", "TW-INSTALLED-OUTSIDE"],
];

for (const [sentence, rows, expected] of records) {
  test(`an installed RECORD that ${sentence} takes nothing of others with it`, async () => {
    const files = environment();
    put(files, "/opt/env/lib/python3.12/os.py", "os");
    put(files, `${site}/alpha-1.0.dist-info/METADATA`, "Name: alpha");
    put(files, `${site}/alpha-1.0.dist-info/RECORD`, rows);
    const before = others(files);
    assert.equal(await outcome([honest], files), expected);
    assert.equal(others(files), before);
  });
}

test("a .dist-info that is a link is not followed", async () => {
  const files = environment();
  put(files, "/home/user/out/RECORD", "");
  files.makeLink("/home/user/out", `${site}/alpha-1.0.dist-info`);
  assert.equal(await outcome([honest], files), "TW-INSTALL-LINK");
});

test("a directory with a distribution's name makes nobody's files ours", async () => {
  const files = environment();
  put(files, `${site}/alpha/x.py`, "mine");
  files.makeDirectory(`${site}/alpha-2.0.dist-info`);
  assert.equal(await outcome([honest], files), "TW-INSTALL-TAKEN");
  assert.equal(Buffer.from(files.read(`${site}/alpha/x.py`, 10)).toString(), "mine");
});

const workspace = target.workspace;
const journals: readonly (readonly [string, readonly { from: string; to: string }[]])[] = [
  ["takes a file from somebody's home", [{ from: "/home/user/.bashrc", to: `${workspace}/trash/t0/0` }]],
  ["puts a file into somebody's home", [{ from: `${workspace}/stage/x`, to: "/home/user/.profile" }]],
  ["moves within the workspace", [{ from: `${workspace}/stage/x`, to: `${workspace}/trash/t0/0` }]],
  ["moves beside the workspace", [{ from: `${site}/a`, to: `${site}/b` }]],
  ["climbs", [{ from: `${workspace}/stage/../../victim`, to: `${site}/x` }]],
  ["takes site-packages itself", [{ from: site, to: `${workspace}/trash/t0/0` }]],
  ["takes the whole environment", [{ from: "/opt/env", to: `${workspace}/trash/t0/0` }]],
];

for (const [sentence, moves] of journals) {
  test(`a journal that ${sentence} is refused, and left for a person to look at`, async () => {
    const files = environment();
    put(files, `${workspace}/trash/t0/0`, "evil");
    put(files, `${workspace}/journal.json`, JSON.stringify({ version: 1, moves }));
    const before = others(files);
    assert.equal(await outcome([honest], files), "TW-INSTALL-JOURNAL");
    assert.equal(others(files), before);
  });
}

test("a workspace that is a link is not followed", async () => {
  const files = environment();
  put(files, "/home/user/project/stage/src.c", "mine");
  files.makeLink("/home/user/project", workspace);
  assert.equal(await outcome([honest], files), "TW-INSTALL-LINK");
  assert.ok(files.status("/home/user/project/stage/src.c") !== undefined);
});

test("what was made again after a kill is not thrown away", async () => {
  const files = environment();
  put(files, `${workspace}/trash/t0/0`, "old");
  put(files, `${site}/alpha.py`, "new");
  put(
    files,
    `${workspace}/journal.json`,
    JSON.stringify({ version: 1, moves: [{ from: `${site}/alpha.py`, to: `${workspace}/trash/t0/0` }] }),
  );
  assert.equal(await outcome([honest], files), "TW-INSTALL-RECOVERY");
  assert.equal(Buffer.from(files.read(`${workspace}/trash/t0/0`, 10)).toString(), "old");
  assert.equal(Buffer.from(files.read(`${site}/alpha.py`, 10)).toString(), "new");
});

test("what somebody added to a new directory before it was taken back stays", async () => {
  const killed = environment();
  put(killed, `${site}/alpha/x.py`, "half");
  put(killed, `${site}/alpha/sub/y.py`, "half");
  put(killed, `${site}/alpha/sub/notes.txt`, "mine");
  killed.makeDirectory(workspace);
  const move = {
    from: `${workspace}/stage/alpha`,
    to: `${site}/alpha`,
    files: ["x.py", "sub/y.py", "gone.py"],
  };
  put(killed, `${workspace}/journal.json`, JSON.stringify({ version: 1, moves: [move] }));
  assert.equal(await outcome([honest], killed), "installed");
  assert.equal(Buffer.from(killed.read(`${site}/alpha/sub/notes.txt`, 10)).toString(), "mine");
  assert.equal(killed.status(`${site}/alpha/sub/y.py`), undefined);
});

test("extras that members ask of one another belong to the closure", () => {
  const member = (
    name: string,
    requiresDist: readonly string[],
  ): Parameters<typeof checkClosed>[0][number] => ({
    name,
    version: "1.0",
    requirements: requiresDist.map(parseRequirement),
    requiresPython: undefined,
  });
  const environmentOf = { python_full_version: "3.12.1", python_version: "3.12" };
  const open = [member("pip", ["setuptools[core]"]), member("setuptools", ['absent>=1; extra == "core"'])];
  assert.throws(() => checkClosed(open, environmentOf), /setuptools 1\.0 needs absent>=1/);
  checkClosed([...open, member("absent", [])], environmentOf);
});

test("a #! line starts the interpreter, whatever its path, or is refused", () => {
  assert.equal(shebang("/usr/bin/python3"), "#!/usr/bin/python3\n");
  assert.match(
    shebang("/with space/python"),
    /^#!\/bin\/sh\n'''exec' '\/with space\/python' "\$0" "\$@"\n' '''\n$/,
  );
  assert.match(shebang(`/${"long/".repeat(40)}python`), /^#!\/bin\/sh\n/);
  for (const path of ["/a\nb/python", "/a\\b/python", "/a\u001b/python"]) {
    assert.throws(
      () => shebang(path),
      (error) => codeOf(error) === "TW-SCRIPT-INTERPRETER",
    );
  }
});
