/** The environments that a resolution is for, as a region: one environment with all its variables fixed, or everything that Python versions leave open. Pure. */
import { contains, type Specifiers } from "../../standards/pep440-version/specifiers.ts";
import { parseVersion, type Version } from "../../standards/pep440-version/version.ts";
import type { Marker, MarkerEnvironment } from "../../standards/pep508-requirement/marker.ts";
import { MarkerRegions, PYTHON } from "../../standards/pep508-requirement/marker-region.ts";
import { type Cut, type Region, Regions } from "../../standards/pep508-requirement/region.ts";
import type { Environment } from "./problem.ts";

/** What no environment is: values that go together everywhere. A marker that asks for one of these holds nowhere, and need not be told apart. */
const NEVER: readonly string[] = [
  "sys_platform == 'win32' and (os_name != 'nt' or platform_system != 'Windows')",
  "sys_platform != 'win32' and (os_name == 'nt' or platform_system == 'Windows')",
  "sys_platform == 'darwin' and (os_name != 'posix' or platform_system != 'Darwin')",
  "sys_platform != 'darwin' and platform_system == 'Darwin'",
  "sys_platform == 'linux' and (os_name != 'posix' or platform_system != 'Linux')",
  "sys_platform != 'linux' and platform_system == 'Linux'",
  "platform_python_implementation == 'CPython' and implementation_name != 'cpython'",
  "platform_python_implementation != 'CPython' and implementation_name == 'cpython'",
  "platform_python_implementation == 'PyPy' and implementation_name != 'pypy'",
  "platform_python_implementation != 'PyPy' and implementation_name == 'pypy'",
];

/** Everything regions are made of in one resolution. */
export interface World {
  readonly regions: Regions;
  readonly markers: MarkerRegions;
  /** Everything that can be, and that the resolution is for. */
  readonly all: Region;
  /** The one Python's version, when there is only one. */
  readonly python: Version | undefined;
  /** `Python 3.12.0`, `Python >=3.9`. */
  readonly shownPython: string;
}

/** The environment of `variables` (PEP 508). Extras and groups stay open. */
export function oneEnvironment(variables: MarkerEnvironment): World {
  const regions = new Regions();
  const text = String(variables["python_full_version"]);
  return {
    regions,
    markers: new MarkerRegions(regions, variables),
    all: regions.everywhere,
    python: parseVersion(text.endsWith("+") ? `${text}local` : text),
    shownPython: `Python ${text}`,
  };
}

/** Every environment whose Python is in `requiresPython`, `within` (a marker) and possible. */
export function everyEnvironment(
  requiresPython: Specifiers,
  within: readonly Marker[],
  parse: (text: string) => Marker,
): World {
  const regions = new Regions();
  const markers = new MarkerRegions(regions, {});
  let all: Region = pythonsOf(requiresPython, markers);
  for (const text of NEVER) all = regions.and(all, regions.not(markers.of(parse(text), "")));
  if (within.length > 0) {
    const any = within.reduce<Region>((sum, each) => regions.or(sum, markers.of(each, "")), regions.nowhere);
    all = regions.and(all, any);
  }
  return {
    regions,
    markers,
    all,
    python: undefined,
    shownPython: `Python ${requiresPython.clauses.map(({ text }) => text).join(",")}`,
  };
}

/** What the solver asks of `area`, a part of `world`. */
export function environmentOf(world: World, area: Region): Environment<Region> {
  const { regions, markers, python, shownPython } = world;
  return {
    where: (marker, extra) => {
      const region = marker === undefined ? area : regions.and(area, markers.of(marker, extra));
      return region === regions.nowhere ? undefined : region;
    },
    python: (requires) => {
      if (python !== undefined) return contains(requires, python, true) ? "everywhere" : "nowhere";
      return pythonFit(pythonsOf(requires, markers), area, regions);
    },
    areApart: (a, b) => regions.and(a, b) === regions.nowhere,
    parts: (areas) => partsOf(area, areas, regions),
    shownPython,
  };
}

/** Only where Python is too old an environment is split: an upper bound is a guess about the future, and the lock tells it. */
function pythonFit(
  pythons: Region,
  area: Region,
  regions: Regions,
): "everywhere" | "nowhere" | readonly Region[] {
  if (regions.and(area, pythons) === regions.nowhere) return "nowhere";
  const first = lowest(pythons);
  if (first === undefined) return "everywhere";
  const young = regions.version(PYTHON, [first], [regions.nowhere, regions.everywhere]);
  const old = regions.and(area, regions.not(young));
  return old === regions.nowhere ? "everywhere" : [regions.and(area, young), old];
}

function lowest(pythons: Region): Cut | undefined {
  if (pythons.leaf !== undefined || pythons.cuts === undefined) return undefined;
  const at = pythons.parts.findIndex((part) => part.leaf !== false);
  return pythons.cuts[at - 1];
}

function pythonsOf({ clauses }: Specifiers, markers: MarkerRegions): Region {
  return clauses.reduce<Region>(
    (all, { operator, version }) => markers.regions.and(all, markers.python(operator, version)),
    markers.regions.everywhere,
  );
}

function partsOf(whole: Region, areas: readonly Region[], regions: Regions): readonly Region[] {
  let parts: readonly Region[] = [whole];
  for (const area of areas) {
    parts = parts
      .flatMap((part) => [regions.and(part, area), regions.and(part, regions.not(area))])
      .filter((part) => part !== regions.nowhere);
  }
  return [...new Set(parts)];
}
