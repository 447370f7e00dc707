/**
 * What the solver is asked, and what it asks. Types only. The solver does no I/O: it yields wants and is resumed with answers, so a run whose answers
 * were kept replays exactly.
 */
import type { Specifiers } from "../../standards/pep440-version/specifiers.ts";
import type { Version } from "../../standards/pep440-version/version.ts";
import type { Marker } from "../../standards/pep508-requirement/marker.ts";

/** One requirement, wherever it was written. */
export interface Ask {
  /** Normal name. */
  readonly name: string;
  /** Normal names. */
  readonly extras: readonly string[];
  readonly specifiers: Specifiers;
  readonly marker: Marker | undefined;
  /** `requirements.in:3`, for one that a person wrote. */
  readonly origin: string | undefined;
  /** Why nothing can meet it, a clause. */
  readonly remark?: string;
}

/** One release as the sources tell it. */
export interface Release {
  readonly version: Version;
  /** The reason when it was yanked (PEP 592), empty when none was given. */
  readonly yanked: string | undefined;
  /** Why it cannot be used at all, a clause: `was uploaded after 2026-01-01`. */
  readonly out: string | undefined;
  /** As the sources tell (PEP 503). */
  readonly requiresPython: string | undefined;
}

/** Every release of a project, oldest first. */
export interface Project {
  readonly releases: readonly Release[];
  /** Why there is none, a clause: `no index knows it`. */
  readonly absent: string | undefined;
}

/** What a release needs, or why that cannot be known, a clause. */
export type Needs =
  | {
      /** Everything that may count when `extra` is asked for (empty for the release itself). Throws Fault for a line that cannot be read. */
      asks(extra: string): readonly Ask[];
      readonly requiresPython: Specifiers | undefined;
      readonly out?: undefined;
    }
  | { readonly out: string };

/** One thing that the solver must know to go on. */
export type Want =
  | { readonly kind: "project"; readonly name: string }
  | { readonly kind: "needs"; readonly name: string; readonly version: string };

/** What the solver yields: it is resumed with an answer for each of `now`; `soon` is what it will likely want next. */
export interface Wants {
  readonly now: readonly Want[];
  readonly soon: readonly Want[];
}

/** The answer to a want of the same place. */
export type Answer = Project | Needs;

/** Where the selection must work. `Area` is a set of environments, and means nothing to the solver. */
export interface Environment<Area> {
  /** Where a marker holds, within the environment; undefined when it holds nowhere. `extra` is the extra that is asked for. */
  where(marker: Marker | undefined, extra: string): Area | undefined;
  /** How Python fits: everywhere, nowhere, or only in a part, and then the areas into which to fall. */
  python(requires: Specifiers): "everywhere" | "nowhere" | readonly Area[];
  /** True when no environment is in both. */
  areApart(a: Area, b: Area): boolean;
  /** The parts into which `areas` cut the environment. */
  parts(areas: readonly Area[]): readonly Area[];
  /** The Python, or Pythons, in words: `Python 3.12.0`. */
  readonly shownPython: string;
}

/** Which release is tried first. */
export type Direction = "highest" | "lowest" | "lowest-direct";

/** One question. */
export interface Problem<Area> {
  /** Sorted by the caller, so that their order in the inputs has no effect. */
  readonly asks: readonly Ask[];
  readonly constraints: ReadonlyMap<string, readonly Ask[]>;
  /** What stands in for every requirement of a name, whoever states it. */
  readonly overrides: ReadonlyMap<string, readonly Ask[]>;
  readonly environment: Environment<Area>;
  readonly direction: Direction;
  /** Pre-releases are as good as final releases for these names; `undefined` for every name. */
  readonly prereleases: ReadonlySet<string> | undefined;
  /** Versions to stay with where nothing speaks against them, best first: those of an earlier lock. */
  readonly preferred: ReadonlyMap<string, readonly string[]>;
  /** `--no-deps`: what releases need is not asked. */
  readonly withoutNeeds: boolean;
}

/** One selected release. */
export interface Selected<Area> {
  readonly name: string;
  readonly version: Version;
  /** Asked for by somebody, normal names. */
  readonly extras: readonly string[];
  /** What it needs, its extras included, and where. */
  readonly edges: readonly Edge<Area>[];
}

/** A requirement that counts somewhere. */
export interface Edge<Area> {
  readonly ask: Ask;
  readonly area: Area;
  /** The extra that asks; empty for the release itself. */
  readonly extra: string;
}

/** A selection that meets everything. */
export interface Solution<Area> {
  readonly kind: "solved";
  readonly selected: ReadonlyMap<string, Selected<Area>>;
  /** What was asked for, and where. */
  readonly edges: readonly Edge<Area>[];
}

/** No selection meets everything. */
export interface Failure {
  readonly kind: "failed";
  /** Sentences, the last one says that it cannot be. */
  readonly because: readonly string[];
  /** Lines of the inputs that have a part in it. */
  readonly origins: readonly string[];
  /** Names whose pre-releases were left aside. */
  readonly prereleases: readonly string[];
}

/** No one selection works everywhere: each part is to be solved by itself. */
export interface Split<Area> {
  readonly kind: "split";
  readonly parts: readonly Area[];
}
