/** Evidence `minisign`: a key of the trust file signed the bytes and a comment. Pure. Format: minisign, "Signature format". */
import {
  type MinisignSignature,
  parseMinisignKey,
  parseMinisignSignature,
  verifyMinisign,
} from "../../../formats/minisign/minisign.ts";
import { shownPath } from "../../../formats/portable-path/portable-path.ts";
import type { Claim, Court, Offered, ProofKind } from "../../../model/proof.ts";
import type { MinisignKey } from "../../../model/trust.ts";
import type { Finding } from "../../../model/verdict.ts";
import { choose, covers } from "../grants.ts";
import { refuting, type Said, said, shell, TOLERANCE } from "../said.ts";

/** Proves VOUCHED when one trusted key signed both the bytes and the trusted comment, and the comment names no other file. */
export const minisign: ProofKind = {
  kind: "minisign",
  check(claim, offered, court) {
    const words = said("minisign", claim, offered);
    return refuting(() => judged(claim, offered, court, words), words);
  },
};

function judged(claim: Claim, offered: Offered, { trust, now }: Court, words: Said): Finding {
  const signature = parseMinisignSignature(offered.bytes);
  const keys = trust.entries.filter((entry) => entry.kind === "minisign");
  const known = keys.filter(({ key }) => parseMinisignKey(key).id === signature.id);
  if (known.length === 0) {
    const may = keys.some((each) => covers(each, claim.filename));
    if (!may) return words.absent(`no minisign key in ${trust.where} may vouch for ${claim.filename}`);
    return words.refutes("TW-PROOF-UNKNOWN-SIGNER", `no trusted minisign key has the id ${signature.id}`);
  }
  const chosen = choose(known, claim.filename, now);
  if (chosen.entry === undefined) return words.refutes(chosen.code, chosen.why);
  const { entry } = chosen;
  const revoked = trust.revoked.find(({ kind, key }) => kind === "minisign" && key === entry.key);
  if (revoked !== undefined)
    return words.refutes("TW-TRUST-REVOKED", `the key of ${entry.owner} is revoked: ${revoked.why}`);
  if (entry.prehashedOnly && !signature.prehashed)
    return words.refutes(
      "TW-MINISIGN-LEGACY",
      `${entry.owner} signs by digest only, and this signs the file itself`,
    );
  return verified(claim, offered, entry, signature, { now, words });
}

function verified(
  claim: Claim,
  offered: Offered,
  entry: MinisignKey,
  signature: MinisignSignature,
  { now, words }: { readonly now: number; readonly words: Said },
): Finding {
  const outcome = verifyMinisign(claim.bytes, signature, parseMinisignKey(entry.key));
  if (!outcome.bytes)
    return words.refutes("TW-PROOF-OTHER-BYTES", `the signature of ${entry.owner} is for other bytes`);
  if (!outcome.comment)
    return words.refutes("TW-MINISIGN-COMMENT", "the trusted comment is not the one that was signed");
  const { file, timestamp } = fieldsOf(signature.trustedComment);
  const name = claim.path.replace(/^.*[\\/]/, "");
  if (file !== undefined && file !== name)
    return words.refutes(
      "TW-PROOF-OTHER-NAME",
      `it was signed as ${shownPath(file)}, not as ${shownPath(name)}`,
    );
  const at = timestamp === undefined ? undefined : Number(timestamp) * 1000;
  if (at !== undefined && at > now + TOLERANCE)
    return words.refutes(
      "TW-CLOCK-BEHIND",
      "the signature says that it was made later than this machine's clock",
    );
  const named = file === undefined ? "it does not name the file" : "the file's name included";
  return words.proves({
    grant: entry,
    detail: `signed by the minisign key ${signature.id}, ${named}; comment ${shownPath(signature.trustedComment)}`,
    couldLie: [`whoever holds the minisign key of ${entry.owner}`],
    ...(at === undefined ? {} : { signed: { at, by: "the signer" } }),
    byHand: [shell("minisign", "-V", "-P", entry.key, "-x", offered.path, "-m", claim.path)],
  });
}

/** The fields that minisign itself writes, `timestamp:N` and `file:NAME`, between tabs, or between blanks where people write them. */
function fieldsOf(comment: string): { readonly file?: string; readonly timestamp?: string } {
  const parts = comment.split(comment.includes("\t") ? "\t" : " ");
  const file = parts.find((part) => part.startsWith("file:"))?.slice("file:".length);
  const timestamp = parts
    .map((part) => /^timestamp:(\d{1,12})$/.exec(part)?.[1])
    .find((each) => each !== undefined);
  return { ...(file === undefined ? {} : { file }), ...(timestamp === undefined ? {} : { timestamp }) };
}
