/** Options that several verbs share. Pure data. */
import type { OptionGroup, OptionSpec } from "./command.ts";

/** Options of every verb. */
export const generalOptions: OptionGroup = {
  title: "General",
  options: [
    { name: "help", short: "h", help: "show this text" },
    {
      name: "verbose",
      short: "v",
      help: "say which variables and files changed what, and each step",
      multiple: true,
    },
    { name: "quiet", short: "q", help: "say nothing but errors" },
    {
      name: "format",
      value: "FORMAT",
      choices: ["text", "json"],
      help: "text for people (default), or json on standard output",
    },
    {
      name: "color",
      value: "WHEN",
      choices: ["auto", "always", "never"],
      help: "colour the text: auto (default), always, never",
    },
    { name: "no-progress", help: "show no progress" },
    { name: "state-dir", value: "DIR", help: "keep the record of what was accepted here" },
  ],
};

/** Where files come from. */
export const sourceOptions: OptionGroup = {
  title: "Sources",
  options: [
    {
      name: "index-url",
      short: "i",
      value: "URL",
      help: "ask this index instead of the public one",
      ownVariable: true,
    },
    {
      name: "extra-index-url",
      value: "URL",
      multiple: true,
      help: "ask this index too, after the first",
      ownVariable: true,
    },
    {
      name: "find-links",
      short: "f",
      value: "PLACE",
      multiple: true,
      help: "look in this directory or page of links first",
      ownVariable: true,
    },
    {
      name: "index-for",
      value: "NAME=URL",
      multiple: true,
      help: "ask this index, and no other, for the project NAME",
    },
    { name: "no-index", help: "ask no index, only --find-links", ownVariable: true },
    { name: "offline", help: "use no network: the store and local --find-links only", ownVariable: true },
    { name: "cert", value: "FILE", help: "trust these certificate authorities too (PEM)", ownVariable: true },
    { name: "proxy", value: "URL", help: "go through this proxy", ownVariable: true },
    {
      name: "timeout",
      value: "SECONDS",
      help: "give up on a silent server after this long",
      ownVariable: true,
    },
    { name: "retries", value: "N", help: "tries after a failure that may pass", ownVariable: true },
    { name: "isolated", help: "ignore pip's and other tools' variables and configuration files" },
    { name: "cache-dir", value: "DIR", help: "keep the store here" },
  ],
};

/** What is installed into. */
export const targetOptions: OptionGroup = {
  title: "Target",
  options: [
    {
      name: "python",
      short: "p",
      value: "PYTHON",
      help: "this interpreter: a path, an environment's directory, a name or a version",
    },
    { name: "venv", value: "DIR", help: "make an environment in DIR first, and install into it" },
    { name: "target", short: "t", value: "DIR", help: "install into DIR, to be put on sys.path" },
    { name: "prefix", value: "DIR", help: "install below DIR, laid out as the interpreter's own prefix" },
    { name: "root", value: "DIR", help: "put DIR in front of every path (for images and packagers)" },
    { name: "break-system-packages", help: "install into a Python that its distribution manages (PEP 668)" },
    { name: "fix-pth", help: "add what is missing to the `._pth` file that isolates this Python" },
  ],
};

/** The same for a verb that makes nothing new. */
export const presentTargetOptions: OptionGroup = {
  title: targetOptions.title,
  options: targetOptions.options
    .filter(({ name }) => name !== "fix-pth")
    .map((each) => (each.name === "venv" ? { ...each, help: "the environment that is in DIR" } : each)),
};

/** What is asked for, where requirements are read. */
export const requirementOptions: readonly OptionSpec[] = [
  {
    name: "requirement",
    short: "r",
    value: "FILE",
    multiple: true,
    help: "read requirements, or a pylock.toml, from FILE",
  },
  {
    name: "constraint",
    short: "c",
    value: "FILE",
    multiple: true,
    help: "limit versions and hashes by FILE",
  },
];

