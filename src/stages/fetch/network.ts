/** Files from pages of links and from indexes. */
import { fileURLToPath } from "node:url";
import { Fault } from "../../base/fault.ts";
import type { Artifact, Origin, Wanted } from "../../model/artifact.ts";
import type { Offer } from "../../model/need.ts";
import type { Index, Place, Sources } from "../../model/sources.ts";
import type { ProjectPage } from "../../standards/pep503-691-simple-index/project-page.ts";
import { checkTold, isWanted, otherBytes, plainText, shownAddress, yankedLine } from "./check.ts";
import type { FetchPorts } from "./fetch-ports.ts";
import { isPage, localArtifact, readLocal } from "./folders.ts";
import { Listings, offerOf } from "./listings.ts";

/** Fetches for one run; a page is asked for once, however many files come from it. */
export class Network {
  private readonly sources: Sources;
  private readonly ports: FetchPorts;
  private readonly signal: AbortSignal;
  private readonly listings: Listings;

  constructor(sources: Sources, ports: FetchPorts, signal: AbortSignal) {
    this.sources = sources;
    this.ports = ports;
    this.signal = signal;
    this.listings = new Listings(ports, signal);
  }

  /** The file, hashed, and kept in the store; `offer` says where it is, when that was found out already. */
  async fetch(wanted: Wanted, offer?: Offer): Promise<Artifact> {
    const { url, place, told, size, from, yanked } =
      offer ?? (await this.linked(wanted)) ?? (await this.indexed(wanted));
    const where = shownAddress(place?.url ?? url);
    checkTold(wanted, { hashes: told, size }, where);
    if (yanked !== undefined) this.listings.say(yankedLine(wanted, yanked));
    if (place === undefined && url.startsWith("file:")) return this.fromDisk(wanted, url, told);
    const bytes = await this.download(wanted, url, place);
    this.ports.store.put(wanted.sha256, bytes);
    const origin: Origin = { from, url: shownAddress(url) };
    return { wanted, bytes, origin, told };
  }

  /** The file as a page of links offers it. */
  private async linked(wanted: Wanted): Promise<Offer | undefined> {
    for (const place of this.sources.findLinks) {
      if (place.kind === "local" && !isPage(place.path)) continue;
      const listing = await this.listings.links(place);
      const file = listing.page.files.get(wanted.filename);
      if (file !== undefined) return offerOf(listing, file, "find-links");
    }
    return undefined;
  }

  /** The file as the first index that has it offers it. */
  private async indexed(wanted: Wanted): Promise<Offer> {
    const seen: ProjectPage[] = [];
    for (const index of this.sources.indexes) {
      const listing = await this.listings.project(index, wanted.name);
      if (listing === undefined) continue;
      if (listing.page.status === "quarantined") throw quarantined(wanted, index, listing.page);
      const file = listing.page.files.get(wanted.filename);
      if (file !== undefined) return offerOf(listing, file, "index", index);
      seen.push(listing.page);
    }
    throw absent(wanted, this.sources.indexes, seen);
  }

  private fromDisk(wanted: Wanted, url: string, told: ReadonlyMap<string, string>): Artifact {
    const path = fileURLToPath(url);
    const bytes = readLocal(wanted, path, this.ports.files);
    if (bytes === undefined)
      throw new Fault("TW-FETCH-ABSENT", `a page of links names ${path}, which is not there`);
    return localArtifact(wanted, bytes, path, told);
  }

  /** The wanted bytes. What was put together from several answers and is wrong is fetched once more in one piece: the pieces may be of two files. */
  private async download(wanted: Wanted, url: string, place: Place | undefined): Promise<Uint8Array> {
    const { http, store, progress } = this.ports;
    const { sha256, size } = wanted;
    const request = {
      url,
      size,
      ...(place === undefined ? {} : { from: place }),
      keep: (bytes: Uint8Array) => store.putPartial(sha256, bytes),
      onBytes: (count: number) => progress.advance(count),
      signal: this.signal,
    };
    const have = store.getPartial(sha256, size);
    if (have !== undefined) progress.advance(have.length);
    let answer = await http.file(have === undefined ? request : { ...request, have });
    if (answer.resumed && !isWanted(wanted, answer.bytes)) answer = await http.file(request);
    if (isWanted(wanted, answer.bytes)) return answer.bytes;
    store.dropPartial(sha256);
    throw otherBytes(wanted, answer.bytes, shownAddress(answer.place.url));
  }
}

/** The refusal of a project that its index has put in quarantine (PEP 792). */
export function quarantined(
  { name }: Pick<Wanted, "name">,
  index: Index,
  { statusReason }: ProjectPage,
): Fault {
  const why = statusReason === undefined ? "" : `: ${plainText(statusReason)}`;
  return new Fault("TW-INDEX-QUARANTINED", `${shownAddress(index.url)} has ${name} in quarantine${why}`);
}

function absent({ name, filename }: Wanted, indexes: readonly Index[], seen: readonly ProjectPage[]): Fault {
  if (indexes.length === 0)
    return new Fault("TW-FETCH-ABSENT", `no folder and no page of links has ${filename}`);
  const asked = indexes.map(({ url }) => shownAddress(url)).join(" and ");
  if (seen.length === 0) return new Fault("TW-INDEX-NO-PROJECT", `${asked} knows no project ${name}`);
  const versions = newestVersions(seen);
  const has =
    versions.length === 0 ? "it offers no wheel at all" : `its newest versions are ${versions.join(", ")}`;
  return new Fault("TW-FETCH-ABSENT", `${asked} does not offer ${filename}; ${has}`);
}

/** Up to five versions, newest last, read from the names of wheels. */
function newestVersions(pages: readonly ProjectPage[]): readonly string[] {
  const versions = new Set<string>();
  for (const { files } of pages)
    for (const filename of files.keys()) {
      const version = filename.endsWith(".whl") ? filename.split("-")[1] : undefined;
      if (version !== undefined && /^[0-9a-zA-Z.!+_]{1,40}$/.test(version)) versions.add(version);
    }
  return [...versions].sort(byNumbers).slice(-5);
}

/** Good enough to show: releases by their numbers, the rest by spelling. */
function byNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < Math.max(x?.length ?? 0, y?.length ?? 0); at++) {
    const difference = (x?.[at] ?? 0) - (y?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}
