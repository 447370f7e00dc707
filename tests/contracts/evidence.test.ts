/** What holds for every kind of evidence in the registry, and for the judge above them: a new kind is tested by being registered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import type { Artifact, Sealed, Wanted } from "../../src/model/artifact.ts";
import type { Finding, Level } from "../../src/model/verdict.ts";
import { type EvidenceContext, evidenceKinds } from "../../src/stages/evidence/kinds/registry.ts";
import { judge } from "../../src/stages/judge/judge.ts";

const honest = Buffer.from("the bytes that were pinned");
const flipped = Buffer.from(honest);
flipped[3] = (flipped[3] ?? 0) ^ 1;
const wanted: Wanted = {
  name: "pkg",
  version: "1.0",
  filename: "pkg-1.0-py3-none-any.whl",
  size: honest.length,
  sha256: sha256(honest),
};
const full: EvidenceContext = {
  madeBy: "the test",
  pins: new Map([[wanted.filename, wanted]]),
  locked: new Map([
    [
      wanted.filename,
      {
        hashes: [{ algorithm: "sha256", digest: wanted.sha256 }],
        size: wanted.size,
        statedBy: "the test",
        where: "the test",
      },
    ],
  ]),
};
const empty: EvidenceContext = { madeBy: "the test", pins: new Map(), locked: new Map() };

function artifact(bytes: Uint8Array, told: ReadonlyMap<string, string>): Artifact {
  return { wanted, bytes, origin: { from: "store" }, told };
}

const proof = new Map<string, string>([["sha256", wanted.sha256]]);
const nothing = new Map<string, string>();

function finding(kind: (typeof evidenceKinds)[number], subject: Artifact, context: EvidenceContext): Finding {
  const bytes = subject.bytes ?? assert.fail();
  return kind.check(
    { artifact: subject, sha256: sha256(bytes), size: bytes.length, measured: "now" },
    context,
  );
}

/** What the store would hand out of a seal whose check went well. */
function sealedAs(bytes: Uint8Array): Artifact {
  const sealed = { sha256: sha256(bytes), size: bytes.length } as Sealed;
  return { wanted, sealed, origin: { from: "store" }, told: nothing };
}

test("a sealed file is judged by what was measured when it was sealed, and the verdict says so", () => {
  const judgement = judge(sealedAs(honest), evidenceKinds, full, { atLeast: "PINNED" });
  assert.equal(judgement.decision === "accepted" && judgement.accepted.verdict.measured, "when sealed");
  const now = judge(artifact(honest, nothing), evidenceKinds, full, { atLeast: "PINNED" });
  assert.equal(now.decision === "accepted" && now.accepted.verdict.measured, "now");
});

test("a seal of other bytes than the pinned ones refuses, whatever name it stands under", () => {
  const judgement = judge(sealedAs(flipped), evidenceKinds, full, { atLeast: "PINNED" });
  assert.equal(judgement.decision === "refused" && judgement.verdict.code, "TW-JUDGE-OTHER-BYTES");
});

for (const kind of evidenceKinds) {
  test(`${kind.kind} proves the very bytes, at its level, and says who could lie`, () => {
    const found = finding(kind, artifact(honest, proof), full);
    assert.deepEqual([found.kind, found.outcome, found.level], [kind.kind, "proves", kind.level]);
    assert.ok(found.couldLie.length > 0);
  });

  test(`${kind.kind} refutes one flipped bit, one byte more and one byte less, each with a code`, () => {
    for (const bytes of [
      flipped,
      Buffer.concat([honest, honest.subarray(0, 1)]),
      honest.subarray(1),
      Buffer.alloc(0),
    ]) {
      const found = finding(kind, artifact(bytes, proof), full);
      assert.equal(found.outcome, "refutes");
      assert.match(found.code ?? "", /^TW-JUDGE-/);
    }
  });

  test(`${kind.kind} without a proof says absent, never more`, () => {
    const found = finding(kind, artifact(honest, nothing), empty);
    assert.deepEqual([found.outcome, found.couldLie], ["absent", []]);
  });
}

test("every kind has a name of its own", () => {
  assert.equal(new Set(evidenceKinds.map((kind) => kind.kind)).size, evidenceKinds.length);
});

function decided(subject: Artifact, context: EvidenceContext, atLeast: Level): string {
  const judgement = judge(subject, evidenceKinds, context, { atLeast });
  return judgement.decision === "accepted" ? judgement.accepted.verdict.level : judgement.verdict.code;
}

const cases: readonly (readonly [string, Artifact, EvidenceContext, Level, string])[] = [
  ["accepts a pin", artifact(honest, nothing), full, "PINNED", "PINNED"],
  [
    "accepts the index only where the policy says so",
    artifact(honest, proof),
    empty,
    "INDEX-SAYS",
    "INDEX-SAYS",
  ],
  [
    "refuses the index where a pin is asked for",
    artifact(honest, proof),
    empty,
    "PINNED",
    "TW-JUDGE-TOO-WEAK",
  ],
  [
    "refuses a pin where a signature is asked for",
    artifact(honest, proof),
    full,
    "VOUCHED",
    "TW-JUDGE-TOO-WEAK",
  ],
  [
    "refuses when nothing speaks for the bytes",
    artifact(honest, nothing),
    empty,
    "TLS-ONLY",
    "TW-JUDGE-NO-PROOF",
  ],
  ["refuses other bytes than pinned", artifact(flipped, nothing), full, "PINNED", "TW-JUDGE-OTHER-BYTES"],
  [
    "refuses other bytes than pinned though the index tells their digest",
    artifact(flipped, new Map([["sha256", sha256(flipped)]])),
    full,
    "INDEX-SAYS",
    "TW-JUDGE-OTHER-BYTES",
  ],
  [
    "refuses the pinned bytes when the index told others: one contradiction is enough",
    artifact(honest, new Map([["sha256", sha256(flipped)]])),
    full,
    "PINNED",
    "TW-JUDGE-INDEX-OTHER",
  ],
];

for (const [sentence, subject, context, atLeast, expected] of cases) {
  test(`the judge ${sentence}`, () => assert.equal(decided(subject, context, atLeast), expected));
}

test("the judge refuses evidence about other bytes, even a proof", () => {
  const foreign = { ...evidenceKinds[0], kind: "foreign", level: "VOUCHED" as const };
  const check = (): Finding => ({
    kind: "foreign",
    outcome: "proves",
    level: "VOUCHED",
    subject: sha256("something else"),
    detail: "a proof of another file",
    couldLie: ["nobody"],
  });
  const judgement = judge(artifact(honest, proof), [{ ...foreign, check }], full, { atLeast: "TLS-ONLY" });
  assert.equal(judgement.decision === "refused" && judgement.verdict.code, "TW-JUDGE-OTHER-SUBJECT");
});
