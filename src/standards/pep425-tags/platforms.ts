/**
 * Platform tags of a probed Python, best first: which of the rules of linux.ts, apple.ts and android.ts is its own. Pure.
 * Source: PEP 425 "Platform Tag"; platform compatibility tags; PEP 600 for which Linux machines have a common ABI.
 */
import { androidTags } from "./android.ts";
import { iosTags, macosTags } from "./apple.ts";
import type { ElfHeader, PythonBuild } from "./build.ts";
import { manylinuxTags, musllinuxTags } from "./linux.ts";

/** Platform tags that a Python on `build.platform` can load, best first. */
export function platformTags(build: PythonBuild): readonly string[] {
  const own = normalize(build.platform);
  if (own.startsWith("macosx_") && build.mac !== undefined)
    return macosTags(release(build.mac), macMachine(build));
  if (own.startsWith("linux_")) return linuxTags(build, own.slice("linux_".length));
  return mobileTags(build.platform) ?? [own];
}

/** A tag component: `.`, `-` and spaces become `_`, lower case. */
export function normalize(part: string): string {
  return part.replace(/[.\- ]/g, "_").toLowerCase();
}

/** What a 32-bit Python calls a 64-bit kernel's machine. */
const NARROW: ReadonlyMap<string, string> = new Map([
  ["x86_64", "i686"],
  ["aarch64", "armv8l"],
]);

/** Machines whose every Linux Python keeps the ABI that manylinux means. */
const ONE_ABI = new Set(["x86_64", "aarch64", "ppc64", "ppc64le", "s390x", "loongarch64", "riscv64"]);

function linuxTags(build: PythonBuild, told: string): readonly string[] {
  const { bits, elf, glibc, musl } = build;
  const machine = bits === 32 ? (NARROW.get(told) ?? told) : told;
  const machines = machine === "armv8l" ? ["armv8l", "armv7l"] : [machine];
  return [
    ...machines.map((each) => `linux_${each}`),
    ...(glibc !== undefined && abiIsCommon(machines, elf)
      ? machines.flatMap((each) => manylinuxTags(each, release(glibc)))
      : []),
    ...(musl === undefined ? [] : machines.flatMap((each) => musllinuxTags(each, release(musl)))),
  ];
}

/** PEP 600: i686 and armv7l wheels need the common ABI (EABI5 with hard floats), which the executable's header tells. */
function abiIsCommon(machines: readonly string[], elf: ElfHeader | undefined): boolean {
  const narrow = elf !== undefined && elf.bits === 32 && elf.little;
  if (machines.includes("armv7l")) {
    const eabi5HardFloat = 0x05000400;
    return narrow && elf.machine === 40 && (elf.flags & 0xff000400) >>> 0 === eabi5HardFloat;
  }
  if (machines.includes("i686")) return narrow && elf.machine === 3;
  return machines.some((machine) => ONE_ABI.has(machine));
}

/** The last part of `macosx-11.0-arm64` speaks of the build, which may be universal; the running half is told by the bits. */
function macMachine(build: PythonBuild): string {
  const machine = build.machine;
  if (build.bits === 64) return machine;
  return machine.startsWith("ppc") ? "ppc" : "i386";
}

/** `android-21-arm64_v8a` and `ios-13.0-arm64-iphoneos` name the oldest system the build runs on; what is older than that, it loads. */
function mobileTags(platform: string): readonly string[] | undefined {
  const [, level = "", abi = ""] = /^android-([0-9]{1,3})-(.+)$/.exec(platform) ?? [];
  if (abi !== "") return androidTags(Number(level), abi.toLowerCase());
  const [, version = "", multiarch = ""] = /^ios-([0-9]{1,3}\.[0-9]{1,3})-(.+)$/.exec(platform) ?? [];
  return multiarch === "" ? undefined : iosTags(release(version), normalize(multiarch));
}

/** The numbers of `2.36`. */
function release(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
}
