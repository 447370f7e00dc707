/** The help texts, made from the table. Pure. */
import { generalFor } from "./arguments.ts";
import type { CommandSpec, OptionGroup, OptionSpec } from "./command.ts";

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
  const own = command.groups.flatMap((group) => group.options);
  const groups = [...command.groups, generalFor(own)];
  const width = Math.max(...groups.flatMap((group) => group.options).map((option) => left(option).length));
  return [
    `Usage: truewheel ${command.verb} ${command.usage}`,
    "",
    command.about,
    ...partLines(command.parts ?? []),
    ...groups.flatMap((group) => ["", `${group.title}:`, ...lines(group, width)]),
    "",
    "Examples:",
    ...command.examples.map((example) => `  ${example}`),
    "",
    "Each option is also read from TRUEWHEEL_..., for example TRUEWHEEL_CACHE_DIR for --cache-dir.",
    "",
  ].join("\n");
}

function partLines(parts: readonly CommandSpec[]): readonly string[] {
  const width = Math.max(0, ...parts.map(({ verb }) => verb.length));
  const [first] = parts;
  if (first === undefined) return [];
  return [
    "",
    ...parts.map(({ verb, summary }) => `  ${verb.padEnd(width)}  ${summary}`),
    "",
    `\`truewheel ${first.verb} --help\` and its like say more.`,
  ];
}

function lines(group: OptionGroup, width: number): readonly string[] {
  return group.options.map((option) => `  ${left(option).padEnd(width)}  ${option.help}`);
}

function left(option: OptionSpec): string {
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  return `${short}--${option.name}${option.value === undefined ? "" : ` ${option.value}`}`;
}
