/** Codes of the Python standards. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const standardsCodes: readonly CodeEntry[] = [
  {
    code: "TW-VERSION-INVALID",
    exit: 1,
    title: "a version breaks PEP 440",
    meaning:
      "The text is no version: it has no release number, or something that is no segment of a version. Without its order nobody can choose among versions.",
    todo: "Correct the version where the message found it; `1.0`, `1.0rc1`, `1.0.post1` and `1.0+local` are forms.",
  },
  {
    code: "TW-SPECIFIER-INVALID",
    exit: 1,
    title: "a version specifier breaks PEP 440",
    meaning:
      "A clause has no known operator, no version behind it, or a `.*` or local label where none may be.",
    todo: "Correct the clause; `>=1.2`, `~=1.2`, `==1.*` and `!=1.3` are forms, with commas between them.",
  },
  {
    code: "TW-MARKER-INVALID",
    exit: 1,
    title: "an environment marker breaks its grammar",
    meaning:
      "What follows `;` is no condition that PEP 508 allows, so nobody can say whether the requirement counts here.",
    todo: 'Correct the marker; `python_version >= "3.9" and sys_platform == "linux"` is a form.',
  },
  {
    code: "TW-MARKER-UNDEFINED",
    exit: 1,
    title: "an environment marker cannot be evaluated",
    meaning:
      "It compares what has no order, or names a variable that has no value here. A guess could leave out what is needed or bring what is not.",
    todo: "Correct the marker: order only versions, and quote texts.",
  },
  {
    code: "TW-REQUIREMENT-INVALID",
    exit: 1,
    title: "a requirement breaks PEP 508",
    meaning: "The text is no dependency specifier: a name, extras, versions or an address, and a marker.",
    todo: 'Correct it; `name[extra]>=1.0; python_version >= "3.9"` and `name @ https://host/file` are forms.',
  },
  {
    code: "TW-WHEEL-FILENAME",
    exit: 1,
    title: "a file name is no wheel's",
    meaning:
      "A wheel's name tells project, version and tags between dashes and ends in .whl. Which file fits is decided by it, so one that cannot be read is not used.",
    todo: "Whoever built the file must name it `name-version-python-abi-platform.whl`.",
  },
  {
    code: "TW-SDIST-FILENAME",
    exit: 1,
    title: "a file name is no source distribution's",
    meaning:
      "A source distribution's name is `name-version.tar.gz`, with a version of PEP 440 behind the last dash.",
    todo: "Whoever built the file must name it so.",
  },
  {
    code: "TW-WHEEL-FILE",
    exit: 1,
    title: "the file WHEEL cannot be used",
    meaning:
      "WHEEL says in which form a wheel was packed and where its root goes. A field of it is missing, repeated or malformed.",
    todo: "Whoever built the wheel must build it again with a current builder.",
  },
  {
    code: "TW-RECORD-CSV",
    exit: 1,
    title: "a wheel's RECORD is no CSV",
    meaning:
      "A quote in it does not end or stands inside a field, so two readers could see two lists of files.",
    todo: "Whoever built the wheel must build it again.",
  },
  {
    code: "TW-RECORD-COLUMNS",
    exit: 1,
    title: "a row of RECORD has other than three columns",
    meaning:
      "A row is path, digest and size. With fewer nothing is proved about the file; with more two readers could see two rows.",
    todo: "Whoever built the wheel must build it again.",
  },
  {
    code: "TW-RECORD-PATH",
    exit: 1,
    title: "RECORD lists a path that no wheel may hold",
    meaning:
      "The path is absolute, climbs with `..`, uses backslashes or is not in its shortest form. Attacks and broken builders look alike here.",
    todo: "Do not use the wheel; tell its keeper.",
  },
  {
    code: "TW-RECORD-DUPLICATE",
    exit: 1,
    title: "RECORD lists a file twice",
    meaning: "Of two rows for one file only one can be right, and each reader may believe another.",
    todo: "Do not use the wheel; tell its keeper.",
  },
  {
    code: "TW-RECORD-WEAK",
    exit: 1,
    title: "RECORD has a digest that can be forged",
    meaning:
      "MD5 and SHA-1 are not permitted in RECORD, because other files with the same digest can be made.",
    todo: "Whoever built the wheel must build it again with a current builder.",
  },
  {
    code: "TW-RECORD-ALGORITHM",
    exit: 1,
    title: "RECORD names an unknown digest",
    meaning: "Only sha256, sha384 and sha512 are known. What cannot be computed proves nothing.",
    todo: "Whoever built the wheel must build it again with sha256.",
  },
  {
    code: "TW-RECORD-DIGEST",
    exit: 1,
    title: "a digest in RECORD has the wrong form",
    meaning:
      "Digests are URL-safe base64 without padding, of the full length; hexadecimal ones and cut ones are refused.",
    todo: "Whoever built the wheel must build it again with a current builder.",
  },
  {
    code: "TW-RECORD-SIZE",
    exit: 1,
    title: "a size in RECORD is no size",
    meaning: "A size is a plain decimal number of bytes.",
    todo: "Whoever built the wheel must build it again.",
  },
  {
    code: "TW-ENTRY-POINTS-INI",
    exit: 1,
    title: "entry_points.txt is no INI file",
    meaning:
      "A line is neither a group, nor an entry with `=`, nor a comment, or it continues the line above it, which readers read differently.",
    todo: "Whoever built the distribution must correct its entry points.",
  },
  {
    code: "TW-ENTRY-POINTS-DUPLICATE",
    exit: 1,
    title: "an entry point is there twice",
    meaning:
      "Of two commands with one name only one can be installed, and each installer may choose another.",
    todo: "Whoever built the distribution must rename one.",
  },
  {
    code: "TW-ENTRY-POINTS-NAME",
    exit: 1,
    title: "a command may not have this name",
    meaning:
      "The name leaves the scripts directory, is no file name on every system, or is one of the interpreter's or of the activation scripts, which nobody may replace.",
    todo: "Do not use the distribution until its keeper explains the name.",
  },
  {
    code: "TW-ENTRY-POINTS-REFERENCE",
    exit: 1,
    title: "a command refers to no object",
    meaning:
      "A command refers to `module:function`, both dotted names. Anything else would become code in a script that is written for it.",
    todo: "Do not use the distribution until its keeper explains the reference.",
  },
  {
    code: "TW-METADATA-HEADERS",
    exit: 1,
    title: "METADATA cannot be read",
    meaning:
      "A line among its fields is neither a field nor a continuation. Some readers stop there and miss what follows, such as requirements, others do not.",
    todo: "Whoever built the distribution must build it again.",
  },
  {
    code: "TW-METADATA-VERSION",
    exit: 1,
    title: "METADATA is of an unknown version",
    meaning: "Core metadata of another major version may mean anything, and the specification says to stop.",
    todo: "Update truewheel, or use another version of the distribution.",
  },
  {
    code: "TW-METADATA-FIELD",
    exit: 1,
    title: "a field of METADATA is invalid",
    meaning:
      "A field is missing, repeated, newer than the metadata says, or its value breaks the specification.",
    todo: "Whoever built the distribution must correct it; another version of it may be right.",
  },
  {
    code: "TW-LICENSE-EXPRESSION",
    exit: 1,
    title: "a licence expression is invalid",
    meaning:
      "It names a licence or exception that SPDX does not list, or its operators or parentheses do not match.",
    todo: "Correct it; `MIT OR Apache-2.0` is a form, and `LicenseRef-Name` names one that SPDX does not list.",
  },
  {
    code: "TW-DEBUG-REQUEST",
    exit: 2,
    title: "a request of `debug standards` is malformed",
    meaning: "Each line is one JSON object with a known `kind` and the fields of that kind.",
    todo: "Correct the request.",
  },
];
