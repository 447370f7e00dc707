/** Codes of TOML documents, lock files, dependency groups and recorded origins. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const pylockCodes: readonly CodeEntry[] = [
  {
    code: "TW-TOML-MALFORMED",
    exit: 1,
    title: "a document is no TOML",
    meaning:
      "It is not UTF-8, breaks the grammar of TOML, or says one key twice, so readers could see different documents.",
    todo: "Correct it at the line and column that the message names.",
  },
  {
    code: "TW-TOML-LIMIT",
    exit: 1,
    title: "a TOML document is larger or deeper than is read",
    meaning: "Its size, its nesting or an integer in it passes a bound that no honest document comes near.",
    todo: "Look at what made the document.",
  },
  {
    code: "TW-PYLOCK-FILENAME",
    exit: 2,
    title: "a lock file has another name than locks have",
    meaning:
      "Locks are named `pylock.toml` or `pylock.NAME.toml`, NAME without a dot. Tools find them by it.",
    todo: "Rename the file.",
  },
  {
    code: "TW-PYLOCK-VERSION",
    exit: 1,
    title: "a lock is of an unknown version",
    meaning: "A lock of another major version may mean anything, and the specification says to stop.",
    todo: "Update truewheel, or make the lock again.",
  },
  {
    code: "TW-PYLOCK-MALFORMED",
    exit: 1,
    title: "a lock breaks its specification",
    meaning:
      "A key is missing, has another type than PEP 751 says, or a value that has no meaning there. A lock that is half understood pins nothing.",
    todo: "Make the lock again; tell the keepers of the tool that wrote it.",
  },
  {
    code: "TW-PYLOCK-SOURCES",
    exit: 1,
    title: "the source of a locked package is not clear",
    meaning:
      "An entry has wheels or an sdist, or exactly one of vcs, directory and archive. With two, tools would install different things.",
    todo: "Make the lock again.",
  },
  {
    code: "TW-PYLOCK-HASHES",
    exit: 1,
    title: "a locked file has no digest that counts",
    meaning: "Without sha256, sha384 or sha512 the lock does not say which bytes it means.",
    todo: "Make the lock again with a tool that records sha256.",
  },
  {
    code: "TW-PYLOCK-FILE",
    exit: 1,
    title: "a lock names a file that is not of its package",
    meaning:
      "The file's name tells another project or version than the entry, cannot be read, or is listed twice. Which file fits is decided by names, so a name that lies is refused.",
    todo: "Do not use the lock; make it again.",
  },
  {
    code: "TW-PYLOCK-EXTRA",
    exit: 1,
    title: "a lock does not have an extra or group",
    meaning: "It was made without it, so what the extra or group needs is not pinned.",
    todo: "Correct the name, or make the lock again with the extra or group.",
  },
  {
    code: "TW-PYLOCK-PYTHON",
    exit: 1,
    title: "a lock is for another version of Python",
    meaning:
      "The lock, or a package in it that is needed here, asks for a version of Python that this one is not.",
    todo: "Use another interpreter, or make the lock for this one.",
  },
  {
    code: "TW-PYLOCK-ENVIRONMENT",
    exit: 1,
    title: "a lock is for other environments",
    meaning:
      "It lists the environments it was made for, and this one is not among them; what is needed here may be missing from it.",
    todo: "Make the lock for this environment too.",
  },
  {
    code: "TW-PYLOCK-AMBIGUOUS",
    exit: 1,
    title: "a lock has two entries for one package",
    meaning: "The markers of both hold here. Which one was meant is not known.",
    todo: "Make the lock again; tell the keepers of the tool that wrote it.",
  },
  {
    code: "TW-PYLOCK-NO-FILE",
    exit: 1,
    title: "a lock has no file that fits",
    meaning: "None of the wheels is for this Python on this machine, and there is no source distribution.",
    todo: "Make the lock for this platform too, or use another interpreter.",
  },
  {
    code: "TW-PYLOCK-REACH",
    exit: 1,
    title: "a lock reaches for what it may not name",
    meaning:
      "A lock read over the network names a path on this machine, or a path that leads to another host. Whoever serves the lock would choose among your files.",
    todo: "Copy the lock here if it is meant so, or correct it where it is served.",
  },
  {
    code: "TW-GROUP-MALFORMED",
    exit: 1,
    title: "dependency groups break their specification",
    meaning:
      "A group is no list of requirements and includes, or its name names nothing. What was meant by it is not known.",
    todo: 'Correct pyproject.toml; `test = ["pytest", { include-group = "typing" }]` is a form.',
  },
  {
    code: "TW-GROUP-TWICE",
    exit: 1,
    title: "two dependency groups have one name",
    meaning:
      "Names are compared in their normal form, so `a_b` and `a.b` are one group, and which of the two is meant is not known.",
    todo: "Rename one of them in pyproject.toml.",
  },
  {
    code: "TW-GROUP-MISSING",
    exit: 1,
    title: "there is no such dependency group",
    meaning: "pyproject.toml has no group of the name that was asked for or included.",
    todo: "Correct the name, or add the group.",
  },
  {
    code: "TW-GROUP-CYCLE",
    exit: 1,
    title: "dependency groups include one another in a circle",
    meaning: "A group includes itself, perhaps by way of others, so its requirements have no end.",
    todo: "Remove one of the includes that the message names.",
  },
  {
    code: "TW-DIRECT-URL",
    exit: 1,
    title: "a recorded origin breaks its specification",
    meaning:
      "direct_url.json says where a distribution came from. A part of it is missing, contradicts another, or is read differently by different readers.",
    todo: "Install the distribution again from where it should come.",
  },
];
