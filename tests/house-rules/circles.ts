/** Circles in a graph. Pure. */

/** One circle for each edge that closes one in a depth-first walk, as the nodes on it with the first repeated at the end; none means the graph has none. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (node: string): void => {
    const seen = path.indexOf(node);
    if (seen >= 0) {
      found.push([...path.slice(seen), node]);
      return;
    }
    if (done.has(node)) return;
    path.push(node);
    for (const next of new Set(graph.get(node))) walk(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) walk(node);
  return found;
}
