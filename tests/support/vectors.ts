/** The signed data that lies beside the project as `../shared/vectors`, and the programs that may be asked about it. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";

/** The folder, absolute. */
export const VECTORS = fileURLToPath(new URL("../../../shared/vectors", import.meta.url));

/** One case of an `expected.json`, its fields as they are. */
export type VectorCase = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly expect: "accept" | "refuse" | "either";
  readonly why: string;
};

/** A folder of vectors. */
export interface Folder {
  readonly cases: readonly VectorCase[];
  path(name: string): string;
  read(name: string): Buffer;
}

/** A test over the cases of a folder; says loudly that it was skipped where the folder is not. */
export function vectorTest(
  sentence: string,
  folder: string,
  body: (t: TestContext, found: Folder) => void | Promise<void>,
): void {
  const root = join(VECTORS, folder);
  test(sentence, async (t) => {
    if (!existsSync(root)) {
      t.skip(`SKIPPED: no ../shared/vectors/${folder} beside the project`);
      return;
    }
    const { cases } = JSON.parse(readFileSync(join(root, "expected.json"), "utf8")) as {
      cases: VectorCase[];
    };
    const path = (name: string): string => join(root, name);
    await body(t, { cases, path, read: (name) => readFileSync(path(name)) });
  });
}

/** True when `program` can be started here; a test that needs it is skipped otherwise, and says so. */
export function has(t: TestContext, program: string, ...args: readonly string[]): boolean {
  if (spawnSync(program, args).error === undefined) return true;
  t.skip(`SKIPPED: there is no ${program} here (scripts/test-needs.sh installs it)`);
  return false;
}
