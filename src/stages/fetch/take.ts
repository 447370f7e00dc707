/** Bytes of files whose digest or size nobody told: taken whole and measured. */
import { fileURLToPath } from "node:url";
import { sha256 } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Artifact, Origin } from "../../model/artifact.ts";
import type { Need, Offer } from "../../model/need.ts";
import { mayMean } from "./candidates.ts";
import { checkWanted, plainText, shownAddress } from "./check.ts";
import type { Choice, NeedPorts } from "./choice.ts";

/** Largest file taken when nobody told its size, in bytes. */
const UNSIZED_LIMIT = 2 ** 31;

/** Takes the bytes of something whose digest or size nobody told. */
export async function taken(
  need: Need,
  version: string,
  offer: Offer,
  ports: NeedPorts,
  signal: AbortSignal,
): Promise<Choice & { readonly artifact: Artifact }> {
  const { filename, url, place, told, from } = offer;
  if (isLocal(offer))
    return { need, artifact: local(need, version, filename, fileURLToPath(url), from, ports) };
  ports.progress.detail(`${shownAddress(url)}: its size is not known, so it is taken whole`);
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
export function local(
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
  try {
    return ports.files.read(ports.files.realPath(path), UNSIZED_LIMIT);
  } catch (error) {
    if (codeOf(error) !== "TW-DISK-MISSING") throw error;
    throw new Fault(
      "TW-FETCH-ABSENT",
      `${plainText(filename)} is not there, or is a link that leads nowhere`,
      {
        cause: error,
      },
    );
  }
}

/** Of several local files the pinned one is found by hashing them; the file is read again when it is taken. */
export function withLocalDigest(need: Need, offer: Offer, ports: NeedPorts): Offer {
  if (need.pin.hashes.length === 0 || !isLocal(offer) || !mayMean(need, offer)) return offer;
  try {
    const bytes = readWhole(fileURLToPath(offer.url), offer.filename, ports);
    return { ...offer, told: new Map([["sha256", sha256(bytes)]]), size: bytes.length };
  } catch (error) {
    // It counts only when it is the one that is chosen; then it is read again.
    if (error instanceof Fault) return offer;
    throw error;
  }
}

/** True for a file on this disk that a folder or a page on this disk named. */
export function isLocal(offer: Offer): boolean {
  return offer.place === undefined && offer.url.startsWith("file:");
}
