/**
 * Who published a file, as the index tells it beside the attestations. Pure. Source: PEP 740, "Provenance object". Nothing is verified here: the
 * publisher object is not signed, so this is told as the index's word and never counts as proof.
 */
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, parseStrictJson } from "../../base/strict-json.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";

/** Claims that are told, in this order, where they are texts. */
const CLAIMS = ["repository", "workflow", "workflow_filepath", "environment", "email"];

/** Each publisher in words, `GitHub "pkg/pkg" "release.yml"`; undefined when the document is no provenance object of version 1. */
export function readPublishers(body: Uint8Array): readonly string[] | undefined {
  const top = parsed(body);
  if (!isObject(top) || top.get("version") !== 1) return undefined;
  const bundles = top.get("attestation_bundles");
  if (!isArray(bundles) || bundles.length === 0) return undefined;
  const publishers = bundles.map(publisher);
  return publishers.some((each) => each === undefined)
    ? undefined
    : [...new Set(publishers.flatMap((each) => each ?? []))];
}

function parsed(body: Uint8Array): Json | undefined {
  try {
    return parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    // A TypeError: not UTF-8.
    if (error instanceof Fault || error instanceof TypeError) return undefined;
    throw error;
  }
}

function publisher(bundle: Json): string | undefined {
  if (!isObject(bundle)) return undefined;
  const told = bundle.get("publisher");
  if (!isObject(told)) return undefined;
  const kind = told.get("kind");
  if (typeof kind !== "string") return undefined;
  const claims = CLAIMS.flatMap((name) => {
    const value = told.get(name);
    return typeof value === "string" && value !== "" ? [plain(value)] : [];
  });
  return [plain(kind), ...claims].join(" ");
}

/** Quoted unless nothing in it could be anything but letters. */
function plain(text: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9 ._/@+-]{0,120}$/.test(text) ? text : shownPath(text);
}
