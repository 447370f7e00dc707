/** Bytecode beside the sources: planned like every other file, listed in RECORD with its digest. Pure. Source: PEP 3147, PEP 552. */
import { sortedByCodePoint } from "../../base/order.ts";
import type { Target } from "../../model/target.ts";
import type { Compiled, Source } from "../../ports/world.ts";
import { isInside, join, parent } from "./paths.ts";
import { made, type PlannedDistribution, recordFor } from "./plan.ts";

/** Every module of the planned distributions, in a fixed order: the compiler's answer may depend on it. */
export function sourcesToCompile(planned: readonly PlannedDistribution[], target: Target): readonly Source[] {
  const { purelib, platlib } = target.scheme;
  const sources = planned
    .flatMap((each) => each.files)
    .filter(
      (file) => file.path.endsWith(".py") && (isInside(purelib, file.path) || isInside(platlib, file.path)),
    )
    .map((file) => ({ shown: file.path, bytes: file.read() }));
  return sortedByCodePoint(sources, (source) => source.shown);
}

/** The same distributions with the bytecode of each source that compiled. */
export function withBytecode(
  planned: readonly PlannedDistribution[],
  sources: readonly Source[],
  compiled: Compiled,
): readonly PlannedDistribution[] {
  const bySource = new Map(sources.map((source, index) => [source.shown, compiled.bytecode[index]]));
  return planned.map((each) => {
    const added = each.files.flatMap((file) => {
      const bytecode = bySource.get(file.path);
      if (bytecode === undefined || bytecode.length === 0) return [];
      return [made(bytecodePath(file.path, compiled.cacheTag), bytecode, 0o644)];
    });
    const files = sortedByCodePoint([...each.files, ...added], (file) => file.path);
    return { ...each, files, record: recordFor(files, each.distInfo) };
  });
}

/** `pkg/__pycache__/mod.cpython-313.pyc` for `pkg/mod.py`. */
function bytecodePath(source: string, cacheTag: string): string {
  const directory = parent(source);
  const stem = source.slice(directory.length + 1, -".py".length);
  return join(directory, `__pycache__/${stem}.${cacheTag}.pyc`);
}
