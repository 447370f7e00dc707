/**
 * Attestations and provenance objects of an index. Pure. Source: PEP 740; PyPA specification "Index hosted attestations"; transparency entries are written
 * as Sigstore bundles write them, which the examples of PEP 740 do not.
 */
import { Fault } from "../../base/fault.ts";
import { isObject } from "../../base/strict-json.ts";
import { parseStatement, type Statement } from "../../formats/checksum-list/statement.ts";
import { logEntry, type Material } from "../../formats/sigstore/bundle.ts";
import { type Fields, topFields } from "../../formats/sigstore/fields.ts";

/** The one type of payload. */
export const PAYLOAD_TYPE = "application/vnd.in-toto+json";
/** The predicate types that say who published or built a file. The index's own address is part of the first. */
export const PREDICATES: ReadonlyMap<string, "publish" | "SLSA provenance"> = new Map([
  [`https://${["docs", "pypi", "org"].join(".")}/attestations/publish/v1`, "publish"],
  ["https://slsa.dev/provenance/v1", "SLSA provenance"],
]);

/** One attestation, read and not verified. */
export interface Attestation {
  readonly material: Material;
  readonly statement: Statement;
  readonly predicate: "publish" | "SLSA provenance";
  /** Name and SHA-256 of the one subject. */
  readonly subject: { readonly name: string; readonly sha256: string };
}

const LARGEST = 8 * 1024 * 1024;
const MOST = 64;

/** The attestations in `document`, an attestation or a provenance object; at least one. Publishers told beside them are not read: nobody signed those. Throws Fault TW-ATTESTATION-MALFORMED. */
export function parseAttestations(document: Uint8Array): readonly Attestation[] {
  try {
    const top = topFields(document, "the attestation", LARGEST);
    if (top.value("version") !== 1) throw malformed("its version is not 1");
    if (!top.has("attestation_bundles")) return [attestation(top)];
    top.only("version", "attestation_bundles");
    const found = top.list("attestation_bundles").flatMap(bundled);
    if (found.length === 0 || found.length > MOST)
      throw malformed(`it holds no attestation, or more than ${MOST}`);
    return found;
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.code === "TW-ATTESTATION-MALFORMED") throw cause;
    throw new Fault("TW-ATTESTATION-MALFORMED", `an attestation cannot be read: ${cause.message}`, { cause });
  }
}

function bundled(bundle: Fields): readonly Attestation[] {
  if (!bundle.inside("publisher").has("kind")) throw malformed("a publisher is of no kind");
  const attestations = bundle.list("attestations");
  if (attestations.length === 0) throw malformed("a publisher has no attestations");
  return attestations.map(attestation);
}

function attestation(fields: Fields): Attestation {
  fields.only("version", "verification_material", "envelope");
  if (fields.value("version") !== 1) throw malformed("its version is not 1");
  const material = fields.inside("verification_material");
  material.only("certificate", "transparency_entries");
  const envelope = fields.inside("envelope");
  envelope.only("statement", "signature");
  const payload = envelope.bytes("statement");
  const statement = parseStatement(payload);
  const [[name, digests] = ["", undefined], ...more] = statement.subjects;
  const sha256 = digests?.get("sha256");
  if (more.length > 0 || sha256 === undefined)
    throw malformed("it is not about exactly one file with its SHA-256");
  return {
    material: {
      certificate: material.bytes("certificate"),
      entries: material.list("transparency_entries").map(logEntry),
      stamps: [],
      content: { kind: "dsse", payloadType: PAYLOAD_TYPE, payload, signature: envelope.bytes("signature") },
      needsProof: true,
    },
    statement,
    predicate: predicateOf(statement),
    subject: { name, sha256 },
  };
}

function predicateOf({ predicateType, predicate }: Statement): "publish" | "SLSA provenance" {
  const kind = PREDICATES.get(predicateType);
  if (kind === undefined) throw malformed("it neither says who published the file nor how it was built");
  const isEmpty =
    predicate === undefined || predicate === null || (isObject(predicate) && predicate.size === 0);
  if (kind === "publish" && !isEmpty) throw malformed("it is about publishing and says something more");
  return kind;
}

function malformed(why: string): Fault {
  return new Fault("TW-ATTESTATION-MALFORMED", `an attestation cannot be read: ${why}`);
}
