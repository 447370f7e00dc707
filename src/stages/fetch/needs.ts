/**
 * Needs -> the one file each means -> bytes. What is pinned by digest and lies in the store asks nobody; the rest is looked for in folders,
 * pages and indexes, chosen by name, and fetched. The answer is unverified `Artifact`s all the same: only `judge` accepts.
 */
import { isAbsolute } from "node:path";
import { type Code, codeOf, Fault } from "../../base/fault.ts";
import type { Need, Offer } from "../../model/need.ts";
import type { Sources } from "../../model/sources.ts";
import { choose, type Fit } from "./candidates.ts";
import { yankedLine } from "./check.ts";
import { type Choice, type Met, type NeedPorts, needsBytes } from "./choice.ts";
import { fetchAll } from "./fetch.ts";
import { asWanted, recall, remember } from "./memory.ts";
import { named } from "./named.ts";
import { isLocal, taken, withLocalDigest } from "./take.ts";

/** Pages asked for at once. */
const AT_ONCE = 16;

/** How it ends when what was remembered is not so, or no longer. */
const MISLED: ReadonlySet<Code> = new Set([
  "TW-FETCH-ABSENT",
  "TW-FETCH-NAME",
  "TW-FETCH-OFFLINE",
  "TW-FETCH-OTHER-BYTES",
  "TW-FETCH-OTHER-DIGEST",
  "TW-FETCH-OTHER-SIZE",
  "TW-HTTP-LENGTH",
  "TW-INDEX-NO-PROJECT",
]);

/** Artifacts for `needs`, in their order; throws what `offersFor`, `choose` and `fetchAll` throw, and TW-FETCH-NOT-A-WHEEL for a named file that is none. */
export async function fetchNeeds(
  needs: readonly Need[],
  fit: Fit,
  sources: Sources,
  ports: NeedPorts,
): Promise<readonly Met[]> {
  const now = ports.clock.now();
  const remembered = new Map<Need, Choice>();
  for (const need of needs) {
    const known = recall(need, sources, fit, ports.store, now);
    if (known !== undefined) remembered.set(need, { need, ...known });
  }
  try {
    return await meet(needs, remembered, fit, sources, ports, now);
  } catch (error) {
    // What is remembered is a hint: when it misled, everybody is asked as if nothing were remembered.
    if (remembered.size === 0 || !MISLED.has(codeOf(error) ?? "TW-INTERNAL")) throw error;
    return meet(needs, new Map(), fit, sources, ports, now);
  }
}

async function meet(
  needs: readonly Need[],
  remembered: ReadonlyMap<Need, Choice>,
  fit: Fit,
  sources: Sources,
  ports: NeedPorts,
  now: number,
): Promise<readonly Met[]> {
  const choices = await chooseAll(needs, remembered, fit, sources, ports);
  const wanted = choices.flatMap((choice) => choice.wanted ?? []);
  const offers = new Map(
    choices.flatMap(({ wanted: one, offer }) =>
      one === undefined || offer === undefined ? [] : [[one, unyanked(offer)]],
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
    const { need, yanked } = choice;
    if (yanked === undefined) return { need, artifact };
    ports.progress.notice(yankedLine(artifact.wanted, yanked));
    return { need, artifact, yanked };
  });
}

/** That it was yanked is said here, wherever its bytes come from. */
function unyanked({ yanked, ...offer }: Offer): Offer {
  return offer;
}

/** Many at once; the first failure stops the others. */
async function chooseAll(
  needs: readonly Need[],
  remembered: ReadonlyMap<Need, Choice>,
  fit: Fit,
  sources: Sources,
  ports: NeedPorts,
): Promise<readonly Choice[]> {
  const choices = new Map(remembered);
  const queue = needs.filter((need) => !choices.has(need));
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
    const { yanked } = candidate.offer;
    const shared = { need, offers, ...(yanked === undefined ? {} : { yanked }) };
    if (wanted !== undefined && !isLocal(candidate.offer))
      return { ...shared, wanted, offer: candidate.offer };
    const { artifact } = await taken(need, candidate.version.text, candidate.offer, ports, stop.signal);
    return { ...shared, artifact };
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
