/** What a package needs: requirements that count in the environment, overrides put in place. Pure. */
import { joinMarkers, type Marker, type MarkerPart } from "../../standards/pep508-requirement/marker.ts";
import type { Ask, Edge, Problem } from "./problem.ts";

/** The edges that lead out of a release, or of one of its extras. */
export function edgesOf<Area>(
  asks: readonly Ask[],
  extra: string,
  { environment, overrides }: Problem<Area>,
): readonly Edge<Area>[] {
  const edges: Edge<Area>[] = [];
  for (const ask of asks.flatMap((each) => overridden(each, overrides))) {
    if (extra !== "" && (ask.marker === undefined || !mentionsExtra(ask.marker))) continue;
    const area = environment.where(ask.marker, extra);
    if (area !== undefined) edges.push({ ask, area, extra });
  }
  return edges;
}

/** The parts that the edges ask for: two of them want other versions of one project in environments that are apart. */
export function partsOf<Area>(
  edges: readonly Edge<Area>[],
  { environment }: Problem<Area>,
): readonly Area[] | undefined {
  const byName = Map.groupBy(edges, ({ ask }) => ask.name);
  const areas: Area[] = [];
  for (const group of byName.values()) {
    if (group.length < 2) continue;
    const differ = group.some((a) =>
      group.some((b) => textOf(a.ask) !== textOf(b.ask) && environment.areApart(a.area, b.area)),
    );
    if (differ) areas.push(...group.map(({ area }) => area));
  }
  if (areas.length === 0) return undefined;
  const parts = environment.parts(areas);
  return parts.length > 1 ? parts : undefined;
}

/** `b>=2,<3`. */
export function textOf({ name, extras, specifiers }: Ask): string {
  const inner = extras.length === 0 ? "" : `[${extras.join(",")}]`;
  return name + inner + specifiers.clauses.map(({ text }) => text).join(",");
}

/** True when a marker looks at which extra is asked for. */
export function mentionsExtra(marker: Marker): boolean {
  const mentions = (part: MarkerPart): boolean => {
    if (typeof part === "string") return false;
    if (!("operator" in part)) return part.some(mentions);
    return [part.left, part.right].some(({ kind, value }) => kind === "variable" && value === "extra");
  };
  return marker.some(mentions);
}

function overridden(ask: Ask, overrides: ReadonlyMap<string, readonly Ask[]>): readonly Ask[] {
  return (
    overrides.get(ask.name)?.map((override) => ({
      ...override,
      extras: [...new Set([...ask.extras, ...override.extras])],
      marker: both(ask.marker, override.marker),
    })) ?? [ask]
  );
}

function both(a: Marker | undefined, b: Marker | undefined): Marker | undefined {
  return a === undefined ? b : b === undefined ? a : joinMarkers(a, "and", b);
}
