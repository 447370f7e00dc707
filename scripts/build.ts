/** Builds `dist/` from `src/`: tsc checks, esbuild joins the modules into a few files of CommonJS that stay readable (ADR 3). The new tree replaces the old one by a rename, so a program that runs meanwhile never sees half of it. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { joinParts } from "./join-parts.ts";

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
    joinParts(fresh);
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
