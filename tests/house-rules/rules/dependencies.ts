/** What the repository depends on: exact versions, each one explained, none at run time. */
import type { Found, Rule } from "../tree.ts";

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const REASONS = "docs/reference/dependencies.md";
const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** Every package.json of the repository against the page that explains the dependencies. */
export const dependencies: Rule = (tree) =>
  tree
    .paths("")
    .filter((file) => /^(?:[^/]+\/)?package\.json$/.test(file))
    .flatMap((file) => {
      const reasons = tree.text(REASONS) ?? "";
      return declared(tree.text(file) ?? "").flatMap(({ kind, name, version }): readonly Found[] => {
        const found: Found[] = [];
        if (kind === "dependencies" || kind === "peerDependencies")
          found.push({ file, line: 0, message: `${name} is a run-time dependency` });
        if (!EXACT.test(version))
          found.push({ file, line: 0, message: `${name} is not pinned exactly: ${version}` });
        if (!reasons.includes(`\`${name}\``))
          found.push({ file, line: 0, message: `${name} has no reason in ${REASONS}` });
        return found;
      });
    });

/**
 * The lock file holds every package that any of its packages names, optional ones for other machines included (npm leaves those out when
 * it writes the file from a node_modules that lacks them, and `npm ci` then fails everywhere), and the integrity of each.
 */
export const lock: Rule = (tree) => {
  const file = "package-lock.json";
  const text = tree.text(file);
  if (text === undefined) return [];
  const packages = Object.entries(member(JSON.parse(text), "packages") ?? {});
  const names = new Set(packages.map(([path]) => path.replace(/^.*node_modules\//, "")));
  const complaint = (message: string) => ({ file, line: 0, message });
  return packages.flatMap(([path, entry]) => {
    const wanted = ["dependencies", "optionalDependencies"].flatMap((kind) =>
      Object.keys(member(entry, kind) ?? {}),
    );
    const missing = wanted
      .filter((name) => !names.has(name))
      .map((name) => complaint(`${name}, which ${path} names, is missing`));
    const pinned =
      !path.includes("node_modules/") || /"(?:integrity":"sha512-|link":true)/.test(JSON.stringify(entry));
    return pinned ? missing : [...missing, complaint(`${path} has no integrity`)];
  });
};

function declared(text: string): readonly { kind: string; name: string; version: string }[] {
  const parsed: unknown = JSON.parse(text);
  return KINDS.flatMap((kind) =>
    Object.entries(member(parsed, kind) ?? {}).map(([name, version]) => ({
      kind,
      name,
      version: String(version),
    })),
  );
}

function member(value: unknown, key: string): object | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === "object" && found !== null ? found : undefined;
}
