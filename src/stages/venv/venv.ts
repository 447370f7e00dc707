/** Makes virtual environments (PEP 405) without the target's venv or ensurepip. The same interpreter and directory give the same bytes. */
import { Fault } from "../../base/fault.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import type { Files } from "../../ports/files.ts";
import type { Random } from "../../ports/random.ts";
import { parsePyvenvCfg, writePyvenvCfg } from "../../standards/pep405-venv/pyvenv-cfg.ts";
import { activationScripts } from "./activate.ts";
import { type Base, baseOf } from "./base.ts";
import { type Layout, layoutOf, pathsFor } from "./layout.ts";

/** How an environment is made. */
export interface VenvOptions {
  /** The word activated shells show; the directory's name when absent. */
  readonly prompt?: string;
  /** Copies the interpreter instead of linking it. */
  readonly copies?: boolean;
  /** Replaces the environment that stands there; anything else is refused all the same. */
  readonly clear?: boolean;
}

/** What making an environment works with. */
export interface VenvPorts {
  readonly files: Files;
  readonly random: Random;
}

const LARGEST_PROGRAM = 256 << 20;
const LARGEST_CFG = 1 << 16;

/**
 * Makes an environment in the absolute `directory` and returns its Python's path; does nothing when one of the same interpreter and series
 * stands there. It is built beside and moved into place at the end. Throws TW-VENV-OCCUPIED (something else stands there), TW-VENV-UNSUPPORTED
 * (the interpreter cannot carry environments) or `TW-DISK-...`.
 */
export function makeVenv(
  directory: string,
  interpreter: Interpreter,
  options: VenvOptions,
  ports: VenvPorts,
): string {
  const base = baseOf(interpreter, ports.files);
  const work = new Work(directory, interpreter, options, base, ports);
  return work.make();
}

class Work {
  private readonly interpreter: Interpreter;
  private readonly options: VenvOptions;
  private readonly base: Base;
  private readonly files: Files;
  private readonly random: Random;
  private readonly layout: Layout;
  private readonly paths: ReturnType<typeof pathsFor>;
  /** Where the environment will stand. */
  private readonly place: string;

  constructor(
    directory: string,
    interpreter: Interpreter,
    options: VenvOptions,
    base: Base,
    ports: VenvPorts,
  ) {
    this.interpreter = interpreter;
    this.options = options;
    this.base = base;
    this.files = ports.files;
    this.random = ports.random;
    this.layout = layoutOf(interpreter);
    this.paths = pathsFor(interpreter);
    this.place = this.followed(directory);
  }

  make(): string {
    const python = this.paths.join(this.place, this.layout.python);
    const state = this.state();
    if (state === "same" && this.options.clear !== true) return python;
    if (state === "occupied" || (state === "other" && this.options.clear !== true))
      throw this.occupied(state);
    const stage = this.beside("new");
    try {
      this.build(stage);
      this.moveIn(stage, state);
    } catch (error) {
      this.files.removeTree(stage);
      if (this.state() === "same" && this.options.clear !== true) return python; // Another run was faster.
      throw error;
    }
    return python;
  }

  /** What stands at the place: nothing or an empty directory, this environment, another one, or something else. */
  private state(): "free" | "empty" | "same" | "other" | "occupied" {
    const status = this.files.status(this.place);
    if (status === undefined) return "free";
    if (status.kind !== "directory") return "occupied";
    if (this.files.list(this.place).length === 0) return "empty";
    const path = this.paths.join(this.place, "pyvenv.cfg");
    if (this.files.status(path)?.kind !== "file") return "occupied";
    const cfg = parsePyvenvCfg(Buffer.from(this.files.read(path, LARGEST_CFG)).toString("utf8"));
    const python = this.files.status(this.paths.join(this.place, this.layout.python));
    const series = `${this.interpreter.major}.${this.interpreter.minor}.`;
    const version = cfg.get("version") ?? cfg.get("version_info") ?? ""; // The second is virtualenv's and uv's word.
    const same = cfg.get("home") === this.base.home && version.startsWith(series);
    return same && python !== undefined ? "same" : "other";
  }

