/** Unpacks one entry. Pure. Source: RFC 1951; APPNOTE 4.4.5, 4.4.7. */
import { crc32, inflateRawSync } from "node:zlib";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import type { ZipEntry } from "./zip.ts";

/** The entry's bytes: exactly the announced size, from exactly the packed bytes, with the right checksum; throws Fault TW-ZIP-DATA otherwise. */
export function unpackEntry(entry: ZipEntry): Uint8Array {
  const bytes = entry.method === "stored" ? entry.packed : inflate(entry);
  if (bytes.length !== entry.size) throw wrong(entry, "its size is not the announced one");
  if (crc32(bytes) !== entry.crc32) throw wrong(entry, "its checksum is wrong");
  return bytes;
}

function inflate(entry: ZipEntry): Uint8Array {
  try {
    // `info` is how zlib tells how much of its input it took: deflate data may end early, with something hidden behind it.
    // One byte more than needed: zlib then fills one buffer and asks for no second.
    const chunkSize = Math.max(entry.size + 1, 64);
    const answer = inflateRawSync(entry.packed, {
      info: true,
      maxOutputLength: Math.max(entry.size, 1),
      chunkSize,
    });
    const { buffer, engine } = answer as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } };
    if (engine.bytesWritten !== entry.packed.length) throw wrong(entry, "bytes follow its compressed data");
    return buffer;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw wrong(entry, "its compressed data is damaged or longer than announced", error);
  }
}

function wrong(entry: ZipEntry, why: string, cause?: unknown): Fault {
  return new Fault("TW-ZIP-DATA", `${shownPath(entry.path)} cannot be unpacked: ${why}`, { cause });
}
