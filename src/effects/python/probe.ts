/** Asks a Python what it is: started at most once while nothing changes, its answer strictly checked and remembered on disk. */
import { codeOf, Fault } from "../../base/fault.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import type { Files } from "../../ports/files.ts";
import type { Ended, Processes } from "../../ports/process.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { entryPath, recall, remember } from "./memory.ts";
import { probeSource } from "./probe-source.ts";

/** What the probe works with. */
export interface ProbeDeps {
  readonly files: Files;
  readonly processes: Processes;
  /** Absolute path of the directory that remembers answers, or undefined to remember nothing. Made when missing. */
  readonly cacheDirectory: string | undefined;
  /** Environment variables of this process; few of them reach the Python. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Longest time for one start in milliseconds; 30 s when absent. */
  readonly timeout?: number;
}

const MARK = "\x1etruewheel-probe ";
const MOST_OUTPUT = 1 << 20;

/**
 * What the Python at the absolute path `executable` says of itself. A script that starts a Python (a pyenv shim) is followed: then
 * `executable` of the answer is the Python's own path, and nothing is remembered. Throws TW-PYTHON-MISSING, -NOT-EXECUTABLE,
 * -NOT-A-PYTHON, -HANGS, -FLOODS, -TOO-OLD, -ANSWER.
 */
export function probe(executable: string, deps: ProbeDeps): Interpreter {
  const script = checkProgram(executable, deps.files);
  const environment = script ? scriptEnvironment(deps.environment) : quietEnvironment(deps.environment);
  const path =
    deps.cacheDirectory === undefined || script
      ? undefined
      : entryPath(deps.cacheDirectory, executable, loaderSettings(environment));
  const known = path === undefined ? undefined : recall(path, executable, deps.files);
  if (known !== undefined) return known.interpreter;
  const text = ask(executable, environment, deps);
  const answer = readAnswer(text, executable);
  if (answer.interpreter.executable !== executable) return follow(answer, executable, deps);
  if (path !== undefined) remember(path, text, answer, deps.files);
  return answer.interpreter;
}

/** The answer of something that started a Python elsewhere: that Python must exist. */
function follow(answer: Answer, executable: string, deps: ProbeDeps): Interpreter {
  const told = answer.interpreter.executable;
  if (deps.files.status(told) !== undefined) return answer.interpreter;
  throw new Fault("TW-PYTHON-ANSWER", `${executable} says that it is ${told}, where there is no file`);
}

/** True for a script (`#!`). */
function checkProgram(executable: string, files: Files): boolean {
  const hint = "Name a Python with --python: a path, a version such as 3.12, or a name on PATH.";
  const missing = () => new Fault("TW-PYTHON-MISSING", `there is no file ${executable}`, { hint });
  let real = executable;
  try {
    real = files.realPath(executable);
  } catch (cause) {
    throw codeOf(cause) === "TW-DISK-MISSING" ? missing() : cause;
  }
  const status = files.status(real);
  if (status === undefined) throw missing();
  if (status.kind !== "file" || (process.platform !== "win32" && (status.mode & 0o111) === 0)) {
    const why = status.kind === "directory" ? "is a directory" : "may not be executed";
    throw new Fault("TW-PYTHON-NOT-EXECUTABLE", `${executable} ${why}`, { hint });
  }
  const LARGEST_SCRIPT = 1 << 16;
  if (status.size > LARGEST_SCRIPT) return false;
  try {
    const head = files.read(real, LARGEST_SCRIPT);
    return head[0] === 0x23 && head[1] === 0x21;
  } catch {
    return false; // May be executed but not read: no script can run so.
  }
}

/** What chooses the libraries a program is made of. */
const LOADER = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"];
/** What a Python, or a program that starts one, needs to start at all. Everything else could only change the answer. */
const NEEDED = [...LOADER, "PATH", "SYSTEMROOT", "TEMP", "TMP"];

function loaderSettings(environment: ProbeDeps["environment"]): Readonly<Record<string, string>> {
  return pick(environment, (name) => LOADER.includes(name));
}

function quietEnvironment(environment: ProbeDeps["environment"]): Readonly<Record<string, string>> {
  return pick(environment, (name) => NEEDED.includes(name.toUpperCase()));
}

/** A script may need anything (a pyenv shim needs PYENV_VERSION, HOME...) but what steers a Python or its build. */
function scriptEnvironment(environment: ProbeDeps["environment"]): Readonly<Record<string, string>> {
  const steers =
    /^(_*PYTHON|_*PYVENV|LD_PRELOAD$|DYLD_INSERT|BASH_ENV$|ENV$|DEB_PYTHON|MACOSX_DEPLOYMENT|ARCHFLAGS$)/i;
  return pick(environment, (name) => !steers.test(name));
}

function pick(
  environment: ProbeDeps["environment"],
  wanted: (name: string) => boolean,
): Readonly<Record<string, string>> {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && wanted(name)) picked[name] = value;
  }
  return picked;
}

/** Isolated and without site; Python 2 knows no `-I`, says so with status 2, and is asked again. */
function ask(executable: string, environment: Readonly<Record<string, string>>, deps: ProbeDeps): string {
  const first = start(executable, ["-I", "-S", "-B"], environment, deps);
  const ended =
    first.status === 2 && /unknown option:? -I/i.test(textOf(first.stderr))
      ? start(executable, ["-E", "-s", "-S", "-B"], environment, deps)
      : first;
  const said = textOf(ended.stdout);
  const at = said.lastIndexOf(MARK);
  if (ended.status === 0 && at >= 0) return said.slice(at + MARK.length).trimEnd();
  const how =
    ended.status === undefined ? `was ended by ${ended.signal}` : `ended with status ${ended.status}`;
  const last = textOf(ended.stderr)
    .trim()
    .split("\n")
    .at(-1)
    ?.replace(/[\x00-\x1f\x7f]/g, " ")
    .slice(0, 200);
  throw new Fault("TW-PYTHON-NOT-A-PYTHON", `${executable} does not behave as a Python: it ${how}`, {
    ...(last ? { cause: new Error(`it said: ${last}`) } : {}),
    hint: `Try: ${executable} -I -c "print(1)"`,
  });
}

function start(
  executable: string,
  flags: readonly string[],
  environment: Readonly<Record<string, string>>,
  deps: ProbeDeps,
): Ended {
  try {
    return deps.processes.run(executable, [...flags, "-c", probeSource], {
      environment,
      timeout: deps.timeout ?? 30_000,
      limit: MOST_OUTPUT,
    });
  } catch (cause) {
    throw startFault(executable, cause);
  }
}

function startFault(executable: string, cause: unknown): unknown {
  const code = codeOf(cause);
  const hint = `Try: ${executable} -I -c "print(1)"`;
  if (code === "TW-PROCESS-TIMEOUT")
    return new Fault("TW-PYTHON-HANGS", `${executable} does not answer`, { cause, hint });
  if (code === "TW-PROCESS-OUTPUT")
    return new Fault("TW-PYTHON-FLOODS", `${executable} prints without end`, { cause, hint });
  if (code === "TW-PROCESS-NOT-STARTED")
    return new Fault("TW-PYTHON-NOT-EXECUTABLE", `${executable} cannot be started`, { cause, hint });
  return cause;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
