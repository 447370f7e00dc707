/**
 * Which of the offered files a need means. Pure. Source: PEP 592 (yanked), PEP 503 `requires-python`, PEP 425 "Use", and the hashes that
 * were written down. Only names and claims are looked at: whether the bytes are right is for `judge`.
 */
import { codeOf, Fault } from "../../base/fault.ts";
import type { Need, Offer, PinnedHash } from "../../model/need.ts";
import { parseWheelFilename, type WheelFilename } from "../../standards/pep427-wheel/filename.ts";
import {
  contains,
  filterBy,
  parseSpecifiers,
  type Specifiers,
} from "../../standards/pep440-version/specifiers.ts";
import { compareVersions, parseVersion, type Version } from "../../standards/pep440-version/version.ts";
import { parseSdistFilename } from "../../standards/pep625-sdist/filename.ts";

/** What decides whether a wheel fits. */
export interface Fit {
  /** Compatible tags, best first. */
  readonly tags: readonly string[];
  /** `python_full_version`. */
  readonly python: string;
}

/** One wheel that may meet a need. */
export interface Candidate {
  readonly version: Version;
  readonly offer: Offer;
}

interface Ranked extends Candidate {
  readonly wheel: WheelFilename;
  readonly rank: number;
}

/** Ranks of tags, made once for each list of tags. */
const ranks = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/**
 * The best offer: the newest version, of that the wheel with the best tag, of that the highest build number. Throws TW-FETCH-ABSENT,
 * TW-FETCH-OTHER-DIGEST, TW-FETCH-YANKED, TW-FETCH-ONLY-SDIST or TW-FETCH-NO-WHEEL with what there was instead; `where` names the sources.
 */
export function choose(need: Need, offers: readonly Offer[], fit: Fit, where: string): Candidate {
  const wheels = offers.flatMap((offer) => readOffer(need, offer, fit));
  const inRange = filterBy(
    need.specifiers,
    wheels,
    ({ version }) => ({ text: version.text, version }),
    need.prereleases ? true : undefined,
  );
  if (inRange.length === 0) throw noVersion(need, offers, where);
  const pinned = inRange.filter(({ offer }) => mayBePinned(offer.told, need.pin.hashes));
  if (pinned.length === 0) throw otherDigests(need, inRange.length, where);
  const unyanked = isExact(need) ? pinned : pinned.filter(({ offer }) => offer.yanked === undefined);
  if (unyanked.length === 0) throw allYanked(need, where);
  const fitting = unyanked.filter(({ rank, offer }) => Number.isFinite(rank) && acceptsPython(offer, fit));
  const best = fitting.toSorted(better)[0];
  if (best === undefined) throw noneFits(need, unyanked, fit, where);
  return best;
}

/** True when the digests a page told do not contradict the pinned ones; a page that told none contradicts nobody. */
export function mayBePinned(told: ReadonlyMap<string, string>, hashes: readonly PinnedHash[]): boolean {
  if (hashes.length === 0) return true;
  const comparable = hashes.filter(({ algorithm }) => told.has(algorithm));
  return (
    comparable.length === 0 || comparable.some(({ algorithm, digest }) => told.get(algorithm) === digest)
  );
}

/** One clause that names a single version: PEP 592 takes a yanked file for it, and hash-checking asks for it. */
export function isExact({ specifiers }: Pick<Need, "specifiers">): boolean {
  return specifiers.clauses.some(
    ({ operator, prefix }) => (operator === "==" && !prefix) || operator === "===",
  );
}

/** True when the name is that of a wheel of a version that the need allows; whether it fits this Python is not asked. */
export function mayMean(need: Need, { filename }: Pick<Offer, "filename">): boolean {
  const wheel = asWheel(filename);
  return wheel?.name === need.name && contains(need.specifiers, wheel.version, true);
}

function readOffer(need: Need, offer: Offer, fit: Fit): readonly Ranked[] {
  const wheel = asWheel(offer.filename);
  if (wheel === undefined || wheel.name !== need.name) return [];
  const order = rankOf(fit.tags);
  const rank = Math.min(...wheel.tags.map((tag) => order.get(tag) ?? Number.POSITIVE_INFINITY));
  return [{ version: wheel.version, offer, wheel, rank }];
}

