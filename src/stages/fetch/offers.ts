/** Everything the sources offer of one project. A page is asked for once in a run, however many needs look at it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Need, Offer } from "../../model/need.ts";
import type { FindLinks, Index, Sources } from "../../model/sources.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { plainText, shownAddress } from "./check.ts";
import type { FetchPorts } from "./fetch-ports.ts";
import { isPage } from "./folders.ts";
import { type Listings, offerOf } from "./listings.ts";
import { quarantined } from "./network.ts";

/** What was found, and the words that name where. */
export interface Found {
  readonly offers: readonly Offer[];
  readonly where: string;
}

/**
 * Offers for `need`: folders and pages of links first, then indexes. A pinned need takes what any index has, since its digest decides;
 * an unpinned one takes one index only. Throws TW-INDEX-NO-PROJECT, TW-INDEX-QUARANTINED, TW-INDEX-SEVERAL, TW-SOURCE-NONE, TW-FETCH-OFFLINE.
 */
export async function offersFor(
  need: Need,
  sources: Sources,
  listings: Listings,
  ports: FetchPorts,
): Promise<Found> {
  const linked = (
    await Promise.all(sources.findLinks.map((place) => linksAt(place, sources, listings, ports)))
  )
    .flat()
    .filter(({ filename }) => isOf(need.name, filename));
  const indexes = indexesFor(need, sources);
  if (sources.offline || indexes.length === 0) {
    if (linked.length > 0) return { offers: linked, where: "--find-links" };
    if (sources.offline)
      throw new Fault(
        "TW-FETCH-OFFLINE",
        `the network is off, and neither store nor folders have ${need.name}`,
      );
    if (sources.findLinks.length === 0)
      throw new Fault("TW-SOURCE-NONE", `no place is left to fetch ${need.name} from`);
    throw new Fault("TW-FETCH-ABSENT", `no folder and no page of links has ${need.name}`);
  }
  const indexed = await indexOffers(need, indexes, listings);
  if (indexed === undefined && linked.length === 0) {
    const asked = indexes.map(({ url }) => shownAddress(url)).join(" and ");
    throw new Fault("TW-INDEX-NO-PROJECT", `${asked} knows no project ${need.name}`);
  }
  const where = indexed?.where ?? "--find-links";
  return { offers: [...linked, ...(indexed?.offers ?? [])], where };
}

function indexesFor(need: Need, sources: Sources): readonly Index[] {
  // `--no-index` means every index, also one that somebody named for this project.
  if (need.index === undefined || sources.noIndex) return sources.indexes;
  const own = sources.indexes.find(({ url }) => url === need.index);
  return [own ?? { url: need.index, isDefault: false, namedBy: need.pin.where }];
}

async function indexOffers(
  need: Need,
  indexes: readonly Index[],
  listings: Listings,
): Promise<Found | undefined> {
  const found: { readonly index: Index; readonly offers: readonly Offer[] }[] = [];
  for (const index of indexes) {
    const listing = await listings.project(index, need.name);
    if (listing === undefined) continue;
    if (listing.page.status === "quarantined") throw quarantined(need, index, listing.page);
    sayStatus(need, listing.page, listings);
    found.push({
      index,
      offers: [...listing.page.files.values()].map((file) => offerOf(listing, file, "index", index)),
    });
  }
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second !== undefined && need.pin.hashes.length === 0)
    throw several(
      need,
      found.map(({ index }) => index),
    );
  return {
    offers: found.flatMap(({ offers }) => offers),
    where: found.map(({ index }) => shownAddress(index.url)).join(" and "),
  };
}

/** Archived and deprecated projects may be installed; a person should know (PEP 792). */
function sayStatus(
  { name }: Need,
  page: { readonly status: string; readonly statusReason: string | undefined },
  listings: Listings,
): void {
  if (page.status === "active") return;
  const why = page.statusReason === undefined ? "" : `: ${plainText(page.statusReason)}`;
  listings.say(`${name} is marked as ${plainText(page.status)} by its index${why}`);
}

/** Two indexes that know one name: which of the two is meant is for a person to say (dependency confusion). */
function several({ name }: Need, indexes: readonly Index[]): Fault {
  const [first, second] = indexes.map(({ url }) => shownAddress(url));
  return new Fault("TW-INDEX-SEVERAL", `${first} and ${second} both know a project ${name}`, {
    hint: `Say which one is meant: --index-for ${name}=URL. Or pin it by its hash.`,
  });
}

async function linksAt(
  place: FindLinks,
  sources: Sources,
  listings: Listings,
  ports: FetchPorts,
): Promise<readonly Offer[]> {
  if (place.kind === "local" && !isPage(place.path)) return folderOffers(place.path, ports);
  if (place.kind === "page" && sources.offline) return [];
  const listing = await listings.links(place);
  return [...listing.page.files.values()].map((file) => offerOf(listing, file, "find-links"));
}

const folders = new WeakMap<FetchPorts, Map<string, readonly Offer[]>>();

/** Every wheel and sdist in a folder; listed once in a run. */
function folderOffers(path: string, ports: FetchPorts): readonly Offer[] {
  const known = folders.get(ports) ?? new Map<string, readonly Offer[]>();
  folders.set(ports, known);
  const offers = known.get(path) ?? listFolder(path, ports);
  known.set(path, offers);
  return offers;
}

function listFolder(path: string, { files }: FetchPorts): readonly Offer[] {
  try {
    return files
      .list(files.realPath(path))
      .filter(({ name, kind }) => kind !== "directory" && /\.(?:whl|tar\.gz|zip)$/.test(name))
      .map(({ name }) => ({
        filename: name,
        url: pathToFileURL(join(path, name)).href,
        told: new Map(),
        from: "find-links" as const,
      }));
  } catch (error) {
    if (codeOf(error) !== "TW-DISK-MISSING") throw error;
    throw new Fault("TW-FETCH-ABSENT", `there is no folder ${path}, which --find-links names`, {
      cause: error,
    });
  }
}

function isOf(name: string, filename: string): boolean {
  const dash = filename.indexOf("-");
  const stem = filename.endsWith(".whl")
    ? filename.slice(0, dash)
    : filename.slice(0, filename.lastIndexOf("-"));
  return dash > 0 && normalizeName(stem) === name;
}
