/**
 * Who published a file, as a provenance object says. Pure. Source: PEP 740, "Provenance objects". The publisher is an unsigned part of the object: it is the word
 * of the index, until an attestation's certificate was verified.
 */
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, parseStrictJson } from "../../base/strict-json.ts";

/** One publisher. */
export interface Publisher {
  /** `GitHub`, `GitLab`, `Google`... */
  readonly kind: string;
  /** The other fields that are texts, as written. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Longest field kept, and most publishers of one file. */
const LONGEST = 500;
const MOST = 20;

/** Reads the publishers of a provenance object, each once; throws Fault TW-PROVENANCE-MALFORMED, TW-JSON-.... */
export function readPublishers(text: string): readonly Publisher[] {
  const top = parseStrictJson(text);
  const bundles = isObject(top) && top.get("version") === 1 ? top.get("attestation_bundles") : undefined;
  if (!isArray(bundles) || bundles.length === 0 || bundles.length > MOST)
    throw malformed("it is no object of version 1 with bundles");
  const publishers = bundles.map((bundle): Publisher => {
    const publisher = isObject(bundle) ? bundle.get("publisher") : undefined;
    const kind = isObject(publisher) ? publisher.get("kind") : undefined;
    if (!isObject(publisher) || typeof kind !== "string" || kind === "" || kind.length > LONGEST)
      throw malformed("a bundle names no publisher");
    const fields = [...publisher].flatMap(([key, value]): [string, string][] =>
      key !== "kind" && typeof value === "string" && value.length <= LONGEST ? [[key, value]] : [],
    );
    return { kind, fields: new Map(fields) };
  });
  return [...new Map(publishers.map((each) => [JSON.stringify([each.kind, ...each.fields]), each])).values()];
}

function malformed(why: string): Fault {
  return new Fault("TW-PROVENANCE-MALFORMED", `the provenance of a file breaks PEP 740: ${why}`);
}
