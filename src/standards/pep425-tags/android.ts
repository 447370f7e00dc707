/** Android platform tags of a described system, best first. Pure. Source: platform compatibility tags, "Android" (PEP 738). */

/** The first API level that CPython works with. */
const OLDEST = 16;

/** Tags that a device of `apiLevel` loads for `abi`, as `arm64_v8a`. */
export function androidTags(apiLevel: number, abi: string): readonly string[] {
  const platform = abi.replace(/[.\- ]/g, "_");
  const levels = Math.max(0, apiLevel - OLDEST + 1);
  return Array.from({ length: levels }, (_, back) => `android_${apiLevel - back}_${platform}`);
}
