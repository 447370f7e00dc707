/** Codes of the maintainers' verbs: `manifest update`, `manifest check`. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const manifestCodes: readonly CodeEntry[] = [
  {
    code: "TW-MANIFEST-NO-CLOSURE",
    exit: 1,
    title: "no closure can be made for a series",
    meaning:
      "Among the wheels that may be taken there is no set of pip, setuptools, wheel and what they need that every Python of the series accepts. Files that are yanked, too new, without a digest or for one machine only may not be taken.",
    todo: "Read what stood in the way. Name other versions with --pip, --setuptools and --wheel, or change --cooldown or --exclude-newer knowingly.",
  },
  {
    code: "TW-MANIFEST-TOO-HARD",
    exit: 3,
    title: "the search for a closure was given up",
    meaning: "The closure of pip, setuptools and wheel is small; an index that makes the search long is odd.",
    todo: "Name versions with --pip, --setuptools and --wheel, and look at what the index offers.",
  },
  {
    code: "TW-MANIFEST-SIDECAR",
    exit: 1,
    title: "the metadata beside a wheel is not the wheel's own",
    meaning:
      "The index offers METADATA beside the wheel (PEP 658) that differs from the METADATA inside it. Tools that read only one of the two would install different things.",
    todo: "Do not pin the file. Tell the keeper of the index.",
  },
  {
    code: "TW-MANIFEST-REQUIRES-PYTHON",
    exit: 1,
    title: "the Pythons of a wheel are told differently",
    meaning:
      "The index or the manifest says other Pythons than Requires-Python in the METADATA of the wheel. Whoever believes them takes the wheel for a Python that it is not for.",
    todo: "When the manifest is wrong, make it anew. When the index is, tell its keeper.",
  },
  {
    code: "TW-MANIFEST-TAGS",
    exit: 1,
    title: "a pinned wheel is not for every machine",
    meaning:
      "A closure serves each machine of its series, so its wheels are for any platform and for the major version of the series.",
    todo: "Pin the wheel whose name ends in -none-any.whl.",
  },
  {
    code: "TW-MANIFEST-YANKED",
    exit: 1,
    title: "a pinned file was yanked",
    meaning: "Its publisher asks that it be used no more (PEP 592), often because it is broken.",
    todo: "Read the reason and pin another version: `manifest update` takes none that is yanked.",
  },
  {
    code: "TW-MANIFEST-EXISTS",
    exit: 2,
    title: "a file stands where the new manifest would go",
    meaning: "Without --output the new manifest goes to a new file, and one of that name is there.",
    todo: "Name the file with --output, which replaces it, or move it away.",
  },
];
