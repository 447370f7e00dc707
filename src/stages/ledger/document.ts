/**
 * One environment's record of what was accepted, as bytes. Pure.
 *
 *     truewheel-ledger 1 <SHA-256 of everything behind this line, hex>
 *     {"purelib": ..., "platlib": ..., "distributions": [{"name": ..., "size": <bytes of its RECORD>, ...}, ...]}
 *     <the RECORDs, one behind the other, in the order of the distributions>
 *
 * The RECORDs are the accepted ones, byte for byte: they cost nothing to make, and name every file with its digest.
 */
import { asSha256, sha256 } from "../../base/digest.ts";
import { byCodePoint } from "../../base/order.ts";
import { isArray, isObject, type Json, type JsonObject, parseStrictJson } from "../../base/strict-json.ts";
import type { AcceptedDistribution, Sites } from "../../model/installed.ts";
import { levels } from "../../model/verdict.ts";

/** What was accepted into one environment. */
export interface Ledger {
  readonly sites: Sites;
  /** By code point of their names, each name once. */
  readonly distributions: readonly AcceptedDistribution[];
}

const MARK = "truewheel-ledger 1 ";
const HEADER = MARK.length + 64 + 1;

/** The bytes of `ledger`; equal ledgers have equal bytes. */
export function formatLedger(ledger: Ledger): Uint8Array {
  const sorted = ledger.distributions.toSorted((a, b) => byCodePoint(a.name, b.name));
  const { purelib, platlib } = ledger.sites;
  const index = { purelib, platlib, distributions: sorted.map(indexed) };
  const body = Buffer.concat([
    Buffer.from(`${JSON.stringify(index)}\n`),
    ...sorted.map((each) => each.record),
  ]);
  return Buffer.concat([Buffer.from(`${MARK}${sha256(body)}\n`), body]);
}

function indexed(distribution: AcceptedDistribution): Readonly<Record<string, unknown>> {
  const { name, version, filename, level, by, site, info, record, executable } = distribution;
  return {
    name,
    version,
    filename,
    sha256: distribution.sha256,
    level,
    by,
    site,
    info,
    digest: distribution.recordDigest,
    size: record.length,
    executable,
  };
}

/** The ledger in `bytes`, or undefined when they are not exactly what `formatLedger` writes. */
export function parseLedger(bytes: Uint8Array): Ledger | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const body = all.subarray(HEADER);
  if (all.toString("latin1", 0, HEADER) !== `${MARK}${sha256(body)}\n`) return undefined;
  const end = body.indexOf(0x0a);
  if (end < 0) return undefined;
  return readIndex(parseIndex(body.toString("utf8", 0, end)), body.subarray(end + 1));
}

function parseIndex(text: string): Json | undefined {
  try {
    return parseStrictJson(text, 5);
  } catch {
    return undefined; // Whole by its digest, but written by something else.
  }
}

function readIndex(index: Json | undefined, records: Uint8Array): Ledger | undefined {
  if (!isObject(index)) return undefined;
  const purelib = index.get("purelib");
  const platlib = index.get("platlib");
  const listed = index.get("distributions");
  if (typeof purelib !== "string" || typeof platlib !== "string" || !isArray(listed)) return undefined;
  const distributions: AcceptedDistribution[] = [];
  let at = 0;
  for (const each of listed) {
    const size = isObject(each) ? each.get("size") : undefined;
    if (!isObject(each) || typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
      return undefined;
    const read = readDistribution(each, records.subarray(at, at + size));
    if (read === undefined || read.record.length !== size) return undefined;
    distributions.push(read);
    at += size;
  }
  return at === records.length ? { sites: { purelib, platlib }, distributions } : undefined;
}

function readDistribution(entry: JsonObject, record: Uint8Array): AcceptedDistribution | undefined {
  const texts = ["name", "version", "filename", "by", "info", "digest"].map((key) => entry.get(key));
  if (!texts.every((each) => typeof each === "string")) return undefined;
  const [name = "", version = "", filename = "", by = "", info = "", digest = ""] = texts;
  const sha = asSha256(entry.get("sha256"));
  const level = levels.find((each) => each === entry.get("level"));
  const site = entry.get("site");
  const executable = entry.get("executable");
  if (sha === undefined || level === undefined || (site !== "purelib" && site !== "platlib"))
    return undefined;
  if (!isArray(executable) || !executable.every((each) => typeof each === "string")) return undefined;
  return {
    name,
    version,
    filename,
    sha256: sha,
    level,
    by,
    site,
    info,
    record,
    recordDigest: digest,
    executable,
  };
}

/** True when both say the same of the same environment. */
export function sameLedger(a: Ledger | undefined, b: Ledger | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.sites.purelib !== b.sites.purelib || a.sites.platlib !== b.sites.platlib) return false;
  const others = new Map(b.distributions.map((each) => [each.name, each]));
  return (
    a.distributions.length === b.distributions.length &&
    a.distributions.every((each) => sameDistribution(each, others.get(each.name)))
  );
}

/** True when both were accepted from the same wheel, for the same reason, with the same files. */
export function sameDistribution(
  a: AcceptedDistribution | undefined,
  b: AcceptedDistribution | undefined,
): boolean {
  if (a === undefined || b === undefined) return a === b;
  const keys = ["version", "filename", "sha256", "level", "by", "site", "info", "recordDigest"] as const;
  return (
    keys.every((key) => a[key] === b[key]) &&
    a.executable.length === b.executable.length &&
    a.executable.every((path, at) => path === b.executable[at])
  );
}
