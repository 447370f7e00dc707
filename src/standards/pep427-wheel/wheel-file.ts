/** WHEEL, the file in `.dist-info` that says how a wheel was packed. Pure. Source: binary distribution format specification (PEP 427), "File contents". */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { parseHeaders } from "../pep658-core-metadata/headers.ts";

/** What WHEEL says. */
export interface WheelFileContents {
  /** Major and minor number of the format. Another major number than 1 must be refused, a greater minor one is a warning. */
  readonly wheelVersion: readonly [number, number];
  /** True when the archive's root goes into purelib, else into platlib. */
  readonly rootIsPurelib: boolean;
  /** `python-abi-platform` tags, as written. */
  readonly tags: readonly string[];
}

/** Longest WHEEL read, in UTF-16 units. */
const LONGEST = 1_000_000;

/** Reads `text`; throws Fault TW-WHEEL-FILE when a field that decides the installation is missing, repeated or malformed. */
export function parseWheelFile(text: string): WheelFileContents {
  if (text.length > LONGEST) throw refused(`it has more than ${LONGEST} characters`);
  const { fields, problem } = parseHeaders(text);
  if (problem !== undefined) throw refused(problem);
  const all = (name: string): readonly string[] =>
    fields.filter((field) => field.name.toLowerCase() === name).map((field) => field.value.trim());
  const one = (name: string): string => {
    const [value, ...others] = all(name);
    if (value === undefined || others.length > 0)
      throw refused(`the field ${name} must be there exactly once`);
    return value;
  };
  const version = /^([0-9]{1,6})\.([0-9]{1,6})$/.exec(one("wheel-version"));
  if (version === null) throw refused("Wheel-Version is no pair of numbers");
  const purelib = one("root-is-purelib");
  if (!/^(?:true|false)$/i.test(purelib))
    throw refused(`Root-Is-Purelib is ${shownPath(purelib)}, neither true nor false`);
  return {
    wheelVersion: [Number(version[1]), Number(version[2])],
    rootIsPurelib: purelib.toLowerCase() === "true",
    tags: all("tag"),
  };
}

function refused(why: string): Fault {
  return new Fault("TW-WHEEL-FILE", `the file WHEEL cannot be used: ${why}`);
}
