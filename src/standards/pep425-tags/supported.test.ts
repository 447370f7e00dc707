import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { PythonBuild } from "./build.ts";
import { platformTags } from "./platforms.ts";
import { supportedTags } from "./supported.ts";

const LINUX: PythonBuild = {
  implementation: "cpython",
  major: 3,
  minor: 11,
  debug: false,
  freeThreaded: false,
  pymalloc: true,
  wideUnicode: true,
  extension: ".cpython-311-x86_64-linux-gnu.so",
  platform: "linux-x86_64",
  machine: "x86_64",
  bits: 64,
  glibc: "2.17",
  musl: undefined,
  mac: undefined,
  elf: undefined,
};
const ARM_ELF = { bits: 32, little: true, machine: 40, flags: 0x05000400 } as const;
const PYPY = { implementation: "pypy", minor: 10, extension: ".pypy310-pp73-x86_64-linux-gnu.so" };
const MAC = { platform: "macosx-11.0-arm64", machine: "arm64", glibc: undefined, mac: "14.2" };
const INTEL = { platform: "macosx-10.9-x86_64", machine: "x86_64", glibc: undefined };
const WINDOWS = {
  platform: "win-amd64",
  machine: "AMD64",
  glibc: undefined,
  extension: ".cp311-win_amd64.pyd",
};

const firsts: readonly (readonly [string, Partial<PythonBuild>, readonly string[]])[] = [
  [
    "CPython begins with its own ABI on the plain platform",
    {},
    ["cp311-cp311-linux_x86_64", "cp311-cp311-manylinux_2_17_x86_64", "cp311-cp311-manylinux2014_x86_64"],
  ],
  ["Python 2.7 with wide characters is cp27mu", { major: 2, minor: 7 }, ["cp27-cp27mu-linux_x86_64"]],
  [
    "Python 2.7 with narrow characters is cp27m",
    { major: 2, minor: 7, wideUnicode: false },
    ["cp27-cp27m-linux_x86_64"],
  ],
  ["pymalloc is part of the ABI until 3.7", { minor: 7 }, ["cp37-cp37m-linux_x86_64"]],
  [
    "a debug build before 3.8 loads only debug extensions",
    { minor: 6, debug: true },
    ["cp36-cp36dm-linux_x86_64"],
  ],
  ["a debug build comes first from 3.8", { debug: true }, ["cp311-cp311d-linux_x86_64"]],
  [
    "a free-threaded build has an ABI of its own",
    { minor: 13, freeThreaded: true },
    ["cp313-cp313t-linux_x86_64"],
  ],
  [
    "a free-threaded debug build loads release extensions too",
    { minor: 14, freeThreaded: true, debug: true, glibc: undefined },
    ["cp314-cp314td-linux_x86_64", "cp314-cp314t-linux_x86_64", "cp314-abi3t-linux_x86_64"],
  ],
  [
    "GraalPy says its ABI in three words",
    { implementation: "graalpy", extension: ".graalpy240-310-native-x86_64-linux.so", glibc: undefined },
    ["graalpy311-graalpy240_310_native-linux_x86_64", "graalpy311-none-linux_x86_64"],
  ],
  [
    "an implementation that tells no ABI has none",
    { implementation: "jython", minor: 2, extension: undefined, glibc: undefined },
    ["jy32-none-linux_x86_64", "py32-none-linux_x86_64"],
  ],
  [
    "Android loads what was made for older levels",
    { minor: 13, platform: "android-22-arm64_v8a" },
    ["cp313-cp313-android_22_arm64_v8a", "cp313-cp313-android_21_arm64_v8a"],
  ],
  [
    "iOS loads what was made for older versions",
    { minor: 13, platform: "ios-13.0-arm64-iphoneos" },
    ["cp313-cp313-ios_13_0_arm64_iphoneos", "cp313-cp313-ios_12_9_arm64_iphoneos"],
  ],
  [
    "Emscripten has one platform",
    { platform: "emscripten-3.1.58-wasm32", glibc: undefined },
    ["cp311-cp311-emscripten_3_1_58_wasm32", "cp311-abi3-emscripten_3_1_58_wasm32"],
  ],
  ["PyPy says its ABI in its extensions' name", PYPY, ["pp310-pypy310_pp73-linux_x86_64"]],
  ["Windows has one platform", WINDOWS, ["cp311-cp311-win_amd64", "cp311-abi3-win_amd64"]],
  [
    "an Arm Mac takes arm64 before universal2",
    MAC,
    ["cp311-cp311-macosx_14_0_arm64", "cp311-cp311-macosx_14_0_universal2"],
  ],
  [
    "a 32-bit Python on a 64-bit kernel is i686",
    { bits: 32, elf: { ...ARM_ELF, machine: 3, flags: 0 } },
    ["cp311-cp311-linux_i686", "cp311-cp311-manylinux_2_17_i686"],
  ],
  [
    "musl's versions follow the plain platform",
    { glibc: undefined, musl: "1.2" },
    ["cp311-cp311-linux_x86_64", "cp311-cp311-musllinux_1_2_x86_64"],
  ],
];
for (const [sentence, change, expected] of firsts) {
  test(`tags: ${sentence}`, () => {
    assert.deepEqual(supportedTags({ ...LINUX, ...change }).slice(0, expected.length), expected);
  });
}

