/** Codes of interpreters and targets. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const pythonCodes: readonly CodeEntry[] = [
  {
    code: "TW-PROCESS-NOT-STARTED",
    exit: 2,
    title: "a program could not be started",
    meaning: "The file is missing, may not be executed, or was built for another machine.",
    todo: "Start it by hand; the message of the shell says which of these it is.",
  },
  {
    code: "TW-PROCESS-TIMEOUT",
    exit: 2,
    title: "a program did not end in time",
    meaning: "It waits for something, or the machine is very busy. It was ended by force.",
    todo: "Run it by hand to see what it waits for.",
  },
  {
    code: "TW-PROCESS-OUTPUT",
    exit: 2,
    title: "a program wrote more than it should",
    meaning: "Output is bounded, so that a program gone wild cannot fill the memory. It was ended.",
    todo: "Run it by hand to see what it writes.",
  },
  {
    code: "TW-PYTHON-MISSING",
    exit: 2,
    title: "there is no such Python",
    meaning:
      "No interpreter was found under the given path, name or version; the message says where it was looked for.",
    todo: "Install that Python, or name another one with --python: a path, an environment, a version or a name on PATH.",
  },
  {
    code: "TW-PYTHON-NOT-EXECUTABLE",
    exit: 2,
    title: "the named Python cannot be started",
    meaning: "It is a directory, lacks the permission to be executed, or was built for another machine.",
    todo: "Name the interpreter's program itself, and check its permissions.",
  },
  {
    code: "TW-PYTHON-NOT-A-PYTHON",
    exit: 2,
    title: "the named program is no Python",
    meaning:
      "It was started as a Python is and ended without an answer: it is another program, or a Python that cannot start.",
    todo: 'Run it by hand with -I -c "print(1)"; a Python that fails there must be mended or reinstalled.',
  },
  {
    code: "TW-PYTHON-HANGS",
    exit: 2,
    title: "the Python did not answer in time",
    meaning: "A healthy interpreter answers within a second. It was ended by force.",
    todo: 'Run it by hand with -I -c "print(1)" and see what it waits for.',
  },
  {
    code: "TW-PYTHON-FLOODS",
    exit: 2,
    title: "the Python prints without end",
    meaning: "Its output passed the bound before an answer came. It was ended.",
    todo: 'Run it by hand with -I -c "print(1)" and see what it prints.',
  },
  {
    code: "TW-PYTHON-TOO-OLD",
    exit: 2,
    title: "the Python is older than any supported series",
    meaning: "Supported are 2.7, and 3.6 and newer.",
    todo: "Name a newer Python with --python.",
  },
  {
    code: "TW-PYTHON-ANSWER",
    exit: 2,
    title: "the Python describes itself in a way that makes no sense",
    meaning:
      "Its answer lacks a field, or a field has another type or is out of bounds: a broken installation, altered start-up files, or paths that are not UTF-8.",
    todo: "Reinstall that Python, or move it to a path with plain characters.",
  },
  {
    code: "TW-PYTHON-MANAGED",
    exit: 1,
    title: "the operating system looks after this Python",
    meaning:
      "Its distribution marked it as externally managed (PEP 668): packages put there by others may break programs of the system.",
    todo: "Use --venv DIR for an environment; or --break-system-packages when breaking them is yours to risk.",
  },
  {
    code: "TW-PYTHON-PTH",
    exit: 1,
    title: "a ._pth file would keep installed packages from being found",
    meaning:
      "A ._pth file beside the interpreter replaces the computation of sys.path, and site-packages is not in it. The Windows embeddable distribution comes so.",
    todo: "Put the lines that the message shows into the file, or use --fix-pth.",
  },
  {
    code: "TW-TARGET-CONFLICT",
    exit: 2,
    title: "options that exclude one another",
    meaning: "Each of them says where the installation goes, and they cannot all be meant.",
    todo: "Leave one of them out.",
  },
  {
    code: "TW-TARGET-NO-SCHEME",
    exit: 2,
    title: "the interpreter's layout fits below no prefix",
    meaning: "Its default installation scheme has paths that do not lie below one common prefix.",
    todo: "Use --target DIR instead of --prefix.",
  },
  {
    code: "TW-TARGET-NOT-A-DIRECTORY",
    exit: 2,
    title: "the target is no directory",
    meaning: "Something else stands where a directory of the target must be.",
    todo: "Name another target, or move what stands there.",
  },
  {
    code: "TW-TARGET-READ-ONLY",
    exit: 2,
    title: "the target is read-only",
    meaning: "The directory that packages would go to may be written by nobody.",
    todo: "Use --venv DIR or --target DIR.",
  },
  {
    code: "TW-VENV-OCCUPIED",
    exit: 2,
    title: "something else stands where the environment should be",
    meaning:
      "The directory holds other files or an environment of another interpreter; neither is overwritten unasked.",
    todo: "Name another directory, or use --clear for an environment that may go.",
  },
  {
    code: "TW-VENV-UNSUPPORTED",
    exit: 2,
    title: "this Python cannot carry environments",
    meaning:
      "Environments need pyvenv.cfg (Python 3.3 or newer), a base interpreter that is there, no ._pth file that rules it, and on Windows the launchers of its venv package.",
    todo: "Install into the interpreter itself or with --target DIR, or take another interpreter.",
  },
  {
    code: "TW-PYTHON-NO-HASH-PYC",
    exit: 2,
    title: "this Python knows no hash-based bytecode",
    meaning:
      "Bytecode that is the same in every run carries the hash of its source (PEP 552), which came with Python 3.7. The older form carries a time.",
    todo: "Leave --compile-bytecode out; Python compiles for itself at the first import.",
  },
  {
    code: "TW-PYTHON-COMPILE",
    exit: 2,
    title: "the Python could not compile the sources",
    meaning: "The interpreter was started to compile and ended with an error or answered something else.",
    todo: "Leave --compile-bytecode out, or use another interpreter.",
  },
];
