/** One offered file, whole, whatever the page told of it; and what lies beside it. For verbs that choose among offers themselves. */
import { fileURLToPath } from "node:url";
import { asSha256, sha256 } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Artifact, Wanted } from "../../model/artifact.ts";
import type { Offer } from "../../model/need.ts";
import { checkWanted, otherBytes, shownAddress } from "./check.ts";
import type { FetchPorts } from "./fetch-ports.ts";
import { readLocal } from "./folders.ts";

/** Largest wheel taken, in bytes. */
const FILE_LIMIT = 2 ** 31;
/** Largest METADATA or provenance document taken, in bytes. */
const DOCUMENT_LIMIT = 2 ** 24;

/** What a file is called. */
export type Titled = Pick<Wanted, "name" | "version">;

/**
 * The bytes of `offer`, measured; from the store only when `isStoreEnough` and the page told digest and size. Throws TW-FETCH-OTHER-BYTES
 * when they are not what the page told, and what `Http` throws.
 */
export async function fetchOffered(
  titled: Titled,
  offer: Offer,
  ports: FetchPorts,
  signal: AbortSignal,
  isStoreEnough: boolean,
): Promise<Artifact> {
  const told = asSha256(offer.told.get("sha256"));
  const { name, version } = titled;
  const claim = { name, version, filename: offer.filename, size: offer.size ?? 1 };
  checkWanted({ ...claim, sha256: told ?? sha256("") });
  const stored =
    isStoreEnough && told !== undefined && offer.size !== undefined
      ? ports.store.get(told, offer.size)
      : undefined;
  const bytes = stored ?? (await arrived(claim, offer, ports, signal));
  const wanted: Wanted = { ...claim, size: bytes.length, sha256: sha256(bytes) };
  if (told !== undefined && told !== wanted.sha256)
    throw otherBytes({ ...claim, size: bytes.length, sha256: told }, bytes, shownAddress(offer.url));
  ports.store.put(wanted.sha256, bytes);
  const from = offer.from === "direct" ? "direct" : offer.from;
  return { wanted, bytes, origin: { from, url: shownAddress(offer.url) }, told: offer.told };
}

async function arrived(
  claim: Omit<Wanted, "sha256">,
  { url, place, size }: Offer,
  { http, files, progress }: FetchPorts,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (place === undefined && url.startsWith("file:")) {
    const path = fileURLToPath(url);
    const bytes = readLocal({ ...claim, size: size ?? FILE_LIMIT, sha256: sha256("") }, path, files);
    if (bytes === undefined) throw new Fault("TW-FETCH-ABSENT", `${path} is not there`);
    return bytes;
  }
  const link = { url, signal, ...(place === undefined ? {} : { from: place }) };
  progress.begin(`fetch ${claim.filename}`, size);
  try {
    const onBytes = (count: number): void => progress.advance(count);
    const answer =
      size === undefined
        ? await http.unsized({ ...link, limit: FILE_LIMIT, onBytes })
        : await http.file({ ...link, size, onBytes });
    return answer.bytes;
  } finally {
    progress.end();
  }
}

/** The METADATA that the index offers beside the file (PEP 658), or undefined when it does not answer with one. Unverified. */
export function fetchSidecar(
  offer: Offer,
  ports: FetchPorts,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const url = new URL(offer.url);
  url.pathname += ".metadata";
  return document(url.href, offer, ports, signal);
}

/** The provenance document of the file (PEP 740), or undefined when its address answers with none. Unverified. */
export function fetchProvenance(
  offer: Offer,
  ports: FetchPorts,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  return offer.provenance === undefined
    ? Promise.resolve(undefined)
    : document(offer.provenance, offer, ports, signal);
}

/** What a server says no to is not there; a server that cannot be asked is another matter, and thrown. */
async function document(
  url: string,
  { place }: Offer,
  { http }: FetchPorts,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    const from = place === undefined ? {} : { from: place };
    return (await http.unsized({ url, limit: DOCUMENT_LIMIT, signal, ...from })).bytes;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === "TW-HTTP-NOT-FOUND" || code === "TW-HTTP-DENIED" || code === "TW-HTTP-STATUS")
      return undefined;
    throw thrown;
  }
}
