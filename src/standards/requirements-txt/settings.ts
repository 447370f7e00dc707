/** The options of requirements files, folded as pip does it. Pure. Source: pip's documentation, "Requirements File Format"; pip 26.3 for the order of effects. */
import { normalizeName } from "../pep503-name/name.ts";
import type { OptionItem } from "./line.ts";
import { faultAt, type Origin } from "./origin.ts";

/** A value and where it was written. */
export interface Written {
  /** As written; may hold credentials. */
  readonly value: string;
  readonly origin: Origin;
}

/** An option that is not obeyed. */
export interface RefusedOption {
  readonly option: string;
  readonly origin: Origin;
  /** Why, and what to do instead; a sentence without a full stop. */
  readonly reason: string;
}

/** What the options say together. */
export interface RequirementsSettings {
  /** The last `--index-url`; undefined under `--no-index`. */
  readonly indexUrl: Written | undefined;
  /** Empty under `--no-index`; those written before the last `--index-url` are replaced by it, as in pip. */
  readonly extraIndexUrls: readonly Written[];
  /** Where `--no-index` was written first. */
  readonly noIndex: Origin | undefined;
  /** pip takes a relative path from the file's own directory when something is there, else from the current one. */
  readonly findLinks: readonly Written[];
  /** Normal names, or `:all:`. */
  readonly noBinary: ReadonlySet<string>;
  readonly onlyBinary: ReadonlySet<string>;
  readonly preferBinary: boolean;
  readonly requireHashes: boolean;
  /** Normal names, or `:all:`, whose pre-releases are asked for; `--pre` is `:all:`. */
  readonly allReleases: ReadonlySet<string>;
  readonly onlyFinal: ReadonlySet<string>;
  /** `--use-feature`, which changes nothing here. */
  readonly features: readonly Written[];
  /** Options that would weaken what is checked: returned, never obeyed. */
  readonly refused: readonly RefusedOption[];
}

const FEATURES: ReadonlySet<string> = new Set([
  "fast-deps",
  "inprocess-build-deps",
  "venv-isolation",
  "truststore",
  "no-binary-enable-wheel-cache",
  "build-constraint",
]);

const REASONS: ReadonlyMap<string, string> = new Map([
  [
    "trusted-host",
    "it would switch off the check of a host's certificate for whoever wrote the file; give the host's authority with --cert",
  ],
  [
    "no-require-hashes",
    "it would let whoever wrote the file switch off hash-checking; say so on the command line or in the policy",
  ],
]);

/** Folds `items` in order; throws Fault TW-REQUIREMENTS-OPTION for a value that its option does not take. */
export function foldOptions(items: readonly OptionItem[]): RequirementsSettings {
  const formats = new Exclusive();
  const releases = new Exclusive();
  for (const item of items) {
    const { name, value, origin } = item;
    if (name === "no-binary" || name === "only-binary")
      formats.add(value, name === "no-binary" ? "first" : "second", origin, name);
    else if (name === "all-releases" || name === "only-final")
      releases.add(value, name === "all-releases" ? "first" : "second", origin, name);
    else if (name === "pre") releases.first.add(":all:");
    else if (name === "use-feature" && !FEATURES.has(value))
      throw faultAt(origin, "TW-REQUIREMENTS-OPTION", "--use-feature names a feature that pip does not have");
  }
  const all = (name: OptionItem["name"]) => items.filter((item) => item.name === name);
  const noIndex = all("no-index")[0]?.origin;
  const index = all("index-url").at(-1);
  return {
    indexUrl: noIndex === undefined && index !== undefined ? written([index])[0] : undefined,
    extraIndexUrls: noIndex === undefined ? written(lastExtras(items, index)) : [],
    noIndex,
    findLinks: written(all("find-links")),
    noBinary: formats.first,
    onlyBinary: formats.second,
    preferBinary: all("prefer-binary").length > 0,
    requireHashes: all("require-hashes").length > 0,
    allReleases: releases.first,
    onlyFinal: releases.second,
    features: written(all("use-feature")),
    refused: items.flatMap(({ name, origin }) => {
      const reason = REASONS.get(name);
      return reason === undefined ? [] : [{ option: `--${name}`, origin, reason }];
    }),
  };
}

function lastExtras(items: readonly OptionItem[], index: OptionItem | undefined): readonly OptionItem[] {
  // Options of one line have no order.
  const first = index === undefined ? 0 : items.findIndex(({ origin }) => origin === index.origin);
  return items.slice(first).filter(({ name }) => name === "extra-index-url");
}

function written(items: readonly OptionItem[]): readonly Written[] {
  return items.map(({ value, origin }) => ({ value, origin }));
}

/** Two sets of names, `:all:` and `:none:` among them; a name is taken out of one when it is put into the other. */
class Exclusive {
  readonly first = new Set<string>();
  readonly second = new Set<string>();

  /** Adds the names of `value`, which are separated by commas. `:all:` empties both sets before, `:none:` the one. */
  add(value: string, where: "first" | "second", origin: Origin, option: string): void {
    const [target, other] = where === "first" ? [this.first, this.second] : [this.second, this.first];
    if (value.startsWith("-")) throw faultAt(origin, "TW-REQUIREMENTS-OPTION", `--${option} needs a value`);
    const names = value.split(",");
    const all = names.lastIndexOf(":all:");
    if (all >= 0) {
      other.clear();
      target.clear();
      target.add(":all:");
      // Behind `:all:`, names say nothing more, unless `:none:` takes it back.
      if (!names.slice(all + 1).includes(":none:")) return;
    }
    for (const name of names.slice(all + 1)) {
      if (name === ":none:") target.clear();
      else {
        other.delete(normalizeName(name));
        target.add(normalizeName(name));
      }
    }
  }
}
