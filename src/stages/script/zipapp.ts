/**
 * A script as an archive that Python runs (PEP 441). Pure. The wheels lie in it as they are, stored, before `__main__.py`, whose comment in
 * the central directory is the digest over everything else: no checksum covers such a comment, and Pythons of every age read past it.
 */
import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { frontOf, startOf } from "./parts.ts";
import type { Plan } from "./plan.ts";
import { joined } from "./python-file.ts";

const SHEBANG = "#!/usr/bin/env python\n";
/** 1980-01-01, the first day that the format knows; no time. */
const DATE = 0x0021;
const COMMENT = 64;

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The bytes of the `.pyz`. */
export function zipapp(plan: Plan): Uint8Array {
  const wheels = plan.carried.map(({ pin, bytes }) => ({ name: `wheels/${pin.filename}`, bytes }));
  const offsets = dataOffsets(wheels);
  const main = Buffer.from(joined([...frontOf(plan, offsets), "\n", `\n${startOf(plan)}`]), "latin1");
  const { before, after } = archive([...wheels, { name: "__main__.py", bytes: main }]);
  const digest = hash("sha256", Buffer.concat([before, after]), "hex");
  return Buffer.concat([before, Buffer.from(digest), after]);
}

function dataOffsets(entries: readonly Entry[]): readonly number[] {
  let at = SHEBANG.length;
  return entries.map(({ name, bytes }) => {
    const start = at + 30 + name.length;
    at = start + bytes.length;
    return start;
  });
}

/** Stored entries in their order, cut where a comment of `COMMENT` bytes of the last goes. */
function archive(entries: readonly Entry[]): { readonly before: Buffer; readonly after: Buffer } {
  const pieces: Buffer[] = [Buffer.from(SHEBANG)];
  const directory: Buffer[] = [];
  let at = SHEBANG.length;
  for (const { name, bytes } of entries) {
    const shared = sharedFields(name, bytes);
    const local = Buffer.concat([word32(0x04034b50), shared, word16(0), Buffer.from(name)]);
    directory.push(
      word32(0x02014b50),
      word16(0x0314),
      shared,
      word16(0, name === entries.at(-1)?.name ? COMMENT : 0, 0, 0),
      word32(0o100644 * 2 ** 16, at),
      Buffer.from(name),
    );
    pieces.push(local, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    at += local.length + bytes.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([
    word32(0x06054b50),
    word16(0, 0, entries.length, entries.length),
    word32(central.length + COMMENT, at),
    word16(0),
  ]);
  return { before: Buffer.concat([...pieces, central]), after: end };
}

/** From the version that is needed to the length of the name. */
function sharedFields(name: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([
    word16(20, 0, 0, 0, DATE),
    word32(crc32(bytes), bytes.length, bytes.length),
    word16(name.length),
  ]);
}

function word16(...values: readonly number[]): Buffer {
  const made = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) made.writeUInt16LE(value, 2 * at);
  return made;
}

function word32(...values: readonly number[]): Buffer {
  const made = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) made.writeUInt32LE(value >>> 0, 4 * at);
  return made;
}
