/** Real attestations of real files, and policies that they do not satisfy, each with the code of its refusal. */
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asSha256 } from "../../src/base/digest.ts";
import type { Publisher, TrustedIdentity } from "../../src/model/trust.ts";
import type { Finding } from "../../src/model/verdict.ts";
import { courtOf } from "../../src/stages/evidence/gather.ts";
import { attestation } from "../../src/stages/evidence/kinds/attestation.ts";
import { tellFigures } from "../support/figures.ts";
import { grant, NOW, trusting } from "../support/proofs/bench.ts";
import { type VectorCase, vectorTest } from "../support/vectors.ts";

const ROOT = readFileSync(join(import.meta.dirname, "../../data/sigstore-trusted-root.json"));

/** The code for each of the folder's reasons. */
const CODES: Readonly<Record<string, string>> = {
  "untrusted-root": "TW-SIGSTORE-LOG",
  "digest-mismatch": "TW-PROOF-OTHER-BYTES",
  "name-mismatch": "TW-PROOF-OTHER-NAME",
  "publisher-mismatch": "TW-PROOF-UNKNOWN-SIGNER",
};

interface Case extends VectorCase {
  readonly file: string;
  readonly dist: { readonly name: string; readonly sha256: string; readonly file: string | null };
  readonly publisher: Readonly<Record<string, string>> | null;
  readonly identity?: { readonly san: string; readonly issuer: string };
  readonly reason?: string;
}

function publisherOf({ publisher, identity }: Case): Publisher {
  if (publisher?.["kind"] === "GitHub")
    return {
      kind: "github",
      repository: publisher["repository"] ?? "",
      workflow: publisher["workflow"] ?? "",
    };
  if (publisher?.["kind"] === "GitLab")
    return {
      kind: "gitlab",
      repository: publisher["repository"] ?? "",
      workflow: publisher["workflow_filepath"] ?? "",
    };
  return { kind: "sigstore", identity: identity?.san ?? "?", issuer: identity?.issuer ?? "?" };
}

/** The kind hashes nothing by itself: the digest of a file that is not stored is claimed as the case gives it. */
function judged(each: Case, document: Uint8Array): Finding {
  const sha256 = asSha256(each.dist.sha256) ?? assert.fail();
  const claim = { bytes: new Uint8Array(), sha256, filename: each.dist.name, path: each.dist.name };
  const signer: TrustedIdentity = {
    kind: "identity",
    publisher: publisherOf(each),
    ...grant("Demo"),
    files: ["*"],
  };
  const court = courtOf({ trust: trusting(signer), now: NOW, sigstoreRoot: () => ROOT });
  const found = attestation.check(
    claim,
    { kind: "attestation", path: each.file, bytes: document, signatures: [] },
    court,
  );
  assert.ok(!(found instanceof Promise));
  return found;
}

vectorTest("real attestations are judged as expected, each refusal by its code", "pep740", (_, folder) => {
  let proved = 0;
  for (const each of folder.cases as readonly Case[]) {
    const { file, sha256 } = each.dist;
    if (file !== null && each.reason !== "digest-mismatch")
      assert.equal(hash("sha256", folder.read(file), "hex"), sha256);
    const found = judged(each, folder.read(each.file));
    const told = found.code ?? found.outcome;
    if (each.expect === "refuse") assert.equal(told, CODES[each.reason ?? ""], `${each.id}: ${found.detail}`);
    else assert.equal(told, "proves", `${each.id}: ${found.detail}`);
    proved += told === "proves" ? 1 : 0;
  }
  tellFigures("attestation vectors", { cases: folder.cases.length, proved });
});
