#!/usr/bin/env node
/** Command line → verb → exit status. The only file that sets the exit status. */

import { Fault } from "./base/fault.ts";
import { commandFor, nearest, readArguments } from "./commands/arguments.ts";
import type { Arguments, CommandSpec, Outcome } from "./commands/command.ts";
import { helpFor, overview } from "./commands/help.ts";
import { commands } from "./commands/table.ts";
import { fs } from "./effects/node-fs.ts";
import { openTerminal, type Speech } from "./effects/terminal.ts";
import type { Report, ReportedError } from "./model/report.ts";
import { showsUnicode } from "./render/glyphs.ts";
import { renderings } from "./render/registry.ts";

/** The package: `src/` and `dist/` lie at one depth. */
const ROOT = new URL("../", import.meta.url);

type Exit = 0 | 1 | 2 | 3;

const plain: Speech = { verbosity: 0, color: "auto", progress: true };

function main(args: readonly string[]): Exit | Promise<Exit> {
  const [verb, ...rest] = args;
  const terminal = openTerminal(plain);
  if (verb === undefined || verb === "help" || verb === "--help" || verb === "-h") {
    const topic = topicOf(rest);
    terminal.out(topic === undefined ? overview(commands, version()) : helpFor(topic));
    return verb === undefined ? 2 : 0;
  }
  if (verb === "--version" || verb === "-V") {
    terminal.out(`truewheel ${version()}\n`);
    return 0;
  }
  return runVerb(verb, rest);
}

async function runVerb(verb: string, rest: readonly string[]): Promise<Exit> {
  let given: Arguments | undefined;
  try {
    const command = commandNamed(verb, rest);
    given = readArguments(command, rest, process.env);
    if (given.flag("help")) {
      openTerminal(plain).out(helpFor(command));
      return 0;
    }
    const { openWorld } = await import("./effects/world.ts");
    const world = openWorld(version(), speechOf(given), ROOT);
    const { run } = await command.load();
    return show(await run(given, world), given);
  } catch (error) {
    const { reported, exit } = await describe(error);
    return show(
      {
        report: { version: 1, command: verb, exit, files: [], removed: [], changed: false, error: reported },
      },
      given,
    );
  }
}

/** What `help WORDS` is about; undefined for everything. */
function topicOf(words: readonly string[]): CommandSpec | undefined {
  const [verb] = words;
  const command = commands.find((each) => each.verb === verb);
  return command?.parts?.find((part) => part.verb === words.join(" ")) ?? command;
}

function commandNamed(verb: string, rest: readonly string[]): CommandSpec {
  const command = commandFor(commands, [verb, ...rest]);
  if (command !== undefined) return command;
  const near = nearest(
    verb,
    commands.map((each) => each.verb),
  );
  throw new Fault("TW-USAGE", `no such verb: ${verb}`, {
    hint: near === undefined ? "`truewheel --help` lists the verbs." : `Did you mean ${near}?`,
  });
}

function speechOf(given: Arguments | undefined): Speech {
  const color = given?.value("color");
  return {
    verbosity: given?.flag("quiet") === true ? -1 : (given?.values("verbose").length ?? 0),
    color: color === "always" || color === "never" ? color : "auto",
    progress: given?.flag("no-progress") !== true,
  };
}

function show(outcome: Outcome, given: Arguments | undefined): Exit {
  const speech = speechOf(given);
  const terminal = openTerminal(speech);
  if ("text" in outcome) {
    terminal.out(outcome.text);
    return outcome.exit;
  }
  const rendering =
    renderings.find((each) => each.format === (given?.value("format") ?? "text")) ?? renderings[0];
  const text =
    rendering?.render(outcome.report, {
      color: terminal.color,
      verbosity: speech.verbosity,
      unicode: showsUnicode(process.env, process.platform),
    }) ?? "";
  if (rendering?.to(outcome.report) === "out") terminal.out(text);
  else terminal.error(text);
  return outcome.report.exit;
}

/** A Fault as the report tells it; anything else is a defect of truewheel, and says so. */
async function describe(
  error: unknown,
): Promise<{ readonly reported: ReportedError; readonly exit: Report["exit"] }> {
  if (!(error instanceof Fault)) {
    const message =
      error instanceof Error
        ? process.env["TRUEWHEEL_DEBUG"]
          ? (error.stack ?? error.message)
          : error.message
        : String(error);
    const hint = "This is a defect of truewheel. Please report it with the command you gave.";
    return {
      reported: { code: "TW-INTERNAL", message: `truewheel failed: ${message}`, causes: [], hint },
      exit: 2,
    };
  }
  // Only a failure needs the list of codes.
  const { explain } = await import("./model/codes/codes.ts");
  const causes: string[] = [];
  for (let at = error.cause; at instanceof Error && causes.length < 5; at = at.cause) causes.push(at.message);
  const { code, message, hint } = error;
  const reported = hint === undefined ? { code, message, causes } : { code, message, causes, hint };
  return { reported, exit: explain(code)?.exit ?? 2 };
}

function version(): string {
  const text = fs.readFileSync(new URL("package.json", ROOT), "utf8");
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? "unknown";
}

void Promise.resolve(main(process.argv.slice(2))).then((exit) => {
  process.exitCode = exit;
});
