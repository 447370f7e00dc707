/** The generated pages of docs/reference. Pure: the same table and list give the same text. */
import type { CommandSpec, OptionGroup } from "../../src/commands/command.ts";
import { generalOptions } from "../../src/commands/options.ts";
import { commands } from "../../src/commands/table.ts";
import { codes } from "../../src/model/codes/codes.ts";

const NOTE = "Made by `npm run reference` from the code; edit that instead.";

/** docs/reference/verbs.md */
export function verbsPage(): string {
  return [
    "# Verbs",
    "",
    NOTE,
    "",
    "Exit status of every verb: 0 yes · 1 no · 2 the command line, a setting or truewheel itself is wrong · 3 could not decide.",
    "Each option is also read from `TRUEWHEEL_...`, for example `TRUEWHEEL_CACHE_DIR` for `--cache-dir`; set but empty means unset.",
    "",
    ...commands.flatMap(verbSection),
    "## Options of every verb",
    "",
    ...optionTable(generalOptions),
  ].join("\n");
}

function verbSection(command: CommandSpec): readonly string[] {
  return [
    `## ${command.verb}`,
    "",
    "```",
    `truewheel ${command.verb} ${command.usage}`,
    "```",
    "",
    command.about.replaceAll("\n", " "),
    "",
    ...command.groups.flatMap((group) => [`**${group.title}**`, "", ...optionTable(group)]),
    "```",
    ...command.examples,
    "```",
    "",
  ];
}

function optionTable(group: OptionGroup): readonly string[] {
  const rows = group.options.map((option) => {
    const short = option.short === undefined ? "" : `\`-${option.short}\`, `;
    const value = option.value === undefined ? "" : ` ${option.value}`;
    return `| ${short}\`--${option.name}${value}\` | ${cell(option.help)} |`;
  });
  return ["| option | |", "|---|---|", ...rows, ""];
}

/** docs/reference/codes.md */
export function codesPage(): string {
  const kinds = { 1: "1, a no", 2: "2, usage or this machine", 3: "3, could not decide" } as const;
  return [
    "# Codes",
    "",
    NOTE,
    "",
    "Every refusal and every failure has one of these; `truewheel explain CODE` says the same with no network.",
    "",
    ...codes.flatMap((entry) => [
      `## ${entry.code}`,
      "",
      `${entry.title} (exit status ${kinds[entry.exit]})`,
      "",
      entry.meaning,
      "",
      entry.todo,
      "",
    ]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
