/**
 * Platform tags, best first. Pure.
 * Source: PEP 425 "Platform Tag", PEP 600 (manylinux_x_y), PEP 513, 571, 599 (its older names), PEP 656 (musllinux_x_y).
 */
import type { ElfHeader, PythonBuild } from "./build.ts";

/** Platform tags that a Python on `build.platform` can load, best first. */
export function platformTags(build: PythonBuild): readonly string[] {
  const own = normalize(build.platform);
  if (build.mac !== undefined && own.startsWith("macosx_")) return macTags(build.mac, macMachine(build));
  if (own.startsWith("linux_")) return linuxTags(build, own.slice("linux_".length));
  return [own];
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
  const machine = build.bits === 32 ? (NARROW.get(told) ?? told) : told;
  const machines = machine === "armv8l" ? ["armv8l", "armv7l"] : [machine];
  return [
    ...machines.map((each) => `linux_${each}`),
    ...(abiIsCommon(machines, build.elf)
      ? machines.flatMap((each) => manylinux(each, machines, build.glibc))
      : []),
    ...machines.flatMap((each) => musllinux(each, build.musl)),
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

/** The older names of three glibc versions: PEP 599, 571, 513. */
const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ["2.17", "manylinux2014"],
  ["2.12", "manylinux2010"],
  ["2.5", "manylinux1"],
]);

function manylinux(
  machine: string,
  machines: readonly string[],
  glibc: string | undefined,
): readonly string[] {
  const [major, minor] = numbers(glibc);
  if (major !== 2 || minor === undefined) return [];
  const oldest = machines.some((each) => each === "x86_64" || each === "i686") ? 5 : 17;
  const tags: string[] = [];
  for (let each = minor; each >= oldest; each--) {
    tags.push(`manylinux_2_${each}_${machine}`);
    const older = OLDER_NAMES.get(`2.${each}`);
    if (older !== undefined) tags.push(`${older}_${machine}`);
  }
  return tags;
}

function musllinux(machine: string, musl: string | undefined): readonly string[] {
  const [major, minor] = numbers(musl);
  if (major === undefined || minor === undefined) return [];
  return Array.from({ length: minor + 1 }, (_, back) => `musllinux_${major}_${minor - back}_${machine}`);
}

/** The last part of `macosx-11.0-arm64` speaks of the build, which may be universal; the running half is told by the bits. */
function macMachine(build: PythonBuild): string {
  const machine = build.machine;
  if (build.bits === 64) return machine;
  return machine.startsWith("ppc") ? "ppc" : "i386";
}

/** macOS 10.x counts minors, macOS 11 and newer majors; both load what was made for any older one. */
function macTags(version: string, machine: string): readonly string[] {
  const [major = 10, minor = 0] = numbers(version);
  const tags: string[] = [];
  if (major === 10) {
    for (let each = minor; each >= 0; each--) tags.push(...macFormats(10, each, machine));
    return tags;
  }
  for (let each = major; each >= 11; each--) tags.push(...macFormats(each, 0, machine));
  // Arm machines run nothing from before macOS 11 but the Arm half of universal2 files, which may be marked 10.x.
  for (let each = 16; each >= 4; each--) {
    tags.push(...(machine === "x86_64" ? macFormats(10, each, machine) : [`macosx_10_${each}_universal2`]));
  }
  return tags;
}

/** The fat formats that hold code for a machine, at one macOS version. */
function macFormats(major: number, minor: number, machine: string): readonly string[] {
  const age = major * 100 + minor;
  const oldEnough: Readonly<Record<string, readonly string[]>> = {
    arm64: ["universal2"],
    x86_64: age < 1004 ? [] : ["intel", "fat64", "fat3", "universal2", "universal"],
    i386: age < 1004 ? [] : ["intel", "fat3", "fat", "universal"],
    ppc64: age < 1004 || age > 1005 ? [] : ["fat64", "universal"],
    ppc: age > 1006 ? [] : ["fat3", "fat", "universal"],
  };
  const formats = oldEnough[machine] ?? [];
  if (formats.length === 0 && machine !== "arm64")
    return machine in oldEnough ? [] : [`macosx_${major}_${minor}_${machine}`];
  return [machine, ...formats].map((format) => `macosx_${major}_${minor}_${format}`);
}

/** The numbers of `2.36`. */
function numbers(version: string | undefined): readonly number[] {
  return version === undefined ? [] : version.split(".").map(Number);
}
