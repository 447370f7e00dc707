/** What stands where in a virtual environment. Pure. Source: PEP 405; `sysconfig`'s `venv` scheme; what CPython's and PyPy's own `venv` make. */
import { posix, win32 } from "node:path";
import type { Interpreter } from "../../model/interpreter.ts";

/** Paths relative to the environment. */
export interface Layout {
  /** `bin`, on Windows `Scripts`. */
  readonly scripts: string;
  /** The program to run. */
  readonly python: string;
  /** More names of the same program, in `scripts`. */
  readonly aliases: readonly string[];
  readonly sitePackages: string;
  /** Directories that are there from the beginning. */
  readonly directories: readonly string[];
  /** Links: name, and what it says. */
  readonly links: readonly (readonly [string, string])[];
}

/** The layout `interpreter` expects of an environment. */
export function layoutOf(interpreter: Interpreter): Layout {
  return interpreter.platform === "win32" ? windowsLayout() : unixLayout(interpreter);
}

/** `node:path` for the interpreter's platform. */
export function pathsFor(interpreter: Interpreter): typeof posix {
  return interpreter.platform === "win32" ? win32 : posix;
}

function windowsLayout(): Layout {
  return {
    scripts: "Scripts",
    python: "Scripts\\python.exe",
    aliases: [],
    sitePackages: "Lib\\site-packages",
    directories: ["Scripts", "Lib", "Lib\\site-packages", "Include"],
    links: [],
  };
}

function unixLayout(interpreter: Interpreter): Layout {
  const { major, minor, platform } = interpreter;
  const pypy = interpreter.implementation === "pypy";
  const series = `${major}.${minor}`;
  const lib = `lib/${pypy ? "pypy" : "python"}${series}${interpreter.freeThreaded ? "t" : ""}`;
  const names = [`python${major}`, `python${series}`];
  return {
    scripts: "bin",
    python: "bin/python",
    aliases: pypy ? [...names, "pypy", `pypy${major}`, `pypy${series}`] : names,
    sitePackages: `${lib}/site-packages`,
    directories: ["bin", "include", "lib", lib, `${lib}/site-packages`],
    // Some distributions build Python to look into lib64; the link makes both one, as venv's own does.
    links: platform === "darwin" ? [] : [["lib64", "lib"]],
  };
}
