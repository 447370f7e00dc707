/** Codes of what is asked for: requirements, locks, and the files that would meet them. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const needCodes: readonly CodeEntry[] = [
  {
    code: "TW-REQUIREMENT-NO-HASH",
    exit: 1,
    title: "a requirement names no digest",
    meaning:
      "Without a digest written down earlier, whoever answers the download decides what is installed. Hash-checking is on unless it is turned off by name.",
    todo: "Lock the requirements, so that each has its `--hash`; or accept the index's own word with --no-require-hashes.",
  },
  {
    code: "TW-REQUIREMENT-NOT-PINNED",
    exit: 1,
    title: "a requirement leaves its version open",
    meaning:
      "A digest can only be checked for one version, and nothing is resolved while installing. The requirement must read `name==version`.",
    todo: "Lock the requirements, so that each names one version and its digests.",
  },
  {
    code: "TW-REQUIREMENT-CANNOT-INSTALL",
    exit: 1,
    title: "a requirement names something that would have to be built",
    meaning:
      "It names a directory, a checkout, an editable project or a source archive. Building runs code of the package, with whatever that code fetches.",
    todo: "Name a wheel, or a version that has one.",
  },
  {
    code: "TW-REQUIREMENT-NOTHING",
    exit: 2,
    title: "nothing was asked for",
    meaning: "No requirement, no requirements file and no lock was given.",
    todo: "Name a requirement, or a file with -r.",
  },
  {
    code: "TW-FETCH-ONLY-SDIST",
    exit: 1,
    title: "a version is offered as source only",
    meaning: "No wheel of the wanted version is there. Building one would run code of the package.",
    todo: "Choose a version that has a wheel for this Python.",
  },
  {
    code: "TW-FETCH-YANKED",
    exit: 1,
    title: "every version that fits was yanked",
    meaning:
      "Its publisher took the files back (PEP 592). They are used only for a requirement that pins them with ==.",
    todo: "Choose another version, or pin this one when you know why it was yanked.",
  },
  {
    code: "TW-FETCH-NO-WHEEL",
    exit: 1,
    title: "no wheel fits this Python",
    meaning: "There are wheels of the wanted version, but none for this interpreter and this machine.",
    todo: "Choose another version, or another interpreter.",
  },
  {
    code: "TW-FETCH-NOT-A-WHEEL",
    exit: 1,
    title: "a named file is no wheel",
    meaning:
      "Only wheels are installed; everything else would have to be built, which runs code of the package.",
    todo: "Name a wheel.",
  },
  {
    code: "TW-INDEX-SEVERAL",
    exit: 1,
    title: "several indexes know one name",
    meaning:
      "Two indexes offer a project of this name, and nothing pins which one is meant. Taking the newest of both is how a stranger's package gets in under a private name.",
    todo: "Say which index it comes from with --index-for NAME=URL, or pin the file by its hash.",
  },
];
