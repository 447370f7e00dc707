/** What the probe learned of one Python. Pure data. Source: `sysconfig`, PEP 508 §Environment Markers, PEP 668, PEP 405. */

/** Where an installation scheme puts each kind of file; absolute paths. `headers` gets the project's name appended at install. */
export interface Scheme {
  readonly purelib: string;
  readonly platlib: string;
  readonly scripts: string;
  readonly headers: string;
  readonly data: string;
}

/** One interpreter, as it described itself. */
export interface Interpreter {
  /** Absolute path that was started, links not resolved: a virtual environment is its link. */
  readonly executable: string;
  /** `sys.implementation.name`, lower case: cpython, pypy... */
  readonly implementation: string;
  /** `major.minor.micro`. */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  /** All marker variables of PEP 508 but `extra`. */
  readonly markers: Readonly<Record<string, string>>;
  /** Compatible tags, best first: `cp311-cp311-manylinux_2_17_x86_64`. */
  readonly tags: readonly string[];
  readonly prefix: string;
  readonly basePrefix: string;
  /** The base interpreter's executable (`sys._base_executable`), for `pyvenv.cfg`. */
  readonly baseExecutable: string;
  readonly platform: string;
  /**
   * sys.path as an ordinary start of this Python has it, site-packages included when it has a site. Without what depends on the
   * user or changes with every installation: PYTHONPATH, user site, `.pth` files. Folders may be absent.
   */
  readonly path: readonly string[];
  /** The default scheme's paths. */
  readonly scheme: Scheme;
  /** The same scheme relative to any prefix (`--prefix`, a new environment's base); undefined where it has no such form. */
  readonly prefixScheme: Scheme | undefined;
  /** True inside a virtual environment (PEP 405). */
  readonly virtual: boolean;
  /** The `._pth` file that isolates this Python, and its text, or undefined. */
  readonly pth: { readonly path: string; readonly text: string } | undefined;
  /** The bytes of EXTERNALLY-MANAGED as text when the file is there (PEP 668), else undefined. */
  readonly managed: string | undefined;
  /** True for a free-threaded build. */
  readonly freeThreaded: boolean;
}
