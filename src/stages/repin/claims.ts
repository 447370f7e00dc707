/** What an index tells of a wheel against what the wheel says itself. Pure. Source: PEP 503 `requires-python`; PEP 658 and 714, metadata beside the file. */
import { sha256 } from "../../base/digest.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Offer } from "../../model/need.ts";
import { formatSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { readSpecifiers } from "./candidates.ts";

/** What METADATA of a wheel is and says. */
export interface Own {
  readonly metadata: Uint8Array;
  readonly requiresPython: string | undefined;
}

/** One contradiction. */
export interface Contradiction {
  readonly code: "TW-MANIFEST-SIDECAR" | "TW-MANIFEST-REQUIRES-PYTHON";
  /** A clause without a full stop. */
  readonly because: string;
}

/** What shows from the page alone, and from `sidecar` where it was fetched. */
export function contradictions(offer: Offer, own: Own, sidecar?: Uint8Array): readonly Contradiction[] {
  const { filename, requiresPython } = offer;
  const found: Contradiction[] = [];
  if (isOther(offer, own, sidecar)) {
    const because = `the METADATA that the index offers beside ${filename} is not the one inside it`;
    found.push({ code: "TW-MANIFEST-SIDECAR", because });
  }
  if (requiresPython !== undefined && !samePythons(requiresPython, own.requiresPython)) {
    const because = `the index says that ${filename} is for Python ${shown(requiresPython)}, its METADATA says ${shown(own.requiresPython)}`;
    found.push({ code: "TW-MANIFEST-REQUIRES-PYTHON", because });
  }
  return found;
}

function isOther({ coreMetadata }: Offer, { metadata }: Own, sidecar: Uint8Array | undefined): boolean {
  const told = coreMetadata === true ? undefined : coreMetadata?.get("sha256");
  const digest = sha256(metadata);
  return (told !== undefined && told !== digest) || (sidecar !== undefined && sha256(sidecar) !== digest);
}

/** True for the same clauses in any order; what cannot be read must be the same text. */
export function samePythons(a: string | undefined, b: string | undefined): boolean {
  const [x, y] = [a, b].map((text) => readSpecifiers(text ?? ""));
  return x === undefined || y === undefined ? a === b : formatSpecifiers(x) === formatSpecifiers(y);
}

function shown(requiresPython: string | undefined): string {
  return requiresPython === undefined || requiresPython === "" ? "any" : shownPath(requiresPython);
}
