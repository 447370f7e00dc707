/** Minisign signatures made by minisign, each with the code of its refusal, and minisign itself asked about the same. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { Fault } from "../../src/base/fault.ts";
import { parseToml } from "../../src/formats/toml/toml.ts";
import type { Finding } from "../../src/model/verdict.ts";
import { courtOf } from "../../src/stages/evidence/gather.ts";
import { minisign } from "../../src/stages/evidence/kinds/minisign.ts";
import { readTrust } from "../../src/stages/trust/read.ts";
import { tellFigures } from "../support/figures.ts";
import { bytesOf, claim, court, FILENAME, HONEST, NOW, trusting } from "../support/proofs/bench.ts";
import { legacy, minisignBench } from "../support/proofs/minisign.ts";
import { has, type VectorCase, vectorTest } from "../support/vectors.ts";

/** The code of every refusal, by the case. */
const CODES: Readonly<Record<string, string>> = {
  "wrong-key": "TW-PROOF-UNKNOWN-SIGNER",
  "altered-file": "TW-PROOF-OTHER-BYTES",
  "altered-file-legacy": "TW-PROOF-OTHER-BYTES",
  "other-file": "TW-PROOF-OTHER-BYTES",
  "mutant-trusted-comment": "TW-MINISIGN-COMMENT",
  "mutant-trusted-comment-legacy": "TW-MINISIGN-COMMENT",
  "mutant-signature-flip": "TW-PROOF-OTHER-BYTES",
  "mutant-global-signature-flip": "TW-MINISIGN-COMMENT",
  "mutant-key-id-flip": "TW-PROOF-UNKNOWN-SIGNER",
  "mutant-algorithm-ed-to-legacy": "TW-PROOF-OTHER-BYTES",
  "mutant-global-signature-swapped": "TW-MINISIGN-COMMENT",
  "mutant-trusted-part-swapped": "TW-MINISIGN-COMMENT",
  "key-short": "TW-TRUST-MALFORMED",
  "key-algorithm": "TW-TRUST-MALFORMED",
  "key-key-id": "TW-PROOF-UNKNOWN-SIGNER",
};
const OTHERWISE = "TW-MINISIGN-MALFORMED";

function judged(bytes: Buffer, name: string, signature: Buffer, publicKey: string): Finding | string {
  const file = `version = 1\n[[key]]\nkind = "minisign"\nowner = "Demo"\nadded-by = "T"\nwhy = "test"\nuntil = 2099-01-01\nfiles = ["*"]\nkey-file = "k"\n`;
  try {
    const trust = readTrust(parseToml(file, "trust.toml"), "trust.toml", () => bytesOf(publicKey));
    const about = { bytes, sha256: sha256(bytes), filename: name, path: name };
    const found = minisign.check(
      about,
      { kind: "minisign", path: "x", bytes: signature, signatures: [] },
      courtOf({ trust, now: NOW, sigstoreRoot: () => new Uint8Array() }),
    );
    assert.ok(!(found instanceof Promise));
    return found;
  } catch (error) {
    return error instanceof Fault ? error.code : assert.fail(String(error));
  }
}

vectorTest(
  "minisign's own signatures are judged as expected, each refusal by its code",
  "minisign",
  (_, folder) => {
    for (const each of folder.cases) {
      const { file, signature, public_key: key } = each as VectorCase & Record<string, string>;
      const found = judged(
        folder.read(file ?? ""),
        file ?? "",
        folder.read(signature ?? ""),
        folder.read(key ?? "").toString(),
      );
      const told = typeof found === "string" ? found : (found.code ?? found.outcome);
      if (each.expect === "accept") {
        assert.equal(told, "proves", each.id);
        assert.ok(
          typeof found !== "string" && found.detail.includes(JSON.stringify(each["trusted_comment"])),
          each.id,
        );
      } else assert.equal(told, CODES[each.id] ?? OTHERWISE, `${each.id}: ${each.why}`);
    }
    tellFigures("minisign vectors", { cases: folder.cases.length, differing: 0 });
  },
);

test("a signature over the file itself counts unless the trust file says that its signer never makes one", () => {
  const { signer } = minisignBench;
  assert.ok(signer.kind === "minisign");
  const proof = { kind: "minisign", path: "x", bytes: legacy(HONEST), signatures: [] };
  const ask = (prehashedOnly: boolean): string => {
    const found = minisign.check(
      claim(),
      proof,
      court(minisignBench, trusting({ ...signer, prehashedOnly })),
    );
    assert.ok(!(found instanceof Promise));
    return found.code ?? found.outcome;
  };
  assert.deepEqual([ask(false), ask(true)], ["proves", "TW-MINISIGN-LEGACY"]);
});

test("minisign agrees about every document of the mutation table, but for what is deliberately stricter", (t) => {
  if (!has(t, "minisign", "-v")) return;
  /** What minisign takes: it looks at no name, no clock, no second line end and nothing that follows. */
  const stricter =
    /names another file|to come|CR LF|line more|last line feed|global signature twice|control character/;
  const folder = mkdtempSync(join(tmpdir(), "truewheel-minisign-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const { signer } = minisignBench;
  assert.ok(signer.kind === "minisign");
  writeFileSync(join(folder, FILENAME), HONEST);
  const accepts = (document: Uint8Array): boolean => {
    writeFileSync(join(folder, "proof"), document);
    const args = ["-V", "-q", "-P", signer.key, "-x", join(folder, "proof"), "-m", join(folder, FILENAME)];
    return spawnSync("minisign", args).status === 0;
  };
  assert.equal(accepts(minisignBench.sign(HONEST)), true);
  assert.equal(accepts(legacy(HONEST)), true);
  const taken = minisignBench.mutations().filter(([, document]) => accepts(document));
  assert.deepEqual(
    taken.map(([sentence]) => sentence).filter((sentence) => !stricter.test(sentence)),
    [],
  );
});
