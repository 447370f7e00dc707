/** The kinds of proof that lie beside files. A new one is a file here and a name in this list; the contract tests then run on it. Loaded on demand: installing needs none of them. */
import type { ProofKind } from "../../../model/proof.ts";

/** One kind, its code not loaded yet. */
export interface ProofKindEntry {
  readonly kind: string;
  load(): Promise<ProofKind>;
}

/** All kinds. */
export const proofKinds: readonly ProofKindEntry[] = [
  { kind: "minisign", load: async () => (await import("./minisign.ts")).minisign },
  { kind: "sshsig", load: async () => (await import("./sshsig.ts")).sshsig },
  { kind: "openpgp", load: async () => (await import("./openpgp.ts")).openpgp },
  { kind: "checksums", load: async () => (await import("./checksums.ts")).checksums },
  { kind: "attestation", load: async () => (await import("./attestation.ts")).attestation },
  { kind: "sigstore-bundle", load: async () => (await import("./sigstore-bundle.ts")).sigstoreBundle },
];
