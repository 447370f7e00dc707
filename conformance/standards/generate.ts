/** Makes odd requests for `debug standards` from a seed: built by each grammar, then sometimes broken or crossed with another. Deterministic. */

import { broken, crossed, Draw, sometimesBroken } from "./draw.ts";
import { license, metadata } from "./metadata.ts";
import { NAMES, sdistName, wheelName } from "./names.ts";
import { environment, marker, requirement } from "./requirements.ts";
import { TAG_KINDS } from "./tags.ts";
import {
  anyVersion,
  around,
  cleanVersion,
  near,
  neighbour,
  prereleases,
  setOf,
  version,
} from "./versions.ts";

/** One request of `debug standards`. */
export type Request = Readonly<Record<string, unknown>> & { readonly kind: string };

/**
 * Endless requests, of one kind when it is given; the same seed and the same `known` requests give the same ones. Of kinds that have
 * known requests, half are mutants of these.
 */
export function* requests(seed: number, only?: string, known: readonly Request[] = []): Generator<Request> {
  const draw = new Draw(seed);
  const byKind = Map.groupBy(known, (request) => request.kind);
  const makers = Object.entries(MAKERS).filter(([kind]) => only === undefined || kind === only);
  for (;;) {
    const [kind, make] = draw.of(makers);
    const parents = byKind.get(kind) ?? [];
    draw.calm = draw.chance(50);
    if (parents.length > 0 && draw.chance(35)) yield mutant(draw, draw.of(parents), draw.of(parents));
    else yield { kind, ...make(draw) };
  }
}

/** A known request with one of its texts broken, or crossed with the same text of another. */
function mutant(draw: Draw, one: Request, other: Request): Request {
  const change = (value: unknown, also: unknown): unknown => {
    if (typeof value === "string" && draw.chance(60))
      return typeof also === "string" && draw.chance(30) ? crossed(draw, value, also) : broken(draw, value);
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return value;
    return value.map((item) =>
      draw.chance(15) ? neighbour(draw, item) : draw.chance(5) ? broken(draw, item) : item,
    );
  };
  // Without an interpreter `packaging` would speak of the Python it runs on.
  const changed = Object.entries(one).map(([key, value]) => [
    key,
    key === "kind" ? value : change(value, other[key]) || value,
  ]);
  return Object.fromEntries(changed) as Request;
}

const MAKERS: Readonly<Record<string, (draw: Draw) => Record<string, unknown>>> = {
  "version.parse": (draw) => ({ text: sometimesBroken(draw, version(draw), 20) }),
  "version.cmp": (draw) => {
    const one = anyVersion(draw);
    return { versions: draw.chance(50) ? [one, anyVersion(draw)] : [one, neighbour(draw, one)] };
  },
  "version.sort": (draw) => ({
    versions: draw.list(9, () => (draw.chance(70) ? near(draw) : cleanVersion(draw))),
  }),
  "spec.parse": (draw) => ({ text: setOf(draw, 4) }),
  "spec.contains": (draw) => {
    const spec = setOf(draw);
    return {
      spec,
      version: draw.chance(50) ? anyVersion(draw) : around(draw, spec),
      prereleases: prereleases(draw),
    };
  },
  "spec.filter": (draw) => {
    const spec = setOf(draw, 2);
    const one = (): string =>
      draw.chance(50) ? around(draw, spec) : draw.chance(80) ? near(draw) : cleanVersion(draw);
    return { spec, versions: draw.list(8, one), prereleases: prereleases(draw) };
  },
  "marker.parse": (draw) => ({ text: sometimesBroken(draw, marker(draw)) }),
  "marker.eval": (draw) => ({ marker: sometimesBroken(draw, marker(draw), 5), env: environment(draw) }),
  "requirement.parse": (draw) => ({ text: sometimesBroken(draw, requirement(draw)) }),
  "wheel.filename": (draw) => ({ text: sometimesBroken(draw, wheelName(draw)) }),
  "sdist.filename": (draw) => ({ text: sometimesBroken(draw, sdistName(draw)) }),
  "name.normalize": (draw) => ({ text: sometimesBroken(draw, draw.of(NAMES), 60) }),
  license: (draw) => ({ text: sometimesBroken(draw, license(draw)) }),
  "metadata.parse": (draw) => ({ text: sometimesBroken(draw, metadata(draw), 7) }),
  ...TAG_KINDS,
};
