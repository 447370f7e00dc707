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
];
