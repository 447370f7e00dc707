/**
 * Writes the modules that hold Python programs from python/: the probe, and the two halves of what `script` writes. `--check` only compares,
 * and ends with 1 when one differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { sha256 } from "../src/base/digest.ts";

/** A module that holds a program, as it is on disk and as it should be. */
export interface Embedded {
  readonly file: URL;
  readonly wanted: string;
  readonly found: string;
}

const PROBE = ["system.py", "probe.py"];
/** What a written script runs once its bytes are proved, in order: the probe without its last call, then these. */
const SCRIPT = [
  "archive.py",
  "target.py",
  "plan.py",
  "disk.py",
  "installed.py",
  "transaction.py",
  "install.py",
  "requirements.py",
  "fetch.py",
  "main.py",
];
const PROBE_CALL = "\n\nmain()\n";

/** The module that holds the probe's `source`, byte for byte what belongs into probe-source.ts. */
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

/** The module that holds the halves of a written script, byte for byte what belongs into program.ts. */
export function embedScript(program: string, start: string): string {
  return [
    "/** Made by scripts/embed.ts from python/; do not edit. */",
    "",
    "/** SHA-256 of `programSource` and `startSource`, lower-case hex. */",
    `export const programDigest = "${sha256(program + start)}";`,
    "",
    "/** What runs once every byte is proved. */",
    "// biome-ignore format: a program as one literal",
    `export const programSource = ${JSON.stringify(program)};`,
    "",
    "/** What runs first, with its blanks: `@NAME@`. */",
    "// biome-ignore format: a program as one literal",
    `export const startSource = ${JSON.stringify(start)};`,
    "",
  ].join("\n");
}

/** The probe as it is now, and what is embedded of it. */
export function current(): Embedded {
  return embedded("../src/effects/python/probe-source.ts", embed(PROBE.map(python).join("\n\n")));
}

/** The same of what `script` writes. */
export function currentScript(): Embedded {
  const probe = PROBE.map(python).join("\n\n");
  if (!probe.endsWith(PROBE_CALL)) throw new Error("the probe does not end in its call");
  const rest = SCRIPT.map((name) => python(`script/${name}`));
  const program = [probe.slice(0, -PROBE_CALL.length), ...rest].join("\n\n");
  return embedded("../src/stages/script/program.ts", embedScript(program, python("script/start.py")));
}

function python(name: string): string {
  return readFileSync(new URL(`../python/${name}`, import.meta.url), "utf8");
}

function embedded(path: string, wanted: string): Embedded {
  const file = new URL(path, import.meta.url);
  try {
    return { file, wanted, found: readFileSync(file, "utf8") };
  } catch {
    return { file, wanted, found: "" };
  }
}

if (import.meta.main) {
  for (const { file, wanted, found } of [current(), currentScript()]) {
    if (wanted !== found && process.argv.includes("--check")) process.exitCode = 1;
    else if (wanted !== found) writeFileSync(file, wanted);
  }
}
