/** Core metadata: what an installer needs of METADATA. Pure. */
import { Fault } from "../../base/fault.ts";

/** Parsed METADATA. */
export interface CoreMetadata {
  readonly metadataVersion: string;
  readonly name: string;
  readonly version: string;
  readonly requiresDist: readonly string[];
  readonly requiresPython: string | undefined;
}

/** Headers of `text`. */
export function parseMetadata(text: string): CoreMetadata {
  const values = new Map<string, string[]>();
  for (const line of (text.split(/\r?\n\r?\n/)[0] ?? "").split(/\r?\n/)) {
    const match = /^([A-Za-z0-9-]+):\s*(.*?)\s*$/.exec(line);
    if (match !== null)
      values.set((match[1] ?? "").toLowerCase(), [
        ...(values.get((match[1] ?? "").toLowerCase()) ?? []),
        match[2] ?? "",
      ]);
  }
  const one = (key: string): string => {
    const found = values.get(key);
    if (found?.length !== 1) throw new Fault("TW-METADATA-MALFORMED", `METADATA: ${key}`);
    return found[0] ?? "";
  };
  return {
    metadataVersion: one("metadata-version"),
    name: one("name"),
    version: one("version"),
    requiresDist: values.get("requires-dist") ?? [],
    requiresPython: values.get("requires-python")?.[0],
  };
}
