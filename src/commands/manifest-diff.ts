/** `manifest diff`: what differs between two manifests. Asks nobody. */
import type { World } from "../ports/world.ts";
import { diffText } from "../render/manifest/diff.ts";
import { diffJson } from "../render/manifest/json.ts";
import { diffMarkdown } from "../render/manifest/markdown.ts";
import { differences } from "../stages/repin/differences.ts";
import type { Arguments, Outcome } from "./command.ts";
import { namedManifest } from "./manifest-files.ts";

/** See the table of verbs. */
export function diff(given: Arguments, world: World): Outcome {
  const [, first, second] = given.words;
  // One word alone is compared with what is inside truewheel.
  const before = namedManifest(second === undefined ? undefined : first, world);
  const after = namedManifest(second ?? first, world);
  const changes = differences(before.manifest, after.manifest);
  const differs = changes.some(({ kind }) => kind !== "same");
  const exit = differs && given.flag("check") ? 1 : 0;
  const format = given.value("format") ?? "text";
  if (format === "json") return { text: diffJson(before, after, changes, exit), exit };
  const text =
    format === "markdown" ? diffMarkdown(before, after, changes) : diffText(before, after, changes);
  return { text, exit };
}
