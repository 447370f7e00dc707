/** What a script can carry: the closure's wheels, each of pure Python and in the plain form that its own reader takes. Pure. */
import { Fault } from "../../base/fault.ts";
import { readZipArchive } from "../../formats/zip/zip.ts";
import type { Pinned } from "../../model/manifest.ts";
import { readWheel, type Wheel } from "../../standards/pep427-wheel/wheel.ts";

/** A wheel of the closure, proved by whoever hands it over. */
export interface Carried {
  readonly pin: Pinned;
  readonly bytes: Uint8Array;
}

/** Pythons that any platform's script must install into. */
const ANYWHERE = /^py\d+-none-any$/;
const CENTRAL_HEADER = 46;

/** Reads each wheel strictly; throws Fault TW-SCRIPT-WHEEL for one that is not of pure Python in the plain form, and what `readWheel` throws. */
export function readCarried(carried: readonly Carried[]): readonly Wheel[] {
  return carried.map(({ pin, bytes }) => {
    const wheel = readWheel(bytes, pin.filename);
    const why = obstacle(wheel) ?? odd(bytes);
    if (why !== undefined)
      throw new Fault("TW-SCRIPT-WHEEL", `${pin.filename} cannot be carried by a script: ${why}`, {
        hint: "Pin a wheel of pure Python; `truewheel bootstrap` installs every kind.",
      });
    for (const file of wheel.files) file.lend();
    return wheel;
  });
}

function obstacle(wheel: Wheel): string | undefined {
  if (!wheel.rootIsPurelib || !wheel.tags.every((tag) => ANYWHERE.test(tag)))
    return "it is not of pure Python";
  if (wheel.data !== undefined) return "it has a .data directory";
  const strange = wheel.files.find(
    ({ path, hash }) => !/^[ -~]+$/.test(path) || hash?.algorithm !== "sha256",
  );
  return strange === undefined
    ? undefined
    : `${JSON.stringify(strange.path)} is not plain ASCII with a SHA-256`;
}

/** The script's reader knows no ZIP64, no comments and no directories that follow in another order. */
function odd(bytes: Uint8Array): string | undefined {
  const { files, directories } = readZipArchive(bytes);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = view.readUInt32LE(view.length - 6);
  let last = -1;
  for (let entry = 0; entry < files.length + directories.length; entry++) {
    const offset = view.readUInt32LE(at + 42);
    if (view.readUInt16LE(at + 6) > 20) return "its archive needs a newer reader";
    if (offset <= last) return "its directory is in another order than its files";
    last = offset;
    at += CENTRAL_HEADER + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30);
  }
  return undefined;
}
