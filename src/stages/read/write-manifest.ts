/** A bootstrap manifest in its one canonical form: the same content gives the same bytes. Pure. `readManifest` reads it back. */
import { sortedByCodePoint } from "../../base/order.ts";
import { type Closure, type Manifest, writtenPin } from "../../model/manifest.ts";

/** The text: series in the order of Python versions, files in the order of names, two columns, one line end. */
export function writeManifest(manifest: Manifest): string {
  const closures = manifest.closures
    .toSorted((a, b) => bySeries(a.series, b.series))
    .map(({ series, files }) => ({
      series,
      files: sortedByCodePoint(files, ({ name }) => name).map(writtenPin),
    }));
  return `${JSON.stringify({ version: manifest.version, closures }, undefined, 2)}\n`;
}

/** `manifest` with `closures` in place of its own of the same series. */
export function withClosures(manifest: Manifest, closures: readonly Closure[]): Manifest {
  const fresh = new Map(closures.map((closure) => [closure.series, closure]));
  const old = manifest.closures.filter(({ series }) => !fresh.has(series));
  return {
    version: 1,
    closures: [...old, ...fresh.values()].toSorted((a, b) => bySeries(a.series, b.series)),
  };
}

/** Orders `2.7`, `3.9`, `3.10` and `3.10+` as versions; the open one after the closed one. */
export function bySeries(a: string, b: string): number {
  const [x, y] = [a, b].map((series) => series.replace("+", "").split(".").map(Number));
  for (const at of [0, 1]) {
    const difference = (x?.[at] ?? 0) - (y?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
