/** The lock that is there: its versions are kept where they still fit. */
import { codeOf } from "../../base/fault.ts";
import type { World } from "../../ports/world.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { readPylock } from "../../standards/pep751-pylock/read.ts";
import { isPin } from "../../standards/requirements-txt/contradiction.ts";
import { readRequirements } from "../../standards/requirements-txt/read.ts";
import { absolute } from "../cache-directory.ts";
import type { Arguments } from "../command.ts";

/** What an earlier lock says. */
export interface Earlier {
  readonly text: string;
  /** Normal texts of versions, by name. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

const LIMIT = 64 * 2 ** 20;

/** The lock at `path`; undefined when there is none. Throws Fault TW-TOML-..., TW-PYLOCK-..., TW-REQUIREMENT.... */
export async function earlierLock(path: string, format: string, world: World): Promise<Earlier | undefined> {
  const bytes = path === "-" ? undefined : read(absolute(path, world.directory), world);
  if (bytes === undefined) return undefined;
  const versions =
    format === "requirements.txt" ? await pinsOf(path, bytes, world) : await packagesOf(path, bytes);
  return { text: Buffer.from(bytes).toString("utf8"), versions: byName(versions) };
}

/** Versions that are tried first. */
export function preferredOf(
  earlier: Earlier | undefined,
  given: Arguments,
): ReadonlyMap<string, readonly string[]> {
  if (earlier === undefined || given.flag("upgrade")) return new Map();
  const upgraded = new Set(
    given.values("upgrade-package").map((text) => normalizeName(text.split(/[\s=<>!~[;]/)[0] ?? "")),
  );
  return new Map([...earlier.versions].filter(([name]) => !upgraded.has(name)));
}

function read(path: string, world: World): Uint8Array | undefined {
  try {
    return world.files.read(world.files.realPath(path), LIMIT);
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING") return undefined;
    throw error;
  }
}

function byName(pairs: readonly Pair[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return new Map([...groups].map(([name, all]) => [name, all.map(([, version]) => version)]));
}

type Pair = readonly [name: string, version: string];

async function packagesOf(path: string, bytes: Uint8Array): Promise<readonly Pair[]> {
  const { parseToml } = await import("../../formats/toml/toml.ts");
  const { packages } = readPylock(parseToml(bytes, path));
  return packages.flatMap(({ name, version }): Pair[] =>
    version === undefined ? [] : [[name, version.text]],
  );
}

async function pinsOf(path: string, bytes: Uint8Array, world: World): Promise<readonly Pair[]> {
  const files = await readRequirements([{ location: path, constraint: false }], {
    read: () => bytes,
    variables: world.environment,
  });
  return files.requirements.flatMap(({ requirement }): Pair[] => {
    const { name, specifiers } = requirement;
    const pin = specifiers.clauses.find(isPin)?.parsed;
    return name === undefined || pin === undefined ? [] : [[name, pin.text]];
  });
}
