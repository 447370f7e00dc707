import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../base/fault.ts";
import type { Interpreter, Scheme } from "../../model/interpreter.ts";
import type { FileStatus, Files } from "../../ports/files.ts";
import { resolveTarget, type TargetOptions } from "./target.ts";

const SCHEME: Scheme = {
  purelib: "/usr/lib/python3.11/site-packages",
  platlib: "/usr/lib/python3.11/site-packages",
  scripts: "/usr/bin",
  headers: "/usr/include/python3.11",
  data: "/usr",
};
const SYSTEM: Interpreter = {
  executable: "/usr/bin/python3",
  implementation: "cpython",
  version: "3.11.2",
  major: 3,
  minor: 11,
  markers: {},
  tags: [],
  prefix: "/usr",
  basePrefix: "/usr",
  baseExecutable: "/usr/bin/python3",
  platform: "linux",
  path: ["/usr/lib/python3.11", "/usr/lib/python3.11/site-packages"],
  scheme: SCHEME,
  prefixScheme: {
    purelib: "lib/python3.11/site-packages",
    platlib: "lib64/python3.11/site-packages",
    scripts: "bin",
    headers: "include/python3.11",
    data: "",
  },
  virtual: false,
  pth: undefined,
  managed: undefined,
  freeThreaded: false,
};
const MANAGED: Interpreter = {
  ...SYSTEM,
  managed: "[externally-managed]\nError = use apt\nError-de = nimm apt\n",
};
const PTH: Interpreter = {
  ...SYSTEM,
  path: ["/usr/lib/python3.11"],
  pth: { path: "/usr/bin/python3.11._pth", text: "../lib/python3.11\r\n#import site\r\n" },
};

/** Files where only these directories (and what is given) stand. */
function files(things: Readonly<Record<string, Partial<FileStatus>>> = {}): Files {
  const none = () => {
    throw new Error("resolveTarget may only look");
  };
  const status = (path: string): FileStatus | undefined => {
    const found = path in things ? things[path] : ["/", "/usr"].includes(path) ? {} : undefined;
    return (
      found && { kind: "directory", size: 0, mode: 0o755, modified: 0n, inode: 1n, device: 1n, ...found }
    );
  };
  const names =
    "list read create makeDirectory makeDirectories makeLink readLink rename remove removeDirectory removeTree sync syncTree";
  return {
    ...Object.fromEntries(names.split(" ").map((name) => [name, none])),
    status,
    realPath: (path: string) => path,
  } as Files;
}

const places: readonly (readonly [string, Interpreter, TargetOptions, string, Partial<Scheme>, string])[] = [
  ["the interpreter's own prefix", SYSTEM, {}, "system", SCHEME, `${SCHEME.purelib}/.truewheel`],
  ["an environment", { ...SYSTEM, virtual: true }, {}, "environment", SCHEME, `${SCHEME.purelib}/.truewheel`],
  [
    "--target is one flat directory",
    SYSTEM,
    { target: "/t" },
    "target",
    { purelib: "/t", platlib: "/t", scripts: "/t/bin", headers: "/t/include", data: "/t" },
    "/t/.truewheel",
  ],
  [
    "--prefix has the scheme below it",
    SYSTEM,
    { prefix: "/p" },
    "prefix",
    { purelib: "/p/lib/python3.11/site-packages", platlib: "/p/lib64/python3.11/site-packages", data: "/p" },
    "/p/lib/python3.11/site-packages/.truewheel",
  ],
  [
    "--root goes in front",
    SYSTEM,
    { root: "/r" },
    "root",
    { purelib: "/r/usr/lib/python3.11/site-packages", scripts: "/r/usr/bin" },
    "/r/usr/lib/python3.11/site-packages/.truewheel",
  ],
  [
    "--root goes in front of --prefix",
    SYSTEM,
    { root: "/r", prefix: "/p" },
    "root",
    { scripts: "/r/p/bin" },
    "/r/p/lib/python3.11/site-packages/.truewheel",
  ],
  ["a managed Python takes --target", MANAGED, { target: "/t" }, "target", {}, "/t/.truewheel"],
  [
    "a managed Python takes --prefix",
    MANAGED,
    { prefix: "/p" },
    "prefix",
    {},
    "/p/lib/python3.11/site-packages/.truewheel",
  ],
  [
    "a managed Python takes --break-system-packages",
    MANAGED,
    { breakSystemPackages: true },
    "system",
    SCHEME,
    `${SCHEME.purelib}/.truewheel`,
  ],
  [
    "an environment of a managed Python is not managed",
    { ...MANAGED, virtual: true },
    {},
    "environment",
    SCHEME,
    `${SCHEME.purelib}/.truewheel`,
  ],
  ["an isolated Python takes --target", PTH, { target: "/t" }, "target", {}, "/t/.truewheel"],
];
for (const [sentence, interpreter, options, kind, scheme, workspace] of places) {
  test(`target: ${sentence}`, () => {
    const { target, edit } = resolveTarget(interpreter, options, { files: files() });
    assert.equal(target.kind, kind);
    assert.deepEqual({ ...target.scheme, ...scheme }, target.scheme);
    assert.equal(target.workspace, workspace);
    assert.equal(target.executable, "/usr/bin/python3");
    assert.equal(edit, undefined);
  });
}

