/**
 * What "nothing half done" means, in terms of trees alone: told by the trees that whole runs leave, not by truewheel's own checks.
 * A tree maps each path to a word that says kind, mode and content.
 */

/** Path to `KIND MODE DIGEST`. */
export type Tree = ReadonlyMap<string, string>;

/** What one whole installation left. */
export interface Reference {
  readonly tree: Tree;
  /** `name-version` of each registered distribution to the paths that its RECORD lists, itself among them. */
  readonly owned: ReadonlyMap<string, readonly string[]>;
}

/** The distributions that are registered in `tree`, below the directory `site`: `name-version` as the `.dist-info` spells it. */
export function registered(tree: Tree, site: string): readonly string[] {
  const found = new Set<string>();
  for (const path of tree.keys()) {
    const [, name] = path.startsWith(`${site}/`)
      ? (/^([^/]+)\.dist-info(?:\/|$)/.exec(path.slice(site.length + 1)) ?? [])
      : [];
    if (name !== undefined) found.add(name);
  }
  return [...found].sort();
}

/** The reference of a whole tree; `read` gives the text of a file of it. Paths in RECORD are relative to `site`. */
export function reference(tree: Tree, site: string, read: (path: string) => string): Reference {
  const owned = new Map<string, readonly string[]>();
  for (const each of registered(tree, site)) {
    const rows = read(`${site}/${each}.dist-info/RECORD`)
      .split("\n")
      .filter((row) => row !== "");
    const paths = rows.map((row) =>
      resolved(site, row.slice(0, row.lastIndexOf(",", row.lastIndexOf(",") - 1))),
    );
    const strange = paths.filter((path) => !tree.has(path));
    if (rows.length < 3 || strange.length > 0)
      throw new Error(`the whole tree lacks what the RECORD of ${each} lists: ${strange.join(", ")}`);
    owned.set(each, paths);
  }
  return { tree, owned };
}

/** Registered distributions of `tree` that no reference has whole: each with the first path that is missing or other. */
export function broken(tree: Tree, site: string, references: readonly Reference[]): readonly string[] {
  return registered(tree, site).flatMap((each) => {
    const of = references.find(({ owned }) => owned.has(each));
    if (of === undefined) return [`${each}: registered, and nobody installed it`];
    const wrong = of.owned.get(each)?.find((path) => tree.get(path) !== of.tree.get(path));
    return wrong === undefined
      ? []
      : [`${each}: ${wrong} is ${tree.has(wrong) ? "other than" : "not there, unlike"} in a whole run`];
  });
}

/** Names (without version) that are registered in `reference` and not in `tree`. */
export function absent(tree: Tree, site: string, reference: Reference): readonly string[] {
  const here = new Set(registered(tree, site).map(withoutVersion));
  return [...reference.owned.keys()].map(withoutVersion).filter((name) => !here.has(name));
}

/** Sentences on what `tree` has otherwise than `wanted`. */
export function unlike(tree: Tree, wanted: Tree): readonly string[] {
  return [...new Set([...tree.keys(), ...wanted.keys()])].sort().flatMap((path) => {
    if (tree.get(path) === wanted.get(path)) return [];
    if (!wanted.has(path)) return [`${path} is too much`];
    return [tree.has(path) ? `${path} is other` : `${path} is missing`];
  });
}

function withoutVersion(each: string): string {
  return each.slice(0, each.lastIndexOf("-"));
}

function resolved(site: string, path: string): string {
  if (path.startsWith("/")) return path;
  const parts = site.split("/");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
