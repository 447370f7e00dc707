/** Resolves, confirms what the metadata said, and puts the lock together. */
import type { LockedSet } from "../../model/lock.ts";
import type { Sources } from "../../model/sources.ts";
import type { Http } from "../../ports/http.ts";
import type { Store } from "../../ports/store.ts";
import type { World } from "../../ports/world.ts";
import { Books } from "../../stages/releases/books.ts";
import { ReleaseNeeds } from "../../stages/releases/needs.ts";
import { Publishers } from "../../stages/releases/publishers.ts";
import type { FileRules } from "../../stages/releases/usable.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import type { Arguments } from "../command.ts";
import { indexesFor } from "../index-for.ts";
import { Answers, type Known } from "./answers.ts";
import { assemble, type Identities, releasesOf } from "./assemble.ts";
import { impossible } from "./impossible.ts";
import type { Inputs } from "./inputs.ts";
import { resolveAll, type SolvedPart } from "./resolving.ts";
import type { LockTarget } from "./target.ts";
import type { Timing } from "./timing.ts";

/** Everything that decides what is locked. */
export interface Locking {
  readonly given: Arguments;
  readonly world: World;
  readonly inputs: Inputs;
  readonly target: LockTarget;
  readonly timing: Timing;
  readonly preferred: ReadonlyMap<string, readonly string[]>;
  readonly sources: Sources;
  readonly http: Http;
  readonly store: Store;
}

/** The lock, and how many selections it took. */
export interface LockedResult {
  readonly set: LockedSet;
  readonly parts: number;
  /** Extras that nobody has: `name[extra]`. */
  readonly missingExtras: readonly string[];
}

/** Locks; throws Fault TW-LOCK-IMPOSSIBLE and what asking throws. */
export async function lockSet(locking: Locking): Promise<LockedResult> {
  const { given, inputs, target, world } = locking;
  const indexes = indexesFor(given);
  const ports = { http: locking.http, store: locking.store, clock: world.clock, progress: world.progress };
  const needs = new ReleaseNeeds(locking.sources, ports);
  const answers = new Answers({
    sources: locking.sources,
    books: new Books(locking.sources, ports, given.flag("refresh")),
    needs,
    rules: rulesOf(locking),
    world,
    indexFor: (name) => indexes.get(name),
    firstIndex: given.value("index-strategy") === "first-index",
  });
  const solved = await resolveAll(questionOf(locking), target.world, answers);
  if ("kind" in solved) needs.keepRest();
  if ("kind" in solved) throw impossible(solved);
  const releases = releasesOf(solved, target);
  const known = releases.map(({ name, version }) => answers.known(name, version));
  await Promise.all(known.map(({ which, told }) => needs.confirm(which, told)));
  needs.keepRest();
  const identities = given.flag("no-attestation-identities")
    ? new Map()
    : await identitiesOf(known, new Publishers(locking.sources, ports));
  const set = assemble(releases, target, inputs, answers, identities);
  return { set, parts: solved.length, missingExtras: missingExtras(solved, answers) };
}

/** What the index says of the file that speaks for each release. */
async function identitiesOf(known: readonly Known[], publishers: Publishers): Promise<Identities> {
  const told = known.map(async ({ which, told: { file } }) => {
    return [`${which.name} ${which.version}`, await publishers.of(file)] as const;
  });
  return new Map(await Promise.all(told));
}

function questionOf({ given, inputs, preferred }: Locking) {
  const { asks, constraints, overrides, settings } = inputs;
  const everyPre = given.flag("pre") || settings.allReleases.has(":all:");
  const direction = given.value("resolution");
  return {
    asks,
    constraints,
    overrides,
    preferred,
    prereleases: everyPre ? undefined : settings.allReleases,
    direction: direction === "lowest" || direction === "lowest-direct" ? direction : "highest",
    withoutNeeds: given.flag("no-deps"),
  } as const;
}

function rulesOf({ given, inputs, target, timing, preferred }: Locking): FileRules {
  const names = (option: string, written: ReadonlySet<string>): ReadonlySet<string> => {
    const own = given.values(option).flatMap((value) => value.split(","));
    return new Set([
      ...written,
      ...own.map((name) => (name === ":all:" ? name : normalizeName(name.trim()))),
    ]);
  };
  const kept = [...preferred].flatMap(([name, versions]) => versions.map((version) => `${name} ${version}`));
  return {
    noBinary: names("no-binary", inputs.settings.noBinary),
    onlyBinary: names("only-binary", inputs.settings.onlyBinary),
    tags: target.tags,
    oldest: target.oldest,
    uploadedBefore: timing.before,
    mustTellTime: timing.isAsked,
    hashes: inputs.hashes,
    trusted: new Set(timing.isAsked ? [] : kept),
  };
}

function missingExtras(solved: readonly SolvedPart[], answers: Answers): readonly string[] {
  const missing = new Set<string>();
  for (const { selected } of solved) {
    for (const { name, version, extras } of selected.values()) {
      const has = new Set(answers.known(name, version.text).told.extras);
      for (const extra of extras) if (!has.has(extra)) missing.add(`${name}[${extra}]`);
    }
  }
  return [...missing].toSorted();
}
