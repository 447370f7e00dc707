/** Archives that real programs write: Python's zipfile from 2.7 on, Info-ZIP, the JDK's jar. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { onEach, run, scratch, since } from "../python/pythons.ts";
import { answerOf, zipContent } from "./outcome.ts";

const writer = fileURLToPath(new URL("writers.py", import.meta.url));
const files: readonly (readonly [string, Buffer])[] = [
  ["p/__init__.py", Buffer.alloc(0)],
  ["p/a.py", Buffer.from("a = 1\n".repeat(200))],
  ["p/x.txt", Buffer.from(Array.from({ length: 256 }, (_, at) => at))],
];
const wanted = new Map(files.map(([path, body]) => [path, body.toString("hex")]));

/** What is refused although Python wrote it, and why: see the codes. */
const refused: ReadonlyMap<string, string> = new Map([
  ["commented.zip", "TW-ZIP-EXTRA-BYTES"],
  ["twice.zip", "TW-ZIP-DUPLICATE"],
  ["bzip2.zip", "TW-ZIP-UNSUPPORTED"],
  // Where stored data ends is told behind it, so no reader in stream order can know.
  ["streamed-stored.zip", "TW-ZIP-MALFORMED"],
]);

onEach("archives written by zipfile are read", ({ series, path }) => {
  const folder = scratch(`zipfile-${series}`);
  run(path, ["-E", "-s", writer, folder, "zips"]);
  const made = readdirSync(folder).filter((name) => name.endsWith(".zip"));
  assert.ok(made.length >= (since(6)(series) ? 12 : 4), `only ${made.length} archives were written`);
  for (const name of made) {
    const bytes = readFileSync(join(folder, name));
    assert.equal(
      answerOf(() => zipContent(bytes)),
      refused.get(name) ?? "accepted",
      name,
    );
    if (!refused.has(name)) assert.deepEqual(new Map([...zipContent(bytes)].sort()), wanted, name);
  }
});

const programs: readonly (readonly [program: string, version: string, args: readonly string[]])[] = [
  ["zip", "-v", ["-qr", "OUT", "p"]],
  ["zip", "-v", ["-qrX0", "OUT", "p"]],
  ["zip", "-v", ["-qrfz", "OUT", "p"]],
  ["zip", "-v", ["-qrD9", "OUT", "p"]],
  ["jar", "--version", ["cMf", "OUT", "p"]],
  ["jar", "--version", ["cM0f", "OUT", "p"]],
];

for (const [at, [program, version, args]] of programs.entries()) {
  test(`archives written by ${program} ${args[0]} are read`, (t) => {
    if (!answers(program, version)) return t.skip(`MISSING: there is no ${program} on this machine`);
    const folder = scratch(`${program}-${at}`);
    for (const [path, body] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), body);
    }
    const out = join(folder, "out.zip");
    execFileSync(
      program,
      args.map((each) => (each === "OUT" ? out : each)),
      { cwd: folder },
    );
    const bytes = readFileSync(out);
    assert.equal(
      answerOf(() => zipContent(bytes)),
      "accepted",
    );
    return assert.deepEqual(new Map([...zipContent(bytes)].sort()), wanted);
  });
}

function answers(program: string, version: string): boolean {
  try {
    execFileSync(program, [version], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
