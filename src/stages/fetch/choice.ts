/** What needs come to. Types, and what they are asked. Pure. */
import type { Artifact, Wanted } from "../../model/artifact.ts";
import type { Need, Offer } from "../../model/need.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FetchPorts } from "./fetch-ports.ts";

/** A need and the file that was found for it. */
export interface Met {
  readonly need: Need;
  readonly artifact: Artifact;
  /** The reason when its publisher yanked it (PEP 592), empty when none was given. */
  readonly yanked?: string;
}

/** What a need came to before its bytes are here. */
export interface Choice {
  readonly need: Need;
  /** Known when somebody told digest and size. */
  readonly wanted?: Wanted;
  readonly offer?: Offer;
  /** Known when the bytes had to be taken to know what they are. */
  readonly artifact?: Artifact;
  /** As in `Met`. */
  readonly yanked?: string;
  /** Everything that was offered, for the memory. */
  readonly offers?: readonly Offer[];
}

/** What meeting needs asks of the world. */
export interface NeedPorts extends FetchPorts {
  readonly clock: Pick<Clock, "now">;
}

/** A digest that only the bytes themselves can meet is to be met. */
export function needsBytes({ pin: { hashes, every } }: Need): boolean {
  const others = hashes.filter(({ algorithm }) => algorithm !== "sha256");
  return others.length > 0 && (every === true || others.length === hashes.length);
}
