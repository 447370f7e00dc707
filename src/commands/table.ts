/** The verbs, in the order of the help. A new verb is a file here and an entry in this table. */
import type { CommandSpec } from "./command.ts";
import { manifestVerbs } from "./manifest-verbs.ts";
import {
  installOptions,
  lockOptions,
  presentTargetOptions,
  requirementOptions,
  sourceOptions,
  targetOptions,
} from "./options.ts";

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

const script: CommandSpec = {
  verb: "script",
  summary: "write one Python file that does what bootstrap does, with no network",
  usage: "[options]",
  positionals: [0, 0],
  about:
    "Writes one self-contained Python file that holds the manifest's closure for a series of Python: the original wheels, and a program that\n" +
    "proves and installs them. The same manifest and the same truewheel give the same bytes on every machine. The file goes to --output,\n" +
    "else to standard output; with --output, standard output gets the line that `sha256sum --check` reads.",
  groups: [
    {
      title: "What",
      options: [
        { name: "output", short: "o", value: "FILE", help: "write it here" },
        {
          name: "series",
          value: "X.Y",
          help: "for this Python (default: the newest series of the manifest)",
        },
        { name: "manifest", value: "FILE", help: "pin by this manifest instead of the one inside truewheel" },
        {
          name: "format",
          value: "FORMAT",
          choices: ["py", "zipapp", "text", "json"],
          help: "py (default), or zipapp: an archive that Python runs; text, json: how refusals are told",
        },
        { name: "fetch", help: "carry no wheels: the file fetches them by digest" },
        { name: "check", value: "FILE", help: "make FILE again and compare every byte; write nothing" },
      ],
    },
    {
      title: "Signing",
      options: [
        { name: "sign-with-ssh", value: "KEY", help: "sign SHA256SUMS beside it by `ssh-keygen -Y sign`" },
        { name: "sign-with-minisign", value: "KEY", help: "sign SHA256SUMS beside it by `minisign -S`" },
      ],
    },
    sourceOptions,
  ],
  examples: [
    "truewheel script -o get-pip.py",
    "truewheel script --series 3.9 -o get-pip-3.9.py --sign-with-ssh ~/.ssh/release",
    "truewheel script --check get-pip.py",
  ],
  load: () => import("./script.ts"),
};

const install: CommandSpec = {
  verb: "install",
  summary: "add what requirements name, each file by a digest that was written down",
  usage: "[options] [REQUIREMENT ...]",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "Installs wheels that requirements, requirements files or a lock pin by digest; nothing is resolved and nothing is built. Words and\n" +
    "files make one set: the same project twice is merged, a contradiction is explained. What is in the environment otherwise stays.",
  groups: [
    {
      title: "What",
      options: [
        ...requirementOptions,
        {
          name: "upgrade",
          short: "U",
          help: "where a version is left open: take the newest, whatever is there",
        },
        { name: "force-reinstall", help: "the same, and put back what is there already" },
        ...installOptions,
      ],
    },
    targetOptions,
    sourceOptions,
  ],
  examples: [
    "truewheel install -r requirements.txt",
    "truewheel install --venv env -r pylock.toml",
    "truewheel install 'pkg @ https://files.index.example/pkg-1.0-py3-none-any.whl#sha256=...'",
  ],
  load: () => import("./install.ts"),
};

const sync: CommandSpec = {
  verb: "sync",
  summary: "make an environment equal to a lock",
  usage: "[options] [LOCK or FILE ...]",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "Makes an environment hold exactly what pylock.toml (or the named lock or requirements files) says: what is missing is installed, what is\n" +
    "another version is replaced, what is not named is removed; all in one step that happens whole or not at all.",
  groups: [
    {
      title: "What",
      options: [
        ...requirementOptions,
        { name: "exact", help: "remove pip, setuptools and wheel too when they are not named" },
        { name: "allow-empty-requirements", help: "remove everything when nothing is named" },
        ...installOptions,
      ],
    },
    targetOptions,
    sourceOptions,
  ],
  examples: ["truewheel sync", "truewheel sync pylock.dev.toml --python .venv", "truewheel sync --check"],
  load: () => import("./sync.ts"),
};

