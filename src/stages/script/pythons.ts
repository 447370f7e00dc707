/** The Pythons that a series stands for, as PEP 508 marker variables: a script must be closed on each of them. Pure. */

/** Newest minor version of Python 3 that an open series is checked for. */
const NEWEST = 15;

const SYSTEMS = [
  { os_name: "posix", sys_platform: "linux", platform_system: "Linux" },
  { os_name: "posix", sys_platform: "darwin", platform_system: "Darwin" },
  { os_name: "nt", sys_platform: "win32", platform_system: "Windows" },
] as const;

const IMPLEMENTATIONS = [
  { implementation_name: "cpython", platform_python_implementation: "CPython" },
  { implementation_name: "pypy", platform_python_implementation: "PyPy" },
] as const;

/** Marker variables of each version of `series` (`3.9`, `3.10+`) on each system and implementation. */
export function pythonsOf(series: string): readonly Readonly<Record<string, string>>[] {
  const [major = 0, minor = 0] = series.replace("+", "").split(".").map(Number);
  const last = series.endsWith("+") ? Math.max(minor, NEWEST) : minor;
  const minors = Array.from({ length: last - minor + 1 }, (_, index) => minor + index);
  return minors.flatMap((each) =>
    SYSTEMS.flatMap((system) =>
      IMPLEMENTATIONS.map((implementation) => ({
        ...system,
        ...implementation,
        python_version: `${major}.${each}`,
        // The last of a series: what it may need before its end is not what matters here.
        python_full_version: `${major}.${each}.99`,
        implementation_version: `${major}.${each}.99`,
        platform_machine: "x86_64",
        platform_release: "",
        platform_version: "",
      })),
    ),
  );
}
