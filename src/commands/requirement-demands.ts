/** What requirements ask for: words, `-r` and `-c` files. With hash-checking on, one that lacks its digest is refused here. */
import { type Sha256, sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Named, Need } from "../model/need.ts";
import type { Credentials } from "../model/sources.ts";
import type { World } from "../ports/world.ts";
import type { RequirementItem } from "../standards/requirements-txt/line.ts";
import { type MergedRequirement, mergeRequirements } from "../standards/requirements-txt/merge.ts";
import { type Origin, originText, shownFile } from "../standards/requirements-txt/origin.ts";
import { readArguments, readRequirements } from "../standards/requirements-txt/read.ts";
import { foldOptions, type RequirementsSettings } from "../standards/requirements-txt/settings.ts";
import type { RequirementSource } from "../standards/requirements-txt/source.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";
import { type Demands, readNamedFile } from "./demanded.ts";
import { indexesFor } from "./index-for.ts";

/** A file as it was read, with its digest. */
interface FileRead {
  readonly madeBy: string;
  readonly sha256: Sha256;
}

/** Names of what words and requirements files name, as written; hashes, versions and markers are not looked at (`uninstall`). */
export async function demandedNames(
  words: readonly string[],
  files: readonly string[],
  world: World,
): Promise<readonly string[]> {
  const inputs = files.map((location) => ({ location, constraint: false }));
  const read = (location: string): Uint8Array => readNamedFile(location, world);
  const written = await readRequirements(inputs, { read, variables: world.environment });
  const named = [...readArguments(words), ...written.requirements].filter(({ constraint }) => !constraint);
  return named.map(({ requirement, origin }) => {
    if (requirement.name !== undefined) return requirement.name;
    throw new Fault("TW-USAGE", `${originText(origin)} names no project`);
  });
}

/** Reads words, `-r` and `-c`; throws Fault TW-REQUIREMENT..., TW-HASH-..., TW-DISK-.... */
export async function demandsOfRequirements(
  words: readonly string[],
  files: readonly string[],
  given: Arguments,
  interpreter: Interpreter,
  world: World,
): Promise<Demands> {
  refuseFiles(words);
  const inputs = [
    ...files.map((location) => ({ location, constraint: false })),
    ...given.values("constraint").map((location) => ({ location, constraint: true })),
  ];
  const pins: FileRead[] = [];
  const read = (location: string): Uint8Array => {
    if (/^https?:/i.test(location))
      throw new Fault("TW-USAGE", `${shownFile(location)}: requirements are read from this machine only`, {
        hint: "Download the file, look at it, and name it by its path.",
      });
    const bytes = readNamedFile(location, world);
    pins.push({ madeBy: shownFile(location), sha256: sha256(bytes) });
    return bytes;
  };
  const written = await readRequirements(inputs, { read, variables: world.environment });
  const merged = mergeRequirements([...readArguments(words), ...written.requirements], interpreter.markers);
  for (const item of merged.skipped)
    world.progress.detail(`${originText(item.origin)}: its marker does not hold for this Python`);
  refuseUnnamed(merged.unnamed);
  const settings = foldOptions(written.options);
  for (const { option, origin, reason } of settings.refused)
    world.progress.notice(`${originText(origin)}: ${option} is not obeyed: ${reason}`);
  const credentials = new Map<string, Credentials>();
  const indexes = indexesFor(given);
  const needs = merged.requirements.map((each) =>
    needOf(each, settings, { given, indexes }, credentials, world),
  );
  sayUnused(indexes, needs, world);
  if (settings.requireHashes || !given.flag("no-require-hashes")) refuseOpen(needs, merged.requirements);
  return {
    needs,
    extras: new Map(merged.requirements.map((each) => [each.name, new Set(each.extras)])),
    pins: words.length > 0 ? [{ madeBy: "the command line" }, ...pins] : pins,
    settings,
    credentials,
    isLock: false,
  };
}

