/**
 * Installs each wheel of a folder by itself, without what it depends on, into a fresh directory, and tells which are refused and why.
 *
 *   node tests/real/install-folder.ts DIRECTORY [--python PY] [--json]
 *
 * Exit status 1 when one is refused.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const CLI = join(import.meta.dirname, "..", "..", "dist", "cli.js");

const { values: options, positionals } = parseArgs({
  options: { python: { type: "string", default: "python3" }, json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? ".");
/** No setting of the machine has a say, and the record of what was accepted goes with the rest. */
const work = mkdtempSync(join(tmpdir(), "truewheel-folder-"));
const variables = {
  PATH: process.env["PATH"] ?? "",
  HOME: work,
  LANG: "C.UTF-8",
  CI: "1",
  TRUEWHEEL_STATE_DIR: join(work, "state"),
};
const refused: { readonly wheel: string; readonly code: string; readonly words: string }[] = [];
const wheels = readdirSync(folder)
  .filter((name) => name.endsWith(".whl"))
  .sort();
try {
  for (const [at, wheel] of wheels.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${at + 1}/${wheels.length} ${wheel}`);
    const words = installOne(wheel);
    if (words !== undefined)
      refused.push({
        wheel,
        code: /TW-[A-Z0-9-]+/.exec(words)?.[0] ?? "no code",
        words: words.trim().slice(0, 600),
      });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
tell();
process.exitCode = refused.length === 0 && wheels.length > 0 ? 0 : 1;

/** What it said when it refused, or undefined. */
function installOne(wheel: string): string | undefined {
  const [name = "", version = ""] = wheel.split("-");
  const target = join(work, "target");
  const requirements = join(work, "requirements.txt");
  rmSync(target, { recursive: true, force: true });
  const sha256 = createHash("sha256")
    .update(readFileSync(join(folder, wheel)))
    .digest("hex");
  writeFileSync(requirements, `${name}==${version} --hash=sha256:${sha256}\n`);
  const ran = spawnSync(
    process.execPath,
    [
      ...[CLI, "install", "--no-deps", "-r", requirements, "--target", target, "--python", options.python],
      ...["--no-index", "--find-links", folder, "--cache-dir", join(work, "store"), "--no-progress"],
    ],
    { env: variables, cwd: "/", encoding: "utf8" },
  );
  for (const name of ["store", "state"]) rmSync(join(work, name), { recursive: true, force: true });
  return ran.status === 0 ? undefined : `exit status ${ran.status}\n${ran.stderr}`;
}

function tell(): void {
  if (options.json) console.log(JSON.stringify({ tried: wheels.length, refused }, null, 2));
  const codes = Map.groupBy(refused, ({ code }) => code);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  say(
    `\n${wheels.length} wheels tried, ${wheels.length - refused.length} installed, ${refused.length} refused`,
  );
  for (const [code, those] of codes) {
    say(`${code}: ${those.length}`);
    for (const { wheel, words } of those) say(`  ${wheel}\n    ${words.replaceAll("\n", "\n    ")}`);
  }
}
