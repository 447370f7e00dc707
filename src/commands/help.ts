/** The help texts, made from the table. Pure. */
import type { CommandSpec, OptionGroup, OptionSpec } from "./command.ts";
import { generalOptions } from "./options.ts";

/** `truewheel --help`. */
export function overview(commands: readonly CommandSpec[], version: string): string {
  const width = Math.max(...commands.map((command) => command.verb.length));
  return [
    `truewheel ${version}: Python packages, each byte judged before it reaches an environment`,
    "",
    "Usage: truewheel VERB [options]",
    "",
    ...commands.map((command) => `  ${command.verb.padEnd(width)}  ${command.summary}`),
    "",
    "`truewheel VERB --help` says more. Exit status: 0 yes, 1 no, 2 usage or internal, 3 could not decide.",
    "",
  ].join("\n");
}

/** `truewheel VERB --help`. */
export function helpFor(command: CommandSpec): string {
  const own = new Set(command.groups.flatMap(({ options }) => options).map(({ name }) => name));
  const general = generalOptions.options.filter(({ name }) => !own.has(name));
  const groups = [...command.groups, { ...generalOptions, options: general }];
  const width = Math.max(...groups.flatMap((group) => group.options).map((option) => left(option).length));
  return [
    `Usage: truewheel ${command.verb} ${command.usage}`,
    "",
    command.about,
    ...groups.flatMap((group) => ["", `${group.title}:`, ...lines(group, width)]),
    "",
    "Examples:",
    ...command.examples.map((example) => `  ${example}`),
    "",
    "Each option is also read from TRUEWHEEL_..., for example TRUEWHEEL_CACHE_DIR for --cache-dir.",
    "",
  ].join("\n");
}

function lines(group: OptionGroup, width: number): readonly string[] {
  return group.options.map((option) => `  ${left(option).padEnd(width)}  ${option.help}`);
}

function left(option: OptionSpec): string {
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  return `${short}--${option.name}${option.value === undefined ? "" : ` ${option.value}`}`;
}
