/** Codes of the command line, of files on disk and of formats every room reads. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const generalCodes: readonly CodeEntry[] = [
  {
    code: "TW-JSON-MALFORMED",
    exit: 1,
    title: "a document is not valid JSON",
    meaning:
      "A JSON document ends early, holds something after its value, or breaks the grammar of RFC 8259.",
    todo: "Fetch the document again from its source; if it stays broken, the source is at fault.",
  },
  {
    code: "TW-JSON-DUPLICATE-KEY",
    exit: 1,
    title: "a JSON object holds one key twice",
    meaning:
      "Readers disagree about which of the two counts, so a document with two readings proves nothing.",
    todo: "Ask whoever made the document; nothing on this machine can mend it.",
  },
  {
    code: "TW-USAGE",
    exit: 2,
    title: "the command line cannot be understood",
    meaning: "An option or verb is unknown, or a value is missing or contradicts another.",
    todo: "`--help` after the verb lists what there is.",
  },
  {
    code: "TW-INTERNAL",
    exit: 2,
    title: "truewheel itself failed",
    meaning: "Something happened that its makers did not foresee.",
    todo: "Report it with the command you gave; TRUEWHEEL_DEBUG=1 shows where it happened.",
  },
  {
    code: "TW-DISK-MISSING",
    exit: 2,
    title: "a file or directory is not there",
    meaning: "A path that was named, or that should have been there, does not exist.",
    todo: "Check the path.",
  },
  {
    code: "TW-DISK-EXISTS",
    exit: 2,
    title: "something is there already",
    meaning: "A new file was to be made where one is.",
    todo: "Look at it; remove it if it is left over.",
  },
  {
    code: "TW-DISK-NOT-EMPTY",
    exit: 2,
    title: "a directory is not empty",
    meaning: "Only an empty directory can be removed or replaced here.",
    todo: "Look at what is in it.",
  },
  {
    code: "TW-DISK-NOT-A-FILE",
    exit: 2,
    title: "a path is not a regular file",
    meaning: "A link, a directory or a device stands where a file should be.",
    todo: "Check the path.",
  },
  {
    code: "TW-DISK-TOO-LARGE",
    exit: 2,
    title: "a file is larger than it may be",
    meaning: "Every file that is read has a bound, so that none can fill the memory.",
    todo: "Check that it is the file you mean.",
  },
  {
    code: "TW-DISK-FULL",
    exit: 2,
    title: "the disk is full or the quota used up",
    meaning: "Nothing was changed in the target: what was staged is taken back.",
    todo: "Make room and run the command again.",
  },
  {
    code: "TW-DISK-READ-ONLY",
    exit: 2,
    title: "a file system is read-only",
    meaning: "The target or the store cannot be written.",
    todo: "Use another target, or mount it for writing.",
  },
  {
    code: "TW-DISK-DENIED",
    exit: 2,
    title: "permission denied",
    meaning: "This user may not do that there.",
    todo: "Use a target you own: --venv DIR makes one.",
  },
  {
    code: "TW-DISK-FAILED",
    exit: 2,
    title: "the system refused a file operation",
    meaning: "The cause line has the system's own words.",
    todo: "See the cause.",
  },
  {
    code: "TW-LOCK-HELD",
    exit: 3,
    title: "another process holds the lock for too long",
    meaning: "Only one process may change a target at a time, and the other did not end.",
    todo: "Wait for it, or end it. If nothing runs, remove the lock file that the message names.",
  },
];