const lock: CommandSpec = {
  verb: "lock",
  summary: "resolve requirements into a complete lock, without running any package's code",
  usage: "[options] [REQUIREMENT, FILE or pyproject.toml ...]",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "Finds a version of everything that is needed, and writes pylock.toml (PEP 751) with every file's digest: for every platform and every Python\n" +
    "that requires-python allows, or for one environment with --python-version or --python-platform. Versions of the lock that is there are kept\n" +
    "where they still fit. Files uploaded in the last 3 days are left aside unless --exclude-newer says otherwise.",
  groups: [{ title: "What", options: lockOptions }, sourceOptions],
  examples: [
    "truewheel lock",
    "truewheel lock requirements.in -o pylock.toml --python-version 3.12",
    "truewheel lock pyproject.toml --extra web --group test --upgrade-package urllib3",
  ],
  load: () => import("./lock.ts"),
};

const uninstall: CommandSpec = {
  verb: "uninstall",
  summary: "take distributions out of an environment",
  usage: "[options] NAME ...",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "Removes the files that RECORD of each named distribution lists, and the directories that are empty then; nothing outside the\n" +
    "environment, nothing that another distribution lists too. All of them leave, or none.",
  groups: [
    {
      title: "What",
      options: [
        {
          name: "requirement",
          short: "r",
          value: "FILE",
          multiple: true,
          help: "remove what requirements, or a pylock.toml, in FILE name too",
        },
        { name: "yes", short: "y", help: "as always: nothing is asked" },
        { name: "dry-run", help: "say what would leave, change nothing" },
        { name: "cache-dir", value: "DIR", help: "keep the store here" },
      ],
    },
    presentTargetOptions,
  ],
  examples: ["truewheel uninstall requests urllib3", "truewheel uninstall -r requirements.txt"],
  load: () => import("./uninstall.ts"),
};

const venv: CommandSpec = {
  verb: "venv",
  summary: "make an environment without the target's venv or ensurepip",
  usage: "[options] [DIR]",
  positionals: [0, 1],
  about: "Makes an environment (PEP 405) in DIR, .venv when none is named. Nothing is installed into it.",
  groups: [
    {
      title: "What",
      options: [
        {
          name: "python",
          short: "p",
          value: "PYTHON",
          help: "this interpreter: a path, a name or a version",
        },
        { name: "prompt", value: "WORD", help: "what activated shells show" },
        { name: "copies", help: "copy the interpreter instead of linking it" },
        { name: "clear", help: "replace the environment that is there" },
        { name: "cache-dir", value: "DIR", help: "remember interpreters here" },
      ],
    },
  ],
  examples: ["truewheel venv", "truewheel venv --python 3.12 env"],
  load: () => import("./venv.ts"),
};

