/** Makes odd requests for `debug standards` from a seed: built by each grammar, then sometimes broken. Deterministic. */

import { Draw, sometimesBroken } from "./draw.ts";
import { anyVersion, cleanVersion, near, prereleases, setOf, version } from "./versions.ts";

/** One request of `debug standards`. */
export type Request = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Endless requests; the same seed gives the same ones. */
export function* requests(seed: number): Generator<Request> {
  const draw = new Draw(seed);
  const makers = Object.entries(MAKERS);
  for (;;) {
    const [kind, make] = draw.of(makers);
    yield { kind, ...make(draw) };
  }
}

const NAMES = [
  "a",
  "A1",
  "Foo.Bar_baz",
  "zope.interface",
  "x--y",
  "a.-_b",
  "_x",
  "x_",
  "-bad",
  "typing_extensions",
  "bäd",
  "with space",
  "0pkg",
  "foo.",
  "x.y-z",
  "K\u212a",
];
const VARIABLES = [
  ...["os_name", "python_version", "sys_platform", "python_full_version", "platform_system", "extra"],
  "python_version",
  "python_full_version",
  "os_name",
  "os.name",
  "sys_platform",
  "sys.platform",
  "platform_machine",
  "platform.machine",
  "platform_version",
  "platform.version",
  "platform_release",
  "platform_system",
  "platform_python_implementation",
  "platform.python_implementation",
  "python_implementation",
  "implementation_name",
  "implementation_version",
  "extra",
  "extras",
  "dependency_groups",
  "platform.release",
];
const VALUES = [
  "3.8",
  "3.12.1",
  "3.13.0+",
  "3.9.0rc1",
  "linux",
  "win32",
  "CPython",
  "",
  "posix",
  "Test.Extra",
  "test_extra",
  "10",
  "6.1.0-13-amd64",
  "#1 SMP",
  "3.*",
  ">=3",
  "1.0;x",
  "3.8 3.9",
  "a\\tb",
  "\\x33.8",
  "\\101",
  "\\d",
  "\\",
  "it's",
  'say "x"',
  " 3.8 ",
  "5.15.0-x86",
];

function operand(draw: Draw): string {
  const value = draw.of(VALUES);
  return draw.chance(50) ? draw.of(VARIABLES) : draw.chance(50) ? `"${value}"` : `'${value}'`;
}

function comparison(draw: Draw): string {
  const sp = (): string => draw.of([" ", " ", "", "  ", "\t"]);
  const variable = draw.of(VARIABLES);
  const value = (draw.chance(50) ? (text: string) => `"${text}"` : (text: string) => `'${text}'`)(
    draw.chance(30) ? anyVersion(draw) : draw.of(VALUES),
  );
  const operator = draw.of(["==", "!=", "<=", ">=", "<", ">", "~=", "===", " in ", " not in ", " not  in "]);
  if (draw.chance(8)) return operand(draw) + sp() + operator + sp() + operand(draw);
  return draw.chance(75)
    ? variable + sp() + operator + sp() + value
    : value + sp() + operator + sp() + variable;
}

function marker(draw: Draw, depth = 0): string {
  const atom = (): string =>
    depth < 4 && draw.chance(30) ? `(${draw.of(["", " "])}${marker(draw, depth + 1)})` : comparison(draw);
  return [
    atom(),
    ...draw.list(2, () => `${draw.of([" and ", " or ", " and ", "and ", " or"])}${atom()}`),
  ].join("");
}

function environment(draw: Draw): Record<string, string> {
  const python = draw.of(["3.8.10", "3.12.1", "3.13.0+", "3.13.0rc1", "3.11.7", "2.7.18", "x"]);
  return {
    implementation_name: draw.of(["cpython", "pypy"]),
    implementation_version: draw.of([python, "7.3.11"]),
    os_name: draw.of(["posix", "nt"]),
    platform_machine: draw.of(["x86_64", "arm64", ""]),
    platform_release: draw.of(["6.1.0-13-amd64", "10", "5.15", "22.1.0", "5.15.0-x86"]),
    platform_system: draw.of(["Linux", "Windows", ""]),
    platform_version: draw.of(["#1 SMP", "10.0.22621", "1.2"]),
    python_full_version: python,
    platform_python_implementation: draw.of(["CPython", "PyPy"]),
    python_version: python.split(".").slice(0, 2).join("."),
    sys_platform: draw.of(["linux", "win32"]),
    extra: draw.of(["", "test", "TEST.extra", "a-b"]),
  };
}

