/** Codes of judge, manifest and environments. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const installCodes: readonly CodeEntry[] = [];
