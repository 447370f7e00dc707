/** The peers as real programs, fetched once from the real index. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Python } from "../python/pythons.ts";
import { PLAIN, truewheel } from "./cli.ts";

const HOME = join(process.env["XDG_CACHE_HOME"] ?? tmpdir(), "truewheel-tests", "peers");
/** The environment that holds them; nothing else lies in it, or it could not be made. */
const ENVIRONMENT = join(HOME, "env");
const UV = "0.13.9";

/** The path of uv, or why there is none. `store` holds the closure that brings a pip to fetch it with. */
export function uvProgram(
  python: Python,
  store: string,
): { readonly path: string } | { readonly missing: string } {
  const path = join(ENVIRONMENT, "bin", "uv");
  if (existsSync(path)) return { path };
  mkdirSync(HOME, { recursive: true });
  const made = truewheel(
    ["bootstrap", "--offline", "--cache-dir", store, "--python", python.path, "--venv", ENVIRONMENT],
    { TRUEWHEEL_STATE_DIR: join(HOME, "state") },
  );
  if (made.status !== 0) return { missing: made.stderr };
  const { TRUEWHEEL_TEST_CA, TRUEWHEEL_TEST_PROXY, TRUEWHEEL_TEST_INDEX } = process.env;
  const environment = {
    ...PLAIN,
    ...(TRUEWHEEL_TEST_CA ? { PIP_CERT: TRUEWHEEL_TEST_CA } : {}),
    ...(TRUEWHEEL_TEST_PROXY ? { HTTPS_PROXY: TRUEWHEEL_TEST_PROXY } : {}),
    ...(TRUEWHEEL_TEST_INDEX ? { PIP_INDEX_URL: TRUEWHEEL_TEST_INDEX } : {}),
  };
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `uv==${UV}`];
  const ended = spawnSync(join(ENVIRONMENT, "bin", "python"), pip, { env: environment, encoding: "utf8" });
  return ended.status === 0 && existsSync(path) ? { path } : { missing: ended.stderr };
}