function asWheel(filename: string): WheelFilename | undefined {
  try {
    return filename.endsWith(".whl") ? parseWheelFilename(filename) : undefined;
  } catch (error) {
    if (codeOf(error) === "TW-WHEEL-FILENAME") return undefined;
    throw error;
  }
}

function rankOf(tags: readonly string[]): ReadonlyMap<string, number> {
  const known = ranks.get(tags) ?? new Map(tags.map((tag, index) => [tag, index]));
  ranks.set(tags, known);
  return known;
}

/** A claim that cannot be read is no reason to leave a file out: METADATA is asked again when the wheel is here. */
function acceptsPython({ requiresPython }: Offer, { python }: Fit): boolean {
  const specifiers = requiresPython === undefined ? undefined : readable(requiresPython);
  return specifiers === undefined || contains(specifiers, parseVersion(python), true);
}

function readable(requiresPython: string): Specifiers | undefined {
  try {
    return parseSpecifiers(requiresPython);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function better(a: Ranked, b: Ranked): number {
  return compareVersions(b.version, a.version) || a.rank - b.rank || byBuild(b.wheel, a.wheel);
}

function byBuild(a: WheelFilename, b: WheelFilename): number {
  const [numberA = "-1", restA = ""] = a.build ?? [];
  const [numberB = "-1", restB = ""] = b.build ?? [];
  const [x, y] = [BigInt(numberA), BigInt(numberB)];
  if (x !== y) return x < y ? -1 : 1;
  return restA === restB ? 0 : restA < restB ? -1 : 1;
}

/** The need in words: `pkg==1.0`. */
export function shownNeed({ name, specifiers }: Pick<Need, "name" | "specifiers">): string {
  return name + specifiers.clauses.map(({ text }) => text).join(",");
}

function noVersion(need: Need, offers: readonly Offer[], where: string): Fault {
  const sdists = offers.filter(({ filename }) => isSdistFor(need, filename));
  if (sdists.length > 0)
    return new Fault(
      "TW-FETCH-ONLY-SDIST",
      `${where} has ${shownNeed(need)} only as source: ${sdists[0]?.filename}`,
      {
        hint: "Building runs code of the package; nothing is built here. Choose a version that has a wheel for this Python.",
      },
    );
  const versions = newest(need, offers);
  const has =
    versions.length === 0
      ? "it offers no wheel of it at all"
      : `its newest versions are ${versions.join(", ")}`;
  return new Fault("TW-FETCH-ABSENT", `${where} does not offer ${shownNeed(need)}; ${has}`);
}

function isSdistFor(need: Need, filename: string): boolean {
  if (!/\.(?:tar\.gz|zip)$/.test(filename)) return false;
  try {
    const { name, version } = parseSdistFilename(filename);
    return name === need.name && contains(need.specifiers, version, true);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Up to five versions of which there is a wheel, newest last. */
function newest(need: Need, offers: readonly Offer[]): readonly string[] {
  const versions = offers
    .flatMap(({ filename }) => asWheel(filename) ?? [])
    .filter(({ name }) => name === need.name);
  const sorted = versions.map(({ version }) => version).toSorted(compareVersions);
  return [...new Set(sorted.map(({ text }) => text))].slice(-5);
}

function otherDigests(need: Need, count: number, where: string): Fault {
  return new Fault(
    "TW-FETCH-OTHER-DIGEST",
    `${where} has ${count} ${count === 1 ? "wheel" : "wheels"} of ${shownNeed(need)}, none with a digest that ${need.pin.where} names`,
  );
}

function allYanked(need: Need, where: string): Fault {
  return new Fault("TW-FETCH-YANKED", `${where} has ${shownNeed(need)} only in versions that were yanked`, {
    hint: "A yanked version is used only when it is pinned with ==.",
  });
}

function noneFits(need: Need, wheels: readonly Ranked[], { python }: Fit, where: string): Fault {
  const names = wheels.map(({ offer }) => offer.filename);
  const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
  return new Fault(
    "TW-FETCH-NO-WHEEL",
    `${where} has no wheel of ${shownNeed(need)} for Python ${python} on this machine; it has ${shown}`,
  );
}
