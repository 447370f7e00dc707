/** `manifest show`: what a manifest pins. */
import type { World } from "../ports/world.ts";
import { showJson } from "../render/manifest/json.ts";
import { showText } from "../render/manifest/show.ts";
import type { Arguments, Outcome } from "./command.ts";
import { namedManifest } from "./manifest-files.ts";

/** See the table of verbs. */
export function show(given: Arguments, world: World): Outcome {
  const named = namedManifest(given.words[1], world);
  return { text: given.value("format") === "json" ? showJson(named) : showText(named), exit: 0 };
}
