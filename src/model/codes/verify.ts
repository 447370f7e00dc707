/** Codes of `verify --installed`, `tree` and `cache`. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const verifyCodes: readonly CodeEntry[] = [
  {
    code: "TW-VERIFY-CHANGED",
    exit: 1,
    title: "an installed file was changed",
    meaning:
      "Its bytes are not the ones that were recorded when it was installed: somebody or something wrote to it since.",
    todo: "Find out who changed it. `truewheel sync` or a new installation puts the recorded file back.",
  },
  {
    code: "TW-VERIFY-SIZE",
    exit: 1,
    title: "an installed file has another size",
    meaning: "It was cut short, added to or replaced since it was installed.",
    todo: "Find out who changed it. `truewheel sync` or a new installation puts the recorded file back.",
  },
  {
    code: "TW-VERIFY-MISSING",
    exit: 1,
    title: "an installed file is not there",
    meaning: "RECORD or our own record lists it, and nothing stands at its path.",
    todo: "Install the distribution again.",
  },
  {
    code: "TW-VERIFY-LINK",
    exit: 1,
    title: "something else stands where an installed file should be",
    meaning:
      "A link, a directory or a special file: what it leads to can change unseen, so it is never followed.",
    todo: "Replace it by the file itself: install the distribution again, copying rather than linking.",
  },
  {
    code: "TW-VERIFY-MODE",
    exit: 1,
    title: "an installed file has other permissions",
    meaning:
      "Its mode is not the one that it was put there with, or lends the rights of its owner to whoever runs it.",
    todo: "Set the mode back with chmod, or install the distribution again.",
  },
  {
    code: "TW-VERIFY-WRITABLE",
    exit: 1,
    title: "others may write to an installed file or directory",
    meaning: "Whoever may write there can change what Python runs, after any verification.",
    todo: "Take the permission away with chmod.",
  },
  {
    code: "TW-VERIFY-OWNER",
    exit: 1,
    title: "a file belongs to another user than its environment",
    meaning: "That user can change it at any time.",
    todo: "Give it to the environment's owner with chown, or install the distribution again.",
  },
  {
    code: "TW-VERIFY-ADDED",
    exit: 1,
    title: "a file belongs to no distribution",
    meaning: "No RECORD and no record of ours lists it, and Python could import it.",
    todo: "Find out who put it there, and remove it if nobody needs it.",
  },
  {
    code: "TW-VERIFY-STARTUP",
    exit: 1,
    title: "a file that runs at every start of Python belongs to no distribution",
    meaning:
      "`.pth` files, sitecustomize and usercustomize run whatever else is imported; it is the usual way to stay in an environment unseen.",
    todo: "Read it, find out who put it there, and remove it unless you know that you want it.",
  },
  {
    code: "TW-VERIFY-SCRIPT",
    exit: 1,
    title: "a script belongs to no distribution",
    meaning: "It stands beside the interpreter, where a shell finds it first.",
    todo: "Find out who put it there, and remove it if nobody needs it.",
  },
  {
    code: "TW-VERIFY-TWIN",
    exit: 1,
    title: "two distributions claim one path, with different contents",
    meaning: "The one that was installed later overwrote the other's file.",
    todo: "One of the two cannot work as it was made: leave one out, or report it to their makers.",
  },
  {
    code: "TW-VERIFY-OUTSIDE",
    exit: 1,
    title: "a RECORD lists what is not its own",
    meaning:
      "A path outside the environment, the interpreter, or another distribution's metadata. It was not followed.",
    todo: "Look at that RECORD before you uninstall the distribution: other tools might follow it.",
  },
  {
    code: "TW-VERIFY-NO-RECORD",
    exit: 1,
    title: "nothing says which files belong to a distribution",
    meaning:
      "It has no RECORD, or was installed in an old way that keeps no digests, so none of its files can be proved.",
    todo: "Install it again from a wheel.",
  },
  {
    code: "TW-VERIFY-RECORD",
    exit: 1,
    title: "a RECORD cannot be understood",
    meaning:
      "It is not the CSV table that RECORD is, or contradicts itself. What is half understood proves nothing.",
    todo: "Install the distribution again.",
  },
  {
    code: "TW-VERIFY-RECORD-ALTERED",
    exit: 1,
    title: "a RECORD is not the one that was accepted",
    meaning:
      "Our own record, kept outside the environment, names another. Whoever changes a file and RECORD with it is found this way.",
    todo: "Find out who changed it, and install the distribution again.",
  },
  {
    code: "TW-VERIFY-NO-METADATA",
    exit: 1,
    title: "a distribution has no METADATA",
    meaning: "Every distribution has (recording installed projects): this one is damaged or was never one.",
    todo: "Install it again, or remove the directory.",
  },
  {
    code: "TW-VERIFY-DUPLICATE",
    exit: 1,
    title: "one project is installed twice",
    meaning:
      "Two metadata directories stand for it: an installation was interrupted or two tools disagreed, and which files are current is unclear.",
    todo: "Uninstall the project until it is gone, then install it again.",
  },
  {
    code: "TW-VERIFY-UNPROVED",
    exit: 1,
    title: "nothing proves a file's content",
    meaning: "RECORD lists it without a digest, or with one that is too weak (MD5, SHA-1).",
    todo: "Install the distribution again from a wheel.",
  },
  {
    code: "TW-VERIFY-UNREADABLE",
    exit: 1,
    title: "something could not be read",
    meaning: "Permissions or the disk did not allow it. What was not read was not verified.",
    todo: "Run the command as a user who may read the whole environment.",
  },
  {
    code: "TW-VERIFY-GONE",
    exit: 1,
    title: "a distribution that was accepted is not there",
    meaning: "Our own record says that it was installed, and it was not removed by this program.",
    todo: "Install it again; if it was removed on purpose, the next installation here ends the record of it.",
  },
  {
    code: "TW-VERIFY-UNRECORDED",
    exit: 1,
    title: "a distribution was not installed by this program",
    meaning:
      "Our own record covers this environment and does not know it, so its files were compared with its own RECORD alone, which whoever added it wrote.",
    todo: "Install it from a lock with truewheel, or say --allow-unrecorded when another tool may install here too.",
  },
  {
    code: "TW-VERIFY-INTERRUPTED",
    exit: 1,
    title: "an installation was interrupted here",
    meaning: "Its journal is still there: some of the environment may be neither old nor new.",
    todo: "Run the installation again: it takes back or finishes what was interrupted.",
  },
  {
    code: "TW-VERIFY-LEDGER",
    exit: 1,
    title: "our own record of the environment is damaged",
    meaning: "It is not what this program wrote, so nothing was compared with it.",
    todo: "Restore the state directory from a backup, or install again: the record then begins anew.",
  },
  {
    code: "TW-VERIFY-NO-LEDGER",
    exit: 1,
    title: "there is no record of our own of the environment",
    meaning:
      "--require-ledger asks for one. Another tool made the environment, it was moved, or the state directory is another one.",
    todo: "Install into it with truewheel, or name the state directory with --state-dir.",
  },
  {
    code: "TW-VERIFY-NOTHING",
    exit: 1,
    title: "there is nothing to verify",
    meaning: "No distribution is installed in this place. Nothing compared is not everything right.",
    todo: "Check the path of the environment.",
  },
  {
    code: "TW-VERIFY-NOT-INSTALLED",
    exit: 1,
    title: "a distribution that was asked for is not installed",
    meaning: "No metadata directory of that name is in the environment.",
    todo: "Check the name, and the environment.",
  },
  {
    code: "TW-CACHE-FOREIGN",
    exit: 2,
    title: "a directory is no store of this program",
    meaning: "It is not empty and lacks the mark that a store has, so nothing in it is removed.",
    todo: "Check --cache-dir. A store from an early version is marked by the next command that keeps something in it.",
  },
  {
    code: "TW-TREE-NOT-INSTALLED",
    exit: 1,
    title: "a distribution to begin the tree with is not installed",
    meaning: "No metadata directory of that name is in the environment.",
    todo: "Check the name, and the environment.",
  },
];
