/** Environments and made wheels for tests of install, sync and uninstall. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "../python/pythons.ts";
import { newest, truewheel } from "./cli.ts";
import { type MadeWheel, makeWheel } from "./wheel-writer.ts";

const { python } = newest();

/** A fresh environment and a store of its own. */
export function place(): {
  readonly env: string;
  readonly store: string;
  readonly site: string;
  readonly folder: string;
} {
  const folder = scratch("installing");
  const env = join(folder, "env");
  const made = truewheel(["venv", env, "--python", python.path, "--cache-dir", join(folder, "store")]);
  assert.equal(made.status, 0, made.stderr);
  const site = join(env, "lib", `python${python.series}`, "site-packages");
  return { env, store: join(folder, "store"), site, folder };
}

/** See `place`. */
export type Place = ReturnType<typeof place>;

/** Options that lead there. */
export function into({ env, store }: Place): readonly string[] {
  return ["--python", env, "--cache-dir", store];
}

/** The line of a requirements file that pins `wheel`. */
export const pinned = (wheel: MadeWheel): string =>
  `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`;

/** Writes a requirements file and returns its path. */
export function requirements(where: Place, text: string, name = "requirements.txt"): string {
  const path = join(where.folder, name);
  writeFileSync(path, text);
  return path;
}

/** Needs lib, and colour for its extra `pretty`; brings a script. */
export const app = makeWheel({
  name: "app",
  version: "1.0",
  requires: ["lib>=1", "colour; extra == 'pretty'"],
  entryPoints: "[console_scripts]\napp = app:main\n",
  files: { "app/__init__.py": 'def main():\n    print("app runs")\n' },
});
/** Needs nothing. */
export const lib = makeWheel({ name: "lib", version: "1.0" });
/** A newer lib. */
export const lib2 = makeWheel({ name: "lib", version: "2.0", files: { "lib/new.py": "" } });
/** Needs nothing. */
export const colour = makeWheel({ name: "colour", version: "1.0" });
