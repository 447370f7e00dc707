/** What differs between two manifests. Pure. */
import { sortedByCodePoint } from "../../base/order.ts";
import type { Closure, Manifest, Pinned } from "../../model/manifest.ts";
import type { PinChange, SeriesChange } from "../../model/repin.ts";
import { compareVersions, parseVersion } from "../../standards/pep440-version/version.ts";

/** Every series of both, in the order of `after`, those that are gone behind them; the order of series and files means nothing. */
export function differences(before: Manifest, after: Manifest): readonly SeriesChange[] {
  const old = new Map(before.closures.map((closure) => [closure.series, closure]));
  const here = new Set(after.closures.map(({ series }) => series));
  return [
    ...after.closures.map((closure) => change(closure.series, old.get(closure.series), closure)),
    ...before.closures
      .filter(({ series }) => !here.has(series))
      .map((closure) => change(closure.series, closure, undefined)),
  ];
}

function change(series: string, before: Closure | undefined, after: Closure | undefined): SeriesChange {
  const changes = pinChanges(before?.files ?? [], after?.files ?? []);
  if (before === undefined) return { series, kind: "added", changes };
  if (after === undefined) return { series, kind: "removed", changes };
  return { series, kind: changes.length === 0 ? "same" : "changed", changes };
}

function pinChanges(before: readonly Pinned[], after: readonly Pinned[]): readonly PinChange[] {
  const [old, fresh] = [before, after].map((files) => new Map(files.map((file) => [file.name, file])));
  const names = new Set([...before, ...after].map(({ name }) => name));
  return sortedByCodePoint([...names], (name) => name)
    .map((name) => pinChange(name, old?.get(name), fresh?.get(name)))
    .filter((each) => !isSame(each.before, each.after));
}

function pinChange(name: string, before: Pinned | undefined, after: Pinned | undefined): PinChange {
  const isOlder =
    before !== undefined &&
    after !== undefined &&
    compareVersions(parseVersion(after.version), parseVersion(before.version)) < 0;
  return { name, before, after, isOlder };
}

function isSame(a: Pinned | undefined, b: Pinned | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.version === b.version &&
    a.filename === b.filename &&
    a.size === b.size &&
    a.sha256 === b.sha256 &&
    a.requiresPython === b.requiresPython
  );
}
