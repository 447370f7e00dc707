/** The interpreter an environment stands on. */
import { Fault } from "../../base/fault.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import type { Files } from "../../ports/files.ts";
import { pathsFor } from "./layout.ts";

/** A base interpreter. */
export interface Base {
  /** `home` of pyvenv.cfg: from here CPython searches upwards for its standard library. */
  readonly home: string;
  /** What the environment's program links to. */
  readonly executable: string;
}

/**
 * The base of `interpreter`; of an environment, the base that one stands on. The name with the series is preferred (`python3.11` to
 * `python3`), because a distribution's upgrade turns the shorter one to another series. Throws TW-VENV-UNSUPPORTED.
 */
export function baseOf(interpreter: Interpreter, files: Files): Base {
  refuseUnable(interpreter);
  const paths = pathsFor(interpreter);
  const told = interpreter.baseExecutable;
  const real = realPath(told, files);
  if (real === undefined) {
    const hint = "The base interpreter was moved or removed; name it with --python.";
    throw new Fault("TW-VENV-UNSUPPORTED", `the base interpreter ${told} is not there`, { hint });
  }
  if (interpreter.platform === "win32") return { home: paths.dirname(told), executable: told };
  const stem = interpreter.implementation === "pypy" ? "pypy" : "python";
  const series = `${stem}${interpreter.major}.${interpreter.minor}`;
  const candidates = [
    paths.join(interpreter.basePrefix, "bin", series),
    paths.join(paths.dirname(told), series),
    ...(paths.dirname(told) === paths.join(interpreter.basePrefix, "bin") ? [told] : []),
    real,
  ];
  const executable = candidates.find((each) => realPath(each, files) === real) ?? real;
  return { home: paths.dirname(executable), executable };
}

function refuseUnable(interpreter: Interpreter): void {
  const who = `${interpreter.executable} (Python ${interpreter.version})`;
  if (interpreter.major < 3) {
    const hint =
      "Install into the interpreter itself, or with --target DIR; or make the environment with virtualenv 20.21.";
    throw new Fault(
      "TW-VENV-UNSUPPORTED",
      `${who} knows no pyvenv.cfg: environments (PEP 405) came with Python 3.3`,
      { hint },
    );
  }
  if (interpreter.pth !== undefined) {
    const hint = "Install into that Python itself with --fix-pth, or take the file away first.";
    throw new Fault(
      "TW-VENV-UNSUPPORTED",
      `${interpreter.pth.path} rules ${who}, and every environment made of it`,
      { hint },
    );
  }
}

function realPath(path: string, files: Files): string | undefined {
  try {
    return files.realPath(path);
  } catch {
    return undefined;
  }
}
