/** Counts of a fault run, and the line that tells them: `scripts/test.ts` shows lines that start with `figures: ` whether or not all passed. */

/** What is counted; every count but `tried`, `repaired` and `between` shall stay 0. */
export interface Counts {
  /** Faults that were caused. */
  tried: number;
  /** Registered packages with a missing or wrong file, seen after the fault or after the same command was run again. */
  broken: number;
  /** Faults after which some package was registered in neither version until the next command ran: the journal holds it. */
  between: number;
  /** Packages that were still gone after the same command was run again. */
  lost: number;
  /** Faults after which the same command, run again, ended in exactly the tree of a run without a fault. */
  repaired: number;
  /** Files and directories that stayed and that a run without a fault does not leave. */
  rubbish: number;
}

/** Counts of nothing yet. */
export function newCounts(): Counts {
  return { tried: 0, broken: 0, between: 0, lost: 0, repaired: 0, rubbish: 0 };
}

/** Prints the line. */
export function tellFigures(title: string, counts: Readonly<Record<string, number>> | Counts): void {
  const told = Object.entries(counts).map(([name, value]) => `${name} ${value}`);
  console.log(`figures: ${title.padEnd(66)} ${told.join("  ")}`);
}
