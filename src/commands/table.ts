/** The verbs, in the order of the help. A new verb is a file here and an entry in this table. */
import type { CommandSpec } from "./command.ts";
import { sourceOptions, targetOptions } from "./options.ts";

const bootstrap: CommandSpec = {
  verb: "bootstrap",
  summary: "install the pinned pip, setuptools and wheel into a Python that has none of them",
  usage: "[options]",
  positionals: [0, 0],
  about:
    "Installs the closure of pip, setuptools and wheel that the manifest pins for this Python's series: each file by\n" +
    "name, size and SHA-256, whatever the network, the index or the cache answer. The target needs no pip, no ensurepip\n" +
    "and no venv. Run again, it hashes every installed file and changes nothing when all are right.",
  groups: [
    targetOptions,
    {
      title: "What",
      options: [
        { name: "manifest", value: "FILE", help: "pin by this manifest instead of the one inside truewheel" },
        { name: "no-setuptools", help: "leave setuptools out" },
        { name: "no-wheel", help: "leave wheel out" },
        {
          name: "compile-bytecode",
          help: "compile to hash-based, unchecked bytecode (Python 3.7 and newer)",
        },
        { name: "dry-run", help: "fetch and judge, change nothing" },
      ],
    },
    sourceOptions,
  ],
  examples: [
    "truewheel bootstrap --venv env",
    "truewheel bootstrap --python /opt/python3.13/bin/python3",
    "truewheel bootstrap --python 3.9 --offline",
  ],
  load: () => import("./bootstrap.ts"),
};

const verify: CommandSpec = {
  verb: "verify",
  summary: "compare an environment, file by file, with what was recorded of it",
  usage: "--installed [options] [ENVIRONMENT] [NAME...]",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "Hashes every file of every installed distribution and compares it with our own record of what was accepted, and with\n" +
    "RECORD where there is none; names what is changed, missing, added, overwritten, writable for others or runs at every start\n" +
    "without belonging to anybody. ENVIRONMENT is a path with a slash in it. Changes nothing. Status 1 when anything differs.",
  groups: [
    {
      title: "What",
      options: [
        { name: "installed", help: "verify what is installed" },
        {
          name: "python",
          short: "p",
          value: "PYTHON",
          help: "this interpreter's environment: a path, an environment's directory, a name or a version",
        },
        { name: "target", short: "t", value: "DIR", help: "a directory filled by --target" },
        { name: "allow-unrecorded", help: "a distribution that another tool installed is no difference" },
        {
          name: "require-ledger",
          help: "an environment of which there is no record of our own is a difference",
        },
        {
          name: "strict",
          help: "bytecode and editable installations, which no digest proves, are differences",
        },
        { name: "cache-dir", value: "DIR", help: "keep what is known of interpreters here" },
      ],
    },
  ],
  examples: ["truewheel verify --installed", "truewheel verify --installed ./env requests urllib3"],
  load: () => import("./verify.ts"),
};

const explain: CommandSpec = {
  verb: "explain",
  summary: "say what a code means and what to do",
  usage: "CODE",
  positionals: [0, 1],
  about: "Explains a code such as TW-JUDGE-OTHER-BYTES, with no network. Without a code, lists them all.",
  groups: [],
  examples: ["truewheel explain TW-JUDGE-OTHER-BYTES"],
  load: () => import("./explain.ts"),
};

const debug: CommandSpec = {
  verb: "debug",
  summary: "answer questions for differential tests",
  usage: "standards",
  positionals: [1, 1],
  about: "`debug standards` reads one JSON request a line and answers one JSON document a line.",
  groups: [],
  examples: ['echo \'{"kind": "name.normalize", "text": "A.B"}\' | truewheel debug standards'],
  load: () => import("./debug.ts"),
};

/** Every verb. */
export const commands: readonly CommandSpec[] = [bootstrap, verify, explain, debug];
