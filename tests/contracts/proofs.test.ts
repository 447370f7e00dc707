/** What holds for every kind of proof in the registry: a new kind is tested by being registered, once it is put on the bench. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { codes } from "../../src/model/codes/codes.ts";
import type { Claim, Court, Offered, ProofKind } from "../../src/model/proof.ts";
import type { Finding } from "../../src/model/verdict.ts";
import { proofKinds } from "../../src/stages/evidence/kinds/registry.ts";
import { tellFigures } from "../support/figures.ts";
import { bytesOf, claim, court, HONEST, NOW, offered, trusting } from "../support/proofs/bench.ts";
import { benches } from "../support/proofs/benches.ts";

const REGISTERED = new Set(codes.map(({ code }) => code));

/** A finding that is whole: a refusal has a registered code, a proof says who and until when. */
async function checked(kind: ProofKind, about: Claim, proof: Offered, before: Court): Promise<Finding> {
  const found = await kind.check(about, proof, before);
  assert.equal(found.kind, kind.kind);
  assert.equal(found.subject, sha256(about.bytes), "it speaks of the bytes that were asked about");
  if (found.outcome === "refutes")
    assert.ok(found.code !== undefined && REGISTERED.has(found.code), found.detail);
  if (found.outcome === "proves") {
    assert.ok(found.voucher !== undefined && found.couldLie.length > 0 && (found.byHand ?? []).length > 0);
    assert.match(found.voucher.until, /^\d{4}-\d\d-\d\d$/);
  }
  return found;
}

test("every registered kind is on the bench", () => {
  assert.deepEqual(
    benches.map(({ kind }) => kind),
    proofKinds.map(({ kind }) => kind),
  );
});

let tried = 0;
let accepted = 0;

for (const bench of benches) {
  const entry = proofKinds.find(({ kind }) => kind === bench.kind);
  const loaded = entry?.load();

  async function ask(about: Claim, document: Uint8Array, before: Court = court(bench)): Promise<Finding> {
    return checked((await loaded) ?? assert.fail(), about, offered(bench, document), before);
  }

  async function outcome(about: Claim, document: Uint8Array, before?: Court): Promise<string> {
    const found = await ask(about, document, before);
    return found.code ?? found.outcome;
  }

  test(`${bench.kind} proves what its signer signed, twice alike`, async () => {
    const document = bench.sign(HONEST);
    const first = await ask(claim(), document);
    assert.deepEqual(
      [first.outcome, first.level, first.voucher?.owner],
      ["proves", "VOUCHED", "Demo"],
      first.detail,
    );
    assert.deepEqual(await ask(claim(), document), first);
  });

  test(`${bench.kind} refutes a flipped bit, a byte more, a byte less and no bytes at all`, async () => {
    const document = bench.sign(HONEST);
    const flipped = Buffer.from(HONEST);
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    for (const bytes of [
      flipped,
      Buffer.concat([HONEST, HONEST.subarray(0, 1)]),
      HONEST.subarray(1),
      Buffer.alloc(0),
    ])
      assert.match(await outcome(claim(bytes), document), /^TW-PROOF-OTHER-BYTES$/);
  });

  test(`${bench.kind} refutes the proof of another file`, async () => {
    const other = bench.sign(Buffer.from("another file\n"), "demo-0.9.tar.gz");
    // A list that does not name the file says nothing of it.
    const expected = bench.kind === "checksums" ? /^absent$/ : /^TW-PROOF-OTHER-(?:BYTES|NAME)$/;
    assert.match(await outcome(claim(), other), expected);
  });

  test(`${bench.kind} refutes a stranger where somebody is trusted, and is silent where nobody is`, async () => {
    const document = bench.sign(HONEST);
    assert.equal(
      await outcome(claim(), document, court(bench, trusting(bench.stranger))),
      "TW-PROOF-UNKNOWN-SIGNER",
    );
    assert.equal(await outcome(claim(), document, court(bench, trusting())), "absent");
  });

  test(`${bench.kind} refutes a signer whose trust ended, or covers other files`, async () => {
    const document = bench.sign(HONEST);
    const ended = { ...bench.signer, until: NOW };
    assert.equal(await outcome(claim(), document, court(bench, trusting(ended))), "TW-TRUST-ENDED");
    const elsewhere = { ...bench.signer, projects: ["other"], files: ["demo-1.0.zip", "?emo"] };
    assert.equal(await outcome(claim(), document, court(bench, trusting(elsewhere))), "TW-TRUST-OTHER-FILE");
    const one = { ...bench.signer, projects: [], files: ["demo-*.tar.gz"] };
    assert.equal(await outcome(claim(), document, court(bench, trusting(elsewhere, one))), "proves");
  });

  test(`${bench.kind} refutes what is empty, cut short anywhere, or too long`, async () => {
    const document = Buffer.from(bench.sign(HONEST));
    const step = Math.max(1, Math.floor(document.length / 400));
    for (let length = 0; length < document.length; length += step)
      assert.match(await outcome(claim(), document.subarray(0, length)), /^TW-/, `cut to ${length} bytes`);
    assert.match(await outcome(claim(), Buffer.concat([document, Buffer.alloc(32 << 20, 0x20)])), /^TW-/);
  });

  test(`${bench.kind} refutes every single flipped bit of what was signed`, async () => {
    const document = Buffer.from(bench.sign(HONEST));
    const free = bench.unsigned(document);
    const step = Math.max(1, Math.floor(document.length / 700));
    for (let at = 0; at < document.length; at += step) {
      if (free.has(at)) continue;
      const flipped = Buffer.from(document);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 7));
      assert.match(
        await outcome(claim(), flipped),
        /^TW-/,
        `byte ${at}: ${document.subarray(Math.max(0, at - 20), at + 20)}`,
      );
    }
  });

  test(`${bench.kind} refutes documents of other kinds`, async () => {
    for (const other of benches.filter((each) => each !== bench))
      assert.match(await outcome(claim(), other.sign(HONEST)), /^TW-/);
    assert.match(await outcome(claim(), bytesOf("{}")), /^TW-/);
  });

  for (const [sentence, document, code] of bench.mutations()) {
    test(`${bench.kind} refutes ${sentence}`, async () => {
      tried += 1;
      const told = await outcome(claim(), document);
      if (told === "proves") accepted += 1;
      assert.match(told, code);
    });
  }
}

test("the mutation table, counted", () => {
  tellFigures("mutations of proofs", { tried, accepted });
  assert.equal(accepted, 0);
  assert.ok(tried > 50);
});
