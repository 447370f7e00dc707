/** What a verb is made of. The table of verbs is data: parsing, help, completion and the reference page are functions of it. */
import type { Report } from "../model/report.ts";
import type { World } from "../ports/world.ts";

/** One option of a verb. */
export interface OptionSpec {
  /** Long name without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Word for the value in help; a flag has none. */
  readonly value?: string;
  /** May be given more than once. */
  readonly multiple?: boolean;
  /** Sentence fragment for help, lower case, no full stop. */
  readonly help: string;
  /** Allowed values. */
  readonly choices?: readonly string[];
  /** True when a stage reads `TRUEWHEEL_...` of this option itself, to be able to name the source. */
  readonly ownVariable?: boolean;
}

/** A heading of the help and the options below it. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionSpec[];
}

/** One verb. */
export interface CommandSpec {
  readonly verb: string;
  /** One line, a verb phrase without a full stop. */
  readonly summary: string;
  /** Words after the verb in the usage line: `[options]`, `CODE`. */
  readonly usage: string;
  /** Most positional arguments. */
  readonly positionals: readonly [number, number];
  /** A paragraph or two for `--help`. */
  readonly about: string;
  readonly groups: readonly OptionGroup[];
  readonly examples: readonly string[];
  /** Verbs below this one, each with options and help of its own: `manifest update`. The verb's code finds the second word first among its words. */
  readonly parts?: readonly CommandSpec[];
  /** Loads the verb's code. */
  load(): Promise<{ readonly run: Run }>;
}

/** Options and words as given. */
export interface Arguments {
  readonly words: readonly string[];
  /** True when the flag was given. */
  flag(name: string): boolean;
  /** The last value given, or undefined. */
  value(name: string): string | undefined;
  /** All values given. */
  values(name: string): readonly string[];
}

/** A verb's answer: a report to render, or text that is the data asked for. */
export type Outcome = { readonly report: Report } | { readonly text: string; readonly exit: 0 | 1 | 2 | 3 };

/** Does the verb's work. Throws Fault when it cannot go on. */
export type Run = (given: Arguments, world: World) => Outcome | Promise<Outcome>;
