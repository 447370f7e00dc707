/** The files that rules look at. Pure. */
import { posix } from "node:path";
import { readSource, type Source } from "./reader.ts";

/** What a rule found wrong. */
export interface Found {
  readonly file: string;
  /** Counted from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** One rule: the whole tree in, what is wrong out. */
export type Rule = (tree: Tree) => readonly Found[];

/** A set of text files by path from the root, with `/` between the parts. */
export class Tree {
  readonly texts: ReadonlyMap<string, string>;
  private readonly sources = new Map<string, Source>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts;
  }

  /** TypeScript under `folder`, tests apart, in order. */
  code(folder: string): readonly string[] {
    return this.paths(folder).filter((path) => path.endsWith(".ts") && !isTest(path));
  }

  /** Every path under `folder` (`src/`), in order; the empty string means all. */
  paths(folder: string): readonly string[] {
    return [...this.texts.keys()].filter((path) => path.startsWith(folder)).sort();
  }

  /** The text at `path`, or undefined. */
  text(path: string): string | undefined {
    return this.texts.get(path);
  }

  /** The file at `path`, read; throws SyntaxError naming it when it cannot be read. */
  source(path: string): Source {
    const known = this.sources.get(path);
    if (known !== undefined) return known;
    try {
      const source = readSource(this.texts.get(path) ?? "");
      this.sources.set(path, source);
      return source;
    } catch (error) {
      throw new SyntaxError(`${path}: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** The paths that `path` imports, with the line of each; packages and `node:` modules left out. */
  targets(path: string): readonly { readonly to: string; readonly line: number }[] {
    return this.source(path).imports.flatMap(({ from, line }) =>
      from?.startsWith(".") ? [{ to: posix.join(posix.dirname(path), from), line }] : [],
    );
  }
}

/** True for a test file. */
export function isTest(path: string): boolean {
  return path.endsWith(".test.ts");
}
