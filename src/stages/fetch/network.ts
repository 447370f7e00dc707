/** Files from pages of links and from indexes. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Artifact, Origin, Wanted } from "../../model/artifact.ts";
import type { Index, Sources } from "../../model/sources.ts";
import type { Place } from "../../ports/http.ts";
import {
  fileAddress,
  type ProjectFile,
  type ProjectPage,
} from "../../standards/pep503-691-simple-index/project-page.ts";
import { ACCEPT, readProjectPage } from "../../standards/pep503-691-simple-index/read-page.ts";
import { checkTold, isWanted, otherBytes, plainText, shownAddress } from "./check.ts";
import type { FetchPorts } from "./fetch-ports.ts";
import { isPage, localArtifact, readLocal } from "./folders.ts";

/** Most bytes of a page, inflated: several times the largest there is. */
const PAGE_LIMIT = 64 * 1024 * 1024;

/** A page and the place it came from; no place for a page on this disk. */
interface Listing {
  readonly page: ProjectPage;
  readonly place: Place | undefined;
}

/** One file that a page offers. */
interface Offer extends Listing {
  readonly file: ProjectFile;
  readonly from: "index" | "find-links";
}

/** Fetches for one run; a page is asked for once, however many files come from it. */
export class Network {
  private readonly sources: Sources;
  private readonly ports: FetchPorts;
  private readonly signal: AbortSignal;
  private readonly listings = new Map<string, Promise<Listing | undefined>>();
  private readonly said = new Set<string>();

  constructor(sources: Sources, ports: FetchPorts, signal: AbortSignal) {
    this.sources = sources;
    this.ports = ports;
    this.signal = signal;
  }

  /** The file, hashed, and kept in the store. */
  async fetch(wanted: Wanted): Promise<Artifact> {
    const offer = (await this.linked(wanted)) ?? (await this.indexed(wanted));
    const { page, place, file, from } = offer;
    const where = shownAddress(page.base);
    checkTold(wanted, file, where);
    if (file.yanked !== undefined) this.say(yankedLine(wanted, file.yanked));
    const url = fileAddress(page, file);
    if (place === undefined && url.startsWith("file:")) return this.fromDisk(wanted, url, file);
    const bytes = await this.download(wanted, url, place);
    this.ports.store.put(wanted.sha256, bytes);
    const origin: Origin = { from, url: shownAddress(url) };
    return { wanted, bytes, origin, told: file.hashes };
  }

  /** The file as a page of links offers it. */
  private async linked(wanted: Wanted): Promise<Offer | undefined> {
    for (const place of this.sources.findLinks) {
      if (place.kind === "local" && !isPage(place.path)) continue;
      const key = place.kind === "local" ? place.path : place.url;
      const listing = await this.once(`links ${key}`, () =>
        place.kind === "local" ? this.localPage(key) : this.linksPage(key),
      );
      const file = listing?.page.files.get(wanted.filename);
      if (listing !== undefined && file !== undefined) return { ...listing, file, from: "find-links" };
    }
    return undefined;
  }

  /** The file as the first index that has it offers it. */
  private async indexed(wanted: Wanted): Promise<Offer> {
    const seen: ProjectPage[] = [];
    for (const index of this.sources.indexes) {
      const listing = await this.once(`index ${index.url} ${wanted.name}`, () =>
        this.projectPage(index, wanted.name),
      );
      if (listing === undefined) continue;
      if (listing.page.status === "quarantined") throw quarantined(wanted, index, listing.page);
      const file = listing.page.files.get(wanted.filename);
      if (file !== undefined) return { ...listing, file, from: "index" };
      seen.push(listing.page);
    }
    throw absent(wanted, this.sources.indexes, seen);
  }

  private once(key: string, ask: () => Promise<Listing | undefined>): Promise<Listing | undefined> {
    const asked = this.listings.get(key) ?? ask();
    this.listings.set(key, asked);
    return asked;
  }

  /** Undefined when the index says that it does not know the project. */
  private async projectPage(index: Index, project: string): Promise<Listing | undefined> {
    try {
      return await this.listing(`${index.url}${project}/`, project);
    } catch (thrown) {
      if (codeOf(thrown) === "TW-HTTP-NOT-FOUND") return undefined;
      throw thrown;
    }
  }

  private linksPage(url: string): Promise<Listing> {
    return this.listing(url, undefined);
  }

  private async listing(url: string, project: string | undefined): Promise<Listing> {
    const accept = project === undefined ? "text/html" : ACCEPT;
    const { place, mediaType, body } = await this.ports.http.page({
      url,
      accept,
      limit: PAGE_LIMIT,
      signal: this.signal,
    });
    const page = await readProjectPage(project, { url: place.url, mediaType, body });
    for (const warning of page.warnings) this.say(`${shownAddress(place.url)}: ${warning}`);
    return { page, place };
  }

  private async localPage(path: string): Promise<Listing> {
    const { files } = this.ports;
    const body = files.read(files.realPath(path), PAGE_LIMIT);
    const page = await readProjectPage(undefined, {
      url: pathToFileURL(path).href,
      mediaType: "text/html",
      body,
    });
    return { page, place: undefined };
  }

  private fromDisk(wanted: Wanted, url: string, file: ProjectFile): Artifact {
    const path = fileURLToPath(url);
    const bytes = readLocal(wanted, path, this.ports.files);
    if (bytes === undefined)
      throw new Fault("TW-FETCH-ABSENT", `a page of links names ${path}, which is not there`);
    return localArtifact(wanted, bytes, path, file.hashes);
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

  private say(line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    this.ports.progress.notice(line);
  }
}

function yankedLine({ filename }: Wanted, reason: string): string {
  return `${filename} was yanked by its publisher${reason === "" ? "" : `: ${plainText(reason)}`}; it is used because it is pinned`;
}

function quarantined({ name }: Wanted, index: Index, { statusReason }: ProjectPage): Fault {
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