function requirement(draw: Draw): string {
  const sp = (): string => draw.of(["", "", " ", "  ", "\t"]);
  const extras = draw.maybe(
    35,
    () => `[${sp()}${draw.list(3, () => draw.of(NAMES)).join(draw.of([",", ", ", " ,"]))}${sp()}]`,
  );
  const clauses = setOf(draw);
  const source = draw.chance(15)
    ? `@${sp()}${draw.of(["https://h.example/a-1.0.whl", "file:///x", "./local", "git+https://h/x@1;y"])}${draw.of(["", " "])}`
    : draw.chance(25)
      ? `(${sp()}${clauses}${sp()})`
      : clauses;
  return (
    draw.of(NAMES) +
    sp() +
    extras +
    sp() +
    source +
    sp() +
    draw.maybe(35, () => `;${sp()}${marker(draw)}${sp()}`)
  );
}

const TAGS = [
  "py3",
  "py2.py3",
  "cp312",
  "cp39.cp38",
  "pp310",
  "none",
  "abi3",
  "cp313t",
  "any",
  "manylinux_2_17_x86_64.manylinux2014_x86_64",
  "win_amd64",
  "macosx_11_0_arm64",
  "",
  "3py",
  "Py3",
];

function wheelName(draw: Draw): string {
  const build = draw.maybe(20, () => `-${draw.of(["1", "01a", "b1", "1_x", "12345678901234567890"])}`);
  const third = (): string => draw.of(TAGS);
  return `${draw.of(NAMES)}-${version(draw).replaceAll("-", "_")}${build}-${third()}-${third()}-${third()}${draw.of([".whl", ".whl", ".whl", ".WHL", ".zip"])}`;
}

function license(draw: Draw, depth = 0): string {
  const simple = (): string =>
    draw.of([
      "MIT",
      "mit",
      "Apache-2.0",
      "GPL-2.0+",
      "GPL-3.0-or-later",
      "LicenseRef-Foo",
      "licenseref-foo",
      "LicenseRef-x_y",
      "BSD-3-Clause",
      "Nope",
      "Classpath-exception-2.0",
      "LicenseRef-",
      "MIT+",
    ]);
  const withException = (): string =>
    simple() +
    draw.maybe(
      25,
      () =>
        `${draw.of([" WITH ", " with "])}${draw.of(["LLVM-exception", "classpath-exception-2.0", "MIT", "Bison-exception-2.2"])}`,
    );
  const term = (): string =>
    depth < 3 && draw.chance(25) ? `(${draw.of(["", " "])}${license(draw, depth + 1)})` : withException();
  return [
    term(),
    ...draw.list(2, () => `${draw.of([" AND ", " or ", " OR ", " and ", "\tAND\n"])}${term()}`),
  ].join("");
}

function metadata(draw: Draw): string {
  const fields = [
    `Metadata-Version: ${draw.of(["1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "3.0", ..."2.4 2.5 2.6 2.5 2.6 2.5 2.6 2.5 2.6".split(" ")])}`,
    draw.chance(93)
      ? `${draw.of(["Name", "name", "NAME"])}: ${draw.of(["foo", "Foo.Bar", "bad name", "foo ", "\tfoo"])}`
      : "",
    draw.chance(93) ? `Version: ${version(draw)}` : "",
    ...draw.list(2, () => draw.of(EXTRA_FIELDS)(draw)),
  ].filter((line) => line !== "");
  if (draw.chance(25)) fields.push(fields.shift() ?? "");
  const end = draw.of(["\n", "\n", "\n", "\r\n", "\r"]);
  return (
    fields.join(end) +
    end +
    draw.maybe(40, () => `${end}Body: text${end}`) +
    draw.maybe(5, () => "stray line")
  );
}

const EXTRA_FIELDS: readonly ((draw: Draw) => string)[] = [
  (draw) => `Requires-Dist: ${sometimesBroken(draw, requirement(draw), 5)}`,
  (draw) => `Requires-Python: ${setOf(draw)}`,
  (draw) => `Provides-Extra: ${draw.of(NAMES)}`,
  (draw) => `Dynamic: ${draw.of(["Version", "Requires-Dist", "license", "nope", "Name"])}`,
  (draw) => `License-Expression: ${license(draw)}`,
  (draw) =>
    `License-File: ${draw.of(["LICENSE", "a/b", "../x", "/x", "a\\b", "C:/x", "C:x", "a//b", "./a", "a/", "*.txt", ".", "a..b"])}`,
  (draw) =>
    `Import-Name: ${draw.of(["foo", "foo.bar", "foo; private", "foo ;private", "", "class", "1x", "foo;public", "föö"])}`,
  (draw) => `Import-Namespace: ${draw.of(["foo", "", "a.b ; private"])}`,
  (draw) => `Project-URL: ${draw.of(["Home, https://h.example", "Home,x", "Docs , y", "nolabel"])}`,
  (draw) =>
    `Description-Content-Type: ${draw.of(["text/markdown", "text/plain; charset=UTF-8", "text/x-rst; charset=latin1", "Text/Markdown; variant=GFM", "text/markdown; variant=Foo", 'text/markdown; charset="utf-8"; variant=CommonMark', "text/html", "text/plain;", "text/plain; x", "text / plain", "text/plain; a=1; a=2", "text/plain;;"])}`,
  (draw) => `Summary: ${draw.of(["one line", "two\n lines", "next\u2028line", "\u0085"])}`,
  () => "Keywords: a,b",
  () => "Description: here\n  and on",
  () => "Author-Email: x@example.org",
  () => "Platform: any",
  () => "Home-Page:",
  () => " continued",
  () => "From here on",
  () => ": nameless",
  () => "X-Unknown: 1",
  () => "Supported-Platform: x",
];

