/** The `Measurer` port: thousands of small files through one buffer, large ones in pieces. */
import { createHash } from "node:crypto";
import { recordDigest, type StrongAlgorithm } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import type { Measured, Measurer } from "../../ports/measure.ts";
import { fs } from "../node-fs.ts";

const OPEN = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);
/** Files below this size are hashed by one call, which costs half of what a hash object does. */
const PIECE = 1 << 20;

/** The one implementation that touches a disk. */
export const diskMeasurer: Measurer = {
  measure(path, algorithm) {
    try {
      return algorithm === undefined ? look(path) : hashed(path, algorithm);
    } catch (error) {
      throw faultOf(path, error);
    }
  },
  names(path) {
    try {
      return fs.readdirSync(path).sort();
    } catch (error) {
      const code = systemCode(error);
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw faultOf(path, error);
    }
  },
};

let scratch: Buffer | undefined;

function hashed(path: string, algorithm: StrongAlgorithm): Measured | undefined {
  let handle: number;
  try {
    handle = fs.openSync(path, OPEN);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    // A link, a directory or a socket: not opened, only named.
    if (code === "ELOOP" || code === "EISDIR" || code === "ENXIO") return look(path);
    throw error;
  }
  try {
    const found = fs.fstatSync(handle);
    if (!found.isFile()) return told(found, found.size, "");
    const { size, digest } = contentOf(handle, found.size, algorithm);
    return told(found, size, digest);
  } finally {
    fs.closeSync(handle);
  }
}

/** To its end, however long it has become since it was looked at. */
function contentOf(
  handle: number,
  announced: number,
  algorithm: StrongAlgorithm,
): { readonly size: number; readonly digest: string } {
  scratch ??= Buffer.allocUnsafeSlow(PIECE);
  let at = 0;
  if (announced < PIECE) {
    for (;;) {
      const count = fs.readSync(handle, scratch, at, PIECE - at, null);
      at += count;
      if (count === 0 || (at >= announced && at < PIECE))
        return { size: at, digest: recordDigest(algorithm, scratch.subarray(0, at)) };
      if (at === PIECE) break;
    }
  }
  const hash = createHash(algorithm);
  hash.update(scratch.subarray(0, at));
  for (let count = -1; count !== 0; at += count) {
    count = fs.readSync(handle, scratch, 0, PIECE, null);
    hash.update(scratch.subarray(0, count));
  }
  return { size: at, digest: hash.digest("base64url") };
}

function look(path: string): Measured | undefined {
  try {
    const found = fs.lstatSync(path, { throwIfNoEntry: false });
    return found === undefined ? undefined : told(found, found.size, "");
  } catch (error) {
    if (systemCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

type Stats = NonNullable<ReturnType<typeof fs.lstatSync>>;

function told(found: Stats, size: number, digest: string): Measured {
  const kind = found.isFile()
    ? "file"
    : found.isDirectory()
      ? "directory"
      : found.isSymbolicLink()
        ? "link"
        : "other";
  if (process.platform === "win32") return { kind, size, mode: -1, owner: -1, group: -1, digest };
  const { mode, uid: owner, gid: group } = found;
  return { kind, size, mode: Number(mode) & 0o7777, owner: Number(owner), group: Number(group), digest };
}

function faultOf(path: string, error: unknown): unknown {
  if (error instanceof Fault || systemCode(error) === undefined) return error;
  const isDenied = systemCode(error) === "EACCES" || systemCode(error) === "EPERM";
  return isDenied
    ? new Fault("TW-DISK-DENIED", `cannot read ${path}: permission denied`, { cause: error })
    : new Fault("TW-DISK-FAILED", `cannot read ${path}: the system refused`, { cause: error });
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
