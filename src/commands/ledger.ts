/** Lets an installation happen between two entries in the ledger: what it is to become, and that it did. */
import { recordDigest } from "../base/digest.ts";
import { codeOf, Fault } from "../base/fault.ts";
import type { Accepted } from "../model/accepted.ts";
import type { Artifact } from "../model/artifact.ts";
import type { AcceptedDistribution, Sites } from "../model/installed.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { Target } from "../model/target.ts";
import type { Files } from "../ports/files.ts";
import type { World } from "../ports/world.ts";
import type { InstalledDistribution } from "../stages/install/installed.ts";
import { join, parent, relative } from "../stages/install/paths.ts";
import type { PlannedDistribution } from "../stages/install/plan.ts";
import { type Ledger, sameLedger } from "../stages/ledger/document.ts";
import {
  abandon,
  changed,
  expect,
  type Kept,
  ledgerDirectory,
  ledgerLock,
  makeLedgerDirectory,
  readLedgers,
  settle,
  settledBy,
} from "../stages/ledger/ledger.ts";
import type { Arguments } from "./command.ts";
import { stateDirectory } from "./state-directory.ts";

/** What an installation is going to do to an environment. */
export interface Intended {
  readonly target: Target;
  /** What will be there afterwards, arriving now or in place already. */
  readonly planned: readonly PlannedDistribution[];
  /** The files they come from, with their verdicts; those that are not planned are left out. */
  readonly accepted: readonly Accepted<Artifact>[];
  /** True for a distribution that shall leave although nothing of its name arrives, as `install` is asked. */
  leaves?(installed: InstalledDistribution): boolean;
}

/** How long a second command waits for the first, in milliseconds. */
const PATIENCE = 300_000;

type Ports = Pick<World, "files" | "locks" | "progress" | "environment" | "platform" | "home" | "directory">;

/**
 * Does `act`, the one call that changes the environment, with the ledger told before and after. When nothing is new to the ledger and
 * `act` changes nothing, no lock is taken and nothing is written. A state directory that cannot be written ends nothing: it is said.
 */
export async function withLedger<Result extends { readonly changed: boolean }>(
  intended: Intended,
  given: Arguments,
  world: Ports,
  act: () => Promise<Result>,
): Promise<Result> {
  const state = stateDirectory(given, world);
  const sites = sitesOf(intended.target, world.files);
  const book = new Book(state, sites, intended, world);
  if (book.isUpToDate()) {
    const result = await act();
    return result.changed ? book.around(() => Promise.resolve(result)) : result;
  }
  return book.around(act);
}

/** The site directories of `target`, links resolved; what is missing yet is taken as it will be. */
export function sitesOf(target: Target, files: Files): Sites {
  const { purelib, platlib } = target.scheme;
  return { purelib: realPath(purelib, files), platlib: realPath(platlib, files) };
}

function realPath(path: string, files: Files): string {
  try {
    return files.realPath(path);
  } catch (error) {
    if (codeOf(error) !== "TW-DISK-MISSING" || path === "/") throw error;
    return join(realPath(parent(path), files), path.slice(path.lastIndexOf("/") + 1));
  }
}