/** A name may end in `.txt`; whoever writes that without `-r` meant a file. */
function refuseFiles(words: readonly string[]): void {
  const word = words.find((each) => /^[^@;[<>=~!#]*\.(?:txt|in|toml)$/i.test(each));
  if (word === undefined) return;
  throw new Fault("TW-USAGE", `${JSON.stringify(word)} would be the name of a project`, {
    hint: `Read a file of requirements, or a lock, with -r ${word}.`,
  });
}

function needOf(
  merged: MergedRequirement,
  settings: RequirementsSettings,
  { given, indexes }: { readonly given: Arguments; readonly indexes: ReadonlyMap<string, string> },
  credentials: Map<string, Credentials>,
  world: World,
): Need {
  const { name, specifiers, hashes, source, origins } = merged;
  if (merged.editable) throw cannotInstall(origins[0], "an editable project");
  const named = namedBy(source, origins[0], credentials, world);
  const origin = origins[0];
  const where = origin === undefined ? "the command line" : whereText(origin);
  const asked = [name, ":all:"];
  const index = indexes.get(name);
  return {
    name,
    specifiers,
    pin: { hashes, statedBy: documentOf(origin), where },
    requested: true,
    prereleases: given.flag("pre") || asked.some((each) => settings.allReleases.has(each)),
    ...(named === undefined ? {} : { named }),
    ...(index === undefined ? {} : { index }),
  };
}

function namedBy(
  source: RequirementSource,
  origin: Origin | undefined,
  credentials: Map<string, Credentials>,
  world: World,
): Named | undefined {
  if (source.kind === "index") return undefined;
  if (source.kind === "directory") throw cannotInstall(origin, "a directory");
  if (source.kind === "vcs") throw cannotInstall(origin, "a checkout");
  if (!source.filename.endsWith(".whl")) throw cannotInstall(origin, "a source archive");
  const { filename } = source;
  if (source.kind === "file")
    return { filename, at: { kind: "path", path: absolute(source.path, world.directory) }, direct: true };
  if (source.credentials !== undefined) credentials.set(new URL(source.url).origin, source.credentials);
  return { filename, at: { kind: "url", url: source.url }, direct: true };
}

/** A name that was misspelled would send its project to another index. */
function sayUnused(indexes: ReadonlyMap<string, string>, needs: readonly Need[], world: World): void {
  const asked = new Set(needs.map(({ name }) => name));
  for (const name of indexes.keys())
    if (!asked.has(name)) world.progress.notice(`--index-for names ${name}, which nothing asks for`);
}

function documentOf(origin: Origin | undefined): string {
  return origin?.file === undefined ? "the command line" : shownFile(origin.file);
}

function whereText(origin: Origin): string {
  return origin.file === undefined ? "the command line" : originText(origin);
}

function refuseUnnamed(items: readonly RequirementItem[]): void {
  const [first] = items;
  if (first === undefined) return;
  const { kind } = first.requirement.source;
  throw cannotInstall(
    first.origin,
    kind === "directory" ? "a directory" : kind === "vcs" ? "a checkout" : "a source archive",
  );
}

function cannotInstall(origin: Origin | undefined, what: string): Fault {
  const where = origin === undefined ? "a requirement" : originText(origin);
  return new Fault("TW-REQUIREMENT-CANNOT-INSTALL", `${where} names ${what}, which would have to be built`, {
    hint: "Building runs code of the package; nothing is built here. Name a wheel.",
  });
}

/** With hash-checking on, each requirement names its digest and one version: all that do not are named at once. */
function refuseOpen(needs: readonly Need[], merged: readonly MergedRequirement[]): void {
  const list = (some: readonly Need[]): string => {
    const shown = some.slice(0, 5).map(({ name, pin }) => `${name} (${pin.where})`);
    return shown.join(", ") + (some.length > 5 ? ` and ${some.length - 5} more` : "");
  };
  const unhashed = needs.filter(({ pin }) => pin.hashes.length === 0);
  if (unhashed.length > 0)
    throw new Fault("TW-REQUIREMENT-NO-HASH", `no digest is written down for ${list(unhashed)}`, {
      hint: "Lock the requirements so that each has its --hash, or accept what the index says with --no-require-hashes.",
    });
  const open = needs.filter((need, at) => need.named === undefined && merged[at]?.pinned === undefined);
  if (open.length > 0)
    throw new Fault("TW-REQUIREMENT-NOT-PINNED", `the version is left open for ${list(open)}`, {
      hint: "Write name==version: a digest belongs to one version.",
    });
}
