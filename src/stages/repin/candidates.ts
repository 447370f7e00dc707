/** Which offered wheels a new manifest may name. Pure. Source: PEP 592 (yanked), PEP 700 (upload time), PEP 425 (tags). Only names and claims are looked at. */
import { asSha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { byCodePoint } from "../../base/order.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Wanted } from "../../model/artifact.ts";
import type { Offer } from "../../model/need.ts";
import { parseWheelFilename, type WheelFilename } from "../../standards/pep427-wheel/filename.ts";
import { contains, parseSpecifiers, type Specifiers } from "../../standards/pep440-version/specifiers.ts";
import { compareVersions, type Version } from "../../standards/pep440-version/version.ts";
import type { Environment } from "./environments.ts";

/** A wheel that may be taken. */
export interface Candidate {
  readonly version: Version;
  readonly offer: Offer;
}

/** Which moments and files are let in. */
export interface Admission {
  /** Milliseconds since the epoch: files uploaded then or later are left out, whoever pinned them. */
  readonly uploadedBefore: number | undefined;
  /** The same, but a file that was pinned before is let in. */
  readonly cooledBefore: number | undefined;
  /** Days, for the words. */
  readonly cooldown: number;
  /** Files of the manifest before, by filename. */
  readonly pinned: ReadonlyMap<string, Wanted>;
}

/** A wheel that fits and may not be taken. */
export interface Left extends Candidate {
  /** Why, a clause without a full stop. */
  readonly because: string;
}

/** What `offers` come to. */
export interface Admitted {
  /** Newest first, one a version. */
  readonly candidates: readonly Candidate[];
  /** Newest first. */
  readonly left: readonly Left[];
}

interface Read extends Candidate {
  readonly wheel: WheelFilename;
}

/** The wheels of `name` for any machine and every Python of `environments` as far as names and claims tell. */
export function admit(
  name: string,
  offers: readonly Offer[],
  environments: readonly Environment[],
  admission: Admission,
): Admitted {
  const candidates = new Map<string, Read>();
  const left: Left[] = [];
  const read = offers.flatMap((offer) => readOffer(name, offer, environments)).toSorted(better);
  for (const each of read) {
    const { version, offer } = each;
    const because = whyNot(offer, admission);
    if (because !== undefined) left.push({ version, offer, because });
    else if (!candidates.has(version.text)) candidates.set(version.text, each);
  }
  return { candidates: [...candidates.values()], left };
}

function readOffer(name: string, offer: Offer, environments: readonly Environment[]): readonly Read[] {
  const wheel = asWheel(offer.filename);
  if (wheel === undefined || wheel.name !== name) return [];
  if (!fitsAll(wheel, environments) || !claimsAll(offer, environments)) return [];
  return [{ version: wheel.version, offer, wheel }];
}

function asWheel(filename: string): WheelFilename | undefined {
  try {
    return filename.endsWith(".whl") ? parseWheelFilename(filename) : undefined;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** True for a wheel of any machine and of the major version of every environment. */
export function fitsAll(
  { tags }: Pick<WheelFilename, "tags">,
  environments: readonly Environment[],
): boolean {
  return environments.every(({ python }) => tags.includes(`py${python.release[0]}-none-any`));
}

/** A claim that cannot be read leaves nothing out: METADATA is asked when the wheel is here. */
function claimsAll({ requiresPython }: Offer, environments: readonly Environment[]): boolean {
  const specifiers = requiresPython === undefined ? undefined : readSpecifiers(requiresPython);
  return specifiers === undefined || environments.every(({ python }) => contains(specifiers, python, true));
}

/** `text` as specifiers, or undefined when it is none. */
export function readSpecifiers(text: string): Specifiers | undefined {
  try {
    return parseSpecifiers(text);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Newest first; of one version the highest build, then the order of names. */
function better(a: Read, b: Read): number {
  return (
    compareVersions(b.version, a.version) ||
    byBuild(b.wheel, a.wheel) ||
    byCodePoint(a.offer.filename, b.offer.filename)
  );
}

function byBuild(a: WheelFilename, b: WheelFilename): number {
  const [numberA = "-1", restA = ""] = a.build ?? [];
  const [numberB = "-1", restB = ""] = b.build ?? [];
  const [x, y] = [BigInt(numberA), BigInt(numberB)];
  if (x !== y) return x < y ? -1 : 1;
  return byCodePoint(restA, restB);
}

/** Why a wheel that fits is not taken, or undefined when it may be. */
function whyNot(offer: Offer, admission: Admission): string | undefined {
  const told = asSha256(offer.told.get("sha256"));
  if (told === undefined) return "the index tells no SHA-256 of it";
  if (offer.yanked !== undefined)
    return `its publisher yanked it${offer.yanked === "" ? "" : `: ${shownPath(offer.yanked)}`}`;
  return tooNew(offer, told, admission);
}

function tooNew(offer: Offer, told: string, admission: Admission): string | undefined {
  const { uploadedBefore, cooledBefore, cooldown, pinned } = admission;
  const isPinned = pinned.get(offer.filename)?.sha256 === told;
  const limits = [uploadedBefore, isPinned ? undefined : cooledBefore].filter((each) => each !== undefined);
  if (limits.length === 0) return undefined;
  if (offer.uploadTime === undefined) return "the index tells no upload time, so its age is unknown";
  const uploaded = Date.parse(offer.uploadTime);
  if (uploadedBefore !== undefined && uploaded >= uploadedBefore)
    return `it was uploaded ${shownTime(uploaded)}, not before ${shownTime(uploadedBefore)}`;
  if (!isPinned && cooledBefore !== undefined && uploaded >= cooledBefore)
    return `it was uploaded ${shownTime(uploaded)}, within the cooldown of ${cooldown} ${cooldown === 1 ? "day" : "days"}`;
  return undefined;
}

/** ISO 8601 in UTC, whole seconds. */
export function shownTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
