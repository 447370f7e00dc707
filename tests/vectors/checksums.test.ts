/** Lists of checksums in every form that is read, and those that sha256sum itself writes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { parseChecksumList } from "../../src/formats/checksum-list/checksum-list.ts";
import type { Finding } from "../../src/model/verdict.ts";
import { checksums } from "../../src/stages/evidence/kinds/checksums.ts";
import {
  type Bench,
  bytesOf,
  claim,
  court,
  FILENAME,
  HONEST,
  offered,
  trusting,
} from "../support/proofs/bench.ts";
import { checksumsBench, remembered, sameLists } from "../support/proofs/checksums.ts";
import { minisignBench } from "../support/proofs/minisign.ts";
import { sshsigBench } from "../support/proofs/sshsig.ts";
import { has } from "../support/vectors.ts";

function ask(
  text: string,
  signers: readonly Bench[] = [minisignBench],
  trusted = signers,
): Finding | Promise<Finding> {
  const document = remembered(bytesOf(text));
  const signatures = signers.map((each) => ({
    kind: each.kind,
    path: `/there/SHA256SUMS.${each.kind}`,
    bytes: each.sign(document, `${FILENAME}.proof`),
    signatures: [],
  }));
  const before = court(checksumsBench, trusting(...trusted.map(({ signer }) => signer)));
  return checksums.check(claim(), { ...offered(checksumsBench, document), signatures }, before);
}

for (const [sentence, text] of sameLists) {
  test(`${sentence} vouches, whoever signed it`, async () => {
    for (const signers of [[minisignBench], [sshsigBench], [minisignBench, sshsigBench]])
      assert.equal((await ask(text, signers)).outcome, "proves");
  });
}

const LIST = `${sha256(HONEST)}  ${FILENAME}\n`;

test("a list that nobody signed, or nobody who may be asked, says nothing", async () => {
  assert.equal((await ask(LIST, [])).outcome, "absent");
  assert.equal((await ask(LIST, [sshsigBench], [minisignBench])).outcome, "absent");
});

test("an unknown signer beside a trusted one is no matter; a trusted one who signed another list is", async () => {
  const stranger = { ...sshsigBench, signer: sshsigBench.stranger };
  assert.equal((await ask(LIST, [minisignBench, sshsigBench], [minisignBench, stranger])).outcome, "proves");
  const liar = { ...sshsigBench, sign: () => sshsigBench.sign(Buffer.from("another list")) };
  assert.equal((await ask(LIST, [minisignBench, liar])).code, "TW-PROOF-OTHER-BYTES");
});

test("what sha256sum writes is read as it was meant, odd names included", (t) => {
  if (!has(t, "sha256sum", "--version")) return;
  const folder = mkdtempSync(join(tmpdir(), "truewheel-sums-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const names = [
    "plain.txt",
    " blank before",
    "back\\slash",
    "two  blanks",
    "a (b) = c",
    "*star",
    "Grüße",
    "\\n",
  ];
  for (const name of names) writeFileSync(join(folder, name), name);
  for (const form of [["--text"], ["--binary"], ["--tag"]]) {
    const written = spawnSync("sha256sum", [...form, "--", ...names], { cwd: folder });
    assert.equal(written.status, 0, written.stderr.toString());
    const read = [...parseChecksumList(written.stdout)].map(([name, digests]) => [
      name,
      digests.get("sha256"),
    ]);
    assert.deepEqual(
      read,
      names.map((name) => [name, sha256(name)]),
      String(form[0]),
    );
  }
});
