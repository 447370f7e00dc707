/** Finds the Python that a person means. Starts nothing. */
import { basename, delimiter, isAbsolute, join, resolve } from "node:path";
import { Fault } from "../../base/fault.ts";
import type { Files } from "../../ports/files.ts";
import { behindShim, findPyenv, versionFolder } from "./pyenv.ts";

/** What finding works with. */
export interface FindDeps {
  readonly files: Files;
  /** Environment variables: PATH, VIRTUAL_ENV, HOME, PYENV_ROOT, PYENV_VERSION. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working directory, absolute. */
  readonly directory: string;
}

/**
 * The absolute path of the interpreter `spec` names: a path to a program, an environment's directory, a version (`3.9`) or a name on
 * PATH; undefined: VIRTUAL_ENV, then `./.venv`, then `python3` and `python` on PATH. Links are not resolved, because an environment
 * is its link; pyenv's shims are. Throws TW-PYTHON-MISSING, saying what was tried.
 */
export function findInterpreter(spec: string | undefined, deps: FindDeps): string {
  const search = new Search(deps);
  const found = spec === undefined || spec === "" ? search.usual() : search.named(spec);
  return found ?? search.missing(spec);
}

const WINDOWS = process.platform === "win32";
/** Where an environment or the Windows embeddable layout keeps its program. */
const PROGRAMS = WINDOWS
  ? ["Scripts/python.exe", "python.exe", "bin/python.exe"]
  : ["bin/python", "bin/python3"];

class Search {
  private readonly deps: FindDeps;
  private readonly tried: string[] = [];

  constructor(deps: FindDeps) {
    this.deps = deps;
  }

  usual(): string | undefined {
    const active = this.deps.environment["VIRTUAL_ENV"];
    if (active) return this.environment(resolve(this.deps.directory, active));
    return (
      this.environment(join(this.deps.directory, ".venv")) ?? this.onPath("python3") ?? this.onPath("python")
    );
  }

  named(spec: string): string | undefined {
    if (/[\\/]/.test(spec) || spec === "." || spec === "..")
      return this.place(resolve(this.deps.directory, spec));
    if (/^\d+(\.\d+){0,2}$/.test(spec)) return this.version(spec);
    // An environment that is named by its directory, rather than a program of the same name (`env`).
    const beside = join(this.deps.directory, spec);
    const here = this.kind(join(beside, "pyvenv.cfg")) === "file" ? this.environment(beside) : undefined;
    return here ?? this.onPath(spec) ?? this.place(beside);
  }

  missing(spec: string | undefined): never {
    const what =
      spec === undefined || spec === ""
        ? "no Python was found"
        : `no Python is named by ${JSON.stringify(spec)}`;
    const hint =
      "Name one with --python: a path, an environment's directory, a version such as 3.12, or a name on PATH.";
    throw new Fault("TW-PYTHON-MISSING", `${what}; tried ${this.tried.join(", ")}`, { hint });
  }

  /** A program or an environment's directory. */
  private place(path: string): string | undefined {
    const kind = this.kind(path);
    if (kind === "directory") return this.environment(path);
    this.tried.push(path);
    return kind === undefined ? undefined : path;
  }

  private environment(directory: string): string | undefined {
    this.tried.push(directory);
    return PROGRAMS.map((name) => join(directory, name)).find((path) => this.kind(path) === "file");
  }

  /** `3.9` is `python3.9` on PATH, else the newest such Python that pyenv has. */
  private version(version: string): string | undefined {
    const exact = version.split(".").length === 3;
    const found = exact ? undefined : this.onPath(`python${version}`);
    if (found !== undefined) return found;
    const pyenv = this.pyenv();
    const folder = pyenv === undefined ? undefined : versionFolder(version, pyenv, this.deps.files);
    return folder === undefined ? undefined : this.environment(folder);
  }

  /** The first program of that name on PATH. Entries that are not absolute would depend on the directory one stands in, and count as none. */
  private onPath(name: string): string | undefined {
    this.tried.push(`${name} on PATH`);
    const pyenv = this.pyenv();
    for (const folder of (this.deps.environment["PATH"] ?? this.deps.environment["Path"] ?? "").split(
      delimiter,
    )) {
      if (!isAbsolute(folder) || (WINDOWS && /\\WindowsApps\\?$/i.test(folder))) continue;
      const path = join(folder, WINDOWS && !name.toLowerCase().endsWith(".exe") ? `${name}.exe` : name);
      if (!this.runs(path)) continue;
      const shim = pyenv !== undefined && resolve(folder) === resolve(pyenv.root, "shims");
      const program = shim ? behindShim(basename(path), pyenv, this.deps.files) : path;
      if (program !== undefined) return program;
    }
    return undefined;
  }

  private pyenv() {
    return findPyenv(this.deps.environment, this.deps.directory, this.deps.files);
  }

  private runs(path: string): boolean {
    const status = this.follow(path);
    return status?.kind === "file" && (WINDOWS || (status.mode & 0o111) !== 0);
  }

  private kind(path: string) {
    return this.follow(path)?.kind;
  }

  private follow(path: string) {
    const { files } = this.deps;
    const status = files.status(path);
    if (status?.kind !== "link") return status;
    try {
      return files.status(files.realPath(path));
    } catch {
      return undefined;
    }
  }
}
