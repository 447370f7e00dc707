/**
 * Where each selected release is installed, and who asked for it. Pure. A release is installed where somebody who is installed asks for it, under the marker
 * of the requirement; that is followed from the root until nothing new is reached.
 */
import type { Region, Regions } from "../../standards/pep508-requirement/region.ts";

/** A requirement that counts in `area`. `extra` is the extra of the asking release that asks. */
export interface GraphEdge {
  readonly ask: {
    readonly name: string;
    readonly extras: readonly string[];
    readonly origin: string | undefined;
  };
  readonly area: Region;
  readonly extra: string;
}

/** One selected release. */
export interface GraphNode {
  readonly name: string;
  readonly version: { readonly text: string };
  readonly edges: readonly GraphEdge[];
}

/** What was selected for one part of the environments. */
export interface GraphPart {
  readonly edges: readonly GraphEdge[];
  readonly selected: ReadonlyMap<string, GraphNode>;
}

/** One release of the lock. */
export interface Placed {
  readonly name: string;
  readonly version: string;
  readonly region: Region;
  /** `name version` of what it needs. */
  readonly needs: ReadonlySet<string>;
  /** Names of packages, and origins of requirements. */
  readonly via: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
  readonly extras: ReadonlySet<string>;
}

interface Growing extends Placed {
  region: Region;
  readonly needs: Set<string>;
  readonly via: Set<string>;
  readonly origins: Set<string>;
  readonly extras: Set<string>;
}

/** Every release that is installed somewhere, by `name version`. */
export function placed(parts: readonly GraphPart[], regions: Regions): ReadonlyMap<string, Placed> {
  const all = new Map<string, Growing>();
  for (const part of parts) followPart(part, regions, all);
  return all;
}

function followPart(part: GraphPart, regions: Regions, all: Map<string, Growing>): void {
  /** By `name[extra]`. */
  const reached = new Map<string, Region>();
  const open: { readonly name: string; readonly extra: string }[] = [];
  const reach = (edge: GraphEdge, from: Region, by: GraphNode | undefined): void => {
    const region = regions.and(edge.area, from);
    const node = part.selected.get(edge.ask.name);
    if (region === regions.nowhere || node === undefined) return;
    note(node, edge, by, all, regions);
    for (const extra of ["", ...edge.ask.extras]) {
      const key = `${node.name}[${extra}]`;
      const before = reached.get(key) ?? regions.nowhere;
      const after = regions.or(before, region);
      if (after === before) continue;
      reached.set(key, after);
      open.push({ name: node.name, extra });
    }
  };
  for (const edge of part.edges) reach(edge, regions.everywhere, undefined);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = part.selected.get(next.name);
    const region = reached.get(`${next.name}[${next.extra}]`) ?? regions.nowhere;
    for (const edge of node?.edges ?? []) if (edge.extra === next.extra) reach(edge, region, node);
  }
  for (const [key, region] of reached) {
    if (!key.endsWith("[]")) continue;
    const node = part.selected.get(key.slice(0, -2));
    const entry = node === undefined ? undefined : all.get(`${node.name} ${node.version.text}`);
    if (entry !== undefined) entry.region = regions.or(entry.region, region);
  }
}

function note(
  node: GraphNode,
  { ask }: GraphEdge,
  by: GraphNode | undefined,
  all: Map<string, Growing>,
  regions: Regions,
): void {
  const key = `${node.name} ${node.version.text}`;
  const entry = all.get(key) ?? {
    name: node.name,
    version: node.version.text,
    region: regions.nowhere,
    needs: new Set(),
    via: new Set(),
    origins: new Set(),
    extras: new Set(),
  };
  all.set(key, entry);
  for (const extra of ask.extras) entry.extras.add(extra);
  if (by === undefined) entry.origins.add(ask.origin ?? "");
  else if (by.name !== node.name) {
    entry.via.add(by.name);
    all.get(`${by.name} ${by.version.text}`)?.needs.add(key);
  }
}
