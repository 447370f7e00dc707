/** Where an installation goes. Pure data. */
import type { Interpreter, Scheme } from "./interpreter.ts";

/** A place to install into. */
export interface Target {
  /** How it was named: an environment (PEP 405), the interpreter's own prefix, or an option. */
  readonly kind: "environment" | "system" | "target" | "prefix" | "root";
  readonly interpreter: Interpreter;
  /** Directories written to, `--root` applied. */
  readonly scheme: Scheme;
  /** The path that goes into `#!` lines of scripts: never has `--root` in front. */
  readonly executable: string;
  /** Directory that holds lock, journal and stage of transactions; on the file system of `scheme.purelib`, never on `sys.path` as a package. */
  readonly workspace: string;
}
