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
