/** Codes of requirements files, requirement sets and hashes. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const requirementsCodes: readonly CodeEntry[] = [
  {
    code: "TW-HASH-WEAK",
    exit: 1,
    title: "a hash of an algorithm that does not count",
    meaning:
      "Files are pinned by sha256, sha384 or sha512. For MD5 and SHA-1 other files with the same digest can be made; of other algorithms nobody asked for a proof.",
    todo: "Pin the file by its sha256, taken from a source you trust.",
  },
  {
    code: "TW-HASH-FORM",
    exit: 1,
    title: "a hash has the wrong form",
    meaning:
      "A hash reads `sha256:` and 64 hex digits (96 for sha384, 128 for sha512). A cut digest proves nothing.",
    todo: "Copy the whole digest.",
  },
  {
    code: "TW-REQUIREMENT-SOURCE",
    exit: 1,
    title: "a requirement's address or path cannot be used",
    meaning:
      "The URL or path does not end in the name of a wheel or source archive, has a scheme that is not supported, names another project than the requirement, or can be read in two ways.",
    todo: "Correct it; `name @ https://host/name-1.0-py3-none-any.whl#sha256=DIGEST` and `./dist/name-1.0-py3-none-any.whl` are forms.",
  },
  {
    code: "TW-REQUIREMENTS-ENCODING",
    exit: 1,
    title: "a requirements file cannot be read as text",
    meaning:
      "Requirements files are UTF-8, or declare Latin-1 or ASCII in one of their first two lines. A guess could read another name.",
    todo: "Save the file as UTF-8.",
  },
  {
    code: "TW-REQUIREMENTS-LIMIT",
    exit: 1,
    title: "a requirements file is larger than is read",
    meaning:
      "Its size, a line of it or the number of requirements passes a bound that no honest file comes near.",
    todo: "Look at what made the file; split it if it is meant so.",
  },
  {
    code: "TW-REQUIREMENTS-LINE",
    exit: 1,
    title: "a line of a requirements file is ambiguous or malformed",
    meaning:
      "A part of the line would be passed over in silence: a second file behind -r, an option beside a requirement, a --hash without a requirement, an open quote. What was meant is not known, and a lost option may be the one that protects.",
    todo: "Write each option and each requirement in a line of its own; a backslash at the end joins the next line.",
  },
  {
    code: "TW-REQUIREMENTS-OPTION",
    exit: 1,
    title: "an option in a requirements file cannot be read",
    meaning:
      "It is not one that pip knows in a file, is abbreviated, lacks its value, or has a value that it does not take.",
    todo: "Correct or remove the option.",
  },
  {
    code: "TW-REQUIREMENTS-NESTED",
    exit: 1,
    title: "a requirements file cannot be included",
    meaning: "It includes itself, or files include one another too deeply, or its address cannot be read.",
    todo: "Correct the -r or -c line that the message names.",
  },
  {
    code: "TW-REQUIREMENTS-REMOTE",
    exit: 1,
    title: "a requirements file from the network reaches for this machine",
    meaning:
      "A file read over the network names a local path, or leads from https: to http:. Whoever serves it would choose among your files.",
    todo: "Copy the file here if it is meant so, or correct it where it is served.",
  },
  {
    code: "TW-REQUIREMENTS-CONSTRAINT",
    exit: 1,
    title: "a constraint has a form that constraints may not have",
    meaning:
      "A constraint names a project and limits its version or file. It has no extras, is not editable and not without a name.",
    todo: "Move the line into a requirements file, or write `name==version`.",
  },
  {
    code: "TW-REQUIREMENTS-CONTRADICTION",
    exit: 1,
    title: "requirements contradict one another",
    meaning:
      "Command line and files make one set. Two of its members ask for one project in versions, hashes or places that no file can have together; the message names both.",
    todo: "Change or remove one of the two.",
  },
];
