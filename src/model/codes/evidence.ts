/** Codes of proofs that lie beside a file, of the documents they are and of trust files. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const evidenceCodes: readonly CodeEntry[] = [
  {
    code: "TW-PROOF-UNKNOWN-SIGNER",
    exit: 1,
    title: "signed by somebody who is not trusted for it",
    meaning:
      "The trust file names keys or identities for this file, and the proof was made by another. Anybody can sign anything; only a signer that you named counts.",
    todo: "Find out from the project whether it has a new key or a new publisher. If it has, have it reviewed and add it to the trust file.",
  },
  {
    code: "TW-PROOF-OTHER-BYTES",
    exit: 1,
    title: "a trusted signer signed other bytes",
    meaning:
      "The signature does not fit the file: the file was changed or exchanged after it was signed, or the signature belongs to another file.",
    todo: "Do not use the file. Get file and signature again, from another place if you can.",
  },
  {
    code: "TW-PROOF-OTHER-NAME",
    exit: 1,
    title: "a trusted signer signed a file of another name",
    meaning:
      "The proof says what its file is called, and this file is called otherwise: an older or another file may have been offered under a new name.",
    todo: "Give the file the name it was signed under, if you know that it is the one you want.",
  },
  {
    code: "TW-PROOF-NO-KIND",
    exit: 2,
    title: "a document is no proof of a known kind",
    meaning:
      "A file that was named by --signature, --attestation or --checksums is of none of the kinds that are read.",
    todo: "Check the path. Kinds are told by the document itself, not by its name.",
  },
  {
    code: "TW-TRUST-MALFORMED",
    exit: 2,
    title: "a trust file cannot be read",
    meaning:
      "It needs `version = 1` and entries `[[key]]` or `[[identity]]`, each with owner, added-by, why, until and files or projects. A file with one mistake is not used at all, as half a policy is a weaker one.",
    todo: "Mend the place that the message names. docs/guides/verifying-files.md shows every field.",
  },
  {
    code: "TW-TRUST-ENDED",
    exit: 1,
    title: "trust in the signer has ended",
    meaning: "The entry of the trust file that fits the signer has an `until` that has passed.",
    todo: "Have the entry reviewed: does the key or identity still belong to its owner? Then write a new end into it.",
  },
  {
    code: "TW-TRUST-OTHER-FILE",
    exit: 1,
    title: "the signer is trusted for other files only",
    meaning: "The trust file names the signer, but neither its `files` nor its `projects` cover this file.",
    todo: "Find out why this signer signed this file. If that is right, add the file's pattern or project to the entry.",
  },
  {
    code: "TW-TRUST-REVOKED",
    exit: 1,
    title: "the key is revoked in the trust file",
    meaning: "A `[[revoked]]` entry says that this key never counts again.",
    todo: "Do not use the file, unless somebody else vouches for it.",
  },
  {
    code: "TW-CLOCK-BEHIND",
    exit: 3,
    title: "a proof comes from the future of this clock",
    meaning:
      "It says that it was made later than this machine's clock shows. Either the clock is wrong, and nothing with an end can be judged, or the proof lies.",
    todo: "Set the clock and try again.",
  },
  {
    code: "TW-MINISIGN-MALFORMED",
    exit: 1,
    title: "a minisign document cannot be read",
    meaning: "It is not exactly the four lines that minisign writes, or a public key is not one.",
    todo: "Get the signature again from its source.",
  },
  {
    code: "TW-MINISIGN-COMMENT",
    exit: 1,
    title: "the trusted comment was changed",
    meaning: "The signature fits the file, and the comment under it is not the one that was signed with it.",
    todo: "Get the signature again from its source, and ask who changed it.",
  },
  {
    code: "TW-MINISIGN-LEGACY",
    exit: 1,
    title: "a minisign signature has the older form",
    meaning:
      "The trust file says that this key signs digests only (`prehashed-only`), and this signature is over the file itself.",
    todo: "Find out who made it: the owner's present program would not have.",
  },
  {
    code: "TW-SSHSIG-MALFORMED",
    exit: 1,
    title: "an SSH signature cannot be read",
    meaning: "It is not exactly one armoured block as ssh-keygen writes it, or breaks the format inside.",
    todo: "Get the signature again from its source.",
  },
  {
    code: "TW-SSHSIG-SIGNERS",
    exit: 2,
    title: "a list of allowed signers cannot be read",
    meaning:
      "A line has an unknown option, a moment without `Z`, a broken key or a `cert-authority`, which is not supported: any of these could allow more or less than was meant.",
    todo: "Mend the line that the message names.",
  },
  {
    code: "TW-SSHSIG-NAMESPACE",
    exit: 1,
    title: "an SSH signature was made for another purpose",
    meaning:
      "Its namespace is not the one that is expected, so the signer may never have meant it for a file like this.",
    todo: "Ask the signer to sign with `ssh-keygen -Y sign -n NAMESPACE`, or name the right namespace in the trust file.",
  },
  {
    code: "TW-SSHSIG-NOT-ALLOWED",
    exit: 1,
    title: "the allowed signers do not allow this key now, or for this",
    meaning: "A line names the key, with a namespace or a time that does not fit.",
    todo: "Compare the line with what its owner publishes.",
  },
  {
    code: "TW-SSHSIG-WEAK",
    exit: 1,
    title: "an SSH signature is too weak",
    meaning: "It rests on SHA-1, on another old digest or on an RSA key under 2048 bits.",
    todo: "Ask the signer for a signature by `ssh-keygen -Y sign` with a present-day key.",
  },
  {
    code: "TW-SSHSIG-UNSUPPORTED",
    exit: 1,
    title: "an SSH key is of a kind that is not read",
    meaning: "Certificates, DSA, WebAuthn and post-quantum keys are not read, so they prove nothing here.",
    todo: "Verify by ssh-keygen, or ask for a signature by an Ed25519, ECDSA, RSA or security key.",
  },
  {
    code: "TW-SUMS-MALFORMED",
    exit: 1,
    title: "a list of checksums cannot be read",
    meaning:
      "A line is of neither GNU's nor BSD's form, or its digest is weaker than SHA-256. The list is not used in part.",
    todo: "Get the list again from its source.",
  },
  {
    code: "TW-SUMS-DUPLICATE",
    exit: 1,
    title: "a list of checksums names a file twice",
    meaning:
      "Readers disagree about which line counts, so neither does; names that some file system takes for one another count as one.",
    todo: "Ask whoever made the list.",
  },
  {
    code: "TW-STATEMENT-MALFORMED",
    exit: 1,
    title: "an in-toto statement cannot be read",
    meaning:
      "It is not JSON of the one form that is read: version 1, with subjects that have names and digests.",
    todo: "Get it again from its source.",
  },
];
