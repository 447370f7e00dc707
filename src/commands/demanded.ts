/** What a verb is asked to install, wherever that was written. */
import type { Sha256 } from "../base/digest.ts";
import type { Need } from "../model/need.ts";
import type { Credentials } from "../model/sources.ts";
import type { World } from "../ports/world.ts";
import type { RequirementsSettings } from "../standards/requirements-txt/settings.ts";
import { absolute } from "./cache-directory.ts";

/** Largest requirements file or lock read, in bytes. */
const LARGEST_FILE = 64 * 2 ** 20;

/** What is wanted. */
export interface Demands {
  readonly needs: readonly Need[];
  /** Extras asked for, by normalised name. */
  readonly extras: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files that were read, for the report. */
  readonly pins: readonly { readonly madeBy: string; readonly sha256?: Sha256 }[];
  /** What requirements files say about sources. */
  readonly settings: RequirementsSettings | undefined;
  /** Credentials that stood in addresses of requirements, by origin. */
  readonly credentials: ReadonlyMap<string, Credentials>;
  /** True for a lock: it is the whole set, and what its packages say they need is not asked (PEP 751). */
  readonly isLock: boolean;
}

/** The bytes of a file named on the command line; throws Fault TW-DISK-.... */
export function readNamedFile(path: string, world: World): Uint8Array {
  const place = absolute(path, world.directory);
  return world.files.read(world.files.realPath(place), LARGEST_FILE);
}
