/** What is plugged in is named where it is plugged in. */
import { posix } from "node:path";
import { type Registry, registries } from "../../../house-rules.ts";
import type { Rule, Tree } from "../tree.ts";

/** Each file of a registered folder is imported, at once or on demand, by the registry file of that folder. */
export const registrations: Rule = (tree) => {
  const folders = new Set(tree.code("src/").map((file) => posix.dirname(file)));
  return [...folders].flatMap((folder) => {
    const kind = registries.find((one) => one.folder.test(folder));
    if (kind === undefined) return [];
    const files = tree.code(`${folder}/`).filter((file) => posix.dirname(file) === folder);
    const registry = files.find((file) => kind.registry.includes(posix.basename(file)));
    if (registry === undefined) {
      const message = `has no registry file (${kind.registry.join(" or ")})`;
      return files.length > 1 ? [{ file: folder, line: 0, message }] : [];
    }
    const named = kind.mark === undefined ? reached(tree, registry) : targets(tree, registry);
    return files
      .filter((file) => file !== registry && !named.has(file) && isPlug(tree, file, kind))
      .map((file) => ({ file, line: 0, message: `is not named in ${registry}` }));
  });
};

function isPlug(tree: Tree, file: string, kind: Registry): boolean {
  return kind.mark === undefined || tree.source(file).exports.some(({ name }) => name === kind.mark);
}

function targets(tree: Tree, file: string): ReadonlySet<string> {
  return new Set(tree.targets(file).map(({ to }) => to));
}

/** What the registry imports, and what that imports in turn: helpers of what is plugged in. */
function reached(tree: Tree, registry: string): ReadonlySet<string> {
  const seen = new Set<string>([registry]);
  for (const file of seen) for (const to of targets(tree, file)) seen.add(to);
  return seen;
}
