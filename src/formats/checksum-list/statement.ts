/** In-toto statements: which files somebody says something about. Pure. Source: in-toto Attestation Framework, "Statement" v1. */
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, type JsonObject, parseStrictJson } from "../../base/strict-json.ts";
import { fromUtf8 } from "../../base/utf8.ts";
import { ChecksumListing, type ListedAlgorithm, type ListedDigests } from "./checksum-list.ts";

/** The one version that is read. */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
const LARGEST = 16 * 1024 * 1024;
const LENGTHS: Readonly<Record<ListedAlgorithm, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** A statement. */
export interface Statement {
  readonly predicateType: string;
  readonly predicate: Json | undefined;
  /** Name → digests of SHA-256 or better, lower-case hex; never empty. */
  readonly subjects: ReadonlyMap<string, ListedDigests>;
}

/** Reads a statement. Throws Fault TW-STATEMENT-MALFORMED, or TW-SUMS-DUPLICATE for a subject that occurs twice. */
export function parseStatement(document: Uint8Array): Statement {
  const text = document.length > LARGEST ? undefined : fromUtf8(document);
  if (text === undefined) throw malformed("it is no UTF-8 of a bearable size");
  const top = parsed(text);
  if (top.get("_type") !== STATEMENT_TYPE) throw malformed("its `_type` is not version 1");
  const predicateType = top.get("predicateType");
  if (typeof predicateType !== "string" || predicateType === "")
    throw malformed("its `predicateType` is no text");
  const subject = top.get("subject");
  if (!isArray(subject) || subject.length === 0) throw malformed("it has no subject");
  const listing = new ChecksumListing();
  for (const each of subject) addSubject(each, listing);
  return { predicateType, predicate: top.get("predicate"), subjects: listing.digests };
}

function parsed(text: string): JsonObject {
  try {
    const top = parseStrictJson(text);
    if (isObject(top)) return top;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault("TW-STATEMENT-MALFORMED", `no in-toto statement: ${cause.message}`, { cause });
  }
  throw malformed("it is no object");
}

function addSubject(subject: Json, listing: ChecksumListing): void {
  const name = isObject(subject) ? subject.get("name") : undefined;
  const digest = isObject(subject) ? subject.get("digest") : undefined;
  if (typeof name !== "string" || name === "" || !isObject(digest))
    throw malformed("a subject has no name or no digest");
  let count = 0;
  for (const algorithm of ["sha256", "sha384", "sha512"] as const) {
    const value = digest.get(algorithm);
    if (value === undefined) continue;
    if (typeof value !== "string" || !/^[0-9a-f]+$/.test(value) || value.length !== LENGTHS[algorithm])
      throw malformed(`a ${algorithm} is not its length of lower-case hex`);
    listing.add({ name, algorithm, digest: value });
    count += 1;
  }
  if (count === 0) throw malformed("a subject has no digest of SHA-256 or better");
}

function malformed(why: string): Fault {
  return new Fault("TW-STATEMENT-MALFORMED", `no in-toto statement: ${why}`);
}
