/** The bundles of the public conformance suite, each with the cause of its refusal. */
import assert from "node:assert/strict";
import { createPublicKey, hash } from "node:crypto";
import { codeOf } from "../../src/base/fault.ts";
import { parseStatement } from "../../src/formats/checksum-list/statement.ts";
import { parseBundle } from "../../src/formats/sigstore/bundle.ts";
import { identityOf } from "../../src/formats/sigstore/identity.ts";
import { parseTrustedRoot } from "../../src/formats/sigstore/trusted-root.ts";
import { verifyMaterial } from "../../src/formats/sigstore/verify.ts";
import { tellFigures } from "../support/figures.ts";
import { type Folder, type VectorCase, vectorTest } from "../support/vectors.ts";

/** Code and words of each refusal. */
const CAUSES: Readonly<Record<string, readonly [code: string, words: RegExp]>> = {
  "bundle-empty-certificate-chain_fail": [
    "TW-SIGSTORE-MALFORMED",
    /chain is not the signing certificate alone/,
  ],
  "bundle-from-wrong-instance_fail": ["TW-SIGSTORE-LOG", /log is none that is trusted/],
  "bundle-malformed-json_fail": ["TW-SIGSTORE-MALFORMED", /not valid JSON/],
  "bundle-negative-log-index_fail": ["TW-SIGSTORE-MALFORMED", /`logIndex`/],
  "bundle-with-root-cert_fail": ["TW-SIGSTORE-MALFORMED", /chain is not the signing certificate alone/],
  "checkpoint-wrong-roothash_fail": ["TW-SIGSTORE-LOG", /two trees/],
  "dsse-invalid-sig_fail": ["TW-PROOF-OTHER-BYTES", /envelope is not signed/],
  "dsse-mismatch-sig_fail": ["TW-SIGSTORE-LOG", /recorded another/],
  "inclusion-proof-corrupted-hash_fail": ["TW-SIGSTORE-LOG", /does not lead to/],
  "incorrect-public-key_fail": ["TW-SIGSTORE-LOG", /promise is not signed/],
  "intoto-expired-certificate_fail": ["TW-SIGSTORE-CERTIFICATE", /not valid when/],
  "intoto-log-entry-mismatch_fail": ["TW-SIGSTORE-LOG", /recorded another/],
  "intoto-set-outside-signing-cert-validity_fail": ["TW-SIGSTORE-CERTIFICATE", /not valid when/],
  "intoto-tsa-timestamp-outside-cert-validity_fail": ["TW-SIGSTORE-CERTIFICATE", /not valid when/],
  "invalid-checkpoint-signature_fail": ["TW-SIGSTORE-LOG", /checkpoint is not signed/],
  "invalid-ct-key_fail": ["TW-SIGSTORE-CERTIFICATE", /certificate log/],
  "managed-key-wrong-key_fail": ["KEY", /none/],
  "message-digest-mismatch_fail": ["TW-PROOF-OTHER-BYTES", /other bytes/],
  "rekor2-checkpoint-missing-log-signature_fail": ["TW-CHECKPOINT-MALFORMED", /no signature/],
  "rekor2-checkpoint-missing-origin_fail": ["TW-CHECKPOINT-MALFORMED", /first three lines/],
  "rekor2-checkpoint-missing-size_fail": ["TW-CHECKPOINT-MALFORMED", /first three lines/],
  "rekor2-dsse-invalid-sig_fail": ["TW-PROOF-OTHER-BYTES", /envelope is not signed/],
  "rekor2-dsse-mismatch-sig_fail": ["TW-SIGSTORE-LOG", /recorded another/],
  "rekor2-no-timestamp_fail": ["TW-SIGSTORE-TIME", /nobody says when/],
  "rekor2-timestamp-outside-trust-root-tsa-validity_fail": ["TW-SIGSTORE-TIME", /did not count at its time/],
  "rekor2-timestamp-payload-mismatch_fail": ["TW-SIGSTORE-TIME", /for another signature/],
  "rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail": [
    "TW-SIGSTORE-TIME",
    /no authority that is trusted/,
  ],
  "set-invalid-signature_fail": ["TW-SIGSTORE-LOG", /promise is not signed/],
  "trust-root-tlog-missing-validity-start_fail": ["TW-SIGSTORE-ROOT", /`start`/],
  "wrong-hashedrekord-artifact_fail": ["TW-SIGSTORE-LOG", /recorded another/],
  "wrong-hashedrekord-cert-and-sig_fail": ["TW-SIGSTORE-LOG", /recorded another/],
  "wrong-material_fail": ["TW-PROOF-OTHER-BYTES", /other bytes/],
};

type Told = readonly [code: string, words: string];

function judged(folder: Folder, each: VectorCase): Told {
  const file = (name: string): Buffer => folder.read(`${String(each["dir"])}/${String(each[name])}`);
  const bytes = file("artifact");
  const sha256 = hash("sha256", bytes, "buffer");
  try {
    const root = parseTrustedRoot(
      each["trusted_root"] === "production" ? folder.read("trusted_root.json") : file("trusted_root"),
    );
    const key = each["key"] === undefined ? undefined : keyOf(file("key"));
    if (key === null) return ["KEY", "the key is none"];
    const material = parseBundle(file("bundle"));
    const outcome = verifyMaterial(material, { bytes, sha256 }, root, key);
    if (outcome.why !== undefined) return [outcome.code, outcome.why];
    const { certificate } = outcome;
    const { content } = material;
    if (content.kind === "dsse") {
      const digests = [...parseStatement(content.payload).subjects.values()].map((known) =>
        known.get("sha256"),
      );
      assert.ok(digests.includes(sha256.toString("hex")), each.id);
    }
    if (certificate !== undefined) {
      const { subject, issuer } = identityOf(certificate);
      assert.deepEqual([subject, issuer], [each["identity"], each["issuer"]], each.id);
    }
    return ["accepted", ""];
  } catch (error) {
    return [codeOf(error) ?? assert.fail(String(error)), String(error)];
  }
}

function keyOf(pem: Buffer): ReturnType<typeof createPublicKey> | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

vectorTest(
  "the conformance suite's bundles are judged as expected, each refusal by its cause",
  "sigstore",
  (_, folder) => {
    let accepted = 0;
    for (const each of folder.cases) {
      const [code, words] = judged(folder, each);
      if (each.expect === "accept") {
        assert.equal(code, "accepted", `${each.id}: ${words}`);
        accepted += 1;
        continue;
      }
      const [expected, pattern] = CAUSES[each.id] ?? ["?", /^$/];
      assert.equal(code, expected, `${each.id}: ${words}`);
      assert.match(words, pattern, each.id);
    }
    tellFigures("Sigstore bundle vectors", { cases: folder.cases.length, accepted });
  },
);
