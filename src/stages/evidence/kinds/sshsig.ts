/** Evidence `sshsig`: a key that an `allowed_signers` document of the trust file allows signed the bytes. Pure. Format: OpenSSH PROTOCOL.sshsig. */
import { shownPath } from "../../../formats/portable-path/portable-path.ts";
import {
  type AllowedSigner,
  matchesPatterns,
  parseAllowedSigners,
} from "../../../formats/sshsig/allowed-signers.ts";
import {
  parseSshSignature,
  type SshSignature,
  verifySshSignature,
} from "../../../formats/sshsig/signature.ts";
import type { Claim, Court, Offered, ProofKind } from "../../../model/proof.ts";
import type { SshSigner } from "../../../model/trust.ts";
import type { Finding } from "../../../model/verdict.ts";
import { choose, covers } from "../grants.ts";
import { day, refuting, type Said, said, shell } from "../said.ts";

/** Proves VOUCHED when a trusted principal may sign with this key, in this namespace, now, and did. */
export const sshsig: ProofKind = {
  kind: "sshsig",
  check(claim, offered, court) {
    const words = said("sshsig", claim, offered);
    return refuting(() => judged(claim, offered, court, words), words);
  },
};

function judged(claim: Claim, offered: Offered, { trust, now }: Court, words: Said): Finding {
  const signature = parseSshSignature(offered.bytes);
  const blob = Buffer.from(signature.keyBlob);
  const entries = trust.entries.filter((entry) => entry.kind === "ssh");
  const known = entries.filter((entry) => linesFor(entry, blob).length > 0);
  if (known.length === 0) {
    const may = entries.some((each) => covers(each, claim.filename));
    if (!may) return words.absent(`no SSH key in ${trust.where} may vouch for ${claim.filename}`);
    return words.refutes(
      "TW-PROOF-UNKNOWN-SIGNER",
      `no trusted principal signs with this ${signature.key.type} key`,
    );
  }
  const chosen = choose(known, claim.filename, now);
  if (chosen.entry === undefined) return words.refutes(chosen.code, chosen.why);
  const { entry } = chosen;
  const revoked = trust.revoked.find(
    ({ kind, key }) => kind === "ssh" && key.split(" ")[1] === blob.toString("base64"),
  );
  if (revoked !== undefined)
    return words.refutes("TW-TRUST-REVOKED", `the key of ${entry.owner} is revoked: ${revoked.why}`);
  if (signature.namespace !== entry.namespace)
    return words.refutes(
      "TW-SSHSIG-NAMESPACE",
      `it was signed for ${shownPath(signature.namespace)}, not for ${shownPath(entry.namespace)}`,
    );
  const against = linesFor(entry, blob).map((line) => whyNot(line, entry.namespace, now));
  if (against.every((each) => each !== undefined))
    return words.refutes("TW-SSHSIG-NOT-ALLOWED", `the allowed signers of ${entry.owner} ${against[0]}`);
  return verified(claim, offered, entry, signature, words);
}

/** The lines that allow `entry`'s principal this key. */
function linesFor(entry: SshSigner, blob: Buffer): readonly AllowedSigner[] {
  return parseAllowedSigners(entry.allowedSigners).filter(
    (line) => blob.equals(line.blob) && matchesPatterns(entry.principal, line.principals),
  );
}

function whyNot(line: AllowedSigner, namespace: string, now: number): string | undefined {
  if (line.namespaces !== undefined && !matchesPatterns(namespace, line.namespaces))
    return `do not allow the namespace ${shownPath(namespace)}`;
  if (line.validAfter !== undefined && now < line.validAfter)
    return `allow this key from ${day(line.validAfter)} on`;
  if (line.validBefore !== undefined && now >= line.validBefore)
    return `allowed this key until ${day(line.validBefore)}`;
  return undefined;
}

function verified(
  claim: Claim,
  offered: Offered,
  entry: SshSigner,
  signature: SshSignature,
  words: Said,
): Finding {
  if (!verifySshSignature(claim.bytes, signature))
    return words.refutes("TW-PROOF-OTHER-BYTES", `the signature of ${entry.owner} is for other bytes`);
  const { principal, namespace } = entry;
  const check = shell(
    "ssh-keygen",
    "-Y",
    "verify",
    "-f",
    "allowed_signers",
    "-I",
    principal,
    "-n",
    namespace,
    "-s",
    offered.path,
  );
  const lines = linesFor(entry, Buffer.from(signature.keyBlob)).map(({ type, blob }) =>
    shell(principal, type, Buffer.from(blob).toString("base64")),
  );
  return words.proves({
    grant: entry,
    detail: `signed by an SSH key (${signature.key.type}) as ${principal} for ${namespace}; it does not name the file`,
    couldLie: [`whoever holds the SSH key of ${entry.owner}`],
    byHand: [
      ...lines.map((line) => `echo ${shell(line)} > allowed_signers`),
      `${check} < ${shell(claim.path)}`,
    ],
  });
}
