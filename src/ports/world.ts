/** Everything a command may touch, handed to it by `cli`. Types only. */
import type { Interpreter } from "../model/interpreter.ts";
import type { Sources } from "../model/sources.ts";
import type { Clock } from "./clock.ts";
import type { Files } from "./files.ts";
import type { Http } from "./http.ts";
import type { Locks } from "./locks.ts";
import type { Measurer } from "./measure.ts";
import type { Processes } from "./process.ts";
import type { Progress } from "./progress.ts";
import type { Random } from "./random.ts";
import type { Store } from "./store.ts";
import type { Terminal } from "./terminal.ts";

/** The world. What costs start-up time is a function and is loaded when it is called. */
export interface World {
  /** truewheel's own version. */
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Working directory, absolute. */
  readonly directory: string;
  /** Home directory, absolute. */
  readonly home: string;
  /** `process.platform`: linux, darwin, win32... */
  readonly platform: string;
  readonly files: Files;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: Random;
  readonly terminal: Terminal;
  readonly progress: Progress;
  readonly processes: Processes;
  /** Text of a file in the package's `data` directory. */
  packageData(name: string): Uint8Array;
  /** Standard input as lines, for protocols. */
  lines(): AsyncIterable<string>;
  /** Hashes files in place. */
  measurer(): Promise<Measurer>;
  /** The store in `directory`; `state` is the directory of this user's own records, where the key of its seals lies. */
  store(directory: string, state: string): Promise<Store>;
  /** Connections under the rules of `sources`. */
  http(sources: Sources): Promise<Http>;
  /** Absolute path of the interpreter that `spec` means. */
  findInterpreter(spec: string | undefined): Promise<string>;
  /** What the interpreter at `executable` says of itself; `cacheDirectory` remembers. */
  probe(executable: string, cacheDirectory: string | undefined): Promise<Interpreter>;
  /** Bytecode of sources, hash-based and unchecked (PEP 552), made by `interpreter` without importing them; throws TW-PYTHON-NO-HASH-PYC before 3.7. */
  compile(interpreter: Interpreter, sources: readonly Source[]): Promise<Compiled>;
}

/** One source file. */
export interface Source {
  /** The path the code will know itself under: the installed one. */
  readonly shown: string;
  readonly bytes: Uint8Array;
}

/** What a compilation made. */
export interface Compiled {
  /** `sys.implementation.cache_tag`: cpython-313. */
  readonly cacheTag: string;
  /** In the order of the sources; empty for one that does not compile. */
  readonly bytecode: readonly Uint8Array[];
}
