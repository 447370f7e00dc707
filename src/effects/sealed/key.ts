/**
 * The key of this user's seals: 32 random bytes in the user's state directory, readable by nobody else. The store is hostile, and so is a
 * key that somebody else could have read or put there: then there is none, and everything is read strictly.
 */
import { dirname, join } from "node:path";
import { fs } from "../node-fs.ts";

/** Bytes. */
const LENGTH = 32;
const OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;
const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL } = fs.constants;
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;

/** Where the key lies. */
export interface KeyPlace {
  /** The directory of this user's own records, absolute. */
  readonly state: string;
  readonly home: string;
}

/** Absolute path of the key's file. */
export function keyPath({ state }: KeyPlace): string {
  return join(state, "seal-key");
}

/** The key at `path`; undefined when there is none that is only this user's. */
export function readKey(path: string): Buffer | undefined {
  try {
    if (!isOwn(fs.lstatSync(dirname(path)), WRITABLE_BY_OTHERS)) return undefined;
    const handle = fs.openSync(path, O_RDONLY | O_NOFOLLOW);
    try {
      const found = fs.fstatSync(handle);
      // A second name would be in a directory that nobody looked at.
      if (!found.isFile() || found.nlink !== 1 || found.size !== LENGTH || !isOwn(found, OTHERS))
        return undefined;
      const key = Buffer.alloc(LENGTH);
      return fs.readSync(handle, key, 0, LENGTH, 0) === LENGTH ? key : undefined;
    } finally {
      fs.closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

/** The key at `path`, made when nothing is there; undefined when that cannot be done. Of two processes that make one at once both get the same. */
export function makeKey(path: string): Buffer | undefined {
  const known = readKey(path);
  if (known !== undefined || !mayMake(path)) return known;
  const { randomBytes } = process.getBuiltinModule("node:crypto");
  const aside = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    makeDirectories(dirname(path));
    const handle = fs.openSync(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      fs.writeSync(handle, randomBytes(LENGTH));
    } finally {
      fs.closeSync(handle);
    }
    takePlace(aside, path);
  } catch {
    // No place for a key: every wheel is read strictly.
  }
  quietly(() => fs.unlinkSync(aside));
  return readKey(path);
}

/** Step by step: Node's own recursion does not end where the system denies that a directory can be made (/proc). */
function makeDirectories(path: string): void {
  if (fs.statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeDirectories(dirname(path));
  try {
    fs.mkdirSync(path, 0o700);
  } catch (error) {
    // Another process was faster.
    if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** What stands there and is no key of ours stays; a home that does not exist is not made. */
function mayMake(path: string): boolean {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** The key appears whole, and only where none is: whoever comes second finds the first one's. */
function takePlace(aside: string, path: string): void {
  quietly(() => fs.linkSync(aside, path));
}

/** This user's, and without the permissions in `denied`. Windows knows neither: what is in the user's own folder is the user's. */
function isOwn({ uid, mode }: { readonly uid: number; readonly mode: number }, denied: number): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & denied) === 0);
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // It is there already, or gone already.
  }
}
