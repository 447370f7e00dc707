/** The guides' commands, run as they stand: each `sh` block of a guide in order, in one empty directory. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PLAIN, pythons, scratch } from "../python/pythons.ts";
import { CLI, filledStore, newest } from "../support/cli.ts";
import { THOROUGH } from "./support.ts";

const { python, store } = newest();
const guides = fileURLToPath(new URL("../../docs/guides/", import.meta.url));

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, body]) => body ?? "",
  );
}

/** A directory with `truewheel` and `python3` as a reader has them, and the store filled. */
function desk(): { readonly folder: string; readonly environment: Readonly<Record<string, string>> } {
  const folder = scratch("guide");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "truewheel"), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(join(bin, "truewheel"), 0o755);
  symlinkSync(python.path, join(bin, "python3"));
  const variables = {
    TRUEWHEEL_CACHE_DIR: store,
    TRUEWHEEL_OFFLINE: "1",
    TRUEWHEEL_STATE_DIR: join(folder, "state"),
  };
  return { folder, environment: { ...PLAIN, ...variables, PATH: `${bin}:${process.env["PATH"] ?? ""}` } };
}

/** The second writes four scripts more: it is run when everything is. */
const told = ["deterministic-python-in-ci.md", ...(THOROUGH ? ["for-get-pip-maintainers.md"] : [])];
for (const name of told) {
  test(`every command of ${name} does what it says`, (context) => {
    const text = readFileSync(join(guides, name), "utf8");
    const old = pythons.find(({ series }) => series === "3.9");
    if (THOROUGH && old === undefined)
      return context.skip("MISSING: no Python 3.9 on this machine, whose closure a guide writes");
    if (THOROUGH && old !== undefined) filledStore(old);
    const { folder, environment } = desk();
    const work = join(folder, "work");
    mkdirSync(work);
    const script = `set -e\n${blocks(text, "sh").join("\n")}`;
    const ran = spawnSync("sh", ["-x", "-c", script], { cwd: work, env: environment, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr.slice(-3000));
    // What a runner or an image is told to do, without checking out and copying, which only they can.
    const steps = blocks(text, "yaml").flatMap((body) =>
      [...body.matchAll(/^ *- (?:run: )?((?:sha256sum|python3|env\/).*)$/gm)].map(([, step]) => step ?? ""),
    );
    const image = blocks(text, "dockerfile").flatMap((body) =>
      [...body.matchAll(/^RUN (.*)$/gm)].map(([, step]) => (step ?? "").replaceAll("/opt/", `${folder}/`)),
    );
    for (const step of [...new Set([...steps, ...image])]) {
      const done = spawnSync("sh", ["-c", step], { cwd: work, env: environment, encoding: "utf8" });
      assert.equal(done.status, 0, `${step}\n${done.stderr}`);
    }
  });
}
