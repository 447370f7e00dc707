/** The WHEEL file. Pure. Source: binary distribution format, "File contents". */
import { Fault } from "../../base/fault.ts";

/** What WHEEL tells an installer. */
export interface WheelFileContent {
  readonly wheelVersion: readonly [major: number, minor: number];
  readonly rootIsPurelib: boolean;
  /** As written, one a line. */
  readonly tags: readonly string[];
}

/** `text` read strictly; throws Fault TW-WHEEL-FILE. */
export function parseWheelFile(text: string): WheelFileContent {
  const values = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    const match = /^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (match === null) throw malformed(`a line is no \`Key: value\`: ${JSON.stringify(line.slice(0, 80))}`);
    const key = (match[1] ?? "").toLowerCase();
    values.set(key, [...(values.get(key) ?? []), match[2] ?? ""]);
  }
  const version = /^(\d{1,4})\.(\d{1,4})$/.exec(single(values, "wheel-version"));
  if (version === null) throw malformed("Wheel-Version is no `major.minor`");
  const pure = single(values, "root-is-purelib").toLowerCase();
  if (pure !== "true" && pure !== "false") throw malformed("Root-Is-Purelib is neither true nor false");
  return {
    wheelVersion: [Number(version[1]), Number(version[2])],
    rootIsPurelib: pure === "true",
    tags: values.get("tag") ?? [],
  };
}

function single(values: ReadonlyMap<string, readonly string[]>, key: string): string {
  const [value, ...others] = values.get(key) ?? [];
  if (value === undefined || others.length > 0) throw malformed(`${key} is missing or given twice`);
  return value;
}

function malformed(why: string): Fault {
  return new Fault("TW-WHEEL-FILE", `WHEEL cannot be read: ${why}`);
}
