/**
 * Tar archives, read strictly: ustar, pax and GNU long names, nothing else. Pure: bytes in, files out.
 *
 *     (about what follows: x, g, L, K) · header · data, filled up to 512 · ... · two blocks of zeros · zeros up to 10,240
 *
 * Tar has grown several ways to say one thing, and attackers live where two of them differ: a long name or size must repeat what the short
 * field says when that could hold it. Links become copies of the file they name, which must be in the archive (PEP 721 allows that), and
 * devices are refused. Source: POSIX.1-2017, pax; GNU tar manual; PEP 721. Refusals: TW-TAR-..., see `explain`.
 */
import { Fault } from "../../base/fault.ts";
import { checkOneTree } from "../portable-path/one-tree.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import type { TarEntry, TarFile } from "./entry.ts";
import { BLOCK, decode, malformed, readHeader, type TarHeader } from "./header.ts";
import { resolveLinks } from "./links.ts";
import { checkGlobalPax, type PaxChanges, readPax } from "./pax.ts";

/** Bounds. Bytes. */
export interface TarLimits {
  /** Most entries, and most directories. */
  readonly entries: number;
  /** Largest sum of all files, copies in place of links among them. */
  readonly total: number;
}

/** Zeros that end an archive, at most: two blocks, and what fills up a record of 20 blocks. */
const LONGEST_END = 2 * BLOCK + 20 * BLOCK;
/** Longest GNU long name, its NUL included. */
const LONGEST_NAME = 4096;
const LONG_LINK = "././@LongLink";
/** Bytes of the short name. */
const SHORT = 100;
const KINDS: ReadonlyMap<string, TarEntry["kind"]> = new Map([
  ["\0", "file"],
  ["0", "file"],
  ["1", "hard link"],
  ["2", "symbolic link"],
  ["5", "directory"],
]);

/** The files of `bytes`; throws Faults TW-TAR-... and TW-PATH-... at the first breach. */
export function readTar(bytes: Uint8Array, limits: TarLimits): readonly TarFile[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readEntries(file, limits.entries);
  checkOneTree(entries, {
    duplicate: "TW-TAR-DUPLICATE",
    tooLarge: "TW-TAR-TOO-LARGE",
    directories: limits.entries,
  });
  const files = resolveLinks(entries);
  const total = files.reduce((sum, each) => sum + each.bytes.length, 0);
  if (total > limits.total) throw tooLarge(`its files have more than ${limits.total} bytes`);
  return files;
}

function readEntries(file: Buffer, most: number): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  let ahead: Ahead = NOTHING;
  let at = 0;
  for (;;) {
    if (at + BLOCK > file.length) throw malformed("it has no end");
    const block = file.subarray(at, at + BLOCK);
    if (isZero(block)) {
      if (ahead !== NOTHING) throw malformed("a header about the next file stands before the end");
      checkEnd(file.subarray(at));
      return entries;
    }
    const header = readHeader(block);
    const data = dataBehind(file, at + BLOCK, header.size);
    at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK;
    if (header.type === "g") {
      if (ahead !== NOTHING) throw malformed("a header about all files stands between one and its file");
      checkGlobalPax(data);
    } else if (/^[xLK]$/.test(header.type)) ahead = readAhead(header, data, ahead);
    else {
      entries.push(settle(header, data, ahead));
      if (entries.length > most) throw tooLarge(`it holds more than ${most} entries`);
      ahead = NOTHING;
    }
  }
}

/** The bytes of an entry; what fills up its last block is zero. */
function dataBehind(file: Buffer, start: number, size: number): Buffer {
  const end = start + size;
  const filled = start + Math.ceil(size / BLOCK) * BLOCK;
  if (filled > file.length) throw malformed("it ends within a file");
  if (!isZero(file.subarray(end, filled))) throw extraBytes("behind a file, where zeros fill up its block");
  return file.subarray(start, end);
}

/** Two blocks of zeros, then zeros to the end of a record, and nothing more. */
function checkEnd(rest: Buffer): void {
  if (rest.length < 2 * BLOCK || rest.length % BLOCK !== 0) throw malformed("it is cut short at its end");
  if (rest.length > LONGEST_END || !isZero(rest)) throw extraBytes("behind its end");
}

/** What the headers in front of an entry say about it. */
interface Ahead extends PaxChanges {
  readonly pax: boolean;
  readonly longName?: string;
  readonly longLink?: string;
}

const NOTHING: Ahead = { pax: false };

function readAhead(header: TarHeader, data: Buffer, ahead: Ahead): Ahead {
  if (header.type === "x") {
    if (ahead !== NOTHING || header.gnu) throw malformed("an extended header stands beside another header");
    return { pax: true, ...readPax(data) };
  }
  const key = header.type === "L" ? "longName" : "longLink";
  if (ahead.pax || ahead[key] !== undefined || !header.gnu || header.name !== LONG_LINK)
    throw malformed("a long name stands beside another, or is not in GNU's form");
  const end = data.length - 1;
  if (end < 1 || end >= LONGEST_NAME || data.indexOf(0) !== end)
    throw malformed("a long name is empty, endless, or has something behind its end");
  return { ...ahead, [key]: decode(data.subarray(0, end)) };
}

/** The entry that `header` and all in front of it speak of. */
function settle(header: TarHeader, data: Buffer, ahead: Ahead): TarEntry {
  const name = longer(header.name, ahead.path ?? ahead.longName);
  const target = longer(header.linkName, ahead.linkpath ?? ahead.longLink);
  const kind = KINDS.get(header.type);
  if (kind === undefined) throw unknownKind(header.type, name);
  const directory = kind === "directory";
  const path = directory && name.endsWith("/") ? name.slice(0, -1) : name;
  if (ahead.size !== undefined && ahead.size !== header.size) throw twoReadings(path, "size");
  if (!directory && path.endsWith("/"))
    throw malformed(`${shownPath(path)} is a directory by its name alone`);
  if (kind !== "file" && header.size !== 0) throw malformed(`${shownPath(path)} holds data and is no file`);
  const isLink = kind === "hard link" || kind === "symbolic link";
  if (!isLink && target !== "") throw malformed(`${shownPath(path)} leads elsewhere and is no link`);
  return { path, directory, kind, bytes: data, executable: (header.mode & 0o100) !== 0, target };
}

/** A long name counts, but must repeat the short one when that could hold it: no reader sees another. */
function longer(short: string, long: string | undefined): string {
  if (long === undefined) return short;
  const fits = long.length <= SHORT && /^[\u0000-\u007f]*$/.test(long);
  if (fits && long !== short) throw twoReadings(long, "name");
  return long;
}

function unknownKind(type: string, name: string): Fault {
  if (/^[346]$/.test(type)) return new Fault("TW-TAR-NOT-A-FILE", `${shownPath(name)} is a device or a pipe`);
  return new Fault(
    "TW-TAR-UNSUPPORTED",
    `${shownPath(name)} is of the kind ${JSON.stringify(type)}, which not all readers know`,
  );
}

function isZero(bytes: Buffer): boolean {
  return bytes.length === 0 || (bytes[0] === 0 && bytes.subarray(1).equals(bytes.subarray(0, -1)));
}

function twoReadings(path: string, what: string): Fault {
  return new Fault("TW-TAR-TWO-READINGS", `the headers of ${shownPath(path)} give it two ${what}s`);
}

function extraBytes(where: string): Fault {
  return new Fault("TW-TAR-EXTRA-BYTES", `bytes that belong to no file stand ${where}`);
}

function tooLarge(why: string): Fault {
  return new Fault("TW-TAR-TOO-LARGE", `the archive is refused for its size: ${why}`);
}
