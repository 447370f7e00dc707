/** Manifests, and indexes of made wheels, for the maintainers' verbs. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "../python/pythons.ts";
import { type Ran, start } from "./cli.ts";
import { type IndexSpec, startIndex } from "./index.ts";
import { type MadeWheel, makeWheel, type WheelSpec } from "./wheel-writer.ts";

/** When everything here was uploaded. */
export const OLD = "2026-01-01T00:00:00Z";

/** A wheel for Python 3.9 and newer. */
export function wheel(name: string, version: string, more: WheelSpec = {}): MadeWheel {
  return makeWheel({ name, version, requiresPython: ">=3.9", ...more });
}

/** Today's closure, as the manifest of these tests pins it. */
export const before = [
  wheel("pip", "1.0"),
  wheel("setuptools", "1.0"),
  wheel("wheel", "1.0", { requires: ["packaging>=1"] }),
  wheel("packaging", "1.0"),
];
/** What is out since. */
export const pip2 = wheel("pip", "2.0");
/** What is out since, too. */
export const packaging2 = wheel("packaging", "2.0");

/** A folder with a manifest, and what an index tells of the files. */
export interface Ground {
  readonly folder: string;
  readonly manifest: string;
  readonly told: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function pins(wheels: readonly MadeWheel[]): readonly Record<string, unknown>[] {
  return wheels
    .map(({ name, version, filename, bytes, sha256: digest }) => ({
      name,
      version,
      filename,
      size: bytes.length,
      sha256: digest,
      "requires-python": ">=3.9",
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A manifest that pins `closures` by series. */
export function document(closures: Readonly<Record<string, readonly MadeWheel[]>>): string {
  const all = Object.entries(closures).map(([series, wheels]) => ({ series, files: pins(wheels) }));
  return `${JSON.stringify({ version: 1, closures: all }, undefined, 2)}\n`;
}

/** A fresh folder; the manifest pins `before` for 3.9 and 3.10+ unless told otherwise. */
export function ground(text = document({ "3.9": before, "3.10+": before })): Ground {
  const folder = scratch("manifest");
  const manifest = join(folder, "manifest.json");
  writeFileSync(manifest, text);
  const told = Object.fromEntries(
    [...before, pip2, packaging2].map(({ filename }) => [
      filename,
      { "upload-time": OLD, "requires-python": ">=3.9" },
    ]),
  );
  return { folder, manifest, told };
}

/** Runs `manifest ...` against an index, the server answering meanwhile. */
export function run(folder: string, url: string, args: readonly string[]): Promise<Ran> {
  const child = start([
    "manifest",
    ...args,
    "--index-url",
    url,
    "--cache-dir",
    join(folder, "store"),
    "--retries",
    "0",
  ]);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (piece) => {
    stdout += piece;
  });
  child.stderr?.on("data", (piece) => {
    stderr += piece;
  });
  return new Promise((resolve) => void child.on("close", (status) => resolve({ status, stdout, stderr })));
}

/** Runs `manifest update -o new.json` against an index of `wheels`. */
export async function update(
  wheels: readonly MadeWheel[],
  spec: IndexSpec = {},
  args: readonly string[] = [],
  where = ground(),
): Promise<Ran & { readonly where: Ground; readonly out: string; readonly url: string }> {
  const { url } = await startIndex(wheels, { ...spec, told: { ...where.told, ...spec.told } });
  const out = join(where.folder, "new.json");
  const ran = await run(where.folder, url, ["update", "--manifest", where.manifest, "-o", out, ...args]);
  return { ...ran, where, out, url };
}

/** What a manifest pins for a series: `pip 1.0, ...`. */
export function versions(path: string, series = "3.10+"): string {
  const { closures } = JSON.parse(readFileSync(path, "utf8")) as {
    closures: { series: string; files: { name: string; version: string }[] }[];
  };
  const files = closures.find((each) => each.series === series)?.files ?? [];
  return files.map(({ name, version }) => `${name} ${version}`).join(", ");
}

/** Other bytes of the same size. */
export function altered(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[100] = (copy[100] ?? 0) ^ 1;
  return copy;
}

/** This second, as an index tells it. */
export const today = new Date().toISOString().replace(/\.\d+/, "");
