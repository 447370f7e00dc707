/** Platforms that can be locked for without being there: names as uv has them. Pure data, and the tags and markers that follow. */
import { Fault } from "../../base/fault.ts";
import { macosTags } from "../../standards/pep425-tags/apple.ts";
import { compatibleTags, cpythonTags, type PythonSeries } from "../../standards/pep425-tags/described.ts";
import { manylinuxTags, musllinuxTags } from "../../standards/pep425-tags/linux.ts";

/** One platform. */
export interface Machine {
  readonly markers: Readonly<Record<string, string>>;
  /** Platform tags, best first. */
  readonly platforms: readonly string[];
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["linux", "x86_64-unknown-linux-gnu"],
  ["macos", "aarch64-apple-darwin"],
  ["windows", "x86_64-pc-windows-msvc"],
]);

/** `--python-platform`; throws Fault TW-USAGE. */
export function machineNamed(name: string): Machine {
  const full = SHORT.get(name) ?? name;
  const [, machine = "", system = ""] = /^(x86_64|aarch64|i686|armv7|arm64)-(.+)$/.exec(full) ?? [];
  const own = machine === "arm64" ? "aarch64" : machine;
  const found = linux(own, system) ?? mac(own, system) ?? windows(own, system);
  if (found !== undefined) return found;
  throw new Fault("TW-USAGE", `--python-platform does not know ${name}`, {
    hint: "linux, macos, windows, x86_64-manylinux_2_28, aarch64-unknown-linux-musl, aarch64-apple-darwin are names.",
  });
}

function linux(machine: string, system: string): Machine | undefined {
  const [, major, minor] = /^manylinux_([0-9])_([0-9]{1,2})$/.exec(system) ?? [];
  const glibc: readonly [number, number] | undefined =
    major !== undefined && minor !== undefined
      ? [Number(major), Number(minor)]
      : system === "unknown-linux-gnu"
        ? [2, 28]
        : system === "manylinux2014"
          ? [2, 17]
          : undefined;
  const own = `linux_${machine}`;
  const markers = {
    os_name: "posix",
    sys_platform: "linux",
    platform_system: "Linux",
    platform_machine: machine,
  };
  if (glibc !== undefined) return { markers, platforms: [...manylinuxTags(machine, glibc), own] };
  if (system !== "unknown-linux-musl") return undefined;
  return { markers, platforms: [...musllinuxTags(machine, [1, 2]), own] };
}

function mac(machine: string, system: string): Machine | undefined {
  if (system !== "apple-darwin") return undefined;
  const own = machine === "aarch64" ? "arm64" : machine;
  const markers = {
    os_name: "posix",
    sys_platform: "darwin",
    platform_system: "Darwin",
    platform_machine: own,
  };
  return { markers, platforms: macosTags([14, 0], own) };
}

function windows(machine: string, system: string): Machine | undefined {
  if (system !== "pc-windows-msvc") return undefined;
  const [own, tag] =
    machine === "aarch64"
      ? ["ARM64", "win_arm64"]
      : machine === "i686"
        ? ["x86", "win32"]
        : ["AMD64", "win_amd64"];
  const markers = { os_name: "nt", sys_platform: "win32", platform_system: "Windows", platform_machine: own };
  return { markers, platforms: [tag] };
}

/** Tags of CPython `series` on `platforms`. */
export function tagsFor(series: PythonSeries, platforms: readonly string[]): readonly string[] {
  const own = `cp${series[0]}${series[1] ?? ""}`;
  return [...cpythonTags(series, [own], platforms), ...compatibleTags(series, own, platforms)];
}
