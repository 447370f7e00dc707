/** Pages of projects and pages of links, each asked for once in a run. */
import { pathToFileURL } from "node:url";
import { codeOf } from "../../base/fault.ts";
import type { Offer } from "../../model/need.ts";
import type { FindLinks, Index, Place } from "../../model/sources.ts";
import {
  fileAddress,
  type ProjectFile,
  type ProjectPage,
} from "../../standards/pep503-691-simple-index/project-page.ts";
import { ACCEPT, readProjectPage } from "../../standards/pep503-691-simple-index/read-page.ts";
import { shownAddress } from "./check.ts";
import type { FetchPorts } from "./fetch-ports.ts";

/** Most bytes of a page, inflated: several times the largest there is. */
const PAGE_LIMIT = 64 * 1024 * 1024;

/** A page and the place it came from; no place for a page on this disk. */
export interface Listing {
  readonly page: ProjectPage;
  readonly place: Place | undefined;
}

/** The pages of one run. */
export class Listings {
  private readonly ports: FetchPorts;
  private readonly signal: AbortSignal;
  private readonly asked = new Map<string, Promise<Listing | undefined>>();
  private readonly said = new Set<string>();

  constructor(ports: FetchPorts, signal: AbortSignal) {
    this.ports = ports;
    this.signal = signal;
  }

  /** The page of a project, or undefined when the index says that it does not know it. */
  project(index: Index, project: string): Promise<Listing | undefined> {
    return this.once(`index ${index.url} ${project}`, async () => {
      try {
        return await this.listing(`${index.url}${project}/`, project);
      } catch (thrown) {
        if (codeOf(thrown) === "TW-HTTP-NOT-FOUND") return undefined;
        throw thrown;
      }
    });
  }

  /** The page of links at `place`. */
  async links(place: FindLinks): Promise<Listing> {
    const key = place.kind === "local" ? place.path : place.url;
    const ask = () => (place.kind === "local" ? this.localPage(key) : this.listing(key, undefined));
    return (await this.once(`links ${key}`, ask)) ?? ask();
  }

  /** A line for everybody, once. */
  say(line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    this.ports.progress.notice(line);
  }

  private once(key: string, ask: () => Promise<Listing | undefined>): Promise<Listing | undefined> {
    const asked = this.asked.get(key) ?? ask();
    this.asked.set(key, asked);
    return asked;
  }

  private async listing(url: string, project: string | undefined): Promise<Listing> {
    const accept = project === undefined ? "text/html" : ACCEPT;
    const request = { url, accept, limit: PAGE_LIMIT, signal: this.signal };
    const { place, mediaType, body } = await this.ports.http.page(request);
    const page = await readProjectPage(project, { url: place.url, mediaType, body });
    for (const warning of page.warnings) this.say(`${shownAddress(place.url)}: ${warning}`);
    return { page, place };
  }

  private async localPage(path: string): Promise<Listing> {
    const { files } = this.ports;
    const body = files.read(files.realPath(path), PAGE_LIMIT);
    const url = pathToFileURL(path).href;
    return {
      page: await readProjectPage(undefined, { url, mediaType: "text/html", body }),
      place: undefined,
    };
  }
}

/** `file` of `listing` as something to fetch. */
export function offerOf(
  { page, place }: Listing,
  file: ProjectFile,
  from: Offer["from"],
  index?: Index,
): Offer {
  return {
    filename: file.filename,
    url: fileAddress(page, file),
    told: file.hashes,
    from,
    ...(place === undefined ? {} : { place }),
    ...(file.size === undefined ? {} : { size: file.size }),
    ...(file.requiresPython === undefined ? {} : { requiresPython: file.requiresPython }),
    ...(file.yanked === undefined ? {} : { yanked: file.yanked }),
    ...(file.uploadTime === undefined ? {} : { uploadTime: file.uploadTime }),
    ...(file.provenance === undefined ? {} : { provenance: file.provenance }),
    ...(file.coreMetadata === undefined ? {} : { coreMetadata: file.coreMetadata }),
    status: page.status,
    ...(index === undefined ? {} : { index: index.url }),
  };
}
