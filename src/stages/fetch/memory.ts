/**
 * What an index told of one pinned version, kept in the store, so that a warm installation asks nobody. The store is hostile, so this is only
 * a hint: it counts for pins whose every digest it names, and then says no more than which file name goes with which pinned digest.
 */
import { asSha256, type Sha256, sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, parseStrictJson } from "../../base/strict-json.ts";
import type { Wanted } from "../../model/artifact.ts";
import type { Need, Offer } from "../../model/need.ts";
import type { Sources } from "../../model/sources.ts";
import type { Store } from "../../ports/store.ts";
import { type Candidate, choose, type Fit, isExact, shownNeed } from "./candidates.ts";

/** How long an answer is used without asking again, in milliseconds: what indexes allow caches. Offline there is no limit. */
const FRESH = 600_000;
const KIND = "pinned-files";
const SIZES = "sizes";
const LIMIT = 2 ** 20;

/** What is remembered of a need. */
export interface Recalled {
  readonly wanted: Wanted;
  /** The reason when it was yanked by the time somebody was asked. */
  readonly yanked?: string;
}

/** The wanted file of a pinned need, from memory, or undefined when somebody must be asked. */
export function recall(
  need: Need,
  sources: Sources,
  fit: Fit,
  store: Store,
  now: number,
): Recalled | undefined {
  if (!isRememberable(need)) return undefined;
  const bytes = store.getDerived(KIND, keyOf(need, sources), LIMIT);
  const known = bytes === undefined ? undefined : read(bytes);
  if (known === undefined || (!sources.offline && !(known.asked <= now && now - known.asked < FRESH)))
    return undefined;
  const digests = new Set(known.offers.map(({ told }) => told.get("sha256")));
  if (!need.pin.hashes.every(({ digest }) => digests.has(digest))) return undefined;
  const candidate = choiceFrom(need, known.offers, fit);
  const wanted = asWanted(need, candidate);
  if (wanted === undefined) return undefined;
  const yanked = candidate?.offer.yanked;
  return yanked === undefined ? { wanted } : { wanted, yanked };
}

/** Keeps what was told of `need`'s version. */
export function remember(
  need: Need,
  sources: Sources,
  offers: readonly Offer[],
  store: Store,
  now: number,
): void {
  if (!isRememberable(need)) return;
  const pinned = new Set(need.pin.hashes.map(({ digest }) => digest));
  const files = offers
    .filter(({ told, size }) => size !== undefined && pinned.has(told.get("sha256") ?? ""))
    .map(({ filename, told, size, requiresPython, yanked }) => [
      filename,
      told.get("sha256") ?? "",
      size ?? 0,
      requiresPython ?? null,
      yanked ?? null,
    ]);
  store.putDerived(
    KIND,
    keyOf(need, sources),
    Buffer.from(JSON.stringify({ version: 1, asked: now, files })),
  );
}

/** Bytes of the file with this digest, as somebody measured them once; a hint like all that the store says. */
export function recallSize(digest: Sha256, store: Store): number | undefined {
  const bytes = store.getDerived(SIZES, digest, 16);
  const text = Buffer.from(bytes ?? "").toString("latin1");
  return /^[1-9][0-9]{0,11}$/.test(text) ? Number(text) : undefined;
}

/** Keeps the size of a file that was measured, for whoever pinned its digest alone. */
export function rememberSize(digest: Sha256, size: number, store: Store): void {
  store.putDerived(SIZES, digest, Buffer.from(String(size)));
}

/** The file that `candidate` is, when the page told all that is needed to fetch it by digest. */
export function asWanted(need: Need, candidate: Candidate | undefined): Wanted | undefined {
  const sha = asSha256(candidate?.offer.told.get("sha256"));
  const size = candidate?.offer.size;
  if (candidate === undefined || sha === undefined || size === undefined) return undefined;
  return {
    name: need.name,
    version: candidate.version.text,
    filename: candidate.offer.filename,
    size,
    sha256: sha,
  };
}

/** Pinned to one version, by SHA-256 and nothing else, from wherever it is. */
function isRememberable(need: Need): boolean {
  const { hashes } = need.pin;
  return (
    need.named === undefined &&
    isExact(need) &&
    hashes.length > 0 &&
    hashes.every(({ algorithm }) => algorithm === "sha256")
  );
}

function keyOf(need: Need, sources: Sources): Sha256 {
  const places = [
    ...sources.findLinks.map((place) => (place.kind === "local" ? place.path : place.url)),
    ...(need.index === undefined ? sources.indexes.map(({ url }) => url) : [need.index]),
  ];
  // Offline the same question is answered by what was asked online: the flag is not part of it.
  return sha256(JSON.stringify([places, shownNeed(need)]));
}

function choiceFrom(need: Need, offers: readonly Offer[], fit: Fit): Candidate | undefined {
  try {
    return choose(need, offers, fit, "the store");
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function read(bytes: Uint8Array): { readonly asked: number; readonly offers: readonly Offer[] } | undefined {
  try {
    const top = parseStrictJson(Buffer.from(bytes).toString("utf8"));
    if (!isObject(top) || top.get("version") !== 1) return undefined;
    const asked = top.get("asked");
    const files = top.get("files");
    if (typeof asked !== "number" || !isArray(files)) return undefined;
    return { asked, offers: files.flatMap(readFile) };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function readFile(value: Json): readonly Offer[] {
  if (!isArray(value)) return [];
  const [filename, digest, size, requiresPython, yanked] = value;
  const sha = asSha256(digest);
  if (typeof filename !== "string" || sha === undefined || !Number.isSafeInteger(size) || Number(size) < 1)
    return [];
  const told = new Map([["sha256", sha as string]]);
  const offer = { filename, url: "", told, size: Number(size), from: "index" as const };
  return [
    {
      ...offer,
      ...(typeof requiresPython === "string" ? { requiresPython } : {}),
      ...(typeof yanked === "string" ? { yanked } : {}),
    },
  ];
}
