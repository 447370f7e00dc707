/** The renderings of a report. A new one is a file here and a name in this list. */
import { human } from "./human.ts";
import { json } from "./json.ts";
import type { Rendering } from "./rendering.ts";

/** Every rendering; the first is the default. */
export const renderings: readonly Rendering[] = [human, json];
