/**
 * Needs -> the one file each means -> bytes. What is pinned by digest and lies in the store asks nobody; the rest is looked for in folders,
 * pages and indexes, chosen by name, and fetched. The answer is unverified `Artifact`s all the same: only `judge` accepts.
 */
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import type { Artifact, Origin, Wanted } from "../../model/artifact.ts";
import type { Named, Need, Offer } from "../../model/need.ts";
import type { Sources } from "../../model/sources.ts";
import type { Clock } from "../../ports/clock.ts";
import { parseWheelFilename } from "../../standards/pep427-wheel/filename.ts";
import { choose, type Fit } from "./candidates.ts";
import { checkWanted, plainText, shownAddress } from "./check.ts";
import { fetchAll } from "./fetch.ts";
import type { FetchPorts } from "./fetch-ports.ts";
import { readLocal } from "./folders.ts";
import { asWanted, recall, remember } from "./memory.ts";

/** Pages asked for at once. */
const AT_ONCE = 16;
/** Largest file taken when nobody told its size, in bytes. */
const UNSIZED_LIMIT = 2 ** 31;

/** A need and the file that was found for it. */
export interface Met {
  readonly need: Need;
  readonly artifact: Artifact;
}

/** What a need came to before its bytes are here. */
interface Choice {
  readonly need: Need;
  /** Known when somebody told digest and size. */
  readonly wanted?: Wanted;
  readonly offer?: Offer;
  /** Known when the bytes had to be taken to know what they are. */
  readonly artifact?: Artifact;
  /** Everything that was offered, for the memory. */
  readonly offers?: readonly Offer[];
}

/** What meeting needs asks of the world. */
export interface NeedPorts extends FetchPorts {
  readonly clock: Pick<Clock, "now">;
}

/** Artifacts for `needs`, in their order; throws what `offersFor`, `choose` and `fetchAll` throw, and TW-FETCH-NOT-A-WHEEL for a named file that is none. */
export async function fetchNeeds(
  needs: readonly Need[],
  fit: Fit,
  sources: Sources,
  ports: NeedPorts,
): Promise<readonly Met[]> {
  const now = ports.clock.now();
  const choices = await chooseAll(needs, fit, sources, ports, now);
  const wanted = choices.flatMap((choice) => choice.wanted ?? []);
  const offers = new Map(
    choices.flatMap(({ wanted: one, offer }) =>
      one === undefined || offer === undefined ? [] : [[one, offer]],
    ),
  );
  const whole = new Set(choices.flatMap((each) => (needsBytes(each.need) ? (each.wanted ?? []) : [])));
  const fetched = await fetchAll(wanted, sources, ports, offers, whole);
  const byWanted = new Map(fetched.map((artifact) => [artifact.wanted, artifact]));
  return choices.map((choice) => {
    if (choice.offers !== undefined) remember(choice.need, sources, completed(choice), ports.store, now);
    const artifact = choice.artifact ?? (choice.wanted && byWanted.get(choice.wanted));
    // `fetchAll` answers for everything it was asked, or throws.
    if (artifact === undefined) throw new Fault("TW-FETCH-ABSENT", `${choice.need.name} was not fetched`);
    return { need: choice.need, artifact };
  });
}

/** A digest that only the bytes themselves can meet is to be met. */
function needsBytes({ pin: { hashes, every } }: Need): boolean {
  const others = hashes.filter(({ algorithm }) => algorithm !== "sha256");
  return others.length > 0 && (every === true || others.length === hashes.length);
}

/** Many at once; the first failure stops the others. */
async function chooseAll(
  needs: readonly Need[],
  fit: Fit,
  sources: Sources,
  ports: NeedPorts,
  now: number,
): Promise<readonly Choice[]> {
  const choices = new Map<Need, Choice>();
  const queue: Need[] = [];
  for (const need of needs) {
    const remembered = recall(need, sources, fit, ports.store, now);
    if (remembered === undefined) queue.push(need);
    else choices.set(need, { need, wanted: remembered });
  }
  if (queue.length > 0) await ask(queue, fit, sources, ports, choices);
  return needs.flatMap((need) => choices.get(need) ?? []);
}

