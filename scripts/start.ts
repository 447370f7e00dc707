/** `npm start`: makes a bare environment ./env from the python3 it finds, bootstraps it from the public index, prints the verdict and says what next. Run again, it changes nothing. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const ended = spawnSync(process.execPath, [join(root, "dist", "cli.js"), "bootstrap", "--venv", "env"], {
  cwd: root,
  stdio: "inherit",
});

if (ended.status === 0) {
  const python = process.platform === "win32" ? "env\\Scripts\\python.exe" : "env/bin/python";
  console.error(`
next:
  ${python} -m pip --version     the pip that was just installed
  npm start                           again: re-hashes every file, changes nothing
  node dist/cli.js bootstrap --help   other interpreters and targets
  node dist/cli.js explain TW-...     what a code in a message means`);
}
process.exitCode = ended.status ?? 1;
