/** SSH signatures made by OpenSSH, each with the code of its refusal, and ssh-keygen itself asked about the same. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { Fault } from "../../src/base/fault.ts";
import { parseToml } from "../../src/formats/toml/toml.ts";
import type { Trust } from "../../src/model/trust.ts";
import { courtOf } from "../../src/stages/evidence/gather.ts";
import { sshsig } from "../../src/stages/evidence/kinds/sshsig.ts";
import { readTrust } from "../../src/stages/trust/read.ts";
import { tellFigures } from "../support/figures.ts";
import { FILENAME, HONEST, NOW } from "../support/proofs/bench.ts";
import { sshsigBench } from "../support/proofs/sshsig.ts";
import { type Folder, has, type VectorCase, vectorTest } from "../support/vectors.ts";

/** The code of every refusal, by the end of the case's name; what can be read and is by nobody allowed is the rule. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^(?!openssh-mldsa).*\/wrong-namespace$|^mutant-namespace-field$/, "TW-SSHSIG-NAMESPACE"],
  [/^openssh-mldsa/, "TW-TRUST-MALFORMED"],
  [/^openssh-ecdsa_sk_webauthn/, "TW-SSHSIG-UNSUPPORTED"],
  [/\/altered-file$|^mutant-(?:signature-flip|hash-swapped|namespace-field-x)$/, "TW-PROOF-OTHER-BYTES"],
  [/\/wrong-(?:key|principal)$|-embedded-other-key$|-principal-negated$/, "TW-PROOF-UNKNOWN-SIGNER"],
  [/^mutant-hash-md5$|^rsa-ssh-rsa$/, "TW-SSHSIG-WEAK"],
  [/^mutant-/, "TW-SSHSIG-MALFORMED"],
  [/^signers-(?:namespaces-no|valid-window)/, "TW-SSHSIG-NOT-ALLOWED"],
  [/^signers-(?:unknown-option|empty|ca$|ca-other|ca-before)/, "TW-TRUST-MALFORMED"],
  [/^signers-ca-not-authority$/, "TW-SSHSIG-UNSUPPORTED"],
  [/^signers-revoked$/, "TW-TRUST-REVOKED"],
];

/** What is refused here though ssh-keygen would read it: certificates, and revocation lists in OpenSSH's own binary form, which a trust file cannot name. */
const NOT_READ = /^signers-ca$/;
const BINARY_LIST = /^signers-revoked-krl$/;

function trustOf(folder: Folder, each: VectorCase): Trust {
  const { principal, namespace, revoked_keys: revoked } = each as VectorCase & Record<string, string>;
  const grant = `owner = "Demo"\nadded-by = "T"\nwhy = "test"\nuntil = 2099-01-01\nfiles = ["*"]\n`;
  const key = `[[key]]\nkind = "ssh"\nprincipal = "${principal}"\nnamespace = "${namespace}"\nkey-file = "s"\n${grant}`;
  const list = revoked === undefined ? "" : folder.read(revoked).toString().trim();
  const never =
    list === "" ? "" : `[[revoked]]\nkind = "ssh"\nkey = "${list}"\nadded-by = "T"\nwhy = "test"\n`;
  return readTrust(parseToml(`version = 1\n${key}${never}`, "trust.toml"), "trust.toml", () =>
    folder.read(String(each["allowed_signers"])),
  );
}

function judged(folder: Folder, each: VectorCase): string {
  const { file = "", signature = "", verify_time: time } = each as VectorCase & Record<string, string>;
  const bytes = folder.read(file);
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)Z$/.exec(time ?? "") ?? [];
  try {
    const found = sshsig.check(
      { bytes, sha256: sha256(bytes), filename: "artifact.txt", path: "artifact.txt" },
      { kind: "sshsig", path: "x", bytes: folder.read(signature), signatures: [] },
      courtOf({
        trust: trustOf(folder, each),
        now: year === undefined ? NOW : Date.parse(`${year}-${month}-${day}T00:00:00Z`),
        sigstoreRoot: () => new Uint8Array(),
      }),
    );
    assert.ok(!(found instanceof Promise));
    return found.code ?? found.outcome;
  } catch (error) {
    return error instanceof Fault ? error.code : assert.fail(String(error));
  }
}

vectorTest(
  "OpenSSH's own signatures are judged as expected, each refusal by its code",
  "sshsig",
  (_, folder) => {
    const counts = { cases: 0, proved: 0, refused: 0, "not read": 0 };
    for (const each of folder.cases) {
      counts.cases += 1;
      if (BINARY_LIST.test(each.id)) {
        counts["not read"] += 1;
        continue;
      }
      const told = judged(folder, each);
      if (told === "proves") {
        counts.proved += 1;
        assert.notEqual(each.expect, "refuse", each.id);
        continue;
      }
      counts.refused += 1;
      if (each.expect === "accept") assert.match(each.id, NOT_READ, `${each.id}: ${told}`);
      const code = CODES.find(([pattern]) => pattern.test(each.id))?.[1];
      assert.equal(told, code, `${each.id}: ${each.why}`);
    }
    assert.ok(counts.proved >= 28, JSON.stringify(counts));
    tellFigures("SSH vectors", counts);
  },
);

test("ssh-keygen agrees about every document of the mutation table, but for what is deliberately stricter", (t) => {
  if (!has(t, "ssh-keygen", "-?")) return;
  /** What ssh-keygen takes: it looks for an armoured block in a text, and at no line length. */
  const stricter =
    /version 0|CR LF|text after it|text before it|two of them|one long line|lines of two lengths|bytes after the (?:end|signature)/;
  const { signer } = sshsigBench;
  assert.ok(signer.kind === "ssh");
  const folder = mkdtempSync(join(tmpdir(), "truewheel-sshsig-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "signers"), signer.allowedSigners);
  const accepts = (document: Uint8Array): boolean => {
    writeFileSync(join(folder, FILENAME), document);
    const args = [
      "-Y",
      "verify",
      "-f",
      "signers",
      "-I",
      signer.principal,
      "-n",
      signer.namespace,
      "-s",
      FILENAME,
    ];
    return spawnSync("ssh-keygen", args, { cwd: folder, input: HONEST }).status === 0;
  };
  assert.equal(accepts(sshsigBench.sign(HONEST)), true);
  const taken = sshsigBench.mutations().filter(([, document]) => accepts(document));
  assert.deepEqual(
    taken.map(([sentence]) => sentence).filter((sentence) => !stricter.test(sentence)),
    [],
  );
});
