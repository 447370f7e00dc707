/** Child processes by `spawnSync`. The only place that starts a program. */

import { Fault } from "../base/fault.ts";
import type { Ended, Processes, RunOptions } from "../ports/process.ts";

/** The real processes of this machine. `node:child_process` is loaded at the first start. */
export const processes: Processes = { run };

function run(program: string, args: readonly string[], options: RunOptions): Ended {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const child = spawnSync(program, [...args], {
    env: { ...options.environment },
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    ...(options.stdin === undefined ? { stdio: ["ignore", "pipe", "pipe"] } : { input: options.stdin }),
    timeout: options.timeout,
    maxBuffer: options.limit,
    killSignal: "SIGKILL",
    shell: false,
    windowsHide: true,
  });
  if (child.error !== undefined) throw notRun(program, child.error, options);
  return {
    status: child.status ?? undefined,
    signal: child.signal ?? undefined,
    stdout: child.stdout,
    stderr: child.stderr,
  };
}

/** Node tells all three failures by one property; its `code` says which. */
function notRun(program: string, cause: NodeJS.ErrnoException, options: RunOptions): Fault {
  if (cause.code === "ETIMEDOUT") {
    return new Fault(
      "TW-PROCESS-TIMEOUT",
      `${program} did not end within ${options.timeout / 1000} seconds`,
      {
        cause,
        hint: "It was ended by force; run it by hand to see what it waits for.",
      },
    );
  }
  if (cause.code === "ENOBUFS") {
    return new Fault("TW-PROCESS-OUTPUT", `${program} wrote more than ${options.limit} bytes`, { cause });
  }
  return new Fault("TW-PROCESS-NOT-STARTED", `${program} could not be started`, {
    cause,
    hint: "Check that the file exists, may be executed, and was built for this machine.",
  });
}
