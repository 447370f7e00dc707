/** Codes of indexes, downloads and the store. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const networkCodes: readonly CodeEntry[] = [];
