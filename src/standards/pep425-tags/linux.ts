/** Linux platform tags of a described system, best first. Pure. Source: PEP 600 (manylinux_x_y), PEP 513, 571, 599 (its older names), PEP 656 (musllinux_x_y). */

/** Older names of three glibc versions. */
const OLDER_NAMES: ReadonlyMap<number, string> = new Map([
  [17, "manylinux2014"],
  [12, "manylinux2010"],
  [5, "manylinux1"],
]);

/** The last minor version that any glibc 2 has, for a glibc 3 to come; PEP 600 takes every earlier one. */
const LAST_MINOR_OF_2 = 50;

/** Tags that a glibc `[major, minor]` on `machine` loads, its executables having the common ABI of that machine. */
export function manylinuxTags(machine: string, glibc: readonly [number, number]): readonly string[] {
  const oldest = machine === "x86_64" || machine === "i686" ? 5 : 17;
  const tags: string[] = [];
  for (let major = glibc[0]; major >= 2; major--) {
    const newest = major === glibc[0] ? glibc[1] : LAST_MINOR_OF_2;
    for (let minor = newest; minor >= (major === 2 ? oldest : 0); minor--) {
      tags.push(`manylinux_${major}_${minor}_${machine}`);
      const older = major === 2 ? OLDER_NAMES.get(minor) : undefined;
      if (older !== undefined) tags.push(`${older}_${machine}`);
    }
  }
  return tags;
}

/** Tags that a musl `[major, minor]` on `machine` loads. */
export function musllinuxTags(machine: string, musl: readonly [number, number]): readonly string[] {
  const [major, minor] = musl;
  return Array.from({ length: minor + 1 }, (_, back) => `musllinux_${major}_${minor - back}_${machine}`);
}
