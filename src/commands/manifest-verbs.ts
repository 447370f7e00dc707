/** The verbs below `manifest`. Pure data. */
import type { CommandSpec, OptionSpec } from "./command.ts";
import { sourceOptions } from "./options.ts";

const load: CommandSpec["load"] = () => import("./manifest.ts");

/** For what is pasted into a pull request. */
const withMarkdown: OptionSpec = {
  name: "format",
  value: "FORMAT",
  choices: ["text", "json", "markdown"],
  help: "text for people (default), json, or markdown for a pull request",
};

const show: CommandSpec = {
  verb: "manifest show",
  summary: "what is pinned for each series of Python",
  usage: "[options] [FILE]",
  positionals: [1, 2],
  about:
    "Prints what FILE, or the manifest inside truewheel, pins: each file with version, size and SHA-256. Asks nobody.",
  groups: [],
  examples: ["truewheel manifest show", "truewheel manifest show --format json my-manifest.json"],
  load,
};

const diff: CommandSpec = {
  verb: "manifest diff",
  summary: "what differs between two manifests",
  usage: "[options] [A] B",
  positionals: [2, 3],
  about:
    "Says for each series what was added, removed and changed from A to B: from which version and digest to which. Without A, B is\n" +
    "compared with the manifest inside truewheel. Asks nobody. Status 0, also when they differ.",
  groups: [
    {
      title: "What",
      options: [{ name: "check", help: "exit status 1 when they differ" }, withMarkdown],
    },
  ],
  examples: [
    "truewheel manifest diff old.json new.json",
    "truewheel manifest diff --format markdown bootstrap-manifest.json",
  ],
  load,
};

const check: CommandSpec = {
  verb: "manifest check",
  summary: "is every file served as pinned, and every closure complete?",
  usage: "[options] [FILE]",
  positionals: [1, 2],
  about:
    "Downloads every file that FILE, or the manifest inside truewheel, pins, whatever the store holds, and hashes it. Objects to what is\n" +
    "gone, other, yanked, quarantined, contradicted by the index or for too few machines, and to a closure that lacks something on any\n" +
    "Python of its series. Status 1 with a code for each objection; 3 when an index cannot be asked.",
  groups: [sourceOptions],
  examples: [
    "truewheel manifest check",
    "truewheel manifest check --index-url https://index.example/simple my-manifest.json",
  ],
  load,
};

const update: CommandSpec = {
  verb: "manifest update",
  summary: "pin the newest closure of every series anew, and review it",
  usage: "[options]",
  positionals: [1, 1],
  about:
    "Finds the newest pip, setuptools, wheel and what they need that every Python of each series accepts, hashes and reads each wheel,\n" +
    "writes a new manifest in canonical order and prints a review: what changed, from which version and digest to which, how old it is,\n" +
    "who published it as far as anybody tells, what evidence was absent. Takes wheels for any machine only, none that is yanked, no\n" +
    "pre-release that was not named. Nothing of a package is run. The manifest inside truewheel is never written.",
  groups: [
    {
      title: "What",
      options: [
        { name: "manifest", value: "FILE", help: "renew this manifest instead of the one inside truewheel" },
        {
          name: "series",
          value: "X.Y",
          multiple: true,
          help: "only this series (3.9, 3.10+); others stay as they are",
        },
        {
          name: "pip",
          value: "VERSION",
          help: "this pip, in each series whose Pythons it is for; with --series, there or not at all",
        },
        { name: "setuptools", value: "VERSION", help: "this setuptools, likewise" },
        { name: "wheel", value: "VERSION", help: "this wheel, likewise" },
        {
          name: "cooldown",
          value: "DAYS",
          help: "take only files this old, or pinned before (default 7; 0: no waiting)",
        },
        {
          name: "exclude-newer",
          value: "DATE",
          help: "only files uploaded up to that day, or before that moment (UTC)",
        },
        {
          name: "uploaded-prior-to",
          value: "DATE",
          help: "only files uploaded before that day or moment (UTC)",
        },
        {
          name: "output",
          short: "o",
          value: "FILE",
          help: "write here, over what is there (default: bootstrap-manifest.json, when it is new; - is standard output)",
        },
        { name: "check", help: "write nothing; exit status 1 when a newer closure is out" },
        withMarkdown,
      ],
    },
    sourceOptions,
  ],
  examples: [
    "truewheel manifest update --check",
    "truewheel manifest update --pip 26.3 --cooldown 0",
    "truewheel manifest update --manifest mine.json --output mine.json --format markdown",
  ],
  load,
};

/** In the order of the help. */
export const manifestVerbs: readonly CommandSpec[] = [show, diff, check, update];
