/** A dependency tree, for people. Pure. A branch that was drawn already is drawn once and then marked `(*)`. */
import type { DependencyTree, Needed, Standing, TreeNode } from "../model/report.ts";
import { glyph, legend } from "./glyphs.ts";
import { red } from "./ink.ts";
import type { Style } from "./rendering.ts";

/** The tree, one line a node, and what its marks mean. */
export function treeLines(tree: DependencyTree, style: Style): readonly string[] {
  const drawing = new Drawing(tree, style);
  const lines = tree.roots.flatMap((root) => drawing.root(root));
  if (style.verbosity < 0) return lines;
  const marks = legend(drawing.used, style);
  const again = drawing.isRepeated ? ["(*) drawn above"] : [];
  return [...lines, "", ...(marks === "" ? [] : [marks]), ...again];
}

interface Branch {
  readonly node: TreeNode | undefined;
  readonly need: Needed | undefined;
  /** Name, when there is no node. */
  readonly name: string;
}

class Drawing {
  readonly used = new Set<Standing>();
  isRepeated = false;
  private readonly tree: DependencyTree;
  private readonly style: Style;
  private readonly drawn = new Set<string>();
  private readonly nodes: ReadonlyMap<string, TreeNode>;

  constructor(tree: DependencyTree, style: Style) {
    this.tree = tree;
    this.style = style;
    this.nodes = new Map(tree.nodes.map((node) => [keyOf(node.name, node.extras), node]));
  }

  root(name: string): readonly string[] {
    const node = this.nodes.get(name);
    return this.branch({ node, need: undefined, name }, "", "", 0);
  }

  private branch(branch: Branch, lead: string, below: string, depth: number): readonly string[] {
    const { node } = branch;
    const children = node === undefined ? [] : this.children(node);
    const key = node === undefined ? branch.name : keyOf(node.name, node.extras);
    const isDeepest = depth >= (this.tree.depth ?? Number.POSITIVE_INFINITY);
    const isAgain = children.length > 0 && this.drawn.has(key);
    // What was cut off by --depth was not drawn.
    if (!isDeepest) this.drawn.add(key);
    if (isAgain) this.isRepeated = true;
    const line = `${lead}${this.label(branch)}${isAgain ? " (*)" : ""}`;
    if (isAgain || isDeepest) return [line];
    const [tee, corner, bar] =
      this.style.unicode === true ? ["├── ", "└── ", "│   "] : ["|-- ", "`-- ", "|   "];
    return [
      line,
      ...children.flatMap((child, at) => {
        const isLast = at === children.length - 1;
        return this.branch(
          child,
          `${below}${isLast ? corner : tee}`,
          `${below}${isLast ? "    " : bar}`,
          depth + 1,
        );
      }),
    ];
  }

  private children(node: TreeNode): readonly Branch[] {
    if (!this.tree.inverted)
      return node.needs.map((need) => ({
        need,
        name: need.name,
        node: this.nodes.get(keyOf(need.name, need.extras)),
      }));
    const parents = this.tree.nodes.flatMap((parent) =>
      parent.needs
        .filter((need) => need.name === node.name && parent.name !== node.name)
        .map((need) => ({ node: parent, need, name: parent.name })),
    );
    return parents;
  }

  private label({ node, need, name }: Branch): string {
    const standing = standingOf(node, need);
    this.used.add(standing);
    const mark =
      standing === "failed" ? red(glyph(standing, this.style), this.style) : glyph(standing, this.style);
    if (node === undefined) return `${mark} ${name} is missing${wanted(need)}`;
    const shown = `${mark} ${keyOf(node.name, node.extras)} ${node.version}`;
    if (need?.state === "conflict") {
      const whose = this.tree.inverted
        ? `needs ${need.name}${spaced(need.specifier)}, which is not there`
        : `conflicts${wanted(need)}`;
      return `${shown} ${whose}`;
    }
    const { level, because } = node.evidence;
    const needs =
      need !== undefined && need.specifier !== ""
        ? ` (${this.tree.inverted ? `${need.name} ` : ""}${need.specifier})`
        : "";
    return `${shown}${needs}  ${level ?? because}`;
  }
}

function standingOf(node: TreeNode | undefined, need: Needed | undefined): Standing {
  if (node === undefined || need?.state === "conflict" || need?.state === "missing") return "failed";
  if (need?.state === "unchecked" && node.evidence.standing === "verified") return "unchecked";
  return node.evidence.standing;
}

function wanted(need: Needed | undefined): string {
  return need === undefined || need.specifier === "" ? "" : `: ${need.specifier} is needed`;
}

function spaced(text: string): string {
  return text === "" ? "" : ` ${text}`;
}

function keyOf(name: string, extras: readonly string[]): string {
  return extras.length === 0 ? name : `${name}[${extras.join(",")}]`;
}
