/** The shared corpus of hostile wheels, found as `../shared` beside the project. See its README for what `want` means. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One wheel of the corpus. */
export interface CorpusCase {
  readonly id: string;
  readonly group: string;
  /** Path below the corpus. */
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly want: "accept" | "refuse" | "free";
  readonly why: string;
}

const CORPUS = fileURLToPath(new URL("../../../shared/cases/corpus/", import.meta.url));

/** What to print when `readCorpus` finds nothing. */
export const noCorpus =
  "SKIPPED: no ../shared/cases/corpus beside the project; none of its hostile wheels was tried";

/** All cases, or undefined when the corpus is not there. */
export function readCorpus(): readonly CorpusCase[] | undefined {
  const list = `${CORPUS}cases.json`;
  return existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as CorpusCase[]) : undefined;
}

/** The path of a case's wheel. */
export function corpusPath({ file }: CorpusCase): string {
  return CORPUS + file;
}

/** The file name of a case's wheel. */
export function corpusFilename({ file }: CorpusCase): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
