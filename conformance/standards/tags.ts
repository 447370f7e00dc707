/** Makes requests about tags. Deterministic. */
import type { Draw } from "./draw.ts";

const PLATFORMS = [
  ...[
    "any",
    "win_amd64",
    "win32",
    "win_arm64",
    "linux_x86_64",
    "macosx_11_0_arm64",
    "macosx_11_0_universal2",
  ],
  ...["MANYLINUX_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_2_aarch64", "pyodide_2024_0_wasm32"],
  ...[
    "emscripten_3_1_58_wasm32",
    "ios_13_0_arm64_iphoneos",
    "android_21_arm64_v8a",
    "linux_armv7l",
    "freebsd_14_0_amd64",
    "",
    "é",
  ],
];
const ABIS = [
  ...[
    "cp312",
    "cp313t",
    "cp313td",
    "cp39d",
    "abi3",
    "abi3t",
    "none",
    "cp27mu",
    "cp27m",
    "pypy310_pp73",
    "cp314t",
    "cp32",
  ],
  ...["graalpy240_310_native", "CP311", "cp37m", "", "cpt", "t", "cp3t13"],
];
const ARCHES = [
  ...[
    "x86_64",
    "i686",
    "aarch64",
    "riscv64",
    "armv7l",
    "armv8l",
    "ppc64",
    "ppc64le",
    "s390x",
    "loongarch64",
    "x",
    "",
    "mips64",
    "I686",
  ],
];
/** Never none: `packaging` would then speak of the Python it runs on. */
const INTERPRETERS = ["cp312", "pp3", "CP39", "pp310", "graalpy38", "IP27", "jy27", "py3"];

const pair = (draw: Draw, majors: readonly number[], minors: number): [number, number] => [
  draw.of(majors),
  draw.below(minors),
];
const platforms = (draw: Draw): string[] => [draw.of(PLATFORMS), ...draw.list(2, () => draw.of(PLATFORMS))];
const python = (draw: Draw): number[] =>
  draw.chance(10) ? [draw.of([2, 3])] : pair(draw, [2, 3, 3, 3, 4], 18);

function abis(draw: Draw, most: number): string[] {
  return draw.list(most, () => draw.of(ABIS));
}

/** The kinds about tags. */
export const TAG_KINDS: Readonly<Record<string, (draw: Draw) => Record<string, unknown>>> = {
  "tags.manylinux": (draw) => ({ arch: draw.of(ARCHES), glibc: pair(draw, [2, 2, 2, 2, 3, 4], 70) }),
  "tags.musllinux": (draw) => ({ arch: draw.of(ARCHES), musl: pair(draw, [1, 2, 0], 8) }),
  "tags.macos": (draw) => ({
    version: pair(draw, [0, 9, 10, 10, 10, 11, 12, 13, 14, 15, 16, 17, 25, 26, 27], 20),
    arch: draw.of([
      "x86_64",
      "arm64",
      "i386",
      "ppc",
      "ppc64",
      "intel",
      "universal2",
      "universal",
      "fat",
      "x",
      "aarch64",
    ]),
  }),
  "tags.ios": (draw) => ({
    version: pair(draw, [11, 12, 13, 17, 18, 26], 14),
    multiarch: draw.of([
      "arm64-iphoneos",
      "x86_64-iphonesimulator",
      "arm64-iphonesimulator",
      "arm64_iphoneos",
      "a-b-c",
    ]),
  }),
  "tags.android": (draw) => ({
    api: draw.below(60),
    abi: draw.of([
      "arm64_v8a",
      "armeabi-v7a",
      "armeabi_v7a",
      "x86",
      "x86_64",
      "x86 64",
      "a.b",
      "ARM64-V8A",
      "",
    ]),
  }),
  "tags.cpython": (draw) => {
    const series = python(draw);
    const own = `cp${series.join("")}`;
    const real = draw.of([
      [own],
      [`${own}t`],
      [`${own}d`, own],
      [`${own}td`, `${own}t`],
      [`${own}m`],
      [`${own}dm`],
    ]);
    return { python: series, abis: draw.chance(60) ? real : abis(draw, 3), platforms: platforms(draw) };
  },
  "tags.compatible": (draw) => ({
    python: python(draw),
    interpreter: draw.chance(90) ? draw.of(INTERPRETERS) : null,
    platforms: platforms(draw),
  }),
  "tags.generic": (draw) => ({
    interpreter: draw.of(INTERPRETERS),
    abis: abis(draw, 3),
    platforms: platforms(draw),
  }),
};
