/** Writes src/effects/python/probe-source.ts from python/system.py and python/probe.py. `--check` only compares, and ends with 1 when they differ. */
import { readFileSync, writeFileSync } from "node:fs";
import { sha256 } from "../src/base/digest.ts";

/** The program's halves, in order. */
const SOURCES = ["../python/system.py", "../python/probe.py"].map((name) => new URL(name, import.meta.url));
const EMBEDDED = new URL("../src/effects/python/probe-source.ts", import.meta.url);

/** The module that holds `source`, byte for byte what belongs into probe-source.ts. */
export function embed(source: string): string {
  return [
    "/** Made by scripts/embed.ts from python/system.py and python/probe.py; do not edit. */",
    "",
    "/** SHA-256 of `probeSource`, lower-case hex. */",
    `export const probeDigest = "${sha256(source)}";`,
    "",
    "/** The probe's Python source. */",
    "// biome-ignore format: a program as one literal",
    `export const probeSource = ${JSON.stringify(source)};`,
    "",
  ].join("\n");
}

/** The probe as it is now, and what is embedded of it. */
export function current(): { readonly wanted: string; readonly found: string } {
  return { wanted: embed(SOURCES.map((url) => readFileSync(url, "utf8")).join("\n\n")), found: existing() };
}

function existing(): string {
  try {
    return readFileSync(EMBEDDED, "utf8");
  } catch {
    return "";
  }
}

if (import.meta.main) {
  const { wanted, found } = current();
  if (wanted !== found && process.argv.includes("--check")) process.exitCode = 1;
  else if (wanted !== found) writeFileSync(EMBEDDED, wanted);
}
