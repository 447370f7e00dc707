/** Codes of `script`. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const scriptCodes: readonly CodeEntry[] = [
  {
    code: "TW-SCRIPT-WHEEL",
    exit: 1,
    title: "a script cannot carry a wheel of the closure",
    meaning:
      "What a script carries is installed by a small reader of its own into every system: pure Python, no .data directory, plain names, the plain form of archive.",
    todo: "Pin such a wheel, or use `bootstrap`, which installs every kind.",
  },
  {
    code: "TW-SCRIPT-DIFFERS",
    exit: 1,
    title: "a script is not what this manifest gives",
    meaning:
      "It was made again and compared byte for byte: it was altered, or another truewheel or another manifest made it. Its head says which.",
    todo: "Compare with the truewheel version and the manifest that its head names. If it still differs, do not run it.",
  },
  {
    code: "TW-SCRIPT-UNKNOWN",
    exit: 2,
    title: "a file does not say how it was made",
    meaning: "Its head lacks the line that a script written by truewheel has, so it cannot be made again.",
    todo: "Check that it is the file you mean.",
  },
  {
    code: "TW-SCRIPT-SUMS",
    exit: 1,
    title: "a list of digests is not true",
    meaning:
      "SHA256SUMS beside the script has a line that cannot be read, or lists a file that is missing or another. Signing it would vouch for that.",
    todo: "Look at the file that the message names; write the list anew once it is right.",
  },
  {
    code: "TW-SCRIPT-SIGNING",
    exit: 2,
    title: "a list of digests could not be signed",
    meaning:
      "ssh-keygen or minisign is missing, or refused: the message has its own words. The script and the list are written.",
    todo: "Sign SHA256SUMS by hand, or mend what the message says and run the command again.",
  },
];
