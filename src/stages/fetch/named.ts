/** Files that a lock or a person named themselves: at a path or an address, no page is asked. */
import { asSha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import type { Artifact } from "../../model/artifact.ts";
import type { Named, Need, Offer } from "../../model/need.ts";
import type { Sources } from "../../model/sources.ts";
import { parseWheelFilename } from "../../standards/pep427-wheel/filename.ts";
import { contains } from "../../standards/pep440-version/specifiers.ts";
import { shownNeed } from "./candidates.ts";
import { checkWanted, plainText } from "./check.ts";
import { type Choice, type NeedPorts, needsBytes } from "./choice.ts";
import { fromStore } from "./fetch.ts";
import { asWanted, recallSize, rememberSize } from "./memory.ts";
import { local, taken } from "./take.ts";

/** The file of `need`, or what must be fetched for it. Throws TW-FETCH-NOT-A-WHEEL, TW-FETCH-NAME, TW-FETCH-OFFLINE, TW-WHEEL-FILENAME and what `Http` and `Files` throw. */
export async function named(
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
  const sized = sizedOffer(need, offer);
  if (sized !== undefined) return { need, ...sized };
  const stored = storedOf(need, version, offer, ports);
  if (stored !== undefined) return { need, artifact: stored };
  if (sources.offline)
    throw new Fault("TW-FETCH-OFFLINE", `the network is off, and the store does not have ${filename}`);
  const choice = await taken(need, version, offer, ports, signal);
  const { sha256: digest, size } = choice.artifact.wanted;
  if (need.pin.hashes.some((hash) => hash.digest === digest)) rememberSize(digest, size, ports.store);
  return choice;
}

/** What is known of a file that a lock pins by digest and size. */
function sizedOffer(need: Need, offer: Offer): Pick<Choice, "wanted" | "offer"> | undefined {
  const pinned = need.pin.hashes.filter(({ algorithm }) => algorithm === "sha256");
  const [only] = pinned;
  if (only === undefined || pinned.length > 1 || need.pin.size === undefined) return undefined;
  const told = new Map([["sha256", only.digest]]);
  const { version } = parseWheelFilename(offer.filename);
  const wanted = asWanted(need, { version, offer: { ...offer, told, size: need.pin.size } });
  return wanted === undefined ? undefined : { wanted, offer };
}

/** A file that is pinned by digest alone and was measured before. */
function storedOf(need: Need, version: string, offer: Offer, { store }: NeedPorts): Artifact | undefined {
  for (const { algorithm, digest } of need.pin.hashes) {
    const pinned = algorithm === "sha256" ? asSha256(digest) : undefined;
    const size = pinned === undefined ? undefined : recallSize(pinned, store);
    if (pinned === undefined || size === undefined) continue;
    const wanted = { name: need.name, version, filename: offer.filename, size, sha256: pinned };
    checkWanted(wanted);
    const found = fromStore(wanted, store, offer, needsBytes(need));
    if (found !== undefined) return found;
  }
  return undefined;
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
  if (!contains(need.specifiers, wheel.version, true))
    throw new Fault(
      "TW-FETCH-NAME",
      `${plainText(filename)} is not of the version that ${need.pin.where} names: ${shownNeed(need)}`,
    );
  return wheel.version.text;
}
