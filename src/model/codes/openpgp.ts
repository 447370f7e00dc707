/** Codes of OpenPGP keys and signatures. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const openpgpCodes: readonly CodeEntry[] = [
  {
    code: "TW-OPENPGP-MALFORMED",
    exit: 1,
    title: "an OpenPGP document cannot be read",
    meaning:
      "It is not one block of armour or packets of known lengths, carries text that nobody signed, or its parts do not belong together.",
    todo: "Get the signature, or the key, again from its source.",
  },
  {
    code: "TW-OPENPGP-UNSUPPORTED",
    exit: 1,
    title: "an OpenPGP key or signature is of a kind that is not read",
    meaning:
      "Versions other than 4 and curves beyond NIST's and Ed25519 are not read, so they prove nothing here.",
    todo: "Verify by gpg, or ask for a signature by another key.",
  },
  {
    code: "TW-OPENPGP-WEAK",
    exit: 1,
    title: "an OpenPGP signature is too weak",
    meaning:
      "It, or what the key says of itself, rests on MD5, SHA-1 or RIPEMD-160, on DSA or on an RSA key under 2048 bits. gpg may accept it all the same.",
    todo: "Ask the signer for a signature with SHA-256 or better by a present-day key.",
  },
  {
    code: "TW-OPENPGP-EXPIRED",
    exit: 1,
    title: "an OpenPGP key or signature has expired",
    meaning:
      "The signature, the key or the subkey ended before now, or before it was used. A copy of the key from after its renewal would say so.",
    todo: "Get the key again from its owner: it may have been renewed. Have that reviewed, as every new key.",
  },
  {
    code: "TW-OPENPGP-REVOKED",
    exit: 1,
    title: "an OpenPGP key was revoked by its owner",
    meaning:
      "The key says of itself that it must not be used any more. Whatever the reason, somebody else may hold it.",
    todo: "Ask the owner for a signature by the new key, and have that key reviewed.",
  },
  {
    code: "TW-OPENPGP-PURPOSE",
    exit: 1,
    title: "an OpenPGP key is not for signing data",
    meaning: "The key says of itself what it is for, and signing data is not among it.",
    todo: "Ask the owner which key signs releases.",
  },
  {
    code: "TW-OPENPGP-CRITICAL",
    exit: 1,
    title: "an OpenPGP signature has a critical part that is not known",
    meaning: "Its signer demanded that nobody who does not understand that part believe the signature.",
    todo: "Verify by a program that knows it, or ask for a signature without it.",
  },
];
