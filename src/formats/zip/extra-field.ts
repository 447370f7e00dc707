/** Extra fields: ZIP64 sizes, and those that could change a name or what a file is. Pure. Source: APPNOTE 4.5. */
import { Fault } from "../../base/fault.ts";
import { malformed, readUint64 } from "./end-record.ts";

/** The numbers that ZIP64 may widen; `offset` is absent in a local header. */
export interface Sizes {
  readonly size: number;
  readonly packedSize: number;
  readonly offset: number;
}

const ZIP64 = 0x0001;
const UNICODE_PATH = 0x7075;
const ALL_ONES = 0xffffffff;

/** Fields with which some reader sees another file than the one whose bytes these are. Times, owners and padding do not. */
const CHANGING: ReadonlyMap<number, string> = new Map([
  [0x000d, "a link or a device of Unix"],
  [0x756e, "a link or a device of Unix"],
  [0x000e, "streams or forks"],
  [0x000f, "a patch"],
  [0x0017, "strong encryption"],
  [0x0019, "encryption"],
  [0x9901, "encryption"],
  [0x07c8, "a fork of Macintosh"],
  [0x2605, "a fork of Macintosh"],
  [0x2705, "a fork of Macintosh"],
  [0x2805, "a fork of Macintosh"],
  [0x334d, "a fork of Macintosh"],
]);

/** What `readExtra` found. */
export interface WidenedSizes extends Sizes {
  /** True when there is a ZIP64 field. */
  readonly wide: boolean;
}

/** Reads the extra field of a header whose 32-bit numbers are `small`; a number widened without its mark, or a second name, is refused. */
export function readExtra(extra: Buffer, rawName: Buffer, small: Sizes): WidenedSizes {
  let at = 0;
  let wide: Buffer | undefined;
  while (at < extra.length) {
    if (at + 4 > extra.length) throw malformed("an extra field is cut short");
    const id = extra.readUInt16LE(at);
    const stop = at + 4 + extra.readUInt16LE(at + 2);
    if (stop > extra.length) throw malformed("an extra field runs past its header");
    const body = extra.subarray(at + 4, stop);
    if (id === ZIP64) {
      if (wide !== undefined) throw malformed("two ZIP64 extra fields");
      wide = body;
    } else if (id === UNICODE_PATH) checkUnicodePath(body, rawName);
    else checkHarmless(id);
    at = stop;
  }
  return { ...widen(small, wide), wide: wide !== undefined };
}

function checkHarmless(id: number): void {
  const what = CHANGING.get(id);
  if (what !== undefined)
    throw new Fault("TW-ZIP-UNSUPPORTED", `an extra field of an entry tells of ${what}`);
}

/**
 * Each number that is all ones is in the ZIP64 field, in the order size, packed size, offset, and the field holds nothing else. Or it holds
 * both sizes (4.5.3: in a local header it must), of which those that were asked of neither repeat the small ones.
 */
function widen(small: Sizes, wide: Buffer | undefined): Sizes {
  const asked = [small.size, small.packedSize, small.offset].filter((value) => value === ALL_ONES).length;
  if (asked * 8 > (wide?.length ?? 0)) throw malformed("a ZIP64 number is missing");
  if (wide === undefined) return small;
  const repeats = wide.length !== asked * 8;
  if (repeats && (wide.length !== 16 || small.offset === ALL_ONES))
    throw malformed("a ZIP64 extra field holds numbers that nothing asks for");
  let at = 0;
  const next = (value: number): number => {
    if (value !== ALL_ONES && !repeats) return value;
    const large = readUint64(wide, at);
    at += 8;
    if (value !== ALL_ONES && value !== large)
      throw malformed("a ZIP64 number contradicts the one it repeats");
    return large;
  };
  const size = next(small.size);
  const packedSize = next(small.packedSize);
  return { size, packedSize, offset: repeats ? small.offset : next(small.offset) };
}

/** Info-ZIP's second name must say the same as the first. */
function checkUnicodePath(body: Buffer, rawName: Buffer): void {
  if (body.length < 5 || !body.subarray(5).equals(rawName))
    throw malformed("an entry has two different names");
}