/** Whether the RECORD of `distribution` is in place; with whatever mode, for that is `verify`'s affair. */
export function isRecordInPlace(distribution: AcceptedDistribution, sites: Sites, files: Files): boolean {
  try {
    const path = join(join(sites[distribution.site], distribution.info), "RECORD");
    const found = files.read(path, distribution.record.length);
    return recordDigest("sha256", found) === distribution.recordDigest;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** What was accepted into the environment that has these sites, by our own record. */
export function acceptedIn(
  sites: Sites,
  given: Arguments,
  world: World,
): readonly AcceptedDistribution[] | "absent" | "damaged" {
  const kept = readLedgers(ledgerDirectory(stateDirectory(given, world), sites), sites, world.files);
  if (kept.damaged) return "damaged";
  if (kept.next !== undefined)
    world.progress.notice(
      "an installation ended before our record of it did; what agrees with the environment counts",
    );
  return settledBy(kept, (each) => isRecordInPlace(each, sites, world.files))?.distributions ?? "absent";
}

/** The site directories of an interpreter's own scheme, links resolved. */
export function sitesOfInterpreter(interpreter: Interpreter, files: Files): Sites {
  const { purelib, platlib } = interpreter.scheme;
  return { purelib: realPath(purelib, files), platlib: realPath(platlib, files) };
}

class Book {
  private readonly directory: string;
  private readonly state: string;
  private readonly sites: Sites;
  private readonly intended: Intended;
  private readonly world: Ports;

  constructor(state: string, sites: Sites, intended: Intended, world: Ports) {
    this.state = state;
    this.sites = sites;
    this.intended = intended;
    this.world = world;
    this.directory = ledgerDirectory(state, sites);
  }

  /** True when the ledger says already what the environment is going to be, and nothing was interrupted. */
  isUpToDate(): boolean {
    const kept = this.quietly(() => readLedgers(this.directory, this.sites, this.world.files));
    if (kept === undefined || kept.next !== undefined || kept.damaged) return false;
    return sameLedger(kept.current, this.after(kept.current));
  }

  async around<Result extends { readonly changed: boolean }>(act: () => Promise<Result>): Promise<Result> {
    const { files, locks, progress } = this.world;
    const isWritable = this.quietly(() => {
      makeLedgerDirectory(this.state, this.directory, files);
      return true;
    });
    if (isWritable !== true) return act();
    const lock = await locks.acquire(ledgerLock(this.directory), PATIENCE, (holder) =>
      progress.notice(`waiting for ${holder}`),
    );
    try {
      return await this.withLock(act);
    } finally {
      lock.release();
    }
  }

  private async withLock<Result>(act: () => Promise<Result>): Promise<Result> {
    const { files } = this.world;
    const isExpected = this.quietly(() => {
      const base = this.base(readLedgers(this.directory, this.sites, files));
      expect(this.directory, this.after(base), files);
      return true;
    });
    try {
      const result = await act();
      if (isExpected === true) this.quietly(() => settle(this.directory, files));
      return result;
    } catch (error) {
      // An installation that failed was taken back, or will be by the next command: then both entries stay, and either may be right.
      if (error instanceof Fault && files.status(this.intended.target.workspace) === undefined)
        this.quietly(() => this.lookAndSettle());
      throw error;
    }
  }

  private lookAndSettle(): void {
    const { files } = this.world;
    const kept = readLedgers(this.directory, this.sites, files);
    if (kept.next === undefined) return;
    if (settledBy(kept, (each) => this.holds(each)) === kept.next) settle(this.directory, files);
    else abandon(this.directory, files);
  }

  /** What the ledger says of the environment now; what somebody else removed since is dropped, aloud. */
  private base(kept: Kept): Ledger | undefined {
    const { progress, files } = this.world;
    if (kept.damaged) progress.notice(`the record in ${this.directory} is damaged and begins anew`);
    const ledger = settledBy(kept, (each) => this.holds(each));
    if (ledger === undefined || files.status(this.intended.target.workspace) !== undefined) return ledger;
    const known = new Set(this.intended.planned.map((each) => each.name));
    const there = ledger.distributions.filter((each) => {
      const isThere =
        known.has(each.name) || this.leaves(each) || files.status(this.infoOf(each)) !== undefined;
      if (!isThere)
        progress.notice(`${each.name} ${each.version}, accepted earlier, was removed by something else`);
      return isThere;
    });
    return { ...ledger, distributions: there };
  }

  private after(base: Ledger | undefined): Ledger {
    const verdicts = new Map(this.intended.accepted.map((each) => [each.wanted.sha256, each.verdict]));
    const arriving = this.intended.planned.flatMap((each) => {
      const verdict = verdicts.get(each.sha256);
      return verdict === undefined ? [] : [entryOf(each, verdict, this.intended.target)];
    });
    // What is planned without a verdict has no entry, nor an old one.
    const leaving = [
      ...this.intended.planned.map((each) => each.name),
      ...(base?.distributions ?? []).filter((each) => this.leaves(each)).map((each) => each.name),
    ];
    return changed(base, { sites: this.sites, arriving, leaving });
  }

  private leaves(distribution: AcceptedDistribution): boolean {
    const { name, version } = distribution;
    return this.intended.leaves?.({ name, version, distInfo: this.infoOf(distribution) }) ?? false;
  }

  private infoOf(distribution: AcceptedDistribution): string {
    return join(this.sites[distribution.site], distribution.info);
  }

  private holds(distribution: AcceptedDistribution): boolean {
    return isRecordInPlace(distribution, this.sites, this.world.files);
  }

  /** What `action` returns, or undefined, and a line that says why, when the state directory does not allow it. */
  private quietly<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.world.progress.notice(
        `what was accepted is not recorded: ${error.message}; \`verify --installed\` will have RECORD alone`,
      );
      return undefined;
    }
  }
}

function entryOf(
  planned: PlannedDistribution,
  verdict: Accepted<Artifact>["verdict"],
  target: Target,
): AcceptedDistribution {
  const { name, version, filename, sha256, record, distInfo, files } = planned;
  const site = parent(distInfo);
  return {
    name,
    version,
    filename,
    sha256,
    level: verdict.level,
    by: verdict.by.detail,
    // The two are one directory in most environments, which goes by the first name then.
    site: site === target.scheme.purelib ? "purelib" : "platlib",
    info: distInfo.slice(site.length + 1),
    record: record.read(),
    recordDigest: record.hash.digest,
    executable: files.filter((file) => file.mode === 0o755).map((file) => relative(site, file.path)),
  };
}
