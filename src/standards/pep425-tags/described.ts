/**
 * Tags of a described Python, best first, for locking for another machine: `supportedTags` does the same for a Python that was probed.
 * Pure. Source: PEP 425 "Use"; PEP 384 and PEP 803 for the stable ABI; the order is that of `packaging.tags`.
 */

/** `[major]` or `[major, minor]`. */
export type PythonSeries = readonly [number] | readonly [number, number];

/** CPython's own tags: its ABIs, the stable ABI, no ABI, then the stable ABI of earlier versions. */
export function cpythonTags(
  python: PythonSeries,
  abis: readonly string[],
  platforms: readonly string[],
): readonly string[] {
  const [major, minor] = python;
  const own = `cp${major}${minor ?? ""}`;
  const threaded = /^cp[0-9]+.*t/.test(abis[0] ?? "");
  const stable = threaded ? "abi3t" : "abi3";
  const explicit = withoutFirst(threaded ? ["abi3", "abi3t", "none"] : ["abi3", "none"], abis);
  const pairs: [string, string][] = explicit.map((abi) => [own, abi]);
  const hasStable = minor !== undefined && (major > 3 || (major === 3 && minor >= 2));
  if (hasStable) pairs.push([own, stable]);
  pairs.push([own, "none"]);
  if (hasStable) for (let older = minor - 1; older >= 2; older--) pairs.push([`cp${major}${older}`, stable]);
  return pairs.flatMap(([interpreter, abi]) => platforms.map((platform) => tag(interpreter, abi, platform)));
}

/** Tags of an interpreter without rules of its own: each ABI, then no ABI. */
export function genericTags(
  interpreter: string,
  abis: readonly string[],
  platforms: readonly string[],
): readonly string[] {
  const all = abis.includes("none") ? abis : [...abis, "none"];
  return all.flatMap((abi) => platforms.map((platform) => tag(interpreter, abi, platform)));
}

/** Tags of code without an ABI for `python` and earlier versions, on the platforms and on any; `interpreter` adds its own on any. */
export function compatibleTags(
  python: PythonSeries,
  interpreter: string | undefined,
  platforms: readonly string[],
): readonly string[] {
  const versions = plainVersions(python);
  return [
    ...versions.flatMap((version) => platforms.map((platform) => tag(version, "none", platform))),
    ...(interpreter === undefined || interpreter === "" ? [] : [tag(interpreter, "none", "any")]),
    ...versions.map((version) => tag(version, "none", "any")),
  ];
}

/** `py311`, `py3`, `py310` ... `py30`. */
function plainVersions(python: PythonSeries): readonly string[] {
  const [major, minor] = python;
  if (minor === undefined) return [`py${major}`];
  const older = Array.from({ length: minor }, (_, back) => `py${major}${minor - 1 - back}`);
  return [`py${major}${minor}`, `py${major}`, ...older];
}

/** `abis` without the first of each of `removed`: these have places of their own in the order. */
function withoutFirst(removed: readonly string[], abis: readonly string[]): readonly string[] {
  const rest = [...abis];
  for (const each of removed) {
    const at = rest.indexOf(each);
    if (at >= 0) rest.splice(at, 1);
  }
  return rest;
}

function tag(interpreter: string, abi: string, platform: string): string {
  return `${interpreter}-${abi}-${platform}`.toLowerCase();
}
