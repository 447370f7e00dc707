/** The file system, for real: the `Files` port over `node:fs`. */

import { dirname } from "node:path";
import { recordDigest } from "../../base/digest.ts";
import { type Code, Fault } from "../../base/fault.ts";
import { sortedByCodePoint } from "../../base/order.ts";
import type { Content, DirectoryEntry, FileStatus, Files } from "../../ports/files.ts";
import { fs } from "../node-fs.ts";

const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = fs.constants.O_NONBLOCK ?? 0;
const CREATE = fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | O_NOFOLLOW;

/** The one implementation of `Files` that touches a disk. */
export const diskFiles: Files = {
  status: (path) => attempt("look at", path, () => statusOf(path)),
  list: (path) => attempt("list", path, () => listOf(path)),
  read: (path, limit) => attempt("read", path, () => readWhole(path, limit)),
  holds: (path, expected) => attempt("read", path, () => holdsContent(path, expected)),
  create: (path, bytes, mode) => attempt("write", path, () => createFile(path, bytes, mode)),
  makeDirectory: (path, mode = 0o755) => attempt("make the directory", path, () => makeOne(path, mode)),
  makeDirectories: (path) => attempt("make the directory", path, () => makeDirectories(path)),
  makeLink: (target, path) => attempt("make the link", path, () => fs.symlinkSync(target, path)),
  readLink: (path) => attempt("read the link", path, () => fs.readlinkSync(path)),
  realPath: (path) => attempt("find", path, () => fs.realpathSync.native(path)),
  rename: (from, to) => attempt("move to", to, () => fs.renameSync(from, to)),
  remove: (path) => attempt("remove", path, () => ignoreMissing(() => fs.unlinkSync(path))),
  removeDirectory: (path) => attempt("remove the directory", path, () => fs.rmdirSync(path)),
  removeTree: (path) =>
    attempt("remove the tree", path, () => fs.rmSync(path, { recursive: true, force: true })),
  sync: (path) => attempt("flush", path, () => syncPath(path)),
  syncTree: (path) => attempt("flush", path, () => syncTree(path)),
};

