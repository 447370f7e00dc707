/**
 * Keeps, outside every environment, the record of what was accepted into it. `verify --installed` compares with it, because whoever
 * changes a file in an environment can change RECORD beside it too.
 *
 *     STATE/ledger/<digest of the site directories>/current    what the environment holds
 *     STATE/ledger/<...>/next                                  what it will hold when the transaction under way is done
 *     STATE/ledger/<...>/lock
 *
 * expect (next is written and flushed) → the environment changes → settle (next becomes current). A kill in between leaves both: the
 * environment is then one of the two, whole, and `settledBy` tells which. Neither a false alarm nor a state that nobody accepted.
 */
import { sha256 } from "../../base/digest.ts";
import { codeOf } from "../../base/fault.ts";
import type { AcceptedDistribution, Sites } from "../../model/installed.ts";
import type { Files } from "../../ports/files.ts";
import { formatLedger, type Ledger, parseLedger, sameDistribution } from "./document.ts";

/** Largest ledger read, in bytes: a thousand distributions take about 10 MB. */
const LEDGER_LIMIT = 2 ** 29;

/** What is on disk. `damaged` is true when a document was there and was not what this program wrote for this environment. */
export interface Kept {
  readonly current: Ledger | undefined;
  readonly next: Ledger | undefined;
  readonly damaged: boolean;
}

/** The directory with the record of the environment that has these sites. */
export function ledgerDirectory(state: string, sites: Sites): string {
  return `${state}/ledger/${sha256(`${sites.purelib}\0${sites.platlib}`)}`;
}

/** The file that a process holds while it changes the record and its environment. */
export function ledgerLock(directory: string): string {
  return `${directory}/lock`;
}

/** Reads both documents. Throws Fault TW-DISK-... only when they are there and cannot be read. */
export function readLedgers(directory: string, sites: Sites, files: Files): Kept {
  const current = readOne(`${directory}/current`, sites, files);
  const next = readOne(`${directory}/next`, sites, files);
  return {
    current: current === "damaged" ? undefined : current,
    next: next === "damaged" ? undefined : next,
    damaged: current === "damaged" || next === "damaged",
  };
}

function readOne(path: string, sites: Sites, files: Files): Ledger | undefined | "damaged" {
  let bytes: Uint8Array;
  try {
    bytes = files.read(path, LEDGER_LIMIT);
  } catch (error) {
    const code = codeOf(error);
    if (code === "TW-DISK-MISSING") return undefined;
    if (code === "TW-DISK-NOT-A-FILE" || code === "TW-DISK-TOO-LARGE") return "damaged";
    throw error;
  }
  const ledger = parseLedger(bytes);
  const same = ledger?.sites.purelib === sites.purelib && ledger.sites.platlib === sites.platlib;
  return ledger !== undefined && same ? ledger : "damaged";
}

/** Makes the directory; readable by its owner alone, as a state directory is by the XDG specification. */
export function makeLedgerDirectory(state: string, directory: string, files: Files): void {
  if (files.status(state) === undefined) {
    const above = state.slice(0, Math.max(1, state.lastIndexOf("/")));
    files.makeDirectories(above);
    makeOne(state, files);
  }
  files.makeDirectories(directory);
}

function makeOne(path: string, files: Files): void {
  try {
    files.makeDirectory(path, 0o700);
  } catch (error) {
    if (codeOf(error) !== "TW-DISK-EXISTS") throw error;
  }
}

/** Before the environment changes: what it is going to be, flushed. Wants the lock. */
export function expect(directory: string, ledger: Ledger, files: Files): void {
  const aside = `${directory}/next.tmp`;
  files.remove(aside);
  files.create(aside, formatLedger(ledger), 0o600);
  files.sync(aside);
  files.rename(aside, `${directory}/next`);
  files.sync(directory);
}

/** After it changed: what was expected is so. Wants the lock. */
export function settle(directory: string, files: Files): void {
  files.rename(`${directory}/next`, `${directory}/current`);
}

/** After nothing changed: what was expected will not be. Wants the lock. */
export function abandon(directory: string, files: Files): void {
  files.remove(`${directory}/next`);
}

/**
 * The document that the environment agrees with. Of two, it is the next one only when each distribution in which they differ is there
 * as the next one says, and none that it drops: a transaction is all or nothing. `holds` tells whether that RECORD is in its place.
 */
export function settledBy(
  kept: Kept,
  holds: (distribution: AcceptedDistribution) => boolean,
): Ledger | undefined {
  const { current, next } = kept;
  if (next === undefined) return current;
  const before = new Map(current?.distributions.map((each) => [each.name, each]));
  const after = new Map(next.distributions.map((each) => [each.name, each]));
  const arrived = next.distributions.filter((each) => !sameDistribution(each, before.get(each.name)));
  const left = [...before.values()].filter((each) => {
    const now = after.get(each.name);
    return now === undefined || now.recordDigest !== each.recordDigest;
  });
  return arrived.every(holds) && !left.some(holds) ? next : current;
}

/** Which distributions enter a record, and which leave it. */
export interface LedgerChange {
  readonly sites: Sites;
  readonly arriving: readonly AcceptedDistribution[];
  /** Normalised names. */
  readonly leaving: readonly string[];
}

/** The record after `change`. */
export function changed(before: Ledger | undefined, change: LedgerChange): Ledger {
  const gone = new Set([...change.leaving, ...change.arriving.map((each) => each.name)]);
  const kept = before?.distributions.filter((each) => !gone.has(each.name)) ?? [];
  return { sites: change.sites, distributions: [...kept, ...change.arriving] };
}
