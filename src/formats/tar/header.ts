/** One header block of a tar archive. Pure. Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format". */
import { Fault } from "../../base/fault.ts";

/** Bytes in a block. */
export const BLOCK = 512;

/** What a header block says. */
export interface TarHeader {
  /** Name, with the prefix of ustar before it; as written. */
  readonly name: string;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes of data behind the header. */
  readonly size: number;
  /** One character: `0` and NUL a file, `5` a directory, `1` and `2` links, `x`, `g`, `L` and `K` about what follows. */
  readonly type: string;
  readonly linkName: string;
  readonly gnu: boolean;
}

const USTAR = "ustar\u000000";
const GNU = "ustar  \u0000";
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a block that is not all zero; throws Fault TW-TAR-MALFORMED. Owners, times and devices are checked to be numbers and left out. */
export function readHeader(block: Buffer): TarHeader {
  const magic = block.toString("latin1", 257, 265);
  if (magic !== USTAR && magic !== GNU) throw malformed("a header is neither of ustar nor of GNU tar");
  const gnu = magic === GNU;
  checkSum(block);
  for (const [from, to] of [
    [108, 116],
    [116, 124],
    [136, 148],
  ] as const)
    checkIdle(block.subarray(from, to), gnu);
  for (const from of [329, 337] as const) checkDevice(block.subarray(from, from + 8));
  text(block.subarray(265, 297));
  text(block.subarray(297, 329));
  const rest = block.subarray(gnu ? 345 : 500);
  if (rest.some((byte) => byte !== 0)) throw malformed("a header holds something behind its fields");
  const name = text(block.subarray(0, 100));
  const prefix = gnu ? "" : text(block.subarray(345, 500));
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    mode: octal(block.subarray(100, 108)),
    size: octal(block.subarray(124, 136)),
    type: block.toString("latin1", 156, 157),
    linkName: text(block.subarray(157, 257)),
    gnu,
  };
}

/** The unsigned sum of all bytes, those of the checksum itself taken as blanks. */
function checkSum(block: Buffer): void {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  if (octal(block.subarray(148, 156)) !== sum) throw malformed("the checksum of a header is wrong");
}

/** Octal digits, then blanks or NULs to the end of the field; one digit and one end at least. */
function octal(field: Buffer): number {
  const found = /^([0-7]+)[ \0]+$/.exec(field.toString("latin1"));
  if (found === null) throw malformed("a number in a header is not octal");
  return Number.parseInt(found[1] ?? "", 8);
}

/** Owners and times: octal, empty as some Rust programs leave them, or GNU's binary form of a large one. */
function checkIdle(field: Buffer, gnu: boolean): void {
  const binary = gnu && field[0] === 0x80;
  if (!binary && !/^[0-7]*[ \0]*$/.test(field.toString("latin1")))
    throw malformed("an owner or a time in a header is no number");
}

/** Only a device has numbers here; others leave them empty or zero. */
function checkDevice(field: Buffer): void {
  if (!/^[0 ]*\0*$/.test(field.toString("latin1"))) throw malformed("a header gives the number of a device");
}

/** UTF-8 up to the first NUL; nothing is hidden behind it. */
function text(field: Buffer): string {
  const end = field.indexOf(0);
  const used = end < 0 ? field : field.subarray(0, end);
  if (end >= 0 && field.subarray(end).some((byte) => byte !== 0))
    throw malformed("a name in a header has something behind its end");
  return decode(used);
}

/** UTF-8 without fault; throws Fault TW-TAR-MALFORMED. */
export function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed("a name is not UTF-8");
  }
}

/** Fault TW-TAR-MALFORMED. */
export function malformed(why: string): Fault {
  return new Fault("TW-TAR-MALFORMED", `not a well-formed tar archive: ${why}`);
}