function statusOf(path: string): FileStatus | undefined {
  try {
    const found = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return {
      kind: kindOf(found),
      size: Number(found.size),
      mode: Number(found.mode) & 0o7777,
      modified: found.mtimeNs,
      inode: found.ino,
      device: found.dev,
    };
  } catch (error) {
    if (systemCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

function kindOf(found: {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}): FileStatus["kind"] {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "directory";
  return found.isSymbolicLink() ? "link" : "other";
}

function listOf(path: string): readonly DirectoryEntry[] {
  const entries = fs.readdirSync(path, { withFileTypes: true });
  return sortedByCodePoint(
    entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
    (entry) => entry.name,
  );
}

/** One open, so that what is checked is what is read. */
function readWhole(path: string, limit: number): Uint8Array {
  const handle = fs.openSync(path, fs.constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = fs.fstatSync(handle);
    if (!found.isFile()) throw new Fault("TW-DISK-NOT-A-FILE", `${path} is not a regular file`);
    if (found.size > limit) throw tooLarge(path, limit);
    const buffer = Buffer.allocUnsafeSlow(found.size);
    let at = 0;
    while (at < buffer.length) {
      const count = fs.readSync(handle, buffer, at, buffer.length - at, at);
      if (count === 0) break;
      at += count;
    }
    return buffer.subarray(0, at);
  } finally {
    fs.closeSync(handle);
  }
}

/** Serves every `holds`: a thousand small files are compared without a thousand allocations. */
let scratch = Buffer.allocUnsafeSlow(0);

function holdsContent(path: string, expected: Content): boolean {
  let handle: number;
  try {
    handle = fs.openSync(path, fs.constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" || code === "EISDIR") return false;
    throw error;
  }
  try {
    const found = fs.fstatSync(handle);
    const mode = found.mode & 0o7777;
    // Windows knows no modes: it reports every file as 0o666 or 0o444.
    const sameMode = process.platform === "win32" || mode === expected.mode;
    if (!found.isFile() || found.size !== expected.size || !sameMode) return false;
    if (scratch.length <= expected.size) scratch = Buffer.allocUnsafeSlow(2 * expected.size + 65_536);
    // One byte more than expected is asked for: a file that grew in between is not the same.
    let at = 0;
    for (;;) {
      const count = fs.readSync(handle, scratch, at, expected.size + 1 - at, null);
      at += count;
      // A regular file gives less than was asked for only at its end.
      if (at >= expected.size || count === 0) break;
    }
    return (
      at === expected.size && recordDigest(expected.algorithm, scratch.subarray(0, at)) === expected.digest
    );
  } finally {
    fs.closeSync(handle);
  }
}

function createFile(path: string, bytes: Uint8Array, mode: number): void {
  const handle = fs.openSync(path, CREATE, mode);
  try {
    let at = 0;
    while (at < bytes.length) at += fs.writeSync(handle, bytes, at, bytes.length - at);
    if ((mode & ~currentUmask()) !== mode) fs.fchmodSync(handle, mode);
  } finally {
    fs.closeSync(handle);
  }
}

let umask: number | undefined;
function currentUmask(): number {
  umask ??= process.umask();
  return umask;
}

/** With exactly `mode`, whatever the umask: the same lock gives the same tree. */
function makeOne(path: string, mode: number): void {
  fs.mkdirSync(path, mode);
  if ((mode & ~currentUmask()) !== mode) fs.chmodSync(path, mode);
}

/** Step by step: Node's own recursion reports a read-only disk as a missing directory. */
function makeDirectories(path: string): void {
  try {
    makeOne(path, 0o755);
  } catch (error) {
    const code = systemCode(error);
    const above = dirname(path);
    if (code === "ENOENT" && above !== path) {
      makeDirectories(above);
      makeDirectories(path);
    } else if (!fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function syncPath(path: string): void {
  const handle = fs.openSync(path, fs.constants.O_RDONLY | O_NOFOLLOW);
  try {
    fs.fsyncSync(handle);
  } catch (error) {
    // Some file systems cannot flush a directory; the files in it were flushed one by one.
    if (systemCode(error) !== "EINVAL" && systemCode(error) !== "EPERM") throw error;
  } finally {
    fs.closeSync(handle);
  }
}

/** Where coreutils or busybox put `sync`; a fixed place, so that PATH has no say. */
const SYNC_PROGRAMS = ["/usr/bin/sync", "/bin/sync"];

/** `statfs` type of a file system in memory: nothing on it outlives the power, so nothing needs to be flushed. */
const TMPFS = 0x01021994;

/** One `syncfs` costs about 30 ms for a thousand files, a thousand `fsync` ten times that; Node offers only the second. */
function syncTree(path: string): void {
  if (fs.statfsSync(path).type === TMPFS) return;
  const program =
    process.platform === "linux" ? SYNC_PROGRAMS.find((each) => fs.existsSync(each)) : undefined;
  if (program !== undefined) {
    const { spawnSync } = process.getBuiltinModule("node:child_process");
    if (spawnSync(program, ["-f", path], { stdio: "ignore", env: {} }).status === 0) return;
  }
  syncEach(path);
}

function syncEach(path: string): void {
  for (const entry of listOf(path)) {
    const inner = `${path}/${entry.name}`;
    if (entry.kind === "directory") syncEach(inner);
    else if (entry.kind === "file") syncPath(inner);
  }
  syncPath(path);
}

function ignoreMissing(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

function tooLarge(path: string, limit: number): Fault {
  return new Fault("TW-DISK-TOO-LARGE", `${path} is larger than the ${limit} bytes it may have`);
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

const CODES: Readonly<Record<string, readonly [Code, string]>> = {
  ENOENT: ["TW-DISK-MISSING", "it is not there"],
  ENOTDIR: ["TW-DISK-MISSING", "a part of its path is no directory"],
  EEXIST: ["TW-DISK-EXISTS", "something is there already"],
  ENOTEMPTY: ["TW-DISK-NOT-EMPTY", "the directory is not empty"],
  ENOSPC: ["TW-DISK-FULL", "the disk is full"],
  EDQUOT: ["TW-DISK-FULL", "the quota is used up"],
  EROFS: ["TW-DISK-READ-ONLY", "the file system is read-only"],
  EACCES: ["TW-DISK-DENIED", "permission denied"],
  EPERM: ["TW-DISK-DENIED", "operation not permitted"],
  ELOOP: ["TW-DISK-NOT-A-FILE", "it is a symbolic link"],
  EISDIR: ["TW-DISK-NOT-A-FILE", "it is a directory"],
};

function attempt<T>(doing: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Fault) throw error;
    const [code, why] = CODES[systemCode(error) ?? ""] ?? ["TW-DISK-FAILED", "the system refused"];
    throw new Fault(code, `cannot ${doing} ${path}: ${why}`, { cause: error });
  }
}
