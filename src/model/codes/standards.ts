/** Codes of the Python standards. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const standardsCodes: readonly CodeEntry[] = [];
