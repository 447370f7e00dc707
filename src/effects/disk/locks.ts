/**
 * The `Locks` port: a lock is a file made with O_EXCL that names its holder. A holder that was killed leaves the file; whoever
 * comes next proves from the file that no such process runs any more, and takes it over. What cannot be proved is waited for.
 */

import { hostname } from "node:os";
import { codeOf, Fault } from "../../base/fault.ts";
import { isObject, parseStrictJson } from "../../base/strict-json.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Lock, Locks } from "../../ports/locks.ts";
import { fs } from "../node-fs.ts";
import { systemRandom } from "../random.ts";
import { diskFiles } from "./files.ts";

const POLL = 50;
const LARGEST = 4096;
/** A take-over lasts some microseconds; one that is this old died in the middle. Milliseconds. */
const TAKEOVER_AGE = 5000;

/** Locks for this process. */
export function diskLocks(clock: Clock): Locks {
  return { acquire: (path, patience, waiting) => acquire(clock, path, patience, waiting) };
}

async function acquire(
  clock: Clock,
  path: string,
  patience: number,
  waiting: (holder: string) => void,
): Promise<Lock> {
  const own = JSON.stringify({ ...identity(), token: systemRandom.token() });
  const deadline = clock.now() + patience;
  let told = false;
  for (;;) {
    if (take(path, own)) return { release: () => release(path, own) };
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isDead(holder)) {
      if (takeOver(clock, path, holder)) continue;
    } else if (!told) {
      told = true;
      waiting(describe(holder));
    }
    if (clock.now() > deadline) {
      throw new Fault("TW-LOCK-HELD", `${describe(holder)} holds ${path}`, {
        hint: `Wait for it to end. If you are sure that nothing runs, remove ${path}.`,
      });
    }
    await clock.wait(POLL);
  }
}

/** The file appears with its content: it is written aside and linked into place. */
function take(path: string, own: string): boolean {
  const aside = `${path}.${systemRandom.token()}`;
  try {
    diskFiles.create(aside, Buffer.from(own), 0o644);
    try {
      fs.linkSync(aside, path);
      return true;
    } catch (error) {
      if (systemCode(error) === "EEXIST") return false;
      return takeWithoutLinks(path, own, error);
    }
  } finally {
    diskFiles.remove(aside);
  }
}

/** File systems without hard links get the plain exclusive creation. */
function takeWithoutLinks(path: string, own: string, cause: unknown): boolean {
  if (systemCode(cause) === "ENOENT")
    throw new Fault("TW-DISK-MISSING", `cannot lock ${path}: its directory is gone`, { cause });
  try {
    diskFiles.create(path, Buffer.from(own), 0o644);
    return true;
  } catch (error) {
    if (codeOf(error) === "TW-DISK-EXISTS") return false;
    throw error;
  }
}

function release(path: string, own: string): void {
  if (readHolder(path) === own) diskFiles.remove(path);
}

/** Who the file names, as its text; undefined when it is gone. */
function readHolder(path: string): string | undefined {
  try {
    return Buffer.from(diskFiles.read(path, LARGEST)).toString("utf8");
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING") return undefined;
    throw error;
  }
}

/** Removes the file of a dead holder, one process at a time; true when the next try is worth it. */
function takeOver(clock: Clock, path: string, dead: string): boolean {
  const guard = `${path}.takeover`;
  try {
    diskFiles.makeDirectory(guard);
  } catch (error) {
    if (codeOf(error) !== "TW-DISK-EXISTS") throw error;
    const status = diskFiles.status(guard);
    if (status !== undefined && clock.now() - Number(status.modified / 1_000_000n) > TAKEOVER_AGE)
      diskFiles.removeTree(guard);
    return false;
  }
  try {
    if (readHolder(path) === dead) diskFiles.remove(path);
    return true;
  } finally {
    diskFiles.removeTree(guard);
  }
}

interface Identity {
  readonly pid: number;
  readonly host: string;
  /** /etc/machine-id, which outlives a restart. */
  readonly machine: string;
  readonly boot: string;
  readonly namespace: string;
  readonly started: string;
}

/** What tells this process from every other that had or will have its number. */
function identity(): Identity {
  return {
    pid: process.pid,
    host: hostname(),
    machine: readProc("/etc/machine-id").trim(),
    boot: bootId(),
    namespace: pidNamespace(),
    started: startOf(process.pid),
  };
}

/** True only when it is proved that no such process runs: same machine, and the machine was started again or the number is free or another's. */
function isDead(holder: string): boolean {
  const other = parseIdentity(holder);
  if (other === undefined) return false;
  const own = identity();
  if (other.host !== own.host) return false;
  // Two machines may share a name and a disk: only one that is this very machine can have been started again.
  if (other.machine !== own.machine) return false;
  if (other.boot !== own.boot) return other.boot !== "" && own.boot !== "";
  if (other.namespace !== own.namespace) return false;
  if (!runs(other.pid)) return true;
  return other.started !== "" && startOf(other.pid) !== other.started;
}

function parseIdentity(text: string): Identity | undefined {
  try {
    const value = parseStrictJson(text);
    if (!isObject(value)) return undefined;
    const word = (key: string): string => {
      const found = value.get(key);
      return typeof found === "string" ? found : "";
    };
    const pid = value.get("pid");
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    return {
      pid,
      host: word("host"),
      machine: word("machine"),
      boot: word("boot"),
      namespace: word("namespace"),
      started: word("started"),
    };
  } catch {
    return undefined;
  }
}

function describe(holder: string): string {
  const other = parseIdentity(holder);
  return other === undefined ? "an unknown process" : `process ${other.pid} on ${other.host}`;
}

/** A zombie holds nothing: it was killed, and only its parent has not looked yet. */
function runs(pid: number): boolean {
  const state = fieldsOf(pid)[0];
  if (state === "Z" || state === "X") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== "ESRCH";
  }
}

function bootId(): string {
  return readProc("/proc/sys/kernel/random/boot_id").trim();
}

function pidNamespace(): string {
  try {
    return fs.readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Field 22 of /proc/PID/stat: the start time in clock ticks since boot. */
function startOf(pid: number): string {
  return fieldsOf(pid)[19] ?? "";
}

/** The fields of /proc/PID/stat from the third on, counted after the last `)`, since a program's name may hold anything. */
function fieldsOf(pid: number): readonly string[] {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function readProc(path: string): string {
  try {
    return fs.readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
