/** macOS and iOS platform tags of a described system, best first. Pure. Source: platform compatibility tags, "macOS" and "iOS" (PEP 730). */

/** Tags that macOS `[major, minor]` on `machine` loads. macOS 10 counts minor versions, later ones major versions. */
export function macosTags(version: readonly [number, number], machine: string): readonly string[] {
  const [major, minor] = version;
  if (major < 10) return [];
  if (major === 10) return downTo(minor, 0).flatMap((each) => named(10, each, machine));
  const own = downTo(major, 11).flatMap((each) => named(each, 0, machine));
  // x86_64 runs what was made for macOS 10; other machines only their part of a universal2 file, which may say 10.x for the other part.
  const older = downTo(16, 4).flatMap((each) =>
    machine === "x86_64" ? named(10, each, machine) : [`macosx_10_${each}_universal2`],
  );
  return [...own, ...older];
}

/** Tags that iOS `[major, minor]` loads on `multiarch`, as `arm64-iphoneos`: every version from 12.0, nine minor versions each. */
export function iosTags(version: readonly [number, number], multiarch: string): readonly string[] {
  const [major, minor] = version;
  if (major < 12) return [];
  const platform = multiarch.replaceAll("-", "_");
  const own = [minor, ...downTo(minor - 1, 0)].map((each) => `ios_${major}_${each}_${platform}`);
  const older = downTo(major - 1, 12).flatMap((each) =>
    downTo(9, 0).map((part) => `ios_${each}_${part}_${platform}`),
  );
  return [...own, ...older];
}

function named(major: number, minor: number, machine: string): readonly string[] {
  return binaryFormats(major * 100 + minor, machine).map((format) => `macosx_${major}_${minor}_${format}`);
}

/** The machine's own format and the fat ones that hold it, for a macOS `age` (major times 100 plus minor). */
function binaryFormats(age: number, machine: string): readonly string[] {
  switch (machine) {
    case "arm64":
      return [machine, "universal2"];
    case "x86_64":
      return age < 1004 ? [] : [machine, "intel", "fat64", "fat3", "universal2", "universal"];
    case "i386":
      return age < 1004 ? [] : [machine, "intel", "fat3", "fat", "universal"];
    case "ppc64":
      return age > 1005 || age < 1004 ? [] : [machine, "fat64", "universal"];
    case "ppc":
      return age > 1006 ? [] : [machine, "fat3", "fat", "universal"];
    case "intel":
      return [machine, "universal"];
    default:
      return [machine];
  }
}

/** `from`, `from - 1` ... `to`; empty when `from` is less. */
function downTo(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, from - to + 1) }, (_, back) => from - back);
}