const refusals: readonly (readonly [string, Interpreter, TargetOptions, string, RegExp, Files?])[] = [
  ["a managed Python, in the distribution's own words", MANAGED, {}, "TW-PYTHON-MANAGED", /\n\nuse apt\n$/],
  [
    "a managed Python, in the user's language",
    MANAGED,
    { locale: "de_DE.UTF-8" },
    "TW-PYTHON-MANAGED",
    /\n\nnimm apt\n$/,
  ],
  [
    "a managed Python whose file is empty",
    { ...SYSTEM, managed: "" },
    {},
    "TW-PYTHON-MANAGED",
    /looked after by the operating system$/,
  ],
  [
    "--target with --prefix",
    SYSTEM,
    { target: "/t", prefix: "/p" },
    "TW-TARGET-CONFLICT",
    /--target and --prefix/,
  ],
  ["--target with --root", SYSTEM, { target: "/t", root: "/r" }, "TW-TARGET-CONFLICT", /--target and --root/],
  ["--fix-pth with --root", PTH, { fixPth: true, root: "/r" }, "TW-TARGET-CONFLICT", /--fix-pth and --root/],
  [
    "--prefix without a layout for it",
    { ...SYSTEM, prefixScheme: undefined },
    { prefix: "/p" },
    "TW-TARGET-NO-SCHEME",
    /no layout/,
  ],
  [
    "a ._pth, with the exact lines",
    PTH,
    {},
    "TW-PYTHON-PTH",
    /\n\n {4}\.\.\/lib\/python3\.11\/site-packages\n {4}import site\n$/,
  ],
  [
    "a file in the target's place",
    SYSTEM,
    { target: "/t" },
    "TW-TARGET-NOT-A-DIRECTORY",
    /\/t is not a directory/,
    files({ "/t": { kind: "file" } }),
  ],
  [
    "a file above the target",
    SYSTEM,
    { target: "/t/a/b" },
    "TW-TARGET-NOT-A-DIRECTORY",
    /\/t is not a directory/,
    files({ "/t": { kind: "file" } }),
  ],
  [
    "a directory nobody may write",
    SYSTEM,
    { target: "/t" },
    "TW-TARGET-READ-ONLY",
    /\/t is read-only/,
    files({ "/t": { mode: 0o555 } }),
  ],
];
for (const [sentence, interpreter, options, code, message, disk] of refusals) {
  test(`target: refuses ${sentence}`, () => {
    assert.throws(
      () => resolveTarget(interpreter, options, { files: disk ?? files() }),
      (error) => error instanceof Fault && error.code === code && message.test(error.message),
    );
  });
}

test("target: --fix-pth gives the new text of the ._pth, line ends kept", () => {
  assert.deepEqual(resolveTarget(PTH, { fixPth: true }, { files: files() }).edit, {
    path: "/usr/bin/python3.11._pth",
    text: "../lib/python3.11\r\n../lib/python3.11/site-packages\r\nimport site\r\n",
  });
});

test("target: a ._pth that lets site-packages in needs nothing", () => {
  const open = { ...PTH, path: ["/usr/lib/python3.11", "/usr/bin/../lib/python3.11/site-packages/"] };
  assert.equal(resolveTarget(open, {}, { files: files() }).edit, undefined);
});

test("target: Windows paths are compared without letter case, and --root drops the drive", () => {
  const purelib = "C:\\Py\\Lib\\site-packages";
  const scheme = {
    purelib,
    platlib: purelib,
    scripts: "C:\\Py\\Scripts",
    headers: "C:\\Py\\Include",
    data: "C:\\Py",
  };
  const windows: Interpreter = {
    ...SYSTEM,
    platform: "win32",
    scheme,
    path: ["c:\\py\\lib\\SITE-PACKAGES"],
    pth: { path: "C:\\Py\\python311._pth", text: "" },
  };
  const disk = files({ "C:\\": {}, "D:\\": {} });
  assert.equal(resolveTarget(windows, {}, { files: disk }).edit, undefined);
  assert.equal(
    resolveTarget(windows, { root: "D:\\r" }, { files: disk }).target.scheme.scripts,
    "D:\\r\\Py\\Scripts",
  );
});

test("where lib64 is a link to lib, both site directories go by one name; where it is a directory, they are two", () => {
  const scheme = { ...SCHEME, platlib: "/usr/lib64/python3.11/site-packages" };
  const interpreter = { ...SYSTEM, scheme };
  const there = { [scheme.purelib]: {}, [scheme.platlib]: {} };
  const linked: Files = { ...files(there), realPath: (path) => path.replace("/lib64/", "/lib/") };
  assert.equal(resolveTarget(interpreter, {}, { files: linked }).target.scheme.platlib, scheme.purelib);
  assert.equal(resolveTarget(interpreter, {}, { files: files(there) }).target.scheme.platlib, scheme.platlib);
});

test("a site directory that is itself a link is refused", () => {
  const link = files({ [SCHEME.purelib]: { kind: "link" } });
  assert.throws(
    () => resolveTarget(SYSTEM, {}, { files: link }),
    (thrown) => thrown instanceof Fault && thrown.code === "TW-INSTALL-LINK",
  );
});
