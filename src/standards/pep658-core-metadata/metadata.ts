/**
 * METADATA of a wheel (PEP 658 serves it beside the wheel). Pure. Source: core metadata specifications, up to 2.6.
 * What an installer needs is read strictly; what it does not need is taken as it is, for wheels of old builders. See `validateMetadata`.
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { parseSpecifiers } from "../pep440-version/specifiers.ts";
import { asVersion } from "../pep440-version/version.ts";
import { isValidName } from "../pep503-name/name.ts";
import { parseRequirement, type Requirement } from "../pep508-requirement/requirement.ts";
import { FIELDS } from "./fields.ts";
import { parseHeaders } from "./headers.ts";

/** What METADATA says. */
export interface CoreMetadata {
  readonly metadataVersion: string;
  /** As written; a valid name. */
  readonly name: string;
  /** As written; a valid version. */
  readonly version: string;
  /** Requirements, as written; each is a valid one. */
  readonly requiresDist: readonly string[];
  /** The same, parsed. */
  readonly requirements: readonly Requirement[];
  /** A version specifier, as written and valid. */
  readonly requiresPython: string | undefined;
  /** Names of extras, as written. */
  readonly providesExtra: readonly string[];
  /** Names of fields that a wheel may say otherwise than its sdist, as written. */
  readonly dynamic: readonly string[];
  readonly summary: string | undefined;
  /** License-Expression, else License, as written. */
  readonly license: string | undefined;
  /** Every field by its name in lower case, values in the order written. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Longest METADATA read, in UTF-16 units. */
const LONGEST = 10_000_000;

/**
 * Reads `text`; throws Fault TW-METADATA-HEADERS when two readers could read its fields differently, TW-METADATA-VERSION for another major
 * version of the metadata, TW-METADATA-FIELD when a field an installer needs is missing, repeated or invalid.
 */
export function parseMetadata(text: string): CoreMetadata {
  if (text.length > LONGEST)
    throw new Fault("TW-METADATA-HEADERS", `METADATA has more than ${LONGEST} characters`);
  const { fields, problem } = parseHeaders(text);
  if (problem !== undefined) throw new Fault("TW-METADATA-HEADERS", `METADATA cannot be read: ${problem}`);
  const values = groupFields(fields);
  const metadataVersion = required(values, "metadata-version");
  if (!/^[12]\.[0-9]{1,4}$/.test(metadataVersion))
    throw new Fault(
      "TW-METADATA-VERSION",
      `METADATA is of version ${shownPath(metadataVersion)}; 1 and 2 are known`,
    );
  const name = required(values, "name");
  if (!isValidName(name)) throw invalidField("name", name);
  const version = required(values, "version");
  if (asVersion(version) === undefined) throw invalidField("version", version);
  const requiresPython = optional(values, "requires-python");
  if (requiresPython !== undefined) checkedBy(parseSpecifiers, "requires-python", requiresPython);
  const requiresDist = values.get("requires-dist") ?? [];
  const requirements = requiresDist.map((line) => checkedBy(parseRequirement, "requires-dist", line));
  return {
    metadataVersion,
    name,
    version,
    requiresDist,
    requirements,
    requiresPython,
    providesExtra: values.get("provides-extra") ?? [],
    dynamic: values.get("dynamic") ?? [],
    summary: values.get("summary")?.[0],
    license: values.get("license-expression")?.[0] ?? values.get("license")?.[0],
    fields: values,
  };
}

/** The values of each field, by its name in lower case. */
export function groupFields(
  fields: readonly { readonly name: string; readonly value: string }[],
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), [value]);
    else known.push(value);
  }
  return values;
}

/** The Fault of a field that holds `value`. */
export function invalidField(name: string, value: string, cause?: unknown): Fault {
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  return new Fault(
    "TW-METADATA-FIELD",
    `the field ${name} of METADATA says ${shownPath(value)}, which is invalid${why}`,
    {
      cause,
    },
  );
}

/** The one value of a field that must be there. */
export function required(values: ReadonlyMap<string, readonly string[]>, name: string): string {
  const value = optional(values, name);
  if (value === undefined || value === "")
    throw new Fault("TW-METADATA-FIELD", `the field ${name} of METADATA is missing`);
  return value;
}

/** The one value of a field, or undefined when it is not there. */
export function optional(values: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  const all = values.get(name) ?? [];
  if (all.length > 1 && FIELDS.get(name)?.kind === "one")
    throw new Fault("TW-METADATA-FIELD", `the field ${name} of METADATA is there ${all.length} times`);
  return all[0];
}

/** What `parse` makes of a field's value; its Fault becomes the cause of this field's. */
export function checkedBy<Result>(parse: (text: string) => Result, name: string, value: string): Result {
  try {
    return parse(value);
  } catch (cause) {
    throw invalidField(name, value, cause);
  }
}
