/** Evidence `checksums`: a signed document lists the file's name and digest. Pure. Formats: GNU and BSD lists, in-toto statements. */
import { hash } from "node:crypto";
import { sha256 } from "../../../base/digest.ts";
import { type ListedDigests, parseChecksumList } from "../../../formats/checksum-list/checksum-list.ts";
import { parseStatement } from "../../../formats/checksum-list/statement.ts";
import { isClearSigned, parseClearSigned } from "../../../formats/openpgp/armor.ts";
import { shownPath } from "../../../formats/portable-path/portable-path.ts";
import type { Claim, Court, Offered, ProofKind } from "../../../model/proof.ts";
import type { Finding } from "../../../model/verdict.ts";
import { refuting, type Said, said, shell } from "../said.ts";

/**
 * Proves VOUCHED when somebody who is trusted for the file signed the document, and its one line of exactly this name holds the digest of these
 * bytes. The document is read after its signature was verified, never before.
 */
export const checksums: ProofKind = {
  kind: "checksums",
  async check(claim, offered, court) {
    const words = said("checksums", claim, offered);
    const list = refuting(() => unwrapped(offered), words);
    if (!("bytes" in list)) return list;
    const { signer, finding } = await signedBy(claim, list, court, words);
    if (signer === undefined) return finding;
    return refuting(() => listed(claim, list, signer, words), words);
  },
};

/** A clear-signed document as the text that is signed, with its own signature beside it; any other as it is. */
function unwrapped(offered: Offered): Offered {
  if (!isClearSigned(offered.bytes)) return offered;
  const { text, signature } = parseClearSigned(offered.bytes);
  const own: Offered = { kind: "openpgp", path: offered.path, bytes: signature, signatures: [] };
  // Signatures beside the document would be over the whole of it, and say nothing more.
  return { ...offered, bytes: text, signatures: [own] };
}

type Signed =
  | { readonly signer: Finding; readonly finding?: undefined }
  | { readonly signer?: undefined; readonly finding: Finding };

/** Who signed the document. An unknown signer beside a trusted one is no matter; a trusted one whose signature does not fit is. */
async function signedBy(claim: Claim, offered: Offered, court: Court, words: Said): Promise<Signed> {
  const { bytes, path } = offered;
  const about: Claim = { bytes, sha256: sha256(bytes), filename: claim.filename, path };
  const found = await Promise.all(offered.signatures.map((each) => court.ask(about, each)));
  const against = found.filter(({ outcome }) => outcome === "refutes");
  const broken = against.find(({ code }) => code !== "TW-PROOF-UNKNOWN-SIGNER");
  const signer = found.find(({ outcome }) => outcome === "proves");
  const refusal = broken ?? (signer === undefined ? against[0] : undefined);
  if (refusal !== undefined)
    return {
      finding: words.refutes(
        refusal.code ?? "TW-JUDGE-REFUTED",
        `${refusal.proof ?? path}: ${refusal.detail}`,
      ),
    };
  if (signer !== undefined) return { signer };
  const [silent] = found;
  return {
    finding: words.absent(
      silent === undefined ? "nobody signed this list" : `${silent.proof ?? ""}: ${silent.detail}`,
    ),
  };
}

function listed(claim: Claim, offered: Offered, signer: Finding, words: Said): Finding {
  const digests = readList(offered.bytes).get(claim.filename);
  if (digests === undefined) return words.absent(`it does not name ${shownPath(claim.filename)}`);
  for (const [algorithm, digest] of digests) {
    if (hash(algorithm, claim.bytes, "hex") !== digest)
      return words.refutes(
        "TW-PROOF-OTHER-BYTES",
        `it names another ${algorithm} for ${shownPath(claim.filename)}`,
      );
  }
  const [algorithm = "sha256"] = digests.keys();
  const sum = `${shell(`${algorithm}sum`, claim.path)} && ${shell("grep", "-F", claim.filename, offered.path)}`;
  const { voucher, couldLie, proof = "" } = signer;
  return {
    ...signer,
    kind: "checksums",
    subject: claim.sha256,
    proof: offered.path,
    detail: `name and ${[...digests.keys()].join(", ")} as in this list, ${signer.kind} ${proof}: ${signer.detail}`,
    couldLie,
    ...(voucher === undefined ? {} : { voucher }),
    byHand: [...(signer.byHand ?? []), sum],
  };
}

function readList(document: Uint8Array): ReadonlyMap<string, ListedDigests> {
  return document[0] === 0x7b ? parseStatement(document).subjects : parseChecksumList(document);
}