async function ask(
  queue: Need[],
  fit: Fit,
  sources: Sources,
  ports: NeedPorts,
  choices: Map<Need, Choice>,
): Promise<void> {
  // Loaded only here: most runs find everything in the store.
  const [{ Listings }, { offersFor }] = await Promise.all([import("./listings.ts"), import("./offers.ts")]);
  const stop = new AbortController();
  const listings = new Listings(ports, stop.signal);
  let failure: { readonly thrown: unknown } | undefined;
  const choiceOf = async (need: Need): Promise<Choice> => {
    if (need.named !== undefined) return named(need, need.named, sources, ports, stop.signal);
    const { offers, where } = await offersFor(need, sources, listings, ports);
    const measured = offers.map((offer) => withLocalDigest(need, offer, ports));
    const candidate = choose(need, measured, fit, where);
    const wanted = asWanted(need, candidate);
    if (wanted !== undefined && !isLocal(candidate.offer))
      return { need, wanted, offer: candidate.offer, offers };
    const { artifact } = await taken(need, candidate.version.text, candidate.offer, ports, stop.signal);
    return { need, artifact, offers };
  };
  const work = async (): Promise<void> => {
    for (let need = queue.shift(); need !== undefined && failure === undefined; need = queue.shift()) {
      try {
        choices.set(need, await choiceOf(need));
      } catch (thrown) {
        failure ??= { thrown };
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, work));
  if (failure !== undefined) throw failure.thrown;
}

/** A file that a lock or a person named itself. */
async function named(
  need: Need,
  { filename, at, direct }: Named,
  sources: Sources,
  ports: NeedPorts,
  signal: AbortSignal,
): Promise<Choice> {
  const version = versionOf(need, filename);
  const from = direct || at.kind === "path" ? ("direct" as const) : ("index" as const);
  if (at.kind === "path") {
    return { need, artifact: local(need, version, filename, at.path, from, ports) };
  }
  const offer: Offer = { filename, url: at.url, told: new Map(), from };
  const pinned = need.pin.hashes.filter(({ algorithm }) => algorithm === "sha256");
  const [only] = pinned;
  if (only !== undefined && pinned.length === 1 && need.pin.size !== undefined) {
    const told = new Map([["sha256", only.digest]]);
    const wanted = asWanted(need, {
      version: parseWheelFilename(filename).version,
      offer: { ...offer, told, size: need.pin.size },
    });
    if (wanted !== undefined) return { need, wanted, offer };
  }
  if (sources.offline)
    throw new Fault("TW-FETCH-OFFLINE", `the network is off, and the store does not have ${filename}`);
  return await taken(need, version, offer, ports, signal);
}

/** The version in the name of a wheel; throws TW-FETCH-NOT-A-WHEEL, TW-WHEEL-FILENAME. */
function versionOf(need: Need, filename: string): string {
  if (!filename.endsWith(".whl"))
    throw new Fault(
      "TW-FETCH-NOT-A-WHEEL",
      `${plainText(filename)}, which ${need.pin.where} names, is no wheel`,
      {
        hint: "Building runs code of the package; nothing is built here. Name a wheel.",
      },
    );
  const wheel = parseWheelFilename(filename);
  if (wheel.name !== need.name)
    throw new Fault(
      "TW-FETCH-NAME",
      `${plainText(filename)} is no wheel of ${need.name}, for which it is named`,
    );
  return wheel.version.text;
}

/** Takes the bytes of something whose digest or size nobody told. */
async function taken(
  need: Need,
  version: string,
  offer: Offer,
  ports: NeedPorts,
  signal: AbortSignal,
): Promise<Choice & { readonly artifact: Artifact }> {
  const { filename, url, place, told, from } = offer;
  if (isLocal(offer))
    return { need, artifact: local(need, version, filename, fileURLToPath(url), from, ports) };
  ports.progress.detail(`${shownAddress(url)}: nobody told its size or digest, so it is taken whole`);
  const { bytes } = await ports.http.unsized({
    url,
    limit: UNSIZED_LIMIT,
    signal,
    ...(place === undefined ? {} : { from: place }),
  });
  const artifact = measured(need, version, filename, bytes, { from, url: shownAddress(url) }, told);
  ports.store.put(artifact.wanted.sha256, bytes);
  return { need, artifact };
}

/** A file on this disk is its own page: what it holds now is what it tells. */
function local(
  need: Need,
  version: string,
  filename: string,
  path: string,
  from: "direct" | "index" | "find-links",
  ports: NeedPorts,
): Artifact {
  const bytes = readWhole(path, filename, ports);
  const told = new Map([["sha256", sha256(bytes) as string]]);
  return measured(
    need,
    version,
    filename,
    bytes,
    { from: from === "index" ? "direct" : from, url: path },
    told,
  );
}

function measured(
  need: Need,
  version: string,
  filename: string,
  bytes: Uint8Array,
  origin: Origin,
  told: ReadonlyMap<string, string>,
): Artifact {
  const wanted = { name: need.name, version, filename, size: bytes.length, sha256: sha256(bytes) };
  checkWanted(wanted);
  return { wanted, bytes, origin, told };
}

function readWhole(path: string, filename: string, ports: NeedPorts): Uint8Array {
  const bytes = readLocal(
    { name: "", version: "", filename, size: UNSIZED_LIMIT, sha256: sha256("") },
    path,
    ports.files,
  );
  if (bytes === undefined) throw new Fault("TW-FETCH-ABSENT", `${path} is not there`);
  return bytes;
}

/** Of several local files the pinned one is found by hashing them; the file is read again when it is taken. */
function withLocalDigest(need: Need, offer: Offer, ports: NeedPorts): Offer {
  if (need.pin.hashes.length === 0 || !isLocal(offer) || !offer.filename.endsWith(".whl")) return offer;
  const bytes = readWhole(fileURLToPath(offer.url), offer.filename, ports);
  return { ...offer, told: new Map([["sha256", sha256(bytes)]]), size: bytes.length };
}

function isLocal(offer: Offer): boolean {
  return offer.place === undefined && offer.url.startsWith("file:");
}

/** The offers with what was measured of the chosen one, so that a page without sizes is remembered too. */
function completed({ need, artifact, offers = [] }: Choice): readonly Offer[] {
  if (artifact === undefined || isAbsolute(artifact.origin.from === "store" ? "/" : artifact.origin.url))
    return offers;
  const { filename, size, sha256: digest } = artifact.wanted;
  if (need.pin.hashes.every((hash) => hash.digest !== digest)) return offers;
  return offers.map((offer) =>
    offer.filename === filename ? { ...offer, size, told: new Map([["sha256", digest as string]]) } : offer,
  );
}
