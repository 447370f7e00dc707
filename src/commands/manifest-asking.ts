/** Asks the indexes on behalf of `manifest update` and `manifest check`: pages once, each wheel hashed, judged, read strictly and proved against its RECORD. */
import { Fault } from "../base/fault.ts";
import type { Accepted } from "../model/accepted.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Pinned } from "../model/manifest.ts";
import type { Offer, PinnedHash } from "../model/need.ts";
import type { NamedManifest } from "../model/repin.ts";
import type { Sources } from "../model/sources.ts";
import type { World } from "../ports/world.ts";
import { evidenceKinds } from "../stages/evidence/kinds/registry.ts";
import type { FetchPorts } from "../stages/fetch/fetch-ports.ts";
import { Listings } from "../stages/fetch/listings.ts";
import { fetchOffered, fetchProvenance, fetchSidecar, type Titled } from "../stages/fetch/offered.ts";
import { offersFor } from "../stages/fetch/offers.ts";
import type { AcceptedWheel } from "../stages/install/plan.ts";
import { readAccepted } from "../stages/install/read.ts";
import { judge } from "../stages/judge/judge.ts";
import { parseSpecifiers } from "../standards/pep440-version/specifiers.ts";
import { cacheDirectory } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";
import { indexesFor } from "./index-for.ts";
import { sourcesOf } from "./sources.ts";
import { stateDirectory } from "./state-directory.ts";

/** A wheel of which every byte was proved. */
export interface Proved {
  readonly offer: Offer;
  readonly accepted: Accepted<Artifact>;
  readonly wheel: AcceptedWheel["wheel"];
  /** METADATA as it is in the wheel. */
  readonly metadata: Uint8Array;
}

/** One run's questions. */
export class Asking {
  readonly sources: Sources;
  private readonly ports: FetchPorts;
  private readonly given: Arguments;
  private readonly manifest: NamedManifest;
  /** Whether stored bytes will do: to check that a file is still served, they will not. */
  private readonly isStoreEnough: boolean;
  private readonly signal = new AbortController().signal;
  private readonly listings: Listings;
  private readonly proved = new Map<string, Promise<Proved>>();

  constructor(sources: Sources, ports: FetchPorts, { given, manifest, isStoreEnough }: AskingFor) {
    // Files beside the index say nothing of what the index offers.
    this.sources = sources.indexes.length > 0 ? { ...sources, findLinks: [] } : sources;
    this.ports = ports;
    this.given = given;
    this.manifest = manifest;
    this.isStoreEnough = isStoreEnough;
    this.listings = new Listings(ports, this.signal);
  }

  /** Everything offered of `name`; with `hashes`, by any index, else by the one that has it. Throws as `offersFor` does. */
  async offers(name: string, hashes: readonly PinnedHash[] = []): Promise<readonly Offer[]> {
    const index = indexesFor(this.given).get(name);
    const where = this.manifest.madeBy;
    const need = {
      name,
      specifiers: parseSpecifiers(""),
      pin: { hashes, statedBy: where, where },
      requested: false,
      prereleases: false,
      ...(index === undefined ? {} : { index }),
    };
    return (await offersFor(need, this.sources, this.listings, this.ports)).offers;
  }

  /** The wheel; throws when its bytes are not what the page told or the manifest before pins, or when it is not read strictly. */
  wheel(titled: Titled, offer: Offer): Promise<Proved> {
    const known = this.proved.get(offer.url) ?? this.prove(titled, offer);
    this.proved.set(offer.url, known);
    return known;
  }

  /** See `fetchSidecar`. */
  sidecar(offer: Offer): Promise<Uint8Array | undefined> {
    return fetchSidecar(offer, this.ports, this.signal);
  }

  /** See `fetchProvenance`. */
  provenance(offer: Offer): Promise<Uint8Array | undefined> {
    return fetchProvenance(offer, this.ports, this.signal);
  }

  private async prove(titled: Titled, offer: Offer): Promise<Proved> {
    const artifact = await fetchOffered(titled, offer, this.ports, this.signal, this.isStoreEnough);
    const { madeBy } = this.manifest;
    const context = { madeBy, pins: pinsOf(this.manifest), locked: new Map() };
    const judgement = judge(artifact, evidenceKinds, context, { atLeast: "INDEX-SAYS" });
    if (judgement.decision === "refused")
      throw new Fault(judgement.verdict.code, `${offer.filename}: ${judgement.verdict.because}`);
    const { accepted } = judgement;
    const { wheel } = await readAccepted(accepted);
    for (const file of wheel.files) file.lend();
    const metadata = wheel.files.find(({ path }) => path === `${wheel.distInfo}/METADATA`)?.read();
    // The strict reader has read it, or refused the wheel.
    return { offer, accepted, wheel, metadata: metadata ?? new Uint8Array() };
  }
}

interface AskingFor {
  readonly given: Arguments;
  readonly manifest: NamedManifest;
  readonly isStoreEnough: boolean;
}

/** What a manifest pins, by filename. */
export function pinsOf({ manifest }: NamedManifest): ReadonlyMap<string, Pinned> {
  return new Map(manifest.closures.flatMap(({ files }) => files.map((file) => [file.filename, file])));
}

/** Runs `work` with connections, and closes them. */
export async function asking<Result>(
  purpose: AskingFor,
  world: World,
  work: (asking: Asking) => Promise<Result>,
): Promise<Result> {
  const { given } = purpose;
  const sources = sourcesOf(given, world, undefined);
  const store = await world.store(cacheDirectory(given, world), stateDirectory(given, world));
  const { files, progress } = world;
  const http = await world.http(sources);
  try {
    return await work(new Asking(sources, { http, store, files, progress }, purpose));
  } finally {
    http.close();
  }
}
