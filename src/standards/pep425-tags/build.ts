/** What compatible tags depend on. Pure data. Source: platform compatibility tags (PEP 425, 600, 656). */

/** One Python's build and the system under it. */
export interface PythonBuild {
  /** `sys.implementation.name`: cpython, pypy... */
  readonly implementation: string;
  readonly major: number;
  readonly minor: number;
  /** `--with-pydebug`. */
  readonly debug: boolean;
  /** `--disable-gil` (PEP 703). */
  readonly freeThreaded: boolean;
  /** Built with pymalloc: part of the ABI before 3.8. */
  readonly pymalloc: boolean;
  /** Four bytes a character: part of the ABI before 3.3. */
  readonly wideUnicode: boolean;
  /** `EXT_SUFFIX`, as `.cpython-311-x86_64-linux-gnu.so`, when there is one. */
  readonly extension: string | undefined;
  /** `sysconfig.get_platform()`, as `linux-x86_64`. */
  readonly platform: string;
  /** `platform.machine()`, for macOS. */
  readonly machine: string;
  /** Bits of a pointer. */
  readonly bits: 32 | 64;
  /** `major.minor` of glibc, when that is the C library. */
  readonly glibc: string | undefined;
  /** `major.minor` of musl, when that is the C library. */
  readonly musl: string | undefined;
  /** `major.minor` of macOS. */
  readonly mac: string | undefined;
  /** The executable's ELF header. */
  readonly elf: ElfHeader | undefined;
}

/** The fields of an ELF header that tell 32-bit ABIs apart. */
export interface ElfHeader {
  readonly bits: 32 | 64;
  readonly little: boolean;
  /** `e_machine`. */
  readonly machine: number;
  /** `e_flags`. */
  readonly flags: number;
}
