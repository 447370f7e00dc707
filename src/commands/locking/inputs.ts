/** What is to be locked: words, requirements files, pyproject.toml with extras and groups, constraints and overrides. */
import { Fault } from "../../base/fault.ts";
import type { World } from "../../ports/world.ts";
import type { Ask } from "../../stages/resolve/problem.ts";
import { formatFileHash } from "../../standards/file-hash/hash.ts";
import type { RequirementItem } from "../../standards/requirements-txt/line.ts";
import { originText, shownFile } from "../../standards/requirements-txt/origin.ts";
import { readArguments, readRequirements } from "../../standards/requirements-txt/read.ts";
import { foldOptions, type RequirementsSettings } from "../../standards/requirements-txt/settings.ts";
import type { Arguments } from "../command.ts";
import { readNamedFile } from "../demanded.ts";
import { type ProjectAsks, readProject } from "./project.ts";

/** Everything that was asked for. */
export interface Inputs {
  readonly asks: readonly Ask[];
  readonly constraints: ReadonlyMap<string, readonly Ask[]>;
  readonly overrides: ReadonlyMap<string, readonly Ask[]>;
  readonly settings: RequirementsSettings;
  /** Digests that lines of inputs allow, by name: `sha256:...`. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  /** As pip-compile says where a requirement stands, by its origin: `-r requirements.in`. */
  readonly shownOrigins: ReadonlyMap<string, string>;
  /** The range of the project file. */
  readonly requiresPython: string | undefined;
  /** Of the project, normal names. */
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

/** Reads everything; throws Fault TW-REQUIREMENT..., TW-PROJECT-..., TW-GROUP-..., TW-LOCK-DIRECT, TW-DISK-.... */
export async function readInputs(given: Arguments, world: World): Promise<Inputs> {
  const { words, files, projects } = named(given, world);
  const constraintFiles = given.values("constraint");
  const project = await readProjects(projects, given, world);
  const written = await readFiles(files, false, world);
  const limiting = await readFiles(constraintFiles, true, world);
  const overriding = await readFiles(given.values("override"), false, world);
  const items = [...readArguments(words), ...written.requirements];
  const own = items.filter(({ constraint }) => !constraint);
  const limits = [...items.filter(({ constraint }) => constraint), ...limiting.requirements];
  const settings = foldOptions([...written.options, ...limiting.options]);
  for (const { option, origin, reason } of settings.refused)
    world.progress.notice(`${originText(origin)}: ${option} is not obeyed: ${reason}`);
  const asks = [...own.map(asAsk), ...project.asks];
  if (asks.length === 0 && projects.length === 0 && files.length === 0)
    throw new Fault("TW-REQUIREMENT-NOTHING", "nothing was named to lock");
  return {
    asks: asks.toSorted(byText),
    constraints: byName(limits.map(asAsk)),
    overrides: byName(overriding.requirements.map(asAsk)),
    settings,
    hashes: hashesOf([...own, ...limits]),
    shownOrigins: new Map([
      ...own.map(shownOrigin),
      ...project.asks.map((ask) => [ask.origin ?? "", ask.origin ?? ""] as const),
    ]),
    requiresPython: project.requiresPython,
    extras: project.extras,
    groups: project.groups,
  };
}

/** Words that name files are told from requirements by their endings. */
function named(
  given: Arguments,
  world: World,
): {
  readonly words: readonly string[];
  readonly files: readonly string[];
  readonly projects: readonly string[];
} {
  const isFile = (word: string): boolean => /\.(?:txt|in|toml)$/i.test(word) && !word.includes("@");
  const all = [...given.words.filter(isFile), ...given.values("requirement")];
  const words = given.words.filter((word) => !isFile(word));
  const isThere = (name: string): boolean => world.files.status(`${world.directory}/${name}`) !== undefined;
  const usual = ["pyproject.toml", "requirements.in"].find(isThere);
  if (all.length === 0 && words.length === 0) {
    if (usual === undefined)
      throw new Fault(
        "TW-REQUIREMENT-NOTHING",
        "nothing was named to lock, and there is no pyproject.toml here",
        {
          hint: "Name a requirement, a requirements file or a pyproject.toml.",
        },
      );
    all.push(usual);
  }
  const isProject = (path: string): boolean => /(?:^|[/\\])pyproject\.toml$/i.test(path);
  const other = all.find((path) => /\.toml$/i.test(path) && !isProject(path));
  if (other !== undefined)
    throw new Fault(
      "TW-USAGE",
      `${shownFile(other)} is no pyproject.toml; -o names the lock that is written`,
    );
  return { words, files: all.filter((path) => !isProject(path)), projects: all.filter(isProject) };
}

function readProjects(paths: readonly string[], given: Arguments, world: World): Promise<ProjectAsks> {
  if (paths.length > 1) throw new Fault("TW-USAGE", "one pyproject.toml is locked at a time");
  const [path] = paths;
  if (path !== undefined) return readProject(path, given, world);
  if (["extra", "group", "all-extras", "all-groups"].some((option) => given.flag(option)))
    throw new Fault("TW-USAGE", "extras and groups are those of a pyproject.toml, and none was named");
  return Promise.resolve({ asks: [], requiresPython: undefined, extras: [], groups: [] });
}

async function readFiles(paths: readonly string[], constraint: boolean, world: World) {
  const read = (location: string): Uint8Array => {
    if (/^https?:/i.test(location))
      throw new Fault("TW-USAGE", `${shownFile(location)}: requirements are read from this machine only`, {
        hint: "Download the file, look at it, and name it by its path.",
      });
    return readNamedFile(location, world);
  };
  const inputs = paths.map((location) => ({ location, constraint }));
  return await readRequirements(inputs, { read, variables: world.environment });
}

function asAsk({ requirement, origin, editable }: RequirementItem): Ask {
  const { name, extras, specifiers, marker, source } = requirement;
  if (name === undefined || source.kind !== "index" || editable)
    throw new Fault("TW-LOCK-DIRECT", `${originText(origin)} names a file, a directory or a checkout`, {
      hint: "Name the project and its version, and say with --index-for where it comes from.",
    });
  return { name, extras, specifiers, marker, origin: originText(origin) };
}

function shownOrigin({ origin }: RequirementItem): readonly [string, string] {
  const shown = origin.file === undefined ? "the command line" : `-r ${shownFile(origin.file)}`;
  return [originText(origin), shown];
}

function byText(a: Ask, b: Ask): number {
  const [x, y] = [a, b].map((ask) =>
    JSON.stringify([
      ask.name,
      ask.extras,
      ask.specifiers.clauses.map(({ text }) => text),
      ask.marker ?? null,
    ]),
  );
  return (x ?? "") < (y ?? "") ? -1 : x === y ? 0 : 1;
}

function byName(asks: readonly Ask[]): ReadonlyMap<string, readonly Ask[]> {
  return Map.groupBy(asks.toSorted(byText), ({ name }) => name);
}

/** Lines of one name with digests allow what all of them allow, as in pip. */
function hashesOf(items: readonly RequirementItem[]): ReadonlyMap<string, ReadonlySet<string>> {
  const allowed = new Map<string, ReadonlySet<string>>();
  for (const { requirement, hashes } of items) {
    if (requirement.name === undefined || hashes.length === 0) continue;
    const before = allowed.get(requirement.name);
    const own = hashes.map(formatFileHash).filter((hash) => before?.has(hash) !== false);
    allowed.set(requirement.name, new Set(own));
  }
  return allowed;
}