const PLATFORMS = [
  "any",
  "win_amd64",
  "linux_x86_64",
  "macosx_11_0_arm64",
  "MANYLINUX_2_17_x86_64",
  "pyodide_2024_0_wasm32",
];
const ABIS = [
  "cp312",
  "cp313t",
  "cp313td",
  "cp39d",
  "abi3",
  "abi3t",
  "none",
  "cp27mu",
  "pypy310_pp73",
  "cp314t",
];
const pair = (draw: Draw, majors: readonly number[], minors: number): [number, number] => [
  draw.of(majors),
  draw.below(minors),
];
const platforms = (draw: Draw): string[] => [draw.of(PLATFORMS), ...draw.list(2, () => draw.of(PLATFORMS))];
const python = (draw: Draw): number[] =>
  draw.chance(10) ? [draw.of([2, 3])] : pair(draw, [2, 3, 3, 3, 4], 18);

const MAKERS: Readonly<Record<string, (draw: Draw) => Record<string, unknown>>> = {
  "version.parse": (draw) => ({ text: sometimesBroken(draw, version(draw), 20) }),
  "version.cmp": (draw) => ({ versions: [anyVersion(draw), anyVersion(draw)] }),
  "version.sort": (draw) => ({
    versions: draw.list(9, () => (draw.chance(70) ? near(draw) : cleanVersion(draw))),
  }),
  "spec.parse": (draw) => ({ text: setOf(draw, 4) }),
  "spec.contains": (draw) => ({
    spec: setOf(draw),
    version: anyVersion(draw),
    prereleases: prereleases(draw),
  }),
  "spec.filter": (draw) => ({
    spec: setOf(draw, 2),
    versions: draw.list(8, () => (draw.chance(80) ? near(draw) : cleanVersion(draw))),
    prereleases: prereleases(draw),
  }),
  "marker.parse": (draw) => ({ text: sometimesBroken(draw, marker(draw)) }),
  "marker.eval": (draw) => ({ marker: sometimesBroken(draw, marker(draw), 5), env: environment(draw) }),
  "requirement.parse": (draw) => ({ text: sometimesBroken(draw, requirement(draw)) }),
  "wheel.filename": (draw) => ({ text: sometimesBroken(draw, wheelName(draw)) }),
  "sdist.filename": (draw) => ({
    text: sometimesBroken(draw, `${draw.of(NAMES)}-${version(draw)}${draw.of([".tar.gz", ".zip", ".tgz"])}`),
  }),
  "name.normalize": (draw) => ({ text: sometimesBroken(draw, draw.of(NAMES), 60) }),
  license: (draw) => ({ text: sometimesBroken(draw, license(draw)) }),
  "metadata.parse": (draw) => ({ text: sometimesBroken(draw, metadata(draw), 7) }),
  "tags.manylinux": (draw) => ({
    arch: draw.of(["x86_64", "i686", "aarch64", "riscv64", "armv7l", "x"]),
    glibc: pair(draw, [2, 2, 2, 3], 45),
  }),
  "tags.musllinux": (draw) => ({ arch: draw.of(["x86_64", "armv7l"]), musl: pair(draw, [1, 2], 6) }),
  "tags.macos": (draw) => ({
    version: pair(draw, [9, 10, 10, 11, 12, 15, 26], 17),
    arch: draw.of(["x86_64", "arm64", "i386", "ppc", "ppc64", "intel", "universal2", "x"]),
  }),
  "tags.ios": (draw) => ({
    version: pair(draw, [11, 12, 13, 18, 26], 9),
    multiarch: draw.of(["arm64-iphoneos", "x86_64-iphonesimulator"]),
  }),
  "tags.android": (draw) => ({
    api: draw.below(40),
    abi: draw.of(["arm64_v8a", "armeabi-v7a", "x86 64", "a.b"]),
  }),
  "tags.cpython": (draw) => ({
    python: python(draw),
    abis: draw.list(3, () => draw.of(ABIS)),
    platforms: platforms(draw),
  }),
  "tags.compatible": (draw) => ({
    python: python(draw),
    interpreter: draw.of(["cp312", "pp3", "CP39"]),
    platforms: platforms(draw),
  }),
  "tags.generic": (draw) => ({
    interpreter: draw.of(["pp310", "graalpy38", "IP27"]),
    abis: draw.list(2, () => draw.of(ABIS)),
    platforms: platforms(draw),
  }),
};
