/** From selections to what the lock says. */
import type { LockedFile, LockedIdentity, LockedPackage, LockedSet } from "../../model/lock.ts";
import { type Placed, placed } from "../../stages/lock/graph.ts";
import type { BookFile } from "../../stages/releases/book.ts";
import { compareVersions, parseVersion } from "../../standards/pep440-version/version.ts";
import { markerText } from "../../standards/pep508-requirement/region-marker.ts";
import type { Answers } from "./answers.ts";
import { bareAddress } from "./bare-address.ts";
import type { Inputs } from "./inputs.ts";
import type { SolvedPart } from "./resolving.ts";
import type { LockTarget } from "./target.ts";

/** Who published a release, asked before. */
export type Identities = ReadonlyMap<string, readonly LockedIdentity[]>;

/** Everything that is installed somewhere, sorted. */
export function releasesOf(solved: readonly SolvedPart[], target: LockTarget): readonly Placed[] {
  const all = placed(solved, target.world.regions);
  return [...all.values()]
    .filter(({ region }) => region !== target.world.regions.nowhere)
    .toSorted(
      (a, b) =>
        (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
        compareVersions(parseVersion(a.version), parseVersion(b.version)),
    );
}

/** The lock. */
export function assemble(
  releases: readonly Placed[],
  target: LockTarget,
  inputs: Inputs,
  answers: Answers,
  identities: Identities,
): LockedSet {
  const names = Map.groupBy(releases, ({ name }) => name);
  const packages = releases.map((each): LockedPackage => {
    const { book, usable, told } = answers.known(each.name, each.version);
    const files = usable.listed.map(asLocked);
    const needs = [...each.needs].toSorted().map((key) => {
      const [name = "", version = ""] = key.split(" ");
      return (names.get(name)?.length ?? 0) > 1 ? { name, version } : { name };
    });
    return {
      name: each.name,
      version: each.version,
      marker: markerText(each.region, target.world.all, target.world.regions),
      requiresPython: told.python,
      dependencies: needs,
      index: bareAddress(book.index),
      sdist: files.find(({ filename }) => !filename.endsWith(".whl")),
      wheels: files.filter(({ filename }) => filename.endsWith(".whl")),
      identities: identities.get(`${each.name} ${each.version}`) ?? [],
      via: viaOf(each, inputs),
      extras: [...each.extras].toSorted(),
    };
  });
  return {
    environments: target.environments,
    requiresPython: target.requiresPython,
    extras: inputs.extras,
    groups: inputs.groups,
    defaultGroups: [],
    packages,
  };
}

function asLocked({ filename, url, uploadTime, size, hashes }: BookFile): LockedFile {
  const strong = [...hashes].filter(([algorithm]) => /^sha(?:256|384|512)$/.test(algorithm));
  const uploaded = uploadTime === undefined ? undefined : Date.parse(uploadTime);
  return { filename, url: bareAddress(url), uploadTime: uploaded, size, hashes: new Map(strong) };
}

function viaOf({ via, origins }: Placed, { shownOrigins }: Inputs): readonly string[] {
  const shown = new Set([...origins].map((origin) => shownOrigins.get(origin) ?? origin));
  return [...[...shown].toSorted(), ...[...via].toSorted()];
}
