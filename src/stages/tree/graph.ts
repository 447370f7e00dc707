/** Who needs whom in an environment, markers and extras evaluated for its Python. Pure. Source: dependency specifiers (PEP 508), core metadata "Requires-Dist". */
import { byCodePoint } from "../../base/order.ts";
import type { DependencyTree, Needed, TreeNode } from "../../model/report.ts";
import { contains, formatSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { asVersion } from "../../standards/pep440-version/version.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { evaluateMarker } from "../../standards/pep508-requirement/marker.ts";
import type { Requirement } from "../../standards/pep508-requirement/requirement.ts";
import type { Package } from "./installed.ts";

/** What of the graph is asked for. */
export interface Asked {
  /** Names to begin with; none means those that nobody needs, or inverted, those that need nobody. */
  readonly names: readonly string[];
  readonly isInverted: boolean;
  readonly depth: number | undefined;
}

/** The graph of `packages` under the marker variables of their Python. */
export function dependencyTree(
  packages: ReadonlyMap<string, Package>,
  markers: Readonly<Record<string, string>>,
  asked: Asked,
): DependencyTree {
  const nodes = allNodes(packages, markers);
  const roots = asked.names.length > 0 ? asked.names.map(normalizeName) : rootsOf(nodes, asked.isInverted);
  const problems = [...nodes.values()].reduce(
    (sum, node) =>
      sum +
      node.needs.filter((need) => need.state === "missing" || need.state === "conflict").length +
      (node.evidence.standing === "failed" && node.extras.length === 0 ? 1 : 0),
    0,
  );
  return {
    nodes: [...nodes.values()],
    roots,
    inverted: asked.isInverted,
    problems,
    ...(asked.depth === undefined ? {} : { depth: asked.depth }),
  };
}

/** One node a distribution, and one for each set of extras with which somebody needs it. */
function allNodes(
  packages: ReadonlyMap<string, Package>,
  markers: Readonly<Record<string, string>>,
): ReadonlyMap<string, TreeNode> {
  const nodes = new Map<string, TreeNode>();
  const queue: { readonly name: string; readonly extras: readonly string[] }[] = [...packages.keys()]
    .toSorted(byCodePoint)
    .map((name) => ({ name, extras: [] }));
  for (const { name, extras } of queue) {
    const known = packages.get(name);
    const key = nodeKey(name, extras);
    if (known === undefined || nodes.has(key)) continue;
    const needs = needsOf(known, extras, packages, markers);
    nodes.set(key, { name, version: known.version, extras, evidence: known.evidence, needs });
    for (const need of needs) if (need.extras.length > 0) queue.push(need);
  }
  return nodes;
}

/** The key of a distribution with extras, as a person writes it. */
export function nodeKey(name: string, extras: readonly string[]): string {
  return extras.length === 0 ? name : `${name}[${extras.join(",")}]`;
}

function needsOf(
  from: Package,
  extras: readonly string[],
  packages: ReadonlyMap<string, Package>,
  markers: Readonly<Record<string, string>>,
): readonly Needed[] {
  const active = new Set(["", ...extras]);
  const needs = new Map<string, Needed>();
  for (const requirement of from.requirements) {
    if (requirement.marker !== undefined && !evaluateMarker(requirement.marker, markers, active)) continue;
    const need = neededBy(requirement, packages);
    const key = `${nodeKey(need.name, need.extras)} ${need.specifier}`;
    if (need.name !== from.name || need.extras.length > 0) needs.set(key, need);
  }
  return [...needs.values()].toSorted(
    (a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.specifier, b.specifier),
  );
}

function neededBy(requirement: Requirement, packages: ReadonlyMap<string, Package>): Needed {
  const { normalized: name, url, specifiers } = requirement;
  const extras = [...new Set(requirement.extras.map(normalizeName))].toSorted(byCodePoint);
  const installed = packages.get(name);
  const specifier = url === undefined ? formatSpecifiers(specifiers) : `@ ${url}`;
  const shared = { name, extras, specifier };
  if (installed === undefined) return { ...shared, state: "missing" };
  // Whether it came from there is not recorded in a way that proves it.
  if (url !== undefined) return { ...shared, state: "unchecked" };
  const version = asVersion(installed.version);
  const isMet = version !== undefined && contains(specifiers, version, true);
  return { ...shared, state: isMet ? "met" : "conflict" };
}

/** Nodes without parents; of each circle that no such node leads to, the first. */
function rootsOf(nodes: ReadonlyMap<string, TreeNode>, isInverted: boolean): readonly string[] {
  const names = new Set([...nodes.values()].map((node) => node.name));
  const below = new Map([...names].map((name) => [name, new Set<string>()]));
  for (const node of nodes.values()) {
    for (const need of node.needs) {
      if (!names.has(need.name) || need.name === node.name) continue;
      const [from, to] = isInverted ? [need.name, node.name] : [node.name, need.name];
      below.get(from)?.add(to);
    }
  }
  const children = new Set([...below.values()].flatMap((each) => [...each]));
  const roots = [...names].filter((name) => !children.has(name));
  const reached = new Set<string>();
  const reach = (start: string): void => {
    const stack = [start];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      stack.push(...(below.get(at) ?? []));
    }
  };
  roots.forEach(reach);
  for (const name of names) {
    if (reached.has(name)) continue;
    roots.push(name);
    reach(name);
  }
  return roots;
}
