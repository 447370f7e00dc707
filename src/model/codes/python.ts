/** Codes of interpreters and targets. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const pythonCodes: readonly CodeEntry[] = [];
