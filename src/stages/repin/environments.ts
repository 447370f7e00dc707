/** The Pythons and machines that a series of a manifest stands for, as marker environments. Pure. Source: PEP 508, "Environment Markers". */
import { Fault } from "../../base/fault.ts";
import { parseVersion, type Version } from "../../standards/pep440-version/version.ts";

/** One Python on one kind of machine. */
export interface Environment {
  /** For messages: `Python 3.10.0 on linux`. */
  readonly shown: string;
  readonly python: Version;
  /** Every marker variable but `extra`. */
  readonly markers: Readonly<Record<string, string>>;
}

/** The newest Python 3 that is out: an open series is tried on each version up to it. */
const NEWEST_MINOR = 15;
/** The first release of a version, and one behind all its patch releases: a closure must do for every one. */
const PATCHES = ["0", "99"];

interface Machine {
  readonly platform: string;
  readonly system: string;
  readonly osName: string;
  readonly machine: string;
  readonly implementation: "CPython" | "PyPy";
}

/** What bootstrap is used on; markers of the closure's packages tell no more kinds apart. */
const MACHINES: readonly Machine[] = [
  { platform: "linux", system: "Linux", osName: "posix", machine: "x86_64", implementation: "CPython" },
  { platform: "linux", system: "Linux", osName: "posix", machine: "aarch64", implementation: "PyPy" },
  { platform: "darwin", system: "Darwin", osName: "posix", machine: "arm64", implementation: "CPython" },
  { platform: "win32", system: "Windows", osName: "nt", machine: "AMD64", implementation: "CPython" },
];

/** The `major.minor` versions of `series`: one, or for `3.10+` each from there to the newest that is out. Throws Fault TW-USAGE for no series. */
export function versionsOf(series: string): readonly (readonly [number, number])[] {
  const parts = /^(2|3)\.(0|[1-9][0-9]{0,2})(\+?)$/.exec(series);
  if (parts === null)
    throw new Fault("TW-USAGE", `${JSON.stringify(series)} is no series of Python`, {
      hint: "A series is written 3.9, or 3.10+ for that version and every newer one.",
    });
  const [major, first] = [Number(parts[1]), Number(parts[2])];
  const last = parts[3] === "+" && major === 3 ? Math.max(first, NEWEST_MINOR) : first;
  return Array.from({ length: last - first + 1 }, (_, more) => [major, first + more] as const);
}

/** Every environment that a closure of `series` must serve. */
export function environmentsOf(series: string): readonly Environment[] {
  return versionsOf(series).flatMap(([major, minor]) =>
    PATCHES.flatMap((patch) => MACHINES.map((machine) => environment(major, minor, patch, machine))),
  );
}

function environment(major: number, minor: number, patch: string, machine: Machine): Environment {
  const full = `${major}.${minor}.${patch}`;
  // Python 2 tells the major version of the kernel it was built on.
  const platform = major === 2 && machine.platform === "linux" ? "linux2" : machine.platform;
  return {
    shown: `Python ${major}.${minor}${patch === "0" ? ".0" : ""} on ${machine.platform}`,
    python: parseVersion(full),
    markers: {
      implementation_name: machine.implementation.toLowerCase(),
      implementation_version: full,
      os_name: machine.osName,
      platform_machine: machine.machine,
      platform_python_implementation: machine.implementation,
      platform_release: "",
      platform_system: machine.system,
      platform_version: "",
      python_full_version: full,
      python_version: `${major}.${minor}`,
      sys_platform: platform,
    },
  };
}