const verify: CommandSpec = {
  verb: "verify",
  summary: "ask who vouches for files, or compare an environment with what was recorded of it",
  usage: "[options] FILE... | --installed [options] [ENVIRONMENT] [NAME...]",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "FILE...: takes the signatures, attestations and signed lists of checksums beside each file, judges them by a trust file, and says who\n" +
    "vouches, until when that counts, what was absent and who could have lied. No network. Status 0 only when somebody named in the trust\n" +
    "file vouches for every file.\n\n" +
    "--installed: hashes every file of every installed distribution and compares it with our own record of what was accepted, and with\n" +
    "RECORD where there is none; names what is changed, missing, added, overwritten, writable for others or runs at every start\n" +
    "without belonging to anybody. ENVIRONMENT is a path with a slash in it. Changes nothing. Status 1 when anything differs.",
  groups: [
    {
      title: "Files",
      options: [
        { name: "trust", value: "FILE", help: "who may vouch (default: trust.toml here)" },
        {
          name: "signature",
          value: "FILE",
          multiple: true,
          help: "this signature too (minisign, SSH, OpenPGP)",
        },
        {
          name: "attestation",
          value: "FILE",
          multiple: true,
          help: "this attestation, provenance or Sigstore bundle too",
        },
        { name: "checksums", value: "FILE", multiple: true, help: "this signed list of checksums too" },
        { name: "why", help: "show each step with its digests, and the command that repeats it by hand" },
      ],
    },
    {
      title: "Installed",
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
  examples: [
    "truewheel verify demo-1.0.tar.gz --trust trust.toml --why",
    "truewheel verify --installed",
    "truewheel verify --installed ./env requests urllib3",
  ],
  load: () => import("./verify.ts"),
};

const tree: CommandSpec = {
  verb: "tree",
  summary: "show who needs whom in an environment, and what vouched for each",
  usage: "[options] [NAME...]",
  positionals: [0, Number.POSITIVE_INFINITY],
  about:
    "Draws the dependencies of what is installed, markers and extras evaluated for its Python. Each line has the mark of its evidence:\n" +
    "verified, not offered, offered but unchecked, failed, waived. Missing and conflicting dependencies are marked as failed.",
  groups: [
    {
      title: "What",
      options: [
        {
          name: "python",
          short: "p",
          value: "PYTHON",
          help: "this interpreter's environment: a path, an environment's directory, a name or a version",
        },
        { name: "invert", help: "from what is needed to who needs it" },
        { name: "reverse", help: "the same" },
        { name: "depth", short: "d", value: "N", help: "draw no deeper than this; what is named has 0" },
        { name: "strict", help: "status 1 when something is missing, in conflict or not what was accepted" },
        { name: "cache-dir", value: "DIR", help: "keep what is known of interpreters here" },
      ],
    },
  ],
  examples: ["truewheel tree", "truewheel tree --invert urllib3"],
  load: () => import("./tree.ts"),
};

const cache: CommandSpec = {
  verb: "cache",
  summary: "look after the store of files",
  usage: "dir | info | verify | prune",
  positionals: [1, 1],
  about:
    "dir prints where the store is. info counts what is in it. verify hashes every file again and removes the damaged ones (status 1\n" +
    "when there were any). prune removes what killed processes left, partial downloads and derived data; an installation that runs\n" +
    "meanwhile fetches or unpacks again what it misses. A directory that is not marked as a store is not touched.",
  groups: [
    {
      title: "What",
      options: [
        { name: "cache-dir", value: "DIR", help: "the store is here" },
        { name: "dry-run", help: "verify, prune: say what would be removed, remove nothing" },
        { name: "older-than", value: "DAYS", help: "prune: wheels that were kept longer ago, too" },
        { name: "all", help: "prune: everything" },
      ],
    },
  ],
  examples: ["truewheel cache dir", "truewheel cache verify", "truewheel cache prune --older-than 90"],
  load: () => import("./cache.ts"),
};

const manifest: CommandSpec = {
  verb: "manifest",
  summary: "show, compare, check or renew what bootstrap pins (for maintainers)",
  usage: "show | diff | check | update",
  positionals: [1, 3],
  about:
    "A manifest pins, for each series of Python, the closure of pip, setuptools and wheel that `bootstrap` installs. One is inside\n" +
    "truewheel; `bootstrap --manifest FILE` takes another.",
  groups: [],
  examples: ["truewheel manifest show", "truewheel manifest check", "truewheel manifest update --check"],
  parts: manifestVerbs,
  load: () => import("./manifest.ts"),
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
export const commands: readonly CommandSpec[] = [
  bootstrap,
  script,
  install,
  lock,
  sync,
  uninstall,
  verify,
  tree,
  cache,
  venv,
  manifest,
  explain,
  debug,
];
