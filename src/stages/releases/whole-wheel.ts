/** METADATA out of a whole wheel, read strictly. Pure; apart, so that what reads archives is loaded only when one is read. */
import { Fault } from "../../base/fault.ts";
import { unpackEntry } from "../../formats/zip/unpack.ts";
import { readZipArchive } from "../../formats/zip/zip.ts";
import { readWheel } from "../../standards/pep427-wheel/wheel.ts";

/** The bytes of METADATA; throws Fault TW-WHEEL-..., TW-ZIP-..., TW-RECORD-..., TW-METADATA-.... */
export function metadataOfWheel(bytes: Uint8Array, filename: string): Uint8Array {
  const { distInfo } = readWheel(bytes, filename);
  const entry = readZipArchive(bytes).files.find(({ path }) => path === `${distInfo}/METADATA`);
  if (entry === undefined) throw new Fault("TW-WHEEL-LAYOUT", `${filename} has no METADATA`);
  return unpackEntry(entry);
}