const membership: readonly (readonly [string, Partial<PythonBuild>, string, boolean])[] = [
  ["the stable ABI reaches back to 3.2", {}, "cp32-abi3-manylinux1_x86_64", true],
  ["the stable ABI does not reach forward", {}, "cp312-abi3-linux_x86_64", false],
  ["a free-threaded build has no abi3", { minor: 13, freeThreaded: true }, "cp313-abi3-linux_x86_64", false],
  ["a free-threaded build has abi3t", { minor: 13, freeThreaded: true }, "cp313-abi3t-linux_x86_64", true],
  ["Python 2 has no stable ABI", { major: 2, minor: 7 }, "cp27-abi3-linux_x86_64", false],
  ["a newer glibc is not promised", {}, "cp311-cp311-manylinux_2_18_x86_64", false],
  [
    "aarch64 begins with glibc 2.17",
    { platform: "linux-aarch64" },
    "cp311-cp311-manylinux_2_16_aarch64",
    false,
  ],
  ["aarch64 has manylinux2014", { platform: "linux-aarch64" }, "cp311-cp311-manylinux2014_aarch64", true],
  [
    "armv7l with hard floats is manylinux",
    { platform: "linux-armv7l", bits: 32, elf: ARM_ELF },
    "py3-none-manylinux_2_17_armv7l",
    true,
  ],
  [
    "armv7l with soft floats is not",
    { platform: "linux-armv7l", bits: 32, elf: { ...ARM_ELF, flags: 0x05000200 } },
    "py3-none-manylinux_2_17_armv7l",
    false,
  ],
  [
    "armv7l without a known header is not",
    { platform: "linux-armv7l", bits: 32 },
    "py3-none-manylinux_2_17_armv7l",
    false,
  ],
  [
    "an armv8l Python takes armv7l wheels",
    { platform: "linux-aarch64", bits: 32, elf: ARM_ELF },
    "py3-none-linux_armv7l",
    true,
  ],
  [
    "an unknown machine has no manylinux",
    { platform: "linux-sparc64" },
    "py3-none-manylinux_2_17_sparc64",
    false,
  ],
  [
    "without a C library's version only the plain platform counts",
    { glibc: undefined },
    "py3-none-manylinux1_x86_64",
    false,
  ],
  ["PyPy has pp3-none-any", PYPY, "pp3-none-any", true],
  ["PyPy takes no CPython wheel", PYPY, "cp310-none-any", false],
  ["everybody takes pure wheels of older minors", {}, "py30-none-any", true],
  ["an Intel Mac takes old fat wheels", { ...INTEL, mac: "12.0" }, "cp311-cp311-macosx_10_4_fat3", true],
  ["an Arm Mac takes only the universal2 of them", MAC, "cp311-cp311-macosx_10_9_x86_64", false],
  ["macOS 10.15 counts minors", { ...INTEL, mac: "10.15" }, "cp311-cp311-macosx_10_9_intel", true],
];
for (const [sentence, change, tag, expected] of membership) {
  test(`tags: ${sentence}`, () =>
    assert.equal(supportedTags({ ...LINUX, ...change }).includes(tag), expected));
}

test("tags: whatever the build, they are unique, well formed and end with the oldest pure tag", () => {
  const build = fc.record({
    minor: fc.integer({ min: 0, max: 30 }),
    debug: fc.boolean(),
    freeThreaded: fc.boolean(),
    implementation: fc.constantFrom("cpython", "pypy", "graalpy"),
    glibc: fc.option(
      fc.integer({ min: 0, max: 60 }).map((minor) => `2.${minor}`),
      { nil: undefined },
    ),
    bits: fc.constantFrom<32 | 64>(32, 64),
  });
  fc.assert(
    fc.property(build, (change) => {
      const tags = supportedTags({ ...LINUX, ...change });
      assert.equal(new Set(tags).size, tags.length);
      for (const tag of tags) assert.match(tag, /^[a-z0-9_]+-[a-z0-9_]+-[a-z0-9_]+$/);
      assert.equal(tags.at(-1), change.minor === 0 ? "py3-none-any" : "py30-none-any");
    }),
  );
});

test("tags: a newer C library adds platforms and takes none away", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 59 }), (minor) => {
      const older = platformTags({ ...LINUX, glibc: `2.${minor}` });
      const newer = new Set(platformTags({ ...LINUX, glibc: `2.${minor + 1}` }));
      assert.ok(older.every((tag) => newer.has(tag)) && newer.size > older.length);
    }),
  );
});
