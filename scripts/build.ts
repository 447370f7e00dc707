/** Builds `dist/` from `src/`: tsc checks, esbuild joins the modules into a few CommonJS files that stay readable (ADR 3). The new tree replaces the old one by a rename, so a program that runs meanwhile never sees half of it. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buildSync, transformSync } from "esbuild";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const scratch = join(root, ".cache", "build", String(process.pid));
const fresh = join(scratch, "new");

process.exitCode = build();

/** The exit status: 0 when `dist/` is new and whole, else another, with `dist/` as it was. */
function build(): number {
  mkdirSync(scratch, { recursive: true });
  try {
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const checked = spawnSync(
      process.execPath,
      [compiler, "-p", join(root, "tsconfig.build.json"), "--noEmit"],
      {
        stdio: "inherit",
      },
    );
    if (checked.status !== 0) return checked.status ?? 1;
    const { errors } = buildSync({
      absWorkingDir: root,
      entryPoints: ["src/cli.ts"],
      outdir: fresh,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node24",
      charset: "utf8",
      logLevel: "warning",
    });
    if (errors.length > 0) return 1;
    for (const name of readdirSync(fresh)) toCommonJs(join(fresh, name));
    writeFileSync(join(fresh, "package.json"), '{ "type": "commonjs" }\n');
    const program = join(fresh, "cli.js");
    if (!existsSync(program)) {
      console.error("error: the build made no cli.js");
      return 1;
    }
    chmodSync(program, 0o755);
    if (existsSync(dist)) renameSync(dist, join(scratch, "old"));
    renameSync(fresh, dist);
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** esbuild splits only ECMAScript modules; Node loads CommonJS with less work. Each file is turned for itself, names and structure stay. */
function toCommonJs(path: string): void {
  const { code } = transformSync(readFileSync(path, "utf8"), {
    format: "cjs",
    platform: "node",
    target: "node24",
    charset: "utf8",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__fileUrl" },
    logLevel: "warning",
  });
  const url = 'const __fileUrl = require("node:url").pathToFileURL(__filename).href;\n';
  const [, mark = "", body = ""] = /^(#!.*\n)?([\s\S]*)$/.exec(code) ?? [];
  writeFileSync(path, `${mark}${body.includes("__fileUrl") ? url : ""}${body}`);
}
