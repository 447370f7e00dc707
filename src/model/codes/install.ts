/** Codes of judge, manifest and environments. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const installCodes: readonly CodeEntry[] = [
  {
    code: "TW-MANIFEST-MALFORMED",
    exit: 1,
    title: "a manifest cannot be used",
    meaning:
      "It is not the JSON document that a manifest is, or a member contradicts itself. A manifest that is half understood pins nothing.",
    todo: "Take an intact copy, or make a new one.",
  },
  {
    code: "TW-MANIFEST-INCOMPLETE",
    exit: 1,
    title: "a manifest leaves something out",
    meaning: "A member has no SHA-256, or pip, setuptools or wheel is missing from a closure.",
    todo: "Take an intact copy, or make a new one.",
  },
  {
    code: "TW-MANIFEST-NO-SERIES",
    exit: 2,
    title: "a manifest has no closure for this Python",
    meaning: "Each series of Python has a closure of its own; none fits this interpreter.",
    todo: "Use another interpreter, or give a manifest that covers it.",
  },
  {
    code: "TW-CLOSURE-INCOMPLETE",
    exit: 1,
    title: "a closure needs something it does not hold",
    meaning:
      "A pinned package requires another that is not pinned with it. Installing anyway would need an unpinned download later.",
    todo: "Take a manifest whose closure is complete.",
  },
  {
    code: "TW-CLOSURE-PYTHON",
    exit: 1,
    title: "a pinned package does not support this Python",
    meaning: "Its METADATA asks for another version of Python than the target has.",
    todo: "Take a manifest made for this Python.",
  },
  {
    code: "TW-JUDGE-OTHER-BYTES",
    exit: 1,
    title: "a file is not the one that was pinned",
    meaning:
      "Its size or SHA-256 differs from the pin: the file was altered on the way, at its source or in a cache, or was published again with other content.",
    todo: "Do not install it. Fetch from another source; if the pin was made from a bad copy, make it again from an independent one.",
  },
  {
    code: "TW-JUDGE-INDEX-OTHER",
    exit: 1,
    title: "a file is not the one that its index announced",
    meaning:
      "The index told one digest and served other bytes: a fault on the way, or an index that contradicts itself.",
    todo: "Try again, or another index or mirror.",
  },
  {
    code: "TW-JUDGE-OTHER-SUBJECT",
    exit: 1,
    title: "evidence speaks of other bytes",
    meaning: "A proof about one file was offered for another.",
    todo: "This should not happen with honest sources; report it.",
  },
  {
    code: "TW-JUDGE-REFUTED",
    exit: 1,
    title: "evidence speaks against a file",
    meaning: "A kind of evidence says that this is not what it should be.",
    todo: "Do not install it.",
  },
  {
    code: "TW-JUDGE-NO-PROOF",
    exit: 1,
    title: "nothing vouches for a file",
    meaning: "No evidence was found. Absence is not a reason to trust.",
    todo: "Pin the file in a manifest or lock made from a source you trust.",
  },
  {
    code: "TW-JUDGE-TOO-WEAK",
    exit: 1,
    title: "the evidence for a file is weaker than the policy asks for",
    meaning: "Something vouches for the file, but less strongly than is required here.",
    todo: "Get stronger evidence, or change the policy by name.",
  },
  {
    code: "TW-INSTALL-CLASH",
    exit: 1,
    title: "two files want to be in one place",
    meaning: "Two distributions, or two files of one, would overwrite each other.",
    todo: "Report it to the makers of both; they cannot live in one environment.",
  },
  {
    code: "TW-INSTALL-TAKEN",
    exit: 1,
    title: "a file is in the way and belongs to nobody",
    meaning: "Overwriting a file that no distribution owns could destroy somebody's work.",
    todo: "Move it away, or install into a new environment.",
  },
  {
    code: "TW-INSTALL-LINK",
    exit: 1,
    title: "a directory of the target is a symbolic link",
    meaning: "Writing through a link would change something outside the environment.",
    todo: "Replace the link by a directory, or install elsewhere.",
  },
  {
    code: "TW-INSTALL-TWO-DISKS",
    exit: 2,
    title: "the target spreads over two file systems",
    meaning: "An installation is one set of renames, and a rename cannot cross file systems.",
    todo: "Install into an environment on one file system.",
  },
  {
    code: "TW-INSTALL-RECOVERY",
    exit: 2,
    title: "an interrupted installation could not be taken back whole",
    meaning: "Something else changed the environment between the interruption and now.",
    todo: "Run the command again; what is missing is then put back.",
  },
  {
    code: "TW-INSTALL-JOURNAL",
    exit: 2,
    title: "a journal in the target cannot be read",
    meaning: "An installation was interrupted here and its journal is damaged or not ours.",
    todo: "Look at the `.truewheel` directory before you remove it.",
  },
  {
    code: "TW-INSTALLED-NO-RECORD",
    exit: 1,
    title: "an installed distribution has no RECORD",
    meaning:
      "Without RECORD nobody knows which files are its own, so it can be neither replaced nor removed (installed projects specification).",
    todo: "Remove it with what installed it, or use a new environment.",
  },
  {
    code: "TW-INSTALLED-OUTSIDE",
    exit: 1,
    title: "an installed RECORD claims what is not its own",
    meaning: "It names a file outside the target, the interpreter, or the environment's own files.",
    todo: "Look at that RECORD: following it could destroy something.",
  },
  {
    code: "TW-INSTALLED-RECORD",
    exit: 1,
    title: "an installed RECORD cannot be read",
    meaning:
      "It is not the CSV table that RECORD is, so nobody knows which files are the distribution's own.",
    todo: "Remove the distribution with what installed it, or use a new environment.",
  },
  {
    code: "TW-SCRIPT-INTERPRETER",
    exit: 2,
    title: "no script can start this interpreter",
    meaning:
      "The path of the interpreter holds a control character or a backslash, which the first line of a script cannot carry without meaning something else.",
    todo: "Put the environment at a path without such characters.",
  },
];
