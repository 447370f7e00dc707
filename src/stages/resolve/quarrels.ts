/**
 * Packages that keep getting into conflict. Pure. Deciding the one that suffers first, and the one that it suffers from after it, saves going through all
 * releases of the one for the sake of a first choice of the other.
 */

/** After so many conflicts the order is changed. */
const PATIENCE = 5;

/** Counts conflicts. */
export class Quarrels {
  private readonly suffered = new Map<string, number>();
  private readonly caused = new Map<string, number>();

  /** Notes that `sufferer` could not be decided because of `causes`; the packages whose place in the order is another from now on. */
  note(sufferer: string, causes: readonly string[]): readonly string[] {
    const moved = [
      ...(count(this.suffered, sufferer) === PATIENCE ? [sufferer] : []),
      ...causes.filter((cause) => count(this.caused, cause) === PATIENCE),
    ];
    return moved;
  }

  /** `early` goes before others, `late` after those; undefined for a package like most. */
  place(name: string): "early" | "late" | undefined {
    if ((this.suffered.get(name) ?? 0) >= PATIENCE) return "early";
    return (this.caused.get(name) ?? 0) >= PATIENCE ? "late" : undefined;
  }
}

function count(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1;
  counts.set(name, next);
  return next;
}
