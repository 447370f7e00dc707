/** For which environments is locked: every one that `requires-python` allows, or the one that options describe. */
import { Fault } from "../../base/fault.ts";
import type { World } from "../../ports/world.ts";
import * as environments from "../../stages/resolve/environments.ts";
import { parseSpecifiers, type Specifiers } from "../../standards/pep440-version/specifiers.ts";
import { parseMarker } from "../../standards/pep508-requirement/marker.ts";
import { cacheDirectory } from "../cache-directory.ts";
import type { Arguments } from "../command.ts";
import { interpreterOf } from "../place.ts";
import type { Inputs } from "./inputs.ts";
import { machineNamed, tagsFor } from "./machines.ts";

/** The environments of one lock. */
export interface LockTarget {
  readonly world: environments.World;
  /** Ranks of tags for one environment; undefined for many. */
  readonly tags: ReadonlyMap<string, number> | undefined;
  readonly oldest: readonly [number, number];
  /** What the lock says: `requires-python` and `environments`. */
  readonly requiresPython: string;
  readonly environments: readonly string[];
}

/** Reads the options; throws Fault TW-USAGE, TW-PYTHON-.... */
export async function targetOf(given: Arguments, inputs: Inputs, world: World): Promise<LockTarget> {
  const python = given.value("python-version");
  const platform = given.value("python-platform");
  const version = python === undefined ? undefined : versionOf(python);
  const isOne = !given.flag("universal") && (version !== undefined || platform !== undefined);
  if (isOne) return one(given, version, platform, world);
  const range =
    version === undefined ? (inputs.requiresPython ?? (await ownRange(given, world))) : `>=${version.text}`;
  return every(range);
}

interface PythonVersion {
  readonly series: readonly [number, number];
  /** With three numbers. */
  readonly full: string;
  readonly text: string;
}

function versionOf(text: string): PythonVersion {
  const found = /^([23])\.([0-9]{1,3})(?:\.([0-9]{1,3}))?$/.exec(text);
  if (found === null)
    throw new Fault("TW-USAGE", `--python-version takes a version like 3.12, not ${JSON.stringify(text)}`);
  const [, major = "", minor = "", micro = "0"] = found;
  return { series: [Number(major), Number(minor)], full: `${major}.${minor}.${micro}`, text };
}

/** Without a range in the project, from the Python that is here on. */
async function ownRange(given: Arguments, world: World): Promise<string> {
  const { major, minor } = await interpreterOf(given, cacheDirectory(given, world), world);
  return `>=${major}.${minor}`;
}

function every(range: string): LockTarget {
  const specifiers = parseSpecifiers(range);
  return {
    world: environments.everyEnvironment(specifiers, [], parseMarker),
    tags: undefined,
    oldest: oldestOf(specifiers),
    requiresPython: range,
    environments: [],
  };
}

/** The lowest series that the clauses allow, as far as they say one. */
function oldestOf({ clauses }: Specifiers): readonly [number, number] {
  const lower = clauses.filter(({ operator }) => [">=", ">", "~=", "==", "==="].includes(operator));
  const series = lower.flatMap(({ parsed }): (readonly [number, number])[] =>
    parsed === undefined ? [] : [[Number(parsed.release[0]), Number(parsed.release[1] ?? "0")]],
  );
  return series.toSorted(([a, b], [c, d]) => c - a || d - b)[0] ?? [3, 0];
}

async function one(
  given: Arguments,
  version: PythonVersion | undefined,
  platform: string | undefined,
  world: World,
): Promise<LockTarget> {
  const machine = platform === undefined ? undefined : machineNamed(platform);
  const here =
    machine !== undefined && version !== undefined
      ? undefined
      : await interpreterOf(given, cacheDirectory(given, world), world);
  const python = version ?? versionOf(`${here?.version.replace(/[^0-9.].*$/, "")}`);
  const platforms = machine?.platforms ?? platformsOf(here?.tags ?? []);
  const tags =
    version === undefined && machine === undefined ? (here?.tags ?? []) : tagsFor(python.series, platforms);
  const [major, minor] = python.series;
  const variables = {
    ...(here?.markers ?? { platform_release: "", platform_version: "" }),
    ...machine?.markers,
    implementation_name: "cpython",
    platform_python_implementation: "CPython",
    implementation_version: python.full,
    python_full_version: python.full,
    python_version: `${major}.${minor}`,
  };
  return {
    world: environments.oneEnvironment(variables),
    tags: new Map(tags.map((tag, rank) => [tag, rank])),
    oldest: python.series,
    requiresPython: `>=${major}.${minor}`,
    environments: [shown(variables)],
  };
}

/** What others must have in common with the environment: the lock was made for nothing else. */
function shown(variables: Readonly<Record<string, string>>): string {
  return ["python_version", "sys_platform", "platform_machine", "implementation_name"]
    .map((name) => `${name} == '${variables[name] ?? ""}'`)
    .join(" and ");
}

function platformsOf(tags: readonly string[]): readonly string[] {
  const platforms = tags.map((tag) => tag.split("-")[2] ?? "any");
  return [...new Set(platforms)].filter((platform) => platform !== "any");
}
