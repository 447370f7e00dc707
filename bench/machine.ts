/** What the figures were measured on. */
import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { must } from "./command.ts";
import type { Lab } from "./lab.ts";
import { type FilledSet, readPins } from "./sets.ts";

const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  16914836: "tmpfs",
  61267: "ext4",
  1481003842: "xfs",
  2435016766: "btrfs",
  2035054128: "overlayfs",
};

/** Names and values, in the order they are shown. */
export function describe(lab: Lab, program: string): Readonly<Record<string, string>> {
  const [cpu] = cpus();
  const kind = statfsSync(lab.work).type;
  const version = (command: string, ...args: string[]) => must(command, args, lab.environment).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${type()} ${release()}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    directory: `${lab.work} (${FILE_SYSTEMS[kind] ?? `file system 0x${kind.toString(16)}`})`,
    truewheel: existsSync(program) ? version(process.execPath, program, "--version") : "not built",
    node: process.versions.node,
    python: lab.pythonVersion,
    uv: version(`${lab.tools}/bin/uv`, "--version"),
    pip: version(`${lab.tools}/bin/python`, "-m", "pip", "--version").split(" from ")[0] ?? "",
    ...Object.fromEntries([...lab.sets.values()].map((set) => [`${set.name} set`, aboutSet(set)])),
    closure: lab.closure.map(({ name, version: pinned }) => `${name} ${pinned}`).join(", "),
  };
}

function aboutSet(set: FilledSet): string {
  const pins = readPins(readFileSync(set.pins, "utf8"));
  const wheels = readdirSync(set.wheels).filter((name) => name.endsWith(".whl"));
  const bytes = wheels.reduce((sum, name) => sum + statSync(join(set.wheels, name)).size, 0);
  return `${pins.length} packages, ${(bytes / 1e6).toFixed(0)} MB of wheels (bench/sets/${set.name}.txt)`;
}
