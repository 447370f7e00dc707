/** Reads the command line against the table, over Node's own parser. Pure. */
import { parseArgs } from "node:util";
import { Fault } from "../base/fault.ts";
import type { Arguments, CommandSpec, OptionSpec } from "./command.ts";
import { generalOptions } from "./options.ts";

/** Every option of a verb; its own stand in for general ones of the same name. */
export function optionsOf(command: CommandSpec | undefined): readonly OptionSpec[] {
  const own = command?.groups.flatMap((group) => group.options) ?? [];
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...generalOptions.options.filter(({ name }) => !names.has(name))];
}

/** `args` (after the verb) with `TRUEWHEEL_...` variables below them; throws Fault TW-USAGE. */
export function readArguments(
  command: CommandSpec | undefined,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Arguments {
  const specs = optionsOf(command);
  const { values, positionals } = parse(specs, args);
  const given = new Map<string, readonly string[]>();
  for (const spec of specs) {
    const found =
      asStrings(values[spec.name]) ??
      (spec.ownVariable === true ? undefined : fromVariable(spec, environment));
    if (found === undefined) continue;
    for (const value of found) checkChoice(spec, value);
    given.set(spec.name, found);
  }
  const [least, most] = command?.positionals ?? [0, Number.POSITIVE_INFINITY];
  if (!given.has("help") && (positionals.length < least || positionals.length > most)) {
    throw usage(`${command?.verb} takes ${command?.usage}`, command);
  }
  return {
    words: positionals,
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function parse(
  specs: readonly OptionSpec[],
  args: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } {
  // Node's parser looks at every option that it is told of, at each start: it is told of those that may occur.
  const options = Object.fromEntries(
    specs
      .filter((spec) => args.some((arg) => mayName(arg, spec)))
      .map((spec) => [
        spec.name,
        {
          type: spec.value === undefined ? ("boolean" as const) : ("string" as const),
          multiple: true,
          ...(spec.short === undefined ? {} : { short: spec.short }),
        },
      ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw explained(cause, specs, args);
  }
}

function mayName(arg: string, { name, short }: OptionSpec): boolean {
  return arg.startsWith("--")
    ? arg.startsWith(name, 2)
    : arg.startsWith("-") && arg.includes(short ?? "-", 1);
}

function asStrings(value: Values[string]): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((each) => (each === true ? "" : String(each)));
}

/** `TRUEWHEEL_CACHE_DIR` for `--cache-dir`; set but empty means unset; a flag is on for 1, true, yes, on. */
function fromVariable(
  spec: OptionSpec,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const name = `TRUEWHEEL_${spec.name.toUpperCase().replaceAll("-", "_")}`;
  const value = environment[name];
  if (value === undefined || value === "") return undefined;
  if (spec.value !== undefined) return spec.multiple === true ? value.split(/\s+/).filter(Boolean) : [value];
  if (/^(?:1|true|yes|on)$/i.test(value)) return [""];
  if (/^(?:0|false|no|off)$/i.test(value)) return undefined;
  throw usage(`${name} is neither yes nor no: ${JSON.stringify(value)}`);
}

function checkChoice(spec: OptionSpec, value: string): void {
  if (spec.value !== undefined && value === "") throw usage(`--${spec.name} needs a value`);
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    throw usage(`--${spec.name} is one of ${spec.choices.join(", ")}, not ${JSON.stringify(value)}`);
  }
}

/** Node's message in our words, with the nearest option when there is one. */
function explained(cause: unknown, specs: readonly OptionSpec[], args: readonly string[]): Fault {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const known = new Set(
      specs.flatMap((spec) => [`--${spec.name}`, ...(spec.short === undefined ? [] : [`-${spec.short}`])]),
    );
    const unknown =
      args.find((arg) => arg.startsWith("-") && !known.has(arg.split("=")[0] ?? "")) ?? "an option";
    const near = nearest(unknown.split("=")[0] ?? "", [...known]);
    return new Fault("TW-USAGE", `no such option: ${unknown.split("=")[0]}`, {
      hint: near === undefined ? "`--help` lists the options." : `Did you mean ${near}?`,
    });
  }
  return new Fault(
    "TW-USAGE",
    cause instanceof Error ? firstSentence(cause.message) : "the command line cannot be read",
  );
}

function firstSentence(text: string): string {
  return (text.split("\n")[0] ?? text).replace(/\.$/, "");
}

/** The candidate at the smallest edit distance, when it is at most a third of the word. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const best = candidates
    .map((each) => ({ each, far: distance(word, each) }))
    .toSorted((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= Math.max(2, word.length / 3) ? best.each : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Fault TW-USAGE. */
export function usage(message: string, command?: CommandSpec): Fault {
  return new Fault("TW-USAGE", message, {
    hint: `\`truewheel ${command === undefined ? "" : `${command.verb} `}--help\` says how.`,
  });
}
