/** Where proofs of a file lie, and of what kind a document is. Pure. */
import { fromUtf8 } from "../../base/utf8.ts";

/** Endings of detached signatures, behind the name of what they sign. */
const SIGNATURES = [".minisig", ".sig", ".asc", ".sigstore", ".sigstore.json"];
/** Endings of attestations. */
const ATTESTATIONS = [".provenance", ".attestation", ".publish.attestation", ".slsa.attestation"];
/** Names of lists of checksums. */
const LISTS = [
  "SHA256SUMS",
  "SHA512SUMS",
  "SHA256SUMS.txt",
  "SHA512SUMS.txt",
  "SHA256SUMS.asc",
  "SHA512SUMS.asc",
];

/** Names beside a file under which its own proofs may lie. */
export function proofsBeside(filename: string): readonly string[] {
  return [...SIGNATURES, ...ATTESTATIONS].map((ending) => `${filename}${ending}`);
}

/** Names in a file's directory under which lists of checksums may lie. */
export function listsBeside(): readonly string[] {
  return LISTS;
}

/** Names beside a document under which its signatures may lie. */
export function signaturesBeside(name: string): readonly string[] {
  return SIGNATURES.map((ending) => `${name}${ending}`);
}

/** Of what kind a document says to be, else of what kind its name says; undefined for neither. Nothing is believed by this: the kind's reader is strict. */
export function kindOf(bytes: Uint8Array, name: string): string | undefined {
  const text = fromUtf8(bytes.subarray(0, 4096)) ?? "";
  if (text.startsWith("untrusted comment:")) return "minisign";
  if (text.startsWith("-----BEGIN SSH SIGNATURE-----")) return "sshsig";
  if (text.startsWith("-----BEGIN PGP SIGNED MESSAGE-----")) return "checksums";
  if (text.startsWith("-----BEGIN PGP SIGNATURE-----")) return "openpgp";
  if (/^\s*\{/.test(text)) return jsonKind(text);
  return byName(name);
}

function jsonKind(text: string): string {
  if (/"mediaType"\s*:\s*"application\/vnd\.dev\.sigstore\.bundle/.test(text)) return "sigstore-bundle";
  return /"_type"\s*:/.test(text) ? "checksums" : "attestation";
}

function byName(name: string): string | undefined {
  if (name.endsWith(".minisig")) return "minisign";
  if (/\.(?:sigstore|sigstore\.json)$/.test(name)) return "sigstore-bundle";
  if (/\.(?:provenance|attestation)$/.test(name)) return "attestation";
  if (/SUMS(?:\.txt)?$/i.test(name)) return "checksums";
  return /\.(?:asc|sig|gpg|pgp)$/.test(name) ? "openpgp" : undefined;
}