/** How an installation goes, whatever is installed. */
export const installOptions: readonly OptionSpec[] = [
  { name: "no-deps", help: "do not ask whether everything is there that is needed" },
  { name: "require-hashes", help: "refuse what has no digest written down (the default)" },
  { name: "no-require-hashes", help: "accept what an index says of a file that nobody pinned" },
  { name: "only-binary", value: "NAMES", multiple: true, help: "as always: nothing is built" },
  { name: "pre", help: "take pre-releases too, where a version is left open" },
  { name: "compile-bytecode", help: "compile to hash-based, unchecked bytecode (Python 3.7 and newer)" },
  { name: "dry-run", help: "fetch and judge, change nothing" },
  { name: "check", help: "the same, and exit status 1 when something would change" },
  {
    name: "report",
    value: "FILE",
    help: "write pip's installation report, with the evidence, to FILE (- is standard output)",
  },
  { name: "extra", value: "NAME", multiple: true, help: "of a lock: install this extra too" },
  { name: "group", value: "NAME", multiple: true, help: "of a lock: install this dependency group too" },
];

/** How locking goes. */
export const lockOptions: readonly OptionSpec[] = [
  ...requirementOptions,
  {
    name: "override",
    value: "FILE",
    multiple: true,
    help: "what FILE says of a project stands in for what anybody asks of it",
  },
  { name: "extra", value: "NAME", multiple: true, help: "of pyproject.toml: lock this extra too" },
  { name: "all-extras", help: "of pyproject.toml: lock every extra" },
  { name: "group", value: "NAME", multiple: true, help: "of pyproject.toml: lock this dependency group too" },
  { name: "all-groups", help: "of pyproject.toml: lock every dependency group" },
  {
    name: "output",
    short: "o",
    value: "FILE",
    help: "write the lock here (pylock.toml; - is standard output)",
  },
  {
    name: "format",
    value: "FORMAT",
    choices: ["pylock.toml", "requirements.txt", "text", "json"],
    help: "pylock.toml (default) or requirements.txt; json tells the report on standard output",
  },
  { name: "python", short: "p", value: "PYTHON", help: "this interpreter says what nothing else says" },
  { name: "python-version", value: "X.Y", help: "lock for this Python only" },
  {
    name: "python-platform",
    value: "NAME",
    help: "lock for this platform only: linux, macos, windows, x86_64-manylinux_2_28...",
  },
  { name: "universal", help: "lock for every platform, from --python-version on" },
  { name: "upgrade", short: "U", help: "keep no version of the lock that is there" },
  {
    name: "upgrade-package",
    short: "P",
    value: "NAME",
    multiple: true,
    help: "keep every version but this project's",
  },
  { name: "check", help: "write nothing; status 1 when the lock is not what its inputs ask for" },
  { name: "locked", help: "the same" },
  { name: "frozen", help: "ask nobody: only see that a lock is there and can be read" },
  {
    name: "resolution",
    value: "WHICH",
    choices: ["highest", "lowest", "lowest-direct"],
    help: "which versions are tried first",
  },
  { name: "pre", help: "take pre-releases as if they were releases" },
  { name: "no-deps", help: "lock only what is named" },
  { name: "no-binary", value: "NAMES", multiple: true, help: "use no wheels of these projects (:all:)" },
  {
    name: "only-binary",
    value: "NAMES",
    multiple: true,
    help: "use no source distributions of these projects (:all:)",
  },
  {
    name: "exclude-newer",
    value: "WHEN",
    help: "leave files aside that were uploaded later: a date, a moment, `7 days`, `now`",
  },
  { name: "uploaded-prior-to", value: "WHEN", help: "the same; a date does not count itself, as in pip" },
  {
    name: "index-strategy",
    value: "WHICH",
    choices: ["first-index", "refuse"],
    help: "of two indexes that know one name take the first, or refuse (default)",
  },
  { name: "refresh", help: "ask the indexes again, however fresh what they said is" },
  { name: "no-attestation-identities", help: "do not ask who published the files" },
];
