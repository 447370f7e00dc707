/** Codes of strict archives and wheels. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const archiveCodes: readonly CodeEntry[] = [];
