/** The tags one Python can install, best first. Pure. Source: PEP 425 "Use", platform compatibility tags; the order is `packaging.tags.sys_tags`'. */
import type { PythonBuild } from "./build.ts";
import { normalize, platformTags } from "./platforms.ts";

/** `python-abi-platform` tags, best first, without repetitions. */
export function supportedTags(build: PythonBuild): readonly string[] {
  const platforms = platformTags(build);
  const on = (python: string, abi: string) => platforms.map((platform) => `${python}-${abi}-${platform}`);
  const cpython = build.implementation === "cpython";
  const own = interpreterTag(build);
  const tags: string[] = [];
  for (const [python, abi] of cpython ? cpythonPairs(build, own) : genericPairs(build, own))
    tags.push(...on(python, abi));
  const plain = plainPythons(build.major, build.minor);
  for (const python of plain) tags.push(...on(python, "none"));
  const versioned = cpython ? own : build.implementation === "pypy" ? `pp${build.major}` : undefined;
  if (versioned !== undefined) tags.push(`${versioned}-none-any`);
  for (const python of plain) tags.push(`${python}-none-any`);
  return [...new Set(tags)];
}

/** Short names of PEP 425 "Python Tag". */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["cpython", "cp"],
  ["pypy", "pp"],
  ["ironpython", "ip"],
  ["jython", "jy"],
]);

function interpreterTag(build: PythonBuild): string {
  return `${SHORT.get(build.implementation) ?? build.implementation}${build.major}${build.minor}`;
}

/** Python and ABI of CPython: its own ABIs, the stable ABI, none, and the stable ABI of each earlier minor (PEP 384; PEP 803 when free-threaded). */
function cpythonPairs(build: PythonBuild, own: string): readonly (readonly [string, string])[] {
  const stable = threaded(build) ? "abi3t" : "abi3";
  const pairs: [string, string][] = cpythonAbis(build, own).map((abi) => [own, abi]);
  if (build.major === 3) pairs.push([own, stable]);
  pairs.push([own, "none"]);
  for (let minor = build.minor - 1; build.major === 3 && minor >= 2; minor--)
    pairs.push([`cp3${minor}`, stable]);
  return pairs;
}

/** The ABI flags: `t` free-threaded, `d` debug, `m` pymalloc before 3.8, `u` wide characters before 3.3. */
function cpythonAbis(build: PythonBuild, own: string): readonly string[] {
  const debug = build.debug ? "d" : "";
  const before38 = build.major < 3 || build.minor < 8;
  const wide = build.major < 3 && build.wideUnicode ? "u" : "";
  if (before38) return [`${own}${debug}${build.pymalloc ? "m" : ""}${wide}`];
  const thread = threaded(build) ? "t" : "";
  // From 3.8 a debug build loads extensions of a release build too.
  return build.debug ? [`${own}${thread}d`, `${own}${thread}`] : [`${own}${thread}`];
}

function threaded(build: PythonBuild): boolean {
  return build.freeThreaded && build.major === 3 && build.minor >= 13;
}

/** Every other implementation says its ABI in the name of its extensions: `.pypy39-pp73-x86_64-linux-gnu.so`. */
function genericPairs(build: PythonBuild, own: string): readonly (readonly [string, string])[] {
  const abi = extensionAbi(build.extension);
  return abi === undefined || abi === "none"
    ? [[own, "none"]]
    : [
        [own, abi],
        [own, "none"],
      ];
}

function extensionAbi(extension: string | undefined): string | undefined {
  const parts = extension?.split(".") ?? [];
  const soabi = parts.length < 3 ? "" : (parts[1] ?? "");
  if (soabi === "") return undefined;
  const words = soabi.split("-");
  const taken = soabi.startsWith("pypy") ? 2 : soabi.startsWith("graalpy") ? 3 : words.length;
  return normalize(words.slice(0, taken).join("-"));
}

/** `py311`, `py3`, `py310` ... `py30`. */
function plainPythons(major: number, minor: number): readonly string[] {
  const older = Array.from({ length: minor }, (_, back) => `py${major}${minor - 1 - back}`);
  return [`py${major}${minor}`, `py${major}`, ...older];
}
