/**
 * Unpacks many entries at once: each becomes a member of one gzip file, which zlib reads in a single call. Pure. Source: RFC 1952 §2.2, §2.3.
 *
 * A call of zlib for each file costs more than the unpacking. The strictness is that of `unpackEntry`, by this argument: the mark that
 * begins a member is looked for, and must stand where members were put and nowhere else; so a member can only begin there, and what zlib
 * took for the end of one is the end that was put before the next. Each such end names the size of its entry, every size is above 0, and all
 * that comes out has the sum of the sizes: so every member was read, each from exactly its own bytes, and zlib compared size and checksum.
 * Whatever is otherwise is unpacked entry by entry, which finds and names the fault.
 */
import { gunzipSync } from "node:zlib";
import { unpackEntry } from "./unpack.ts";
import type { ZipEntry } from "./zip.ts";

/** Identification, deflate, no flags, no time, no hint, unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const MARK = HEADER.subarray(0, 3);
const TRAILER = 8;

/** The bytes of every entry, as `unpackEntry` gives them; throws Fault TW-ZIP-DATA like it. All are in memory at once. */
export function unpackEntries(entries: readonly ZipEntry[]): readonly Uint8Array[] {
  const together = entries.filter((entry) => entry.method === "deflated" && entry.size > 0);
  const joined = together.length > 1 ? unpackTogether(together) : undefined;
  if (joined === undefined) return entries.map(unpackEntry);
  let at = 0;
  return entries.map((entry) => {
    if (entry.method !== "deflated" || entry.size === 0) return unpackEntry(entry);
    at += entry.size;
    return joined.subarray(at - entry.size, at);
  });
}

/** All of them one after another; undefined when anything is not as it should be. */
function unpackTogether(entries: readonly ZipEntry[]): Uint8Array | undefined {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  // Sizes are compared modulo 2^32 (RFC 1952 §2.3.1).
  if (total >= 2 ** 32) return undefined;
  const file = gzipFile(entries);
  if (!marksOnlyMembers(file, entries)) return undefined;
  try {
    const bytes = gunzipSync(file, { maxOutputLength: total, chunkSize: Math.max(64, total + 1) });
    return bytes.length === total ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function gzipFile(entries: readonly ZipEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const { packed, crc32, size } of entries) {
    const trailer = Buffer.alloc(TRAILER);
    trailer.writeUInt32LE(crc32, 0);
    trailer.writeUInt32LE(size, 4);
    parts.push(HEADER, packed, trailer);
  }
  return Buffer.concat(parts);
}

/** True when the mark of a member stands at the beginning of each and nowhere else. */
function marksOnlyMembers(file: Buffer, entries: readonly ZipEntry[]): boolean {
  let at = 0;
  for (const { packed } of entries) {
    const next = at + HEADER.length + packed.length + TRAILER;
    const mark = file.indexOf(MARK, at + 1);
    if (mark !== (next < file.length ? next : -1)) return false;
    at = next;
  }
  return true;
}
