/** Names of projects, extras and files, and what wheels and sdists are called. Deterministic. */
import type { Draw } from "./draw.ts";
import { version } from "./versions.ts";

/** Names, good and bad. */
export const NAMES = [
  ...[
    "a",
    "A1",
    "Foo.Bar_baz",
    "zope.interface",
    "x--y",
    "a.-_b",
    "typing_extensions",
    "ruamel.yaml.clib",
    "requests",
    "0pkg",
  ],
  ...[
    "x.y-z",
    "x__y",
    "_x",
    "x_",
    "-bad",
    "bad-",
    "bäd",
    "with space",
    "foo.",
    "K\u212a",
    "\u0131",
    "\u0130",
  ],
  ...["ſ", "straße", "a\u0301", "٣", "", ".", "-", "_", "a..b", "A.B.C", "9", "a".repeat(300)],
];

/** How many of them are good. */
export const GOOD_NAMES = 12;

const TAGS = [
  ...[
    "py3",
    "py2.py3",
    "cp312",
    "cp39.cp38",
    "pp310",
    "none",
    "abi3",
    "abi3t",
    "cp313t",
    "any",
    "win_amd64",
    "win32",
  ],
  ...[
    "manylinux_2_17_x86_64.manylinux2014_x86_64",
    "macosx_11_0_arm64",
    "macosx_10_9_universal2",
    "linux_x86_64",
  ],
  ...[
    "musllinux_1_2_x86_64",
    "ios_13_0_arm64_iphoneos",
    "android_21_arm64_v8a",
    "pypy310_pp73",
    "none.abi3",
    "Py3",
  ],
  ...[
    "",
    "3py",
    "p\u00e9",
    "py3.",
    ".py3",
    "py3..py2",
    "py3 ",
    "py3.py3",
    "cp3\u0661",
    "emscripten_3_1_58_wasm32",
    "win_arm64.x",
  ],
];

/** The name of a wheel. */
export function wheelName(draw: Draw): string {
  const name = draw.calm ? draw.well(NAMES, 11).replaceAll(/[-_.]+/g, "_") : draw.of(NAMES);
  const build = draw.maybe(
    25,
    () =>
      `-${draw.well(["1", "01a", "00", "2abc", "1_x", "0", "b1", "12345678901234567890", "1-2", "", "1\n2", "٣", "1é"], 6)}`,
  );
  const third = (): string => draw.well(TAGS, 25);
  const ending = draw.well([".whl", ".WHL", ".zip", "", ".whl\n", ".whl.whl"], 1);
  return `${name}-${version(draw).replaceAll("-", "_")}${build}-${third()}-${third()}-${third()}${ending}`;
}

/** The name of an sdist. */
export function sdistName(draw: Draw): string {
  const dash = draw.well(["-", "--", "_", ""], 2);
  const ending = draw.well([".tar.gz", ".zip", ".tgz", ".tar.bz2", "", ".TAR.GZ", ".tar.gz\n"], 2);
  return `${draw.well(NAMES, GOOD_NAMES)}${dash}${version(draw)}${ending}`;
}
