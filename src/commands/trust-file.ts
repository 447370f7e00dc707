/** `--trust FILE`: read from the disk, with the keys it names. */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import { checkPortablePath } from "../formats/portable-path/portable-path.ts";
import type { Trust } from "../model/trust.ts";
import type { World } from "../ports/world.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";

/** Largest trust file, and largest key, in bytes. */
const LARGEST = 4 * 1024 * 1024;
const DEFAULT = "trust.toml";

/** A trust file as it was read. */
export interface ReadTrust {
  readonly trust: Trust;
  readonly path: string;
  readonly digest: string;
}

/** The trust file of this run. Throws Fault: without one nobody could vouch for anything. */
export async function trustFor(given: Arguments, world: World): Promise<ReadTrust> {
  const asked = given.value("trust");
  const path = asked ?? DEFAULT;
  const place = absolute(path, world.directory);
  if (asked === undefined && world.files.status(place) === undefined)
    throw new Fault("TW-USAGE", "no trust file says who may vouch", {
      hint: "Name one by --trust FILE, or write trust.toml here: docs/guides/verifying-files.md shows how.",
    });
  const bytes = world.files.read(place, LARGEST);
  const { parseToml } = await import("../formats/toml/toml.ts");
  const { readTrust } = await import("../stages/trust/read.ts");
  const folder = place.replace(/[^\\/]*$/, "");
  const keyFile = (name: string): Uint8Array => {
    checkPortablePath(name);
    return world.files.read(`${folder}${name}`, LARGEST);
  };
  try {
    return { trust: readTrust(parseToml(bytes, path), path, keyFile), path, digest: sha256(bytes) };
  } catch (cause) {
    if (!(cause instanceof Fault) || !cause.code.startsWith("TW-TOML-")) throw cause;
    throw new Fault("TW-TRUST-MALFORMED", `${path} cannot be read`, { cause });
  }
}
