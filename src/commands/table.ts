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
export const commands: readonly CommandSpec[] = [bootstrap, explain, debug];
