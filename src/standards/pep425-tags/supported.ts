/**
 * The tags a probed Python can install, best first: the tags of a described one (described.ts), described by what the probe told. Pure.
 * Source: PEP 425 "Use", platform compatibility tags; the order is `packaging.tags.sys_tags`'.
 */
import type { PythonBuild } from "./build.ts";
import { compatibleTags, cpythonTags, genericTags, type PythonSeries } from "./described.ts";
import { normalize, platformTags } from "./platforms.ts";

/** `python-abi-platform` tags, best first, without repetitions. */
export function supportedTags(build: PythonBuild): readonly string[] {
  const platforms = platformTags(build);
  const series: PythonSeries = [build.major, build.minor];
  const own = interpreterTag(build);
  const tags =
    build.implementation === "cpython"
      ? [
          ...cpythonTags(series, cpythonAbis(build, own), platforms),
          ...compatibleTags(series, own, platforms),
        ]
      : [
          ...genericTags(own, extensionAbis(build.extension), platforms),
          ...compatibleTags(
            series,
            build.implementation === "pypy" ? `pp${build.major}` : undefined,
            platforms,
          ),
        ];
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

/** The ABI flags: `t` free-threaded, `d` debug, `m` pymalloc before 3.8, `u` wide characters before 3.3. */
function cpythonAbis(build: PythonBuild, own: string): readonly string[] {
  const debug = build.debug ? "d" : "";
  const before38 = build.major < 3 || (build.major === 3 && build.minor < 8);
  const wide = build.major < 3 && build.wideUnicode ? "u" : "";
  if (before38) return [`${own}${debug}${build.pymalloc ? "m" : ""}${wide}`];
  const thread = build.freeThreaded && build.major === 3 && build.minor >= 13 ? "t" : "";
  // From 3.8 a debug build loads extensions of a release build too.
  return build.debug ? [`${own}${thread}d`, `${own}${thread}`] : [`${own}${thread}`];
}

/** Every other implementation says its ABI in the name of its extensions: `.pypy39-pp73-x86_64-linux-gnu.so`. */
function extensionAbis(extension: string | undefined): readonly string[] {
  const parts = extension?.split(".") ?? [];
  const soabi = parts.length < 3 ? "" : (parts[1] ?? "");
  if (soabi === "") return [];
  const words = soabi.split("-");
  const taken = soabi.startsWith("pypy") ? 2 : soabi.startsWith("graalpy") ? 3 : words.length;
  return [normalize(words.slice(0, taken).join("-"))];
}
