/** What the contract tests need of a kind of proof: a good proof to begin with, and ways to spoil it. */
import { sha256 } from "../../../src/base/digest.ts";
import type { Claim, Court, Offered } from "../../../src/model/proof.ts";
import type { Grant, Trust, Trusted } from "../../../src/model/trust.ts";
import { courtOf } from "../../../src/stages/evidence/gather.ts";

/** The moment at which everything is judged. */
export const NOW = Date.parse("2026-11-25T12:00:00Z");
/** The file that is vouched for. */
export const FILENAME = "demo-1.0.tar.gz";
/** What is in it. */
export const HONEST = Buffer.from("the bytes that were signed\n");

/** One kind on the bench. */
export interface Bench {
  readonly kind: string;
  /** A proof of `bytes` under `filename` by the bench's own signer. */
  sign(bytes: Uint8Array, filename?: string): Uint8Array;
  /** The signer, and a stranger with a good key of the same kind. */
  readonly signer: Trusted;
  readonly stranger: Trusted;
  /** Each field spoilt, with the code of the refusal: sentence, the document, code. */
  mutations(): readonly (readonly [sentence: string, document: Uint8Array, code: RegExp])[];
  /** Bytes of a document that nobody signed and that may change: positions. */
  unsigned(document: Uint8Array): ReadonlySet<number>;
  /** The Sigstore root that the bench's documents were made under. */
  readonly root?: Uint8Array;
  /** The proofs that lie beside a document, when it carries none itself. */
  readonly signatures?: (document: Uint8Array) => readonly Offered[];
}

/** A grant for the bench's file. */
export function grant(owner: string): Grant {
  const until = Date.parse("2027-01-01T00:00:00Z");
  return { owner, addedBy: "the test", why: "made by it", until, files: [], projects: ["demo"] };
}

/** What is claimed. */
export function claim(bytes: Uint8Array = HONEST, filename = FILENAME): Claim {
  return { bytes, sha256: sha256(bytes), filename, path: `/there/${filename}` };
}

/** A trust file. */
export function trusting(...entries: readonly Trusted[]): Trust {
  return { where: "trust.toml", entries, revoked: [] };
}

/** A court of the bench's signer, unless others are given. */
export function court(bench: Bench, trust: Trust = trusting(bench.signer), now = NOW): Court {
  return courtOf({ trust, now, sigstoreRoot: () => bench.root ?? new Uint8Array() });
}

/** A document as it was offered. */
export function offered(bench: Bench, document: Uint8Array): Offered {
  const signatures = bench.signatures?.(document) ?? [];
  return { kind: bench.kind, path: `/there/${FILENAME}.proof`, bytes: document, signatures };
}

/** `text` as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}
