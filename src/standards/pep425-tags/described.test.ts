/** Tags of described systems. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { androidTags } from "./android.ts";
import { iosTags, macosTags } from "./apple.ts";
import { compatibleTags, cpythonTags, genericTags } from "./described.ts";
import { manylinuxTags, musllinuxTags } from "./linux.ts";

for (const [sentence, tags, first, last, count] of [
  [
    "glibc from the newest to 2.17",
    manylinuxTags("aarch64", [2, 28]),
    "manylinux_2_28_aarch64",
    "manylinux2014_aarch64",
    13,
  ],
  ["glibc down to 2.5 on x86", manylinuxTags("i686", [2, 17]), "manylinux_2_17_i686", "manylinux1_i686", 16],
  ["too old a glibc has none", manylinuxTags("s390x", [2, 12]), undefined, undefined, 0],
  [
    "a glibc 3 loads every 2",
    manylinuxTags("x86_64", [3, 0]),
    "manylinux_3_0_x86_64",
    "manylinux1_x86_64",
    50,
  ],
  [
    "musl from the newest to 0",
    musllinuxTags("x86_64", [1, 2]),
    "musllinux_1_2_x86_64",
    "musllinux_1_0_x86_64",
    3,
  ],
  [
    "macOS counts majors from 11 on",
    macosTags([12, 6], "arm64"),
    "macosx_12_0_arm64",
    "macosx_10_4_universal2",
    17,
  ],
  [
    "macOS counts minors before",
    macosTags([10, 9], "x86_64"),
    "macosx_10_9_x86_64",
    "macosx_10_4_universal",
    36,
  ],
  [
    "iOS begins at 12",
    iosTags([13, 1], "arm64-iphoneos"),
    "ios_13_1_arm64_iphoneos",
    "ios_12_0_arm64_iphoneos",
    12,
  ],
  [
    "Android begins at 16",
    androidTags(18, "armeabi-v7a"),
    "android_18_armeabi_v7a",
    "android_16_armeabi_v7a",
    3,
  ],
  [
    "CPython's stable ABI goes back to 3.2",
    cpythonTags([3, 4], ["cp34m"], ["p"]),
    "cp34-cp34m-p",
    "cp32-abi3-p",
    5,
  ],
  [
    "free-threaded builds have a stable ABI of their own",
    cpythonTags([3, 13], ["cp313t"], ["p"]),
    "cp313-cp313t-p",
    "cp32-abi3t-p",
    14,
  ],
  ["a major version alone has no stable ABI", cpythonTags([3], ["cp3"], ["p"]), "cp3-cp3-p", "cp3-none-p", 2],
  [
    "others end without an ABI",
    genericTags("pp310", ["pypy310_pp73"], ["p"]),
    "pp310-pypy310_pp73-p",
    "pp310-none-p",
    2,
  ],
  [
    "plain Python ends on any platform",
    compatibleTags([3, 1], "cp31", ["p"]),
    "py31-none-p",
    "py30-none-any",
    7,
  ],
] as const) {
  test(sentence, () => {
    assert.deepEqual([tags[0], tags.at(-1), tags.length], [first, last, count]);
    assert.equal(new Set(tags).size, tags.length);
  });
}
