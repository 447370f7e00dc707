/** From an accepted artifact to its wheel, and what is kept so that the next installation need not read it strictly again. */
import { recordDigest } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Accepted } from "../../model/accepted.ts";
import type { Artifact, Sealed } from "../../model/artifact.ts";
import type { Store, Unpacking } from "../../ports/store.ts";
import type { RecordHash } from "../../standards/pep427-wheel/record.ts";
import { describeWheel, type Lender, wheelOf } from "../../standards/pep427-wheel/sealed-index.ts";
import type { Unpacked } from "../../standards/pep427-wheel/wheel.ts";
import type { AcceptedWheel, PlannedDistribution } from "./plan.ts";

/**
 * Reads `accepted`: strictly from its bytes, or from what was sealed when that was done before; each file is proved as it is read either
 * way. `keeper` takes what is unpacked. Throws Fault TW-WHEEL-..., TW-RECORD-..., TW-METADATA-..., TW-ZIP-..., TW-PATH-...; reading a file
 * of a sealed wheel that was altered throws TW-STORE-DAMAGED once it is forgotten, so that a second try reads strictly.
 */
export async function readAccepted(accepted: Accepted<Artifact>, keeper?: Keeper): Promise<AcceptedWheel> {
  const { filename } = accepted.wanted;
  if (accepted.sealed !== undefined)
    return { accepted, wheel: wheelOf(accepted.sealed.index, proving(accepted.sealed)) };
  // Most wheels were sealed before; the strict readers are loaded for the others.
  const { readWheel } = await import("../../standards/pep427-wheel/wheel.ts");
  return { accepted, wheel: readWheel(accepted.bytes, filename, keeper?.unpackedOf(accepted)) };
}

/** Reads unpacked files of a sealed wheel; each is hashed. */
function proving(sealed: Sealed): Lender {
  return ({ path, size, hash }, at) => {
    const bytes = sealed.unpacked(at, size);
    if (bytes !== undefined && hash !== undefined && recordDigest(hash.algorithm, bytes) === hash.digest)
      return bytes;
    sealed.forget();
    throw new Fault(
      "TW-STORE-DAMAGED",
      `${shownPath(path)} in the store is not what was unpacked of ${sealed.index.filename}`,
    );
  };
}

/** What one wheel unpacked to so far. */
interface Kept {
  readonly unpacking: Unpacking;
  readonly size: number;
  readonly offsets: Map<string, number>;
  readonly hashes: Map<string, RecordHash>;
}

/** Keeps in `store` what wheels unpack to while they are installed: nothing is unpacked twice, nothing is held in memory. */
export class Keeper {
  private readonly store: Store;
  private readonly kept = new Map<string, Kept>();

  constructor(store: Store) {
    this.store = store;
  }

  /** Takes the files of `accepted` as they are unpacked. */
  unpackedOf({ wanted }: Accepted<Artifact>): Unpacked | undefined {
    const unpacking = this.store.unpacking(wanted.sha256);
    if (unpacking === undefined) return undefined;
    const kept: Kept = { unpacking, size: wanted.size, offsets: new Map(), hashes: new Map() };
    this.kept.set(wanted.sha256, kept);
    return (path, bytes) => {
      if (kept.offsets.has(path)) return;
      kept.offsets.set(path, unpacking.append(bytes));
      // RECORD need not list its own deprecated signatures.
      if (path.endsWith(".jws") || path.endsWith(".p7s"))
        kept.hashes.set(path, { algorithm: "sha256", digest: recordDigest("sha256", bytes) });
    };
  }

  /** Seals what was installed; what was unpacked of other wheels is dropped. */
  keep(added: readonly PlannedDistribution[]): void {
    for (const { wheel, filename, sha256 } of added) {
      const kept = this.kept.get(sha256);
      if (kept === undefined) continue;
      const text = describeWheel(wheel, { filename, size: kept.size }, kept.offsets, kept.hashes);
      if (text !== undefined) kept.unpacking.seal(text);
      this.kept.delete(sha256);
    }
    this.drop();
  }

  /** Forgets what was not sealed. */
  drop(): void {
    for (const { unpacking } of this.kept.values()) unpacking.drop();
    this.kept.clear();
  }
}
