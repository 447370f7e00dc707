/** Everything that can be had now about a wheel that a new manifest names, and what could not be had. */
import { type Code, Fault } from "../base/fault.ts";
import type { Offer } from "../model/need.ts";
import type { PinEvidence } from "../model/repin.ts";
import { contradictions } from "../stages/repin/claims.ts";
import { readPublishers } from "../stages/repin/provenance.ts";
import type { Asking, Proved } from "./manifest-asking.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Asks for what lies beside the wheel too. Throws TW-MANIFEST-SIDECAR, TW-MANIFEST-REQUIRES-PYTHON when the index contradicts the wheel. */
export async function evidenceOf(proved: Proved, asking: Asking, now: number): Promise<PinEvidence> {
  const { offer, accepted, wheel } = proved;
  const sidecar = offer.coreMetadata === undefined ? undefined : await asking.sidecar(offer);
  refuseContradictions(proved, sidecar);
  const provenance = await provenanceOf(offer, asking);
  const publishers = typeof provenance === "object" ? readPublishers(provenance) : undefined;
  const { verdict, wanted } = accepted;
  const uploaded = offer.uploadTime === undefined ? undefined : Date.parse(offer.uploadTime);
  return {
    name: wanted.name,
    version: wanted.version,
    filename: wanted.filename,
    sha256: wanted.sha256,
    index: offer.index ?? "",
    uploaded: offer.uploadTime,
    days: uploaded === undefined ? undefined : Math.floor((now - uploaded) / DAY),
    status: offer.status ?? "active",
    publishers: publishers ?? [],
    level: verdict.level,
    because: verdict.by.detail,
    couldLie: verdict.minCompromise,
    absent: absences({ proved, sidecar, provenance, publishers, pythons: wheel.metadata.requiresPython }),
  };
}

/** The document, or the code of the reason why it cannot be had: it may lie with another party than the index, and proves nothing yet. */
async function provenanceOf(offer: Offer, asking: Asking): Promise<Uint8Array | Code | undefined> {
  try {
    return await asking.provenance(offer);
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown.code;
    throw thrown;
  }
}

/** Throws the first contradiction between page and wheel. */
export function refuseContradictions({ offer, wheel, metadata }: Proved, sidecar?: Uint8Array): void {
  const own = { metadata, requiresPython: wheel.metadata.requiresPython };
  const [first] = contradictions(offer, own, sidecar);
  if (first !== undefined) throw new Fault(first.code, first.because);
}

interface Had {
  readonly proved: Proved;
  readonly sidecar: Uint8Array | undefined;
  readonly provenance: Uint8Array | Code | undefined;
  readonly publishers: readonly string[] | undefined;
  readonly pythons: string | undefined;
}

function absences({ proved, sidecar, provenance, publishers, pythons }: Had): readonly string[] {
  const { offer, accepted } = proved;
  const missing: readonly (readonly [boolean, string])[] = [
    [offer.size === undefined, "the index tells no size"],
    [offer.uploadTime === undefined, "the index tells no upload time"],
    [offer.requiresPython === undefined && pythons !== undefined, "the index tells no Requires-Python"],
    [offer.coreMetadata === undefined, "the index offers no METADATA beside it"],
    [
      offer.coreMetadata !== undefined && sidecar === undefined,
      "METADATA beside it is announced and not there",
    ],
    [offer.provenance === undefined, "the index names no provenance (PEP 740)"],
    [offer.provenance !== undefined && provenance === undefined, "its provenance is announced and not there"],
    [typeof provenance === "string", `its provenance could not be had (${provenance})`],
    [typeof provenance === "object" && publishers === undefined, "its provenance cannot be read"],
    [publishers !== undefined, "nobody verified its attestations: the publisher is the index's word"],
    [
      !accepted.verdict.findings.some(({ kind, outcome }) => kind === "manifest" && outcome === "proves"),
      "no manifest named it before",
    ],
  ];
  return missing.flatMap(([isMissing, words]) => (isMissing ? [words] : []));
}
