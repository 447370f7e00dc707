/** Codes of Sigstore's documents, and of attestations, which are made of them. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const sigstoreCodes: readonly CodeEntry[] = [
  {
    code: "TW-ATTESTATION-MALFORMED",
    exit: 1,
    title: "an attestation cannot be read",
    meaning:
      "It breaks the form of PEP 740: another version, a field that is missing, unknown or of another type, no or several subjects, or a predicate that says nothing about publishing or building.",
    todo: "Ask the index for the provenance again; if it stays so, the index or the publisher is at fault.",
  },
  {
    code: "TW-SIGSTORE-MALFORMED",
    exit: 1,
    title: "a document of Sigstore cannot be read",
    meaning:
      "A bundle, a log entry or a claim of a certificate breaks its form, or has a field that is not known: it could say something that changes the meaning.",
    todo: "Get the document again from its source.",
  },
  {
    code: "TW-SIGSTORE-ROOT",
    exit: 2,
    title: "the Sigstore trusted root cannot be used",
    meaning:
      "The list of authorities and logs, which everything else rests on, has a mistake, or is not the one that belongs to this version of truewheel.",
    todo: "Install truewheel again, from a source that you can check.",
  },
  {
    code: "TW-SIGSTORE-CERTIFICATE",
    exit: 1,
    title: "a signing certificate does not count",
    meaning:
      "No trusted authority issued it, it was not valid when it was used, it is for something else, or no certificate log promised to show it. A certificate of Sigstore's test instance ends here too.",
    todo: "Do not use the file on the strength of this proof; ask its publisher.",
  },
  {
    code: "TW-SIGSTORE-LOG",
    exit: 1,
    title: "a transparency log does not hold the signature",
    meaning:
      "An entry is missing, is of a log that is not trusted, is not proved by the log's own signature, or records another signature, signer or file. Every entry must hold; one that does not refuses the proof.",
    todo: "Do not use the file on the strength of this proof; ask its publisher.",
  },
  {
    code: "TW-SIGSTORE-TIME",
    exit: 1,
    title: "nobody who is trusted says when it was signed",
    meaning:
      "Certificates of Sigstore live for minutes, so a proof needs a time by a log or a timestamp authority that counted then, for this very signature.",
    todo: "Do not use the file on the strength of this proof; ask its publisher.",
  },
  {
    code: "TW-DER-MALFORMED",
    exit: 1,
    title: "a certificate or time stamp breaks its encoding",
    meaning: "DER has one encoding for each value, and this is another, or is cut short.",
    todo: "Get the document again from its source.",
  },
  {
    code: "TW-X509-MALFORMED",
    exit: 1,
    title: "a certificate cannot be used",
    meaning:
      "It breaks the form of X.509, has a critical extension that is not known, or belongs to a chain that does not hold.",
    todo: "Get the document again from its source.",
  },
  {
    code: "TW-TIMESTAMP-MALFORMED",
    exit: 1,
    title: "a time stamp cannot be read",
    meaning: "It is no granted time stamp with one signer, or rests on a digest weaker than SHA-256.",
    todo: "Get the document again from its source.",
  },
  {
    code: "TW-CHECKPOINT-MALFORMED",
    exit: 1,
    title: "a log's checkpoint cannot be read",
    meaning: "It is not a signed note of origin, size and root.",
    todo: "Get the document again from its source.",
  },
];
