/** All that the offered proofs say of one file, in one place. Pure but for the kinds that are loaded. */
import type { Claim, Court, Offered } from "../../model/proof.ts";
import type { Finding } from "../../model/verdict.ts";
import { covers } from "./grants.ts";
import { proofKinds } from "./kinds/registry.ts";
import { said } from "./said.ts";

/** What a proof of each kind is called, where there was none. */
const CALLED: Readonly<Record<string, string>> = {
  minisign: "minisign signature",
  sshsig: "SSH signature",
  openpgp: "OpenPGP signature",
  checksums: "list of checksums",
  attestation: "attestation",
  "sigstore-bundle": "Sigstore bundle",
};

/** A court that can ask every kind. */
export function courtOf(given: Omit<Court, "ask">): Court {
  const court: Court = { ...given, ask: (claim, offered) => finding(claim, offered, court) };
  return court;
}

/** Every proof's finding, in the order offered. */
export function findings(
  claim: Claim,
  offered: readonly Offered[],
  court: Court,
): Promise<readonly Finding[]> {
  return Promise.all(offered.map((each) => finding(claim, each, court)));
}

/** What one proof says. A document of a kind that is not read is said to be that. */
async function finding(claim: Claim, offered: Offered, court: Court): Promise<Finding> {
  const entry = proofKinds.find(({ kind }) => kind === offered.kind);
  if (entry === undefined)
    return said(offered.kind, claim, offered).absent("it is of a kind that this version does not read");
  return (await entry.load()).check(claim, offered, court);
}

/** Clauses: the kinds of which nothing was offered, and whoever is trusted for the file and said nothing. */
export function absences(claim: Claim, said: readonly Finding[], { trust }: Court): readonly string[] {
  const kinds = proofKinds.filter(({ kind }) => !said.some((each) => each.kind === kind));
  const silent = trust.entries
    .filter((entry) => covers(entry, claim.filename))
    .map(({ owner }) => owner)
    .filter((owner) => !said.some((each) => each.outcome === "proves" && each.voucher?.owner === owner));
  return [
    ...kinds.map(({ kind }) => `no ${CALLED[kind] ?? kind}`),
    ...[...new Set(silent)].map((owner) => `nothing that counts from ${owner}, who is trusted for it`),
  ];
}