  private occupied(state: "occupied" | "other"): Fault {
    if (state === "other") {
      const hint = "Use --clear to replace it, or name another directory.";
      return new Fault("TW-VENV-OCCUPIED", `${this.place} is an environment of another interpreter`, {
        hint,
      });
    }
    const hint = "Name a directory that does not exist yet or is empty.";
    return new Fault("TW-VENV-OCCUPIED", `${this.place} is not empty and no environment`, { hint });
  }

  private build(stage: string): void {
    const { files, layout, paths } = this;
    files.makeDirectories(paths.dirname(stage));
    files.makeDirectory(stage, 0o755);
    for (const each of layout.directories) files.makeDirectory(paths.join(stage, each), 0o755);
    for (const [name, target] of layout.links) files.makeLink(target, paths.join(stage, name));
    this.addPrograms(stage);
    const prompt = this.options.prompt ?? paths.basename(this.place);
    const activation = { directory: this.place, scripts: layout.scripts, prompt };
    for (const [name, text] of activationScripts(activation)) this.write(stage, [layout.scripts, name], text);
    this.write(stage, [".gitignore"], "*\n");
    this.write(stage, ["pyvenv.cfg"], this.settings());
  }

  private settings(): string {
    return writePyvenvCfg({
      home: this.base.home,
      version: this.interpreter.version,
      systemSitePackages: false,
      prompt: this.options.prompt,
    });
  }

  private addPrograms(stage: string): void {
    if (this.interpreter.platform === "win32") {
      this.addLaunchers(stage);
      return;
    }
    const python = this.paths.join(stage, this.layout.python);
    if (this.options.copies === true) this.copy(this.base.executable, python);
    else this.files.makeLink(this.base.executable, python);
    for (const alias of this.layout.aliases) {
      this.files.makeLink("python", this.paths.join(stage, this.layout.scripts, alias));
    }
  }

  /** Windows: a launcher of the base's own `venv` package starts `home`'s interpreter; 3.13 gave the files other names. */
  private addLaunchers(stage: string): void {
    const folder = this.paths.join(this.interpreter.basePrefix, "Lib", "venv", "scripts", "nt");
    for (const [name, launchers] of [
      ["python.exe", ["venvlauncher.exe", "python.exe"]],
      ["pythonw.exe", ["venvwlauncher.exe", "pythonw.exe"]],
    ] as const) {
      const found = launchers
        .map((each) => this.paths.join(folder, each))
        .find((each) => this.files.status(each));
      if (found === undefined) {
        const hint =
          "Install into that Python itself, or take a full installation instead of the embeddable one.";
        throw new Fault("TW-VENV-UNSUPPORTED", `${folder} has no launcher for environments`, { hint });
      }
      this.copy(found, this.paths.join(stage, this.layout.scripts, name));
    }
  }

  private copy(from: string, to: string): void {
    this.files.create(to, this.files.read(this.files.realPath(from), LARGEST_PROGRAM), 0o755);
  }

  private write(stage: string, path: readonly string[], text: string): void {
    this.files.create(this.paths.join(stage, ...path), Buffer.from(text), 0o644);
  }

  /** The old environment is moved away first and comes back when the new one cannot take its place. */
  private moveIn(stage: string, state: "free" | "empty" | "same" | "other" | "occupied"): void {
    if (state === "empty") this.files.removeDirectory(this.place);
    if (state === "free" || state === "empty") {
      this.files.rename(stage, this.place);
      return;
    }
    const old = this.beside("old");
    this.files.rename(this.place, old);
    try {
      this.files.rename(stage, this.place);
    } catch (error) {
      this.files.rename(old, this.place);
      throw error;
    }
    this.files.removeTree(old);
  }

  private beside(what: "new" | "old"): string {
    const name = `.${this.paths.basename(this.place)}.${this.random.token()}.${what}`;
    return this.paths.join(this.paths.dirname(this.place), name);
  }

  /** A link to a directory stands for that directory; one that leads nowhere is something in the way. */
  private followed(directory: string): string {
    if (this.files.status(directory)?.kind !== "link") return directory;
    try {
      return this.files.realPath(directory);
    } catch {
      return directory;
    }
  }
}
