/**
 * Wanted files -> bytes. The store is asked first, then folders, then pages of links, then indexes. Whatever comes is hashed here too, so that
 * nothing wrong enters the store; it stays an unverified `Artifact` all the same, because only `judge` accepts.
 */
import { Fault } from "../../base/fault.ts";
import type { Artifact, Wanted } from "../../model/artifact.ts";
import type { Offer } from "../../model/need.ts";
import type { Sources } from "../../model/sources.ts";
import type { Store } from "../../ports/store.ts";
import { checkWanted } from "./check.ts";
import type { FetchPorts } from "./fetch-ports.ts";
import { fromFolders, isPage } from "./folders.ts";

/** Files downloaded at once. */
const AT_ONCE = 4;

/**
 * Artifacts in the order of `wanted`; `offers` says where some of them are, as far as that was found out already, and `whole` whose
 * very bytes are asked for, sealed or not. Throws TW-FETCH-OTHER-DIGEST, -OTHER-SIZE, -OTHER-BYTES, -ABSENT, -OFFLINE, -NAME, TW-SOURCE-NONE,
 * TW-INDEX-..., TW-JSON-... and what `Http` and `Files` throw; of several failures the first that happened.
 */
export async function fetchAll(
  wanted: readonly Wanted[],
  sources: Sources,
  ports: FetchPorts,
  offers: ReadonlyMap<Wanted, Offer> = new Map(),
  whole: ReadonlySet<Wanted> = new Set(),
): Promise<readonly Artifact[]> {
  const found = new Map<Wanted, Artifact>();
  for (const one of wanted) {
    checkWanted(one);
    const artifact =
      fromStore(one, ports.store, offers.get(one), whole.has(one)) ??
      fromFolders(one, sources.findLinks, ports);
    if (artifact !== undefined) found.set(one, artifact);
  }
  const missing = wanted.filter((one) => !found.has(one));
  if (missing.length > 0) {
    checkReach(
      missing.filter((one) => sources.offline || !offers.has(one)),
      sources,
    );
    await download(missing, sources, ports, offers, found);
  }
  // Every one was found, or something was thrown above.
  return wanted.flatMap((one) => found.get(one) ?? []);
}

/** What an index told just now is told of the stored bytes too. */
/** The file as the store has it: sealed, unless `isWhole` asks for its bytes. */
export function fromStore(
  wanted: Wanted,
  store: Store,
  offer: Offer | undefined,
  isWhole: boolean,
): Artifact | undefined {
  const told = offer?.told ?? new Map<string, string>();
  const sealed = isWhole ? undefined : store.getSealed(wanted);
  if (sealed !== undefined) return { wanted, sealed, origin: { from: "store" }, told };
  const bytes = store.get(wanted.sha256, wanted.size);
  return bytes === undefined ? undefined : { wanted, bytes, origin: { from: "store" }, told };
}

/** Throws when no place is left that could have the missing files. */
function checkReach(missing: readonly Wanted[], sources: Sources): void {
  if (missing.length === 0) return;
  const names = missing.map(({ filename }) => filename).join(", ");
  if (sources.offline)
    throw new Fault("TW-FETCH-OFFLINE", `the network is off, and neither store nor folders have ${names}`);
  if (
    sources.indexes.length > 0 ||
    sources.findLinks.some((place) => place.kind === "page" || isPage(place.path))
  )
    return;
  if (sources.findLinks.length === 0)
    throw new Fault("TW-SOURCE-NONE", `no place is left to fetch ${names} from`);
  throw new Fault("TW-FETCH-ABSENT", `none of the folders has ${names}`);
}

/** Downloads with a few workers; the first failure stops the others. */
async function download(
  missing: readonly Wanted[],
  sources: Sources,
  ports: FetchPorts,
  offers: ReadonlyMap<Wanted, Offer>,
  found: Map<Wanted, Artifact>,
): Promise<void> {
  // Loaded only here: most runs find everything in the store.
  const { Network } = await import("./network.ts");
  const stop = new AbortController();
  const network = new Network(sources, ports, stop.signal);
  const queue = [...missing];
  let failure: { readonly thrown: unknown } | undefined;
  const work = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined && failure === undefined; one = queue.shift()) {
      try {
        found.set(one, await network.fetch(one, offers.get(one)));
      } catch (thrown) {
        failure ??= { thrown };
        stop.abort();
      }
    }
  };
  ports.progress.begin(
    "fetch",
    missing.reduce((sum, { size }) => sum + size, 0),
  );
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, missing.length) }, work));
  ports.progress.end();
  if (failure !== undefined) throw failure.thrown;
}
