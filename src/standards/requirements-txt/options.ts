/** The options a requirements file may hold, and how they are read. Pure. Source: pip's documentation, "Requirements File Format", "Supported options"; pip 26.3. */
import { faultAt, type Origin } from "./origin.ts";

/** What an option does; see the groups below. */
export type OptionName =
  | "index-url"
  | "extra-index-url"
  | "no-index"
  | "find-links"
  | "no-binary"
  | "only-binary"
  | "prefer-binary"
  | "require-hashes"
  | "no-require-hashes"
  | "pre"
  | "all-releases"
  | "only-final"
  | "trusted-host"
  | "use-feature"
  | "requirement"
  | "constraint"
  | "editable"
  | "hash"
  | "config-settings";

/** One option as given; `value` is empty for one that takes none. */
export interface GivenOption {
  readonly name: OptionName;
  readonly value: string;
}

/** Options that belong to the requirement in whose line they stand. */
export const REQUIREMENT_OPTIONS: ReadonlySet<OptionName> = new Set(["hash", "config-settings"]);
/** Options that bring another file. */
export const INCLUDE_OPTIONS: ReadonlySet<OptionName> = new Set(["requirement", "constraint"]);

const FLAGS: ReadonlySet<OptionName> = new Set([
  "no-index",
  "prefer-binary",
  "require-hashes",
  "no-require-hashes",
  "pre",
]);

const LONG: ReadonlyMap<string, OptionName> = new Map<string, OptionName>([
  ["--pypi-url", "index-url"],
  ...(
    [
      "index-url",
      "extra-index-url",
      "no-index",
      "find-links",
      "no-binary",
      "only-binary",
      "prefer-binary",
      "require-hashes",
      "no-require-hashes",
      "pre",
      "all-releases",
      "only-final",
      "trusted-host",
      "use-feature",
      "requirement",
      "constraint",
      "editable",
      "hash",
      "config-settings",
    ] as const
  ).map((name) => [`--${name}`, name] as const),
]);

/** All of them take a value. */
const SHORT: ReadonlyMap<string, OptionName> = new Map<string, OptionName>([
  ["-i", "index-url"],
  ["-f", "find-links"],
  ["-r", "requirement"],
  ["-c", "constraint"],
  ["-e", "editable"],
  ["-C", "config-settings"],
]);

/** Options of older pips, and what became of them. */
const GONE: ReadonlyMap<string, string> = new Map([
  ["--global-option", "pip no longer has it; --config-settings passes settings to a build backend"],
  ["--install-option", "pip no longer has it"],
  ["--build-option", "pip no longer has it; --config-settings passes settings to a build backend"],
  ["--process-dependency-links", "pip no longer has it"],
  ["--always-unzip", "pip no longer has it"],
  ["-Z", "pip no longer has it"],
]);

/**
 * The options among the words behind a requirement. Throws Fault TW-REQUIREMENTS-OPTION for an unknown or abbreviated option, a missing
 * value, or a word that belongs to no option: pip passes such words over in silence, so a requirement could be lost.
 */
export function readOptions(words: readonly string[], origin: Origin): readonly GivenOption[] {
  const given: GivenOption[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const long = word.startsWith("--");
    const equals = word.indexOf("=");
    const spelled = long ? word.slice(0, equals < 0 ? undefined : equals) : word.slice(0, 2);
    const name = (long ? LONG : SHORT).get(spelled);
    if (name === undefined) throw unknown(word, spelled, origin);
    let value = long ? (equals < 0 ? undefined : word.slice(equals + 1)) : word.slice(2) || undefined;
    if (FLAGS.has(name)) {
      if (value !== undefined) throw refused(origin, `${spelled} takes no value`);
      given.push({ name, value: "" });
      continue;
    }
    value ??= rest.shift();
    if (value === undefined || value === "") throw refused(origin, `${spelled} needs a value`);
    given.push({ name, value });
  }
  return given;
}

function unknown(word: string, spelled: string, origin: Origin): Error {
  if (!word.startsWith("-"))
    return refused(origin, "a word stands behind the options and belongs to none of them");
  const gone = GONE.get(spelled);
  if (gone !== undefined) return refused(origin, `the option ${spelled} is not known: ${gone}`);
  const meant = [...LONG.keys()].filter((known) => spelled.length > 3 && known.startsWith(spelled));
  const shown = /^-[A-Za-z0-9-]{1,40}$/.test(spelled) ? ` ${spelled}` : "";
  return faultAt(
    origin,
    "TW-REQUIREMENTS-OPTION",
    `the option${shown} is not known`,
    meant.length > 0 ? `write it out: ${meant.join(" or ")}` : undefined,
  );
}

function refused(origin: Origin, why: string): Error {
  return faultAt(origin, "TW-REQUIREMENTS-OPTION", why);
}
